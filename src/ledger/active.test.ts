import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { DAY, rfc3339, SECOND } from "../lib/clock.ts";
import { activeAt, applyEntries, EMPTY_STATE, knownDigest } from "./active.ts";
import type { Entry } from "./entry.ts";
import { lift, measure, policy, START_MS, validLog } from "./fixture.test.ts";
import { protectedHash } from "./protected.ts";

const stateOf = (entries: readonly Entry[]) => applyEntries(EMPTY_STATE, 0, entries).state;
const breachesOf = (...entries: Entry[]) =>
  applyEntries(EMPTY_STATE, 0, entries).breaches.map(({ index }) => index);

test("a measure is active from its start until its end or its lift", () => {
  const state = stateOf([policy(0), measure(1), measure(2, { starts: rfc3339(START_MS + DAY), ends: null })]);
  assert.deepEqual(activeAt(state, START_MS), []);
  assert.deepEqual(activeAt(state, START_MS + SECOND), [1]);
  assert.deepEqual(activeAt(state, START_MS + DAY), [1, 2]);
  assert.deepEqual(activeAt(state, START_MS + SECOND + 30 * DAY - 1), [1, 2]);
  assert.deepEqual(activeAt(state, START_MS + SECOND + 30 * DAY), [2]);
  assert.deepEqual(activeAt(applyEntries(state, 3, [lift(3, 2)]).state, START_MS + DAY), [1]);
});

test("the fold gives the same state in any portions, and leaves the given state as it was", () => {
  const log = validLog(40);
  const whole = stateOf(log);
  for (let cut = 0; cut <= log.length; cut++) {
    const first = stateOf(log.slice(0, cut));
    const before = new Map(first.standing);
    assert.deepEqual(applyEntries(first, cut, log.slice(cut)).state, whole);
    assert.deepEqual(first.standing, before);
  }
});

test("a gap or a repetition is refused", () => {
  const state = stateOf(validLog(3));
  assert.throws(() => applyEntries(state, 4, []), { code: "ledger.gap" });
  assert.throws(() => applyEntries(state, 2, []), { code: "ledger.gap" });
});

test("a valid log breaks no rule", () => {
  assert.deepEqual(breachesOf(...validLog(100)), []);
  assert.deepEqual(
    breachesOf(policy(0), measure(1), policy(2, "c".repeat(64)), measure(3, { policy: "c".repeat(64) })),
    [],
  );
});

test("each rule names the entry that breaks it", () => {
  assert.deepEqual(breachesOf(measure(0)), [0], "before any policy");
  assert.deepEqual(breachesOf(policy(0), policy(1, "c".repeat(64)), measure(2)), [2], "an old policy");
  assert.deepEqual(breachesOf(policy(0), lift(1, 0)), [1], "lifts what is no measure");
  assert.deepEqual(breachesOf(policy(0), lift(1, 2), measure(2)), [1], "lifts a later one");
  assert.deepEqual(breachesOf(policy(0), measure(1), lift(2, 1), lift(3, 1)), [3], "lifts twice");
  assert.deepEqual(breachesOf(policy(5), measure(4)), [1], "goes back in time");
  assert.deepEqual(breachesOf(policy(0), measure(1, { starts: rfc3339(START_MS) })), [1], "backdated");
  assert.deepEqual(
    breachesOf(policy(0), measure(1, { ends: rfc3339(START_MS) })),
    [1],
    "ends before it starts",
  );
});

test("the newest protected list is the whole list", () => {
  const protect = (index: number, hosts: string[]): Entry => ({
    ...{ v: 1, kind: "protect", at: rfc3339(START_MS + index * SECOND), hosts, approvals: 2 },
  });
  const [a, b] = [protectedHash("desk.rempart.example"), protectedHash("abuse.rempart.example")].sort();
  const log = [policy(0), protect(1, [a!, b!]), protect(2, [b!])];
  assert.deepEqual(stateOf(log.slice(0, 1)).protectedHosts, []);
  assert.deepEqual(stateOf(log.slice(0, 2)).protectedHosts, [a, b]);
  assert.deepEqual(stateOf(log).protectedHosts, [b]);
  const expected = createHash("sha256")
    .update('rempart/protected/v1{"host":"desk.rempart.example"}')
    .digest("hex");
  assert.equal(protectedHash("desk.rempart.example"), expected);
});

test("the known digest is SHA-256 over ascending big-endian uint64", () => {
  const bytes = Buffer.from("0000000000000003" + "0000000100000002", "hex");
  assert.equal(knownDigest([0x1_0000_0002, 3]), createHash("sha256").update(bytes).digest("hex"));
  assert.equal(knownDigest([]), createHash("sha256").digest("hex"));
});
