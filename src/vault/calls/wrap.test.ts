import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import fc from "fast-check";
import { SECOND } from "../../lib/clock.ts";
import { newId } from "../../lib/ids.ts";
import { calls, epochOf, MAX_REWRAPPED } from "../calls.ts";
import { Bench } from "../testing/bench.ts";
import { EPOCH_MS, FORGET_AFTER_MS } from "../wrap-keys.ts";
import { unwrap } from "../wrapped.ts";
import { describe as describeVault } from "./describe.ts";
import { forget } from "./forget.ts";
import { rewrap } from "./rewrap.ts";
import { wrap } from "./wrap.ts";

/** A key of nines, as it was wrapped before there were epochs under a key of sevens, and in today's form. */
const REPORT = "01jxq3v5w7y9z1b3d5f7h9k1m3";
const OLD = "AwMDAwMDAwMDAwMDLPeqClMhV0tzSUpV4l72BeQ16ea9nJ15JteOuOrsSbEkQAKMZnA4ZzpvUz+iLphk";
const NEW = "AQAAAAADAwMDAwMDAwMDAwMs96oKUyFXS3NJSlXiXvYF5DXp5r2cnXkm14646uxJscZc6x2EXuFKSiLZdagYaTk=";
const NINES = Buffer.alloc(32, 9);

describe("wrapped keys", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.open();
  });
  afterEach(() => bench.close());

  const open = (report: string, wrapped: string | Uint8Array): Buffer =>
    unwrap(
      bench.context.keys.wrap,
      report,
      typeof wrapped === "string" ? Buffer.from(wrapped, "base64") : Buffer.from(wrapped),
    );
  const epochIn = (wrapped: string) => epochOf(Buffer.from(wrapped, "base64"));
  const nextEpoch = async (): Promise<void> => {
    bench.clock.advance(EPOCH_MS + SECOND);
    await wrap(bench.context, { report: newId() });
  };
  const wrapOne = async () => {
    const report = newId();
    return { report, ...(await wrap(bench.context, { report })) };
  };

  test("both forms have the bytes that they always had", async () => {
    writeFileSync(join(bench.folder, "wrap.key"), `${"07".repeat(32)}\n`);
    await bench.restart();
    assert.deepEqual([open(REPORT, OLD), open(REPORT, NEW)], [NINES, NINES]);
    assert.deepEqual([epochIn(OLD), epochIn(NEW)], [0, 0]);
    const bare = Buffer.from(NEW, "base64").subarray(5); // neither is the other with or without a header
    assert.throws(() => open(REPORT, bare), { code: "vault.wrapped" });
    const headed = Buffer.concat([Buffer.from([1, 0, 0, 0, 0]), Buffer.from(OLD, "base64")]);
    assert.throws(() => open(REPORT, headed), { code: "vault.wrapped" });
    await nextEpoch();
    assert.deepEqual(open(REPORT, OLD), NINES);
    const [again] = (await rewrap(bench.context, { items: [{ report: REPORT, wrapped: OLD }] })).items;
    assert.equal(epochIn(again!), 1);
    assert.deepEqual(open(REPORT, again!), NINES);
  });

  test("each epoch opens what it wrapped; describe says which there are", async () => {
    const wrapped = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      const one = await wrapOne();
      assert.equal(epochIn(one.wrapped), epoch);
      wrapped.push(one);
      bench.clock.advance(EPOCH_MS + SECOND);
    }
    await bench.restart();
    for (const { report, key, wrapped: sealed } of wrapped)
      assert.equal(open(report, sealed).toString("base64"), key);
    const { wrapEpoch, wrapOldest } = await describeVault(bench.context);
    assert.deepEqual([wrapOldest, wrapEpoch], [0, 2]);
  });

  test("two wraps at once begin one epoch, and both open", async () => {
    bench.clock.advance(EPOCH_MS + SECOND);
    const both = await Promise.all([wrapOne(), wrapOne()]);
    await bench.restart();
    for (const { report, key, wrapped } of both) {
      assert.equal(epochIn(wrapped), 1);
      assert.equal(open(report, wrapped).toString("base64"), key);
    }
  });

  test("a new epoch that cannot be written down keeps no report out: the one before goes on", async () => {
    bench.clock.advance(EPOCH_MS + SECOND);
    for (const name of ["wrap-1.key.new", "wrap-epochs.json.new"]) {
      mkdirSync(join(bench.folder, name));
      const { report, key, wrapped } = await wrapOne();
      assert.equal(epochIn(wrapped), 0);
      assert.equal(open(report, wrapped).toString("base64"), key);
      rmSync(join(bench.folder, name), { recursive: true });
    }
    assert.equal(epochIn((await wrapOne()).wrapped), 1);
  });

  test("one bit changed, another report, another epoch or another length opens nothing", async () => {
    await nextEpoch();
    await nextEpoch();
    const { report, wrapped } = await wrapOne();
    const bytes = Buffer.from(wrapped, "base64");
    assert.equal(bytes.length, 65);
    const refused = (id: string, changed: Uint8Array) =>
      assert.throws(() => open(id, changed), { code: "vault.wrapped" });
    fc.assert(
      fc.property(fc.nat({ max: 64 }), fc.nat({ max: 7 }), (byte, bit) => {
        const changed = Buffer.from(bytes);
        changed[byte]! ^= 1 << bit;
        refused(report, changed);
        refused(report, bytes.subarray(0, byte));
        refused(report, Buffer.concat([bytes, bytes.subarray(0, bit + 1)]));
      }),
    );
    fc.assert(fc.property(fc.constant(0).map(newId), (other) => refused(other, bytes)));
    fc.assert(
      fc.property(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffff_ffff })), (epoch) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt32BE(epoch, 1);
        if (epoch !== 2) refused(report, changed);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (any) => refused(report, any)));
  });

  test("a wrapped key of another vault opens nothing", async () => {
    const other = await Bench.open();
    const report = newId();
    const { wrapped } = await wrap(other.context, { report });
    other.close();
    assert.throws(() => open(report, wrapped), { code: "vault.wrapped" });
  });

  test("wrapped anew, the same keys are under the newest epoch; what does not open is null and keeps nobody up", async () => {
    const [a, b] = [await wrapOne(), await wrapOne()];
    await nextEpoch();
    const c = await wrapOne();
    const items = [a, { ...b, report: newId() }, c, { ...b, wrapped: "" }, b].map(({ report, wrapped }) => ({
      report,
      wrapped,
    }));
    const { epoch, items: again, failed } = await rewrap(bench.context, { items });
    assert.equal(epoch, 1);
    assert.deepEqual([again[1], again[3]], [null, null]);
    assert.deepEqual(
      failed,
      [1, 3].map((item) => ({ item, code: "vault.wrapped" })),
    );
    assert.equal(again[2], c.wrapped, "what is under it stays as it is");
    for (const [at, { report, key }] of [
      [0, a],
      [2, c],
      [4, b],
    ] as const) {
      assert.equal(epochIn(again[at]!), 1);
      assert.equal(open(report, again[at]!).toString("base64"), key);
    }
  });

  test("a desk that gets no reports begins a new epoch when it wraps anew", async () => {
    const one = await wrapOne();
    bench.clock.advance(EPOCH_MS + SECOND);
    assert.deepEqual(await rewrap(bench.context, { items: [] }), { epoch: 1, items: [], failed: [] });
    assert.equal(one.key, open(one.report, one.wrapped).toString("base64"));
  });

  test("at most 500 keys are wrapped anew at once", () => {
    const item = { report: newId(), wrapped: OLD };
    const fits = (count: number) =>
      calls.rewrap.input.safeParse({ items: Array.from({ length: count }, () => item) }).success;
    assert.deepEqual([fits(MAX_REWRAPPED), fits(MAX_REWRAPPED + 1)], [true, false]);
  });

  test("what was forgotten opens no more, from no copy and after no restart; what was wrapped anew does", async () => {
    const lines: unknown[] = [];
    const log = {
      ...bench.context.log,
      info: (event: string, fields: unknown) => lines.push([event, fields]),
    };
    const [kept, deleted] = [await wrapOne(), await wrapOne()];
    await nextEpoch();
    const [moved] = (await rewrap(bench.context, { items: [kept] })).items;
    await assert.rejects(forget(bench.context, { before: 1 }), { code: "vault.too-early" });
    bench.clock.advance(FORGET_AFTER_MS);
    const context = { ...bench.context, log };
    assert.deepEqual(await forget(context, { before: 1 }), { oldest: 1, forgotten: [0] });
    assert.deepEqual(await forget(context, { before: 1 }), { oldest: 1, forgotten: [] });
    assert.deepEqual(lines, [["wrap.forgotten", { epochs: "0", oldest: 1 }]]);
    for (let start = 0; start < 2; start++) {
      assert.equal(open(kept.report, moved!).toString("base64"), kept.key);
      for (const old of [kept.wrapped, deleted.wrapped])
        assert.throws(() => open(deleted.report, old), { code: "vault.forgotten", status: 410 });
      assert.throws(() => open(REPORT, OLD), { code: "vault.forgotten" });
      const items = [{ report: deleted.report, wrapped: deleted.wrapped }];
      const answer = await rewrap(bench.context, { items });
      assert.deepEqual(answer, { epoch: 1, items: [null], failed: [{ item: 0, code: "vault.forgotten" }] });
      assert.equal((await describeVault(bench.context)).wrapOldest, 1);
      await bench.restart();
    }
  });
});
