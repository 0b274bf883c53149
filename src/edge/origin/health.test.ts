import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  answered,
  availability,
  begun,
  failed,
  HEALTHY,
  type Health,
  probed,
  undecided,
  unprobed,
} from "./health.ts";

const afterFailures = (count: number, nowMs: number): Health => {
  let health = HEALTHY;
  for (let i = 0; i < count; i++) health = failed(health, nowMs, 1);
  return health;
};

test("two failures are chance, three take a server out, an answer forgets them", () => {
  assert.equal(availability(afterFailures(2, 0), 0), "yes");
  assert.equal(availability(afterFailures(3, 0), 999), "no");
  assert.equal(availability(afterFailures(3, 0), 1000), "trial");
  assert.deepEqual(answered(afterFailures(3, 0)), HEALTHY);
});

test("each failed trial doubles the time out, up to a minute", () => {
  let health = afterFailures(3, 0);
  const times: number[] = [];
  for (let nowMs = 0; times.length < 9; ) {
    times.push(health.outUntilMs - nowMs);
    nowMs = health.outUntilMs;
    health = failed(begun(health, nowMs), nowMs, 1);
  }
  assert.deepEqual(times, [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
});

test("what was under way when a server was left out does not lengthen it", () => {
  const out = afterFailures(3, 0);
  assert.equal(failed(out, 900, 1).outUntilMs, out.outUntilMs);
});

test("a clock that was set back does not leave a server out for longer than it could have been", () => {
  const out = afterFailures(3, 1_000_000_000);
  assert.equal(availability(out, 0), "trial");
});

test("probes need a row to change what is thought, and a server they brought back begins anew", () => {
  let health = probed(probed(HEALTHY, false, 2, 3), false, 2, 3);
  assert.equal(availability(health, 0), "yes");
  assert.equal(probed(health, true, 2, 3).against, 0);
  health = probed(health, false, 2, 3);
  assert.equal(availability(health, 0), "no");
  assert.equal(availability(answered(health), 0), "no", "a visitor's request that got through proves less");
  health = probed(probed(health, true, 2, 3), true, 2, 3);
  assert.deepEqual(health, HEALTHY);
  assert.equal(unprobed(probed(HEALTHY, false, 1, 1)).probed, "up");
});

type Event = { readonly kind: "begin" | "answer" | "fail" | "leave" | "wait"; readonly ms: number };
const event: fc.Arbitrary<Event> = fc.record({
  kind: fc.constantFrom("begin", "answer", "fail", "leave", "wait"),
  ms: fc.nat(120_000),
});

test("whatever happens: one trial at a time, never out for more than a minute, and only for failures", () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 200 }), (events) => {
      let health = HEALTHY;
      let nowMs = 1_000_000;
      let inARow = 0;
      for (const { kind, ms } of events) {
        const before = availability(health, nowMs);
        if (kind === "wait") nowMs += ms;
        if (kind === "begin" && before !== "no") {
          health = begun(health, nowMs);
          if (before === "trial") assert.equal(availability(health, nowMs), "no");
        }
        if (kind === "answer") [health, inARow] = [answered(health), 0];
        if (kind === "fail") [health, inARow] = [failed(health, nowMs, ms / 120_001), inARow + 1];
        if (kind === "leave") health = undecided(health);
        if (availability(health, nowMs) !== "yes") assert.ok(inARow >= 3);
        assert.notEqual(availability(undecided(health), nowMs + 60_000), "no");
        if (kind === "answer") assert.equal(availability(health, nowMs), "yes");
      }
    }),
  );
});
