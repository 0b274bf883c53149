import assert from "node:assert/strict";
import { test } from "node:test";
import { IncomingBody } from "./incoming-body.ts";

const PACE = { bodyCreditMs: 30_000, minBodyBytesPerSecond: 500 };
const piece = (bytes: number): Uint8Array => Buffer.alloc(bytes);

function body(): { readonly body: IncomingBody; readonly reader: AsyncIterator<Uint8Array>; wanted: number } {
  const made = new IncomingBody(PACE, () => {
    world.wanted += 1;
  });
  const world = { body: made, reader: made[Symbol.asyncIterator](), wanted: 0 };
  return world;
}

test("pieces in their order, then the end", async () => {
  const { body: made, reader } = body();
  const early = reader.next();
  made.put(piece(1));
  made.put(piece(2));
  made.end();
  assert.equal((await early).value?.length, 1);
  assert.equal((await reader.next()).value?.length, 2);
  assert.deepEqual(await reader.next(), { done: true, value: undefined });
});

test("one that breaks off says so after what has come, to who waits and to who comes later", async () => {
  for (const end of [
    (made: IncomingBody) => made.fail(new Error("torn")),
    (made: IncomingBody) => made.discard(),
  ]) {
    const waited = body();
    const waiting = waited.reader.next();
    end(waited.body);
    await assert.rejects(waiting);
    await assert.rejects(waited.reader.next());
  }
  const later = body();
  later.body.put(piece(1));
  later.body.fail(new Error("torn"));
  assert.equal((await later.reader.next()).value?.length, 1);
  await assert.rejects(later.reader.next(), /torn/);
});

test("what was whole before the visitor left is whole", async () => {
  const { body: made, reader } = body();
  made.put(piece(1));
  made.end();
  made.fail(new Error("gone"));
  assert.equal((await reader.next()).value?.length, 1);
  assert.equal((await reader.next()).done, true);
});

test("it says when it is full, and when there is room again", async () => {
  const world = body();
  world.body.put(piece(64 * 1024));
  assert.equal(world.body.full, true);
  const before = world.wanted;
  await world.reader.next();
  assert.deepEqual([world.body.full, world.wanted], [false, before + 1]);
  world.body.put(piece(64 * 1024));
  await world.reader.return?.();
  assert.deepEqual([world.body.full, world.wanted], [false, before + 2]);
  world.body.put(piece(64 * 1024));
  assert.equal(world.body.full, false, "nobody reads it: nothing is kept");
});

test("credit is spent by waiting, earned by bytes, and never grows above where it began", () => {
  const { body: made } = body();
  assert.equal(made.spend(30_000), true);
  made.put(piece(500));
  assert.equal(made.spend(1000), true);
  made.put(piece(50_000));
  assert.equal(made.spend(30_000), true);
  assert.equal(made.spend(1), false);
});
