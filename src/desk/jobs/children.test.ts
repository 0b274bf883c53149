import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { moduleBeside } from "../../lib/sibling.ts";
import { type ChildLimits, Children } from "./children.ts";

const ECHO = moduleBeside(import.meta.url, "./testing/echo-child");
const LIMITS: ChildLimits = { atOnce: 2, requestMs: 10_000, slowMs: 5_000, requests: 3, idleMs: 5_000 };
type Echo = { pid: number; request: string };

describe("processes that look at pages", () => {
  test("one serves a room, request after request, and is replaced after some", async () => {
    const children = new Children(ECHO, LIMITS);
    const pids = [];
    for (const request of ["a", "b", "c", "d"]) pids.push((await children.ask<Echo>("site", request)).pid);
    assert.equal(new Set(pids.slice(0, 3)).size, 1);
    assert.notEqual(pids[3], pids[2]);
  });

  test("two rooms never share one", async () => {
    const children = new Children(ECHO, { ...LIMITS, requests: 100 });
    const rooms = ["one", "two", "three", "one", "two", "three"];
    const seen = await Promise.all(rooms.map((room) => children.ask<Echo>(room, room)));
    const roomsOf = Map.groupBy(seen, ({ pid }) => pid);
    for (const served of roomsOf.values())
      assert.equal(new Set(served.map(({ request }) => request)).size, 1);
  });

  test("one that ends, is silent or fails costs that request; the next is served", async () => {
    const children = new Children(ECHO, { ...LIMITS, requestMs: 4_000, slowMs: 60_000 });
    await assert.rejects(children.ask("site", "end"), /ended without an answer/);
    await assert.rejects(children.ask("site", "error"), /as asked/);
    const [silent, waited] = await Promise.allSettled([
      children.ask("site", "silence"),
      children.ask<Echo>("site", "x"),
    ]);
    assert.equal(silent.status, "rejected");
    assert.equal(waited.status === "fulfilled" && waited.value.request, "x");
  });

  test("who waits for one that takes long comes back later, and others do not wait", async () => {
    const children = new Children(ECHO, { ...LIMITS, atOnce: 2, requestMs: 8_000, slowMs: 1_000 });
    const hanging = children.ask("slow", "silence");
    const behind = children.ask("slow", "x");
    const other = children.ask<Echo>("fast", "y");
    await assert.rejects(behind, /later/);
    assert.equal((await other).request, "y");
    await assert.rejects(hanging, /ended without an answer/);
  });
});
