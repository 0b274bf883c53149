import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock, HOUR } from "../../../lib/clock.ts";
import { BUDGETS, freshStanding, Level, Meter, type Rate } from "./budget.ts";
import { SALT_LIFE_MS } from "./networks.ts";

const rates: fc.Arbitrary<Rate> = fc.record({
  perHour: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0.1, max: 100, noNaN: true })),
  burst: fc.integer({ min: 1, max: 50 }),
});
const NOW = fakeClock().now();

test("in any window at most the burst and the rate, while the clock goes forward", () => {
  const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: HOUR / 4 })), { maxLength: 150 });
  fc.assert(
    fc.property(rates, steps, (rate, stepsMs) => {
      const level = new Level();
      const taken: number[] = [];
      let now = NOW;
      for (const stepMs of stepsMs) {
        now += stepMs;
        if (!level.has(rate, now)) continue;
        level.take(rate, now);
        taken.push(now);
      }
      for (const [first, from] of taken.entries()) {
        for (const [last, to] of taken.entries()) {
          if (last < first) continue;
          assert.ok(last - first + 1 <= rate.burst + ((to - from) / HOUR) * rate.perHour + 1e-6);
        }
      }
    }),
  );
});

test("a clock that is set back gives no tokens", () => {
  const rate = { perHour: 60, burst: 1 };
  const level = new Level();
  level.take(rate, NOW);
  for (const backMs of [1, HOUR, 100 * HOUR]) assert.equal(level.has(rate, NOW - backMs), false);
});

test("what is taken beyond the burst is said, and comes back at the rate", () => {
  const rate = { perHour: 60, burst: 2 };
  const level = new Level();
  const over = [0, 0, 0, 0].map(() => Math.ceil(level.take(rate, NOW)));
  assert.deepEqual(over, [0, 0, 1, 2]);
  assert.equal(level.missing(rate, NOW + HOUR / 60), 3);
  assert.equal(level.missing(rate, NOW + HOUR), 0);
});

test("a meter says when there is a token and when all are back, to the ms and not later", () => {
  const standing = freshStanding();
  const meter = new Meter(standing, BUDGETS.host);
  assert.deepEqual([meter.tokenInMs("line", NOW), meter.backInMs("line", NOW)], [0, 0]);
  for (let i = 0; i < BUDGETS.host.line.burst; i++) meter.take("line", NOW);
  const token = meter.tokenInMs("line", NOW);
  assert.equal(token, HOUR / BUDGETS.host.line.perHour);
  assert.equal(meter.has("line", NOW + token - 1), false);
  assert.equal(meter.has("line", NOW + token), true);
  assert.equal(meter.missing("line", NOW + meter.backInMs("line", NOW)), 0);
});

test("one network alone cannot use up the desk's budget, not even at a change of the salt", () => {
  const { network, desk } = BUDGETS;
  assert.ok(2 * network.ordinary.burst < desk.ordinary.burst);
  const mostAnHour = (network.ordinary.burst * HOUR) / SALT_LIFE_MS + network.ordinary.perHour;
  assert.ok(mostAnHour < desk.ordinary.perHour);
});

test("one host cannot fill its network's line, and nobody in line waits longer than ten minutes", () => {
  const { host, network } = BUDGETS;
  assert.ok(2 * host.line.burst <= network.line.burst);
  for (const { line } of [host, network]) assert.ok((line.burst - 1) / line.perHour <= 1 / 6);
});
