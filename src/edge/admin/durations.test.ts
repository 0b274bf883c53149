import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { OUTCOMES } from "../transaction.ts";
import { BOUNDS_MS, Durations } from "./durations.ts";

test("counts are those of the plain definition: how many took no longer than each bound", () => {
  const request = fc.tuple(
    fc.constantFrom(...OUTCOMES),
    fc.oneof(fc.nat(100_000), fc.constantFrom(...BOUNDS_MS)),
  );
  fc.assert(
    fc.property(fc.array(request), (requests) => {
      const durations = new Durations();
      for (const [outcome, ms] of requests) durations.add(outcome, ms);
      for (const outcome of OUTCOMES) {
        const ofIt = requests.filter(([other]) => other === outcome).map(([, ms]) => ms);
        assert.deepEqual(durations.cumulative(outcome), [
          ...BOUNDS_MS.map((bound) => ofIt.filter((ms) => ms <= bound).length),
          ofIt.length,
        ]);
        assert.equal(
          durations.sumMs(outcome),
          ofIt.reduce((sum, ms) => sum + ms, 0),
        );
      }
    }),
  );
});
