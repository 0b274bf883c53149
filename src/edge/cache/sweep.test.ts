import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../http/fields.ts";
import type { EdgeView } from "../state.ts";
import { chunksOf, readAll, storedAt, turn } from "../testing/subjects.ts";
import { Store } from "./store.ts";
import { Sweep } from "./sweep.ts";

const STILL = { markStale: () => {} };

/** A view whose matcher says the verb for the paths that are given. */
const viewOf = (verb: string, picks: (path: string) => boolean): EdgeView => {
  const match = (_site: unknown, { paths }: { paths: readonly string[] }) => {
    if (!picks(paths[0]!)) return { also: [] };
    return verb === "refuse" ? { refusal: { verb }, also: [] } : { also: [{ verb }] };
  };
  return { size: 1, siteOf: new Map(), matcher: { match } as unknown as EdgeView["matcher"] };
};

const filled = (count: number): Store => {
  const store = new Store({ maxBytes: 1e9, maxObjectBytes: 1e6 });
  for (let i = 0; i < count; i++) store.put(storedAt(`/${i}`));
  return store;
};

async function until(holds: () => boolean): Promise<void> {
  for (let turns = 0; !holds(); turns++) {
    assert.ok(turns < 10_000);
    await turn();
  }
}

test("a small store is swept at once", async () => {
  const store = filled(10);
  new Sweep(store, STILL).start(
    viewOf("refuse", (path) => path === "/3"),
    0,
  );
  assert.equal(store.count, 9);
  assert.equal((await store.find("/3", Fields.none)).stored, undefined);
});

test("what it dropped is off the disk for good when it ends; where it dropped nothing the disk is left alone", async () => {
  const store = filled(10);
  let settled = 0;
  store.settled = async () => {
    settled += 1;
  };
  const sweep = new Sweep(store, STILL);
  const nothing = viewOf("refuse", () => false);
  const page = viewOf("refuse", (path) => path === "/3");
  for (const [view, times] of [
    [nothing, 0],
    [page, 1],
    [page, 1],
  ] as const) {
    sweep.start(view, 0);
    await turn();
    assert.equal(settled, times);
  }
});

test("a large one in slices, and requests go on in between", async () => {
  const store = filled(20_000);
  let looks = 0;
  new Sweep(store, STILL).start(
    viewOf("refuse", (path) => {
      looks += 1;
      if (looks < 50) for (const start = performance.now(); performance.now() - start < 1; ); // a slow machine
      return path.endsWith("7");
    }),
    0,
  );
  assert.ok(looks < 20_000, "the first slice is not all");
  await until(() => store.count === 18_000);
});

test("a view that comes during a round reaches what was already looked at", async () => {
  const store = filled(20_000);
  const sweep = new Sweep(store, STILL);
  sweep.start(
    viewOf("refuse", (path) => path === "/19999"),
    0,
  );
  sweep.start(
    viewOf("refuse", (path) => path === "/0" || path === "/19999"),
    0,
  );
  await until(() => store.count === 19_998);
});

test("a refused body that is still arriving is ended, one under no-cache reaches its readers", async () => {
  const store = filled(0);
  const [refused, unkept] = [storedAt("/refused"), storedAt("/unkept")];
  for (const stored of [refused, unkept]) store.put(stored);
  const readers = [refused, unkept].map(({ body }) => readAll(body.open()));
  new Sweep(store, STILL).start(
    viewOf("refuse", (path) => path === "/refused"),
    0,
  );
  new Sweep(store, STILL).start(
    viewOf("no-cache", (path) => path === "/unkept"),
    0,
  );
  assert.equal(store.count, 0);
  await unkept.body.fill(chunksOf(10));
  await assert.rejects(readers[0]!, /refused/);
  assert.equal((await readers[1]!).length, 10);
});
