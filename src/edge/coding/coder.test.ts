import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { StoredBody } from "../cache/body.ts";
import { KeptBody } from "../cache/kept-body.ts";
import type { Body } from "../exchange.ts";
import { chunksOf, readAll } from "../testing/subjects.ts";
import { until } from "../testing/world.ts";
import { Coder, type CoderLimits, type Reader } from "./coder.ts";

const READER: Reader = new AbortController();
const LIMITS: CoderLimits = { maxBytes: 1_000_000, maxObjectBytes: 250_000, maxEncoders: 4 };

/** A kept body: whole, or arriving until it is fed. */
function bodyOf(source?: AsyncIterable<Uint8Array>): KeptBody {
  const body = new KeptBody();
  body.keep({ grow: () => true, end: () => {} });
  if (source !== undefined) void body.fill(source);
  return body;
}

async function wholeBody(bytes: number): Promise<KeptBody> {
  const body = bodyOf(chunksOf(bytes));
  await until(() => body.whole);
  return body;
}

const noise = (bytes: number): AsyncIterable<Uint8Array> =>
  (async function* () {
    for (let left = bytes; left > 0; left -= 50_000) yield crypto.getRandomValues(new Uint8Array(50_000));
  })();

const decoded = async (body: Body): Promise<string> =>
  String(gunzipSync(await readAll(body as Uint8Array[])));

test("a kept body is coded once, for those who come while it is coded and those who come later", async () => {
  const coder = new Coder(LIMITS);
  const body = await wholeBody(100_000);
  const early = [1, 2, 3].map(() => coder.shared(body, body.open(), "gzip", READER, undefined));
  for (const reading of early) assert.equal(await decoded(reading), "x".repeat(100_000));
  const late = coder.shared(body, body.open(), "gzip", READER, undefined);
  assert.ok(Array.isArray(late), "whole and in memory");
  assert.equal(await decoded(late), "x".repeat(100_000));
  assert.equal(coder.started, 1);
  await until(() => coder.encoders === 0);
  assert.equal(coder.count, 1);
  assert.equal(coder.bytes, 512 + (late as Uint8Array[])[0]!.length);
});

test("each coding of a body is a form of its own", async () => {
  const coder = new Coder(LIMITS);
  const body = await wholeBody(10_000);
  for (const coding of ["gzip", "br", "gzip", "br"] as const) {
    await readAll(coder.shared(body, body.open(), coding, READER, undefined) as Uint8Array[]);
  }
  assert.equal(coder.started, 2);
  assert.equal(coder.count, 2);
});

test("another body under the same address is another body: nothing of the old form is found", async () => {
  const coder = new Coder(LIMITS);
  const before = await wholeBody(10_000);
  await readAll(coder.shared(before, before.open(), "gzip", READER, undefined) as Uint8Array[]);
  const after = await wholeBody(20_000);
  assert.equal((await decoded(coder.shared(after, after.open(), "gzip", READER, undefined))).length, 20_000);
});

test("the least recently used forms make room", async () => {
  const coder = new Coder({ ...LIMITS, maxBytes: 350_000 });
  const bodies = [1, 2, 3].map(() => bodyOf(noise(150_000)));
  await until(() => bodies.every((body) => body.whole));
  const want = async (i: number) => {
    const before = coder.started;
    await readAll(coder.shared(bodies[i]!, bodies[i]!.open(), "gzip", READER, undefined) as Uint8Array[]);
    await until(() => coder.encoders === 0);
    return coder.started === before ? "kept" : "coded";
  };
  assert.deepEqual([await want(0), await want(1), await want(0)], ["coded", "coded", "kept"]);
  assert.equal(await want(2), "coded"); // there is room for two: 1 goes
  assert.equal(coder.count, 2);
  assert.ok(coder.bytes <= 350_000);
  assert.deepEqual([await want(0), await want(1)], ["kept", "coded"]);
});

test("a form that has to make room while it is made still reaches those who read it, and is not held", async () => {
  const coder = new Coder({ ...LIMITS, maxBytes: 250_000 });
  const rest = Promise.withResolvers<void>();
  const slow = bodyOf(
    (async function* () {
      yield* noise(100_000);
      await rest.promise;
      yield* noise(100_000);
    })(),
  );
  const reading = readAll(coder.shared(slow, slow.open(), "gzip", READER, undefined) as Uint8Array[]);
  await until(() => coder.bytes > 100_000);
  const other = bodyOf(noise(200_000));
  await readAll(coder.shared(other, other.open(), "gzip", READER, undefined) as Uint8Array[]);
  const ofOther = coder.bytes;
  rest.resolve();
  assert.equal(gunzipSync(await reading).length, 200_000);
  assert.deepEqual([coder.count, coder.bytes], [1, ofOther]);
});

test("whoever reads along lets go of their own reading of the body", async () => {
  const coder = new Coder(LIMITS);
  const body = await wholeBody(10_000);
  const first = readAll(coder.shared(body, body.open(), "gzip", READER, undefined) as Uint8Array[]);
  const along = noise(1)[Symbol.asyncIterator]();
  await readAll(
    coder.shared(body, { [Symbol.asyncIterator]: () => along }, "gzip", READER, undefined) as Uint8Array[],
  );
  assert.equal((await along.next()).done, true);
  await first;
});

test("a body above the bound is coded for one visitor at a time and not kept, whether its length is told or not", async () => {
  const coder = new Coder(LIMITS);
  for (const length of [400_000, undefined]) {
    const body = bodyOf(noise(400_000));
    const reading = coder.shared(body, body.open(), "gzip", READER, length);
    assert.equal(coder.count, length === undefined ? 1 : 0);
    assert.equal((await readAll(reading as AsyncIterable<Uint8Array>)).length > 400_000, true);
    assert.deepEqual([coder.count, coder.bytes], [0, 0]);
  }
  await until(() => coder.encoders === 0);
});

test("a body that is on disk is coded for each who wants it", async () => {
  const coder = new Coder(LIMITS);
  const inMemory = await wholeBody(10_000);
  const onDisk: StoredBody = Object.create(inMemory, {
    heldBytes: { value: 0 },
    whole: { value: true },
    bytes: { value: 10_000 },
  });
  const reading = coder.shared(onDisk, inMemory.open(), "gzip", READER, undefined);
  assert.equal(await decoded(reading), "x".repeat(10_000));
  assert.deepEqual([coder.started, coder.count], [1, 0]);
});

test("a body that breaks off leaves no form behind", async () => {
  const coder = new Coder(LIMITS);
  const body = bodyOf(
    (async function* () {
      yield Buffer.alloc(1000, "x");
      throw new Error("torn off");
    })(),
  );
  await assert.rejects(
    readAll(coder.shared(body, body.open(), "br", READER, undefined) as AsyncIterable<Uint8Array>),
  );
  await until(() => coder.encoders === 0);
  assert.deepEqual([coder.count, coder.bytes], [0, 0]);
});

test("beyond so many encoders bodies are left as they are, until one is free", async () => {
  const coder = new Coder({ ...LIMITS, maxEncoders: 2 });
  const open = [1, 2].map(() => coder.once(chunksOf(10, 10), "gzip", READER));
  assert.equal(coder.once([Buffer.from("x")], "gzip", READER), undefined);
  assert.equal(coder.spared, 1);
  for (const reading of open) await readAll(reading!);
  await until(() => coder.encoders === 0);
  assert.notEqual(coder.once([Buffer.from("x")], "gzip", READER), undefined);
});
