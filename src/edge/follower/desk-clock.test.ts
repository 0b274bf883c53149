import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock, HOUR, SECOND } from "../../lib/clock.ts";
import { DeskClock } from "./desk-clock.ts";

const TRUE_MS = Date.UTC(2026, 11, 1, 12);
const wholeSecond = (ms: number): number => ms - (ms % SECOND);

/** An edge's clock that is off, after an answer that the desk wrote `backMs` before it came. */
function heard(skewMs: number, { fractionMs = 0, tookMs = 0, backMs = 0 }) {
  const now = TRUE_MS + fractionMs;
  const clock = new DeskClock(fakeClock(now + skewMs));
  const isNews = clock.hear(wholeSecond(now - backMs), tookMs);
  return { errorMs: clock.now() - now, offMs: clock.offMs, isNews };
}

test("a clock that is right is left alone, however long the answer took", () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.nat(999), fc.nat(60_000), part, (fractionMs, tookMs, share) => {
      const backMs = Math.floor(share * tookMs);
      assert.deepEqual(heard(0, { fractionMs, tookMs, backMs }), { errorMs: 0, offMs: 0, isNews: false });
    }),
  );
});

test("one that is behind, by up to two hours, is right to a second and the answer's way", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -2 * HOUR, max: 0 }),
      fc.nat(999),
      fc.nat(500),
      (skewMs, fractionMs, tookMs) => {
        const { errorMs } = heard(skewMs, { fractionMs, tookMs, backMs: tookMs });
        assert.ok(errorMs <= 0 && errorMs >= -SECOND - tookMs, `off by ${errorMs} ms`);
      },
    ),
  );
});

test("it never goes back: an edge that is ahead, or has a desk that is behind, ends nothing later", () => {
  const { errorMs, offMs, isNews } = heard(HOUR, {});
  assert.deepEqual({ errorMs, offMs, isNews }, { errorMs: HOUR, offMs: SECOND - HOUR, isNews: true });
});

test("it does not follow further than two hours, and what it had stays", () => {
  const clock = new DeskClock(fakeClock(TRUE_MS - HOUR));
  assert.equal(clock.hear(TRUE_MS, 0), true);
  assert.equal(clock.now(), TRUE_MS);
  assert.equal(clock.hear(TRUE_MS + 48 * HOUR, 0), false, "told already");
  assert.equal(clock.now(), TRUE_MS);
});

test("a clock that was put right is not corrected any more", () => {
  const own = fakeClock(TRUE_MS - HOUR);
  const clock = new DeskClock(own);
  clock.hear(TRUE_MS, 0);
  own.set(TRUE_MS);
  clock.hear(TRUE_MS, 0);
  assert.equal(clock.now(), TRUE_MS);
  assert.equal(clock.offMs, 0);
});
