import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { HOUR } from "../../lib/clock.ts";
import { dueAfterFindingMs, isWorse, worst } from "./severity.ts";

const severity = fc.constantFrom("none", "low", "medium", "high", "critical");

test("a case is as severe as the worst that we saw, and low before we have looked", () => {
  assert.equal(worst([]), "low");
  assert.equal(worst(["none"]), "low");
  assert.equal(worst(["low", "critical", "medium"]), "critical");
});

test("how many there are plays no part", () => {
  fc.assert(
    fc.property(fc.array(severity, { minLength: 1, maxLength: 20 }), (seen) => {
      assert.equal(worst([...seen, ...seen]), worst(seen));
      assert.equal(worst(seen.toReversed()), worst(seen));
      assert.ok(!seen.some((one) => isWorse(one, worst(seen))));
    }),
  );
});

test("the worse, the sooner", () => {
  assert.deepEqual((["critical", "high", "medium", "low", "none"] as const).map(dueAfterFindingMs), [
    ...[HOUR, 4 * HOUR, 72 * HOUR, 72 * HOUR, 72 * HOUR],
  ]);
});
