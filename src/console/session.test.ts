import assert from "node:assert/strict";
import { test } from "node:test";
import { dropSession, keepSession, readSession } from "./session.ts";

function memory(): Pick<Storage, "getItem" | "setItem" | "removeItem"> & { readonly size: number } {
  const items = new Map<string, string>();
  return {
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, value) => void items.set(name, value),
    removeItem: (name) => void items.delete(name),
    get size() {
      return items.size;
    },
  };
}

const session = {
  token: "t",
  person: { id: "0123456789abcdefghjkmnpqrs", name: "Ada", role: "moderator" },
  expires: "2026-12-01T12:00:00.000Z",
} as const;

test("a session survives a reload until it expires, and is forgotten then", () => {
  const store = memory();
  keepSession(store, session);
  assert.deepEqual(readSession(store, Date.UTC(2026, 11, 1, 11)), session);
  assert.equal(readSession(store, Date.UTC(2026, 11, 1, 12)), undefined);
  assert.equal(store.size, 0);
});

test("after signing out nothing is left", () => {
  const store = memory();
  keepSession(store, session);
  dropSession(store);
  assert.equal(readSession(store, 0), undefined);
});
