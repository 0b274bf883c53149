import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { readAll, turn } from "../testing/subjects.ts";
import type { Keeper, Overflow } from "./body.ts";
import { KeptBody } from "./kept-body.ts";

const KEEP: Keeper = { grow: () => true, end: () => {} };
const KIB = 1024;

/** A source that yields when told. */
function tap() {
  let waiting: ((result: IteratorResult<Uint8Array>) => void) | undefined;
  const state = { asked: 0, closed: false };
  const source: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        state.asked += 1;
        return new Promise((resolve) => {
          waiting = resolve;
        });
      },
      return: async () => {
        state.closed = true;
        waiting?.({ done: true, value: undefined });
        return { done: true, value: undefined };
      },
    }),
  };
  const give = async (result: IteratorResult<Uint8Array>): Promise<void> => {
    waiting!(result);
    await turn();
  };
  return {
    source,
    state,
    chunk: (size: number) => give({ done: false, value: Buffer.alloc(size, "x") }),
    end: () => give({ done: true, value: undefined }),
  };
}

const read = (body: KeptBody) => (body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();

test("whoever joins while it arrives reads all of it, each at their own pace", async () => {
  const body = new KeptBody();
  body.keep(KEEP);
  const { source, chunk, end } = tap();
  void body.fill(source);
  const early = read(body);
  await chunk(10);
  assert.equal((await early.next()).value?.length, 10);
  await chunk(20);
  const late = readAll(body.open());
  await end();
  assert.equal((await late).length, 30);
  assert.equal((await early.next()).value?.length, 20);
  assert.equal((await early.next()).done, true);
});

test("a reader that reads nothing does not hold up the source of a kept body", async () => {
  const body = new KeptBody();
  body.keep(KEEP);
  const { source, state, chunk } = tap();
  void body.fill(source);
  read(body);
  for (let i = 0; i < 50; i++) await chunk(64 * KIB);
  assert.equal(state.asked, 51);
});

test("without a keeper the source waits for the slowest reader, and read chunks are let go", async () => {
  const body = new KeptBody();
  const { source, state, chunk } = tap();
  const slow = read(body);
  const fast = read(body);
  void body.fill(source);
  for (let i = 0; i < 9; i++) await chunk(64 * KIB); // one more than the window of 512 KiB
  assert.equal(state.asked, 9, "nothing more is asked for");
  for (let i = 0; i < 9; i++) await fast.next();
  await turn();
  assert.equal(state.asked, 9, "the fast reader alone changes nothing");
  await slow.next();
  await turn();
  assert.equal(state.asked, 10);
  assert.equal(body.readable, false, "its beginning is gone: nobody new may start");
});

test("when a keeper gives up, what was read goes and the rest still reaches all", async () => {
  let room = 100 * KIB;
  const body = new KeptBody();
  const grow = (bytes: number): boolean => {
    room -= bytes;
    return room >= 0;
  };
  body.keep({ grow, end: () => assert.fail("no longer its keeper") });
  const { source, chunk, end } = tap();
  void body.fill(source);
  const reader = readAll(body.open());
  for (let i = 0; i < 4; i++) await chunk(64 * KIB);
  await end();
  assert.equal((await reader).length, 256 * KIB);
});

test("an unkept body that nobody reads any more is given up, and its source with it", async () => {
  const body = new KeptBody();
  const { source, state, chunk } = tap();
  const reader = read(body);
  const over = body.fill(source);
  await chunk(10);
  await reader.return!();
  await over;
  assert.equal(state.closed, true);
});

test("a reader that is told to stop while it waits stops at once", async () => {
  const body = new KeptBody();
  body.keep(KEEP);
  const { source } = tap();
  void body.fill(source);
  const reader = read(body);
  const waiting = reader.next();
  await reader.return!();
  assert.deepEqual(await waiting, { done: true, value: undefined });
});

test("a source that breaks breaks it for all, now and later", async () => {
  const ended: boolean[] = [];
  const body = new KeptBody();
  body.keep({ grow: () => true, end: (whole) => ended.push(whole) });
  const reader = readAll(body.open());
  await body.fill(
    (async function* () {
      yield Buffer.from("half");
      throw new Error("broken");
    })(),
  );
  await assert.rejects(reader, /broken/);
  assert.equal(body.readable, false);
  assert.deepEqual(ended, [false]);
});

test("abort ends all readers at once", async () => {
  const body = new KeptBody();
  body.keep(KEEP);
  const { source, chunk } = tap();
  void body.fill(source);
  const reader = readAll(body.open());
  await chunk(10);
  body.abort(new Error("refused"));
  await assert.rejects(reader, /refused/);
});

/** A file in memory that takes a chunk when told. */
function slowFile() {
  const written: Buffer[] = [];
  let waiting: (() => void) | undefined;
  const state = { refuses: false, released: false };
  const overflow: Overflow = {
    write: async (chunk) => {
      await new Promise<void>((resolve) => {
        waiting = resolve;
      });
      if (state.refuses) throw new Error("full");
      written.push(Buffer.from(chunk));
    },
    read: async (at, maxBytes) => Buffer.concat(written).subarray(at, at + maxBytes),
    release: () => {
      state.released = true;
    },
  };
  const take = async (chunks = 1): Promise<void> => {
    for (let i = 0; i < chunks; i++) {
      waiting?.();
      await turn();
    }
  };
  return { overflow, state, take, written };
}

test("in a file: the source waits for the disk, not for readers, and memory holds a window", async () => {
  const body = new KeptBody();
  const ended: boolean[] = [];
  const keeper: Keeper = { grow: () => true, end: (whole) => ended.push(whole) };
  body.keep(keeper);
  const file = slowFile();
  const { source, state, chunk, end } = tap();
  read(body);
  const filled = body.fill(source);
  body.spillTo(file.overflow);
  for (let i = 0; i < 9; i++) await chunk(64 * KIB); // one more than the window
  assert.equal(state.asked, 9, "nothing more is asked for");
  await file.take(2);
  assert.equal(state.asked, 10);
  const early = readAll(body.open());
  await end();
  assert.deepEqual(ended, [], "not whole before the file is");
  await file.take(20);
  await filled;
  assert.deepEqual(ended, [true]);
  assert.equal((await early).length, 9 * 64 * KIB);
  assert.equal(file.state.released, false, "still found");
  body.letGo(keeper);
  assert.equal(file.state.released, false, "still read");
});

test("the file is released when nobody keeps it and nobody reads it", async () => {
  const body = new KeptBody();
  body.keep(KEEP);
  const file = slowFile();
  const reader = body.open();
  const filled = body.fill(
    (async function* () {
      yield Buffer.alloc(KIB);
    })(),
  );
  body.spillTo(file.overflow);
  await turn();
  await file.take(3);
  await filled;
  body.letGo(KEEP);
  assert.equal(file.state.released, false);
  await readAll(reader);
  assert.equal(file.state.released, true);
});

test("ranges: the bytes asked for and no others, whole or arriving, at every place", async () => {
  const bytes = Buffer.from(Array.from({ length: 500 }, (_, i) => i % 251));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 8 }),
      fc.nat(520),
      fc.nat(520),
      fc.boolean(),
      async (sizes, from, length, spilled) => {
        const body = new KeptBody();
        body.keep(KEEP);
        const range = { from, to: from + length };
        const file = slowFile();
        const parts: Buffer[] = [];
        let at = 0;
        for (const size of sizes) {
          parts.push(bytes.subarray(at, at + size));
          at = Math.min(500, at + size);
        }
        const all = Buffer.concat(parts);
        const early = readAll(body.open(range));
        const filled = body.fill(
          (async function* () {
            for (const part of parts) yield part;
          })(),
        );
        if (spilled) body.spillTo(file.overflow);
        await turn();
        await file.take(spilled ? 20 : 0);
        await filled;
        const expected = all.subarray(range.from, range.to + 1);
        assert.ok((await early).equals(expected));
        assert.ok((await readAll(body.open(range))).equals(expected));
      },
    ),
    { numRuns: 100 },
  );
});

test("any number of readers, joining at any time, read the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(12), { maxLength: 6 }),
      async (sizes, joins) => {
        const body = new KeptBody();
        body.keep(KEEP);
        const { source, chunk, end } = tap();
        void body.fill(source);
        const readers: Promise<Buffer>[] = [];
        for (const [i, size] of sizes.entries()) {
          for (const join of joins) if (join === i) readers.push(readAll(body.open()));
          await chunk(size);
        }
        await end();
        readers.push(readAll(body.open()));
        const total = sizes.reduce((sum, size) => sum + size, 0);
        for (const bytes of await Promise.all(readers)) assert.equal(bytes.length, total);
      },
    ),
    { numRuns: 50 },
  );
});
