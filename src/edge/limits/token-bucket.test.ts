import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Rate, TokenBucket } from "./token-bucket.ts";

const rates: fc.Arbitrary<Rate> = fc.record({
  perSecond: fc.oneof(
    fc.double({ min: 0.01, max: 1_000_000, noNaN: true }),
    fc.constantFrom(0.1, 1, 3, 7, 1000),
  ),
  burst: fc.integer({ min: 1, max: 50 }),
});
const NOW = Date.UTC(2026, 11, 1);

test("in any window at most the burst and the rate, while the clock goes forward", () => {
  const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })), { maxLength: 200 });
  fc.assert(
    fc.property(rates, steps, (rate, stepsMs) => {
      const bucket = new TokenBucket(NOW);
      const takenAtMs: number[] = [];
      let nowMs = NOW;
      for (const stepMs of stepsMs) {
        nowMs += stepMs;
        if (bucket.take(rate, nowMs) === 0) takenAtMs.push(nowMs);
      }
      for (let first = 0; first < takenAtMs.length; first++) {
        for (let last = first; last < takenAtMs.length; last++) {
          const seconds = (takenAtMs[last]! - takenAtMs[first]!) / 1000;
          assert.ok(last - first + 1 <= rate.burst + rate.perSecond * seconds + 1e-6);
        }
      }
    }),
  );
});

test("a clock that steps both ways gives no more than the time that it moved forward", () => {
  const steps = fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 200 });
  fc.assert(
    fc.property(rates, steps, (rate, stepsMs) => {
      const bucket = new TokenBucket(NOW);
      let [nowMs, forwardMs, taken] = [NOW, 0, 0];
      for (const stepMs of stepsMs) {
        nowMs += stepMs;
        forwardMs += Math.max(0, stepMs);
        if (bucket.take(rate, nowMs) === 0) taken += 1;
        assert.ok(taken <= rate.burst + (rate.perSecond * forwardMs) / 1000 + 1e-6);
      }
    }),
  );
});

test("who waits as long as was said gets a token, after any history", () => {
  const steps = fc.array(fc.integer({ min: -5000, max: 5000 }), { maxLength: 50 });
  fc.assert(
    fc.property(rates, steps, (rate, stepsMs) => {
      const bucket = new TokenBucket(NOW);
      let nowMs = NOW;
      for (const stepMs of stepsMs) {
        nowMs += stepMs;
        bucket.take(rate, nowMs);
      }
      const waitMs = bucket.take(rate, nowMs);
      assert.ok(waitMs <= 1000 / rate.perSecond + 1e-6, "never longer than one token takes");
      assert.equal(waitMs === 0 ? 0 : bucket.take(rate, nowMs + Math.ceil(waitMs)), 0);
    }),
  );
});

test("a clock that is set back takes nothing away either", () => {
  const bucket = new TokenBucket(NOW);
  const rate = { perSecond: 1, burst: 3 };
  bucket.take(rate, NOW);
  assert.deepEqual(
    [0, 0, 0].map(() => bucket.take(rate, NOW - 3_600_000)),
    [0, 0, 1000],
  );
});

test("a refusal costs nothing: who keeps asking is served at the rate", () => {
  const bucket = new TokenBucket(NOW);
  const rate = { perSecond: 10, burst: 5 };
  let taken = 0;
  for (let ms = 0; ms <= 10_000; ms++) if (bucket.take(rate, NOW + ms) === 0) taken += 1;
  assert.equal(taken, 5 + 100);
});

test("it is full again when what was taken has come back, and not before", () => {
  const bucket = new TokenBucket(NOW);
  const rate = { perSecond: 2, burst: 5 };
  assert.equal(bucket.isFull(rate, NOW), true);
  bucket.take(rate, NOW);
  assert.equal(bucket.isFull(rate, NOW + 499), false);
  assert.equal(bucket.isFull(rate, NOW + 500), true);
});

test("a smaller bucket holds from the next request on, without a debt from before", () => {
  const bucket = new TokenBucket(NOW);
  for (let i = 0; i < 100; i++) bucket.take({ perSecond: 1, burst: 100 }, NOW);
  assert.equal(bucket.take({ perSecond: 1, burst: 1 }, NOW), 1000);
});
