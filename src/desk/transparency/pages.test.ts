import assert from "node:assert/strict";
import { test } from "node:test";
import type { MeasureEntry } from "../../ledger/entry.ts";
import { decisionPage, stateOf } from "./pages.ts";

const ENTRY: MeasureEntry = {
  ...{
    v: 1,
    kind: "measure",
    at: "2026-12-01T10:00:00Z",
    decision: "d".repeat(26),
    role: "cdn",
    verb: "refuse",
  },
  ...{
    grain: "url",
    clause: "D1",
    policy: "ab".repeat(32),
    target: "cd".repeat(32),
    starts: "2026-12-01T10:00:00Z",
  },
  ...{ ends: "2027-03-01T10:00:00Z", emergency: false, approvals: 1 },
};
const END = Date.parse("2027-03-01T10:00:00Z");
const decision = (ends: string | null, liftedBy: number | null) => ({
  ...{ entry: { ...ENTRY, ends }, index: 4, liftedBy, policy: undefined },
});

const STATES: [string, string | null, number | null, number, "active" | "ended" | "lifted"][] = [
  ["a second before its end", ENTRY.ends, null, END - 1000, "active"],
  ["at its end", ENTRY.ends, null, END, "ended"],
  ["without an end", null, null, END * 2, "active"],
  ["lifted", ENTRY.ends, 9, END - 1000, "lifted"],
  ["lifted, and its end is past", ENTRY.ends, 9, END + 1000, "lifted"],
];
for (const [what, ends, liftedBy, now, expected] of STATES) {
  test(`a measure ${what} is ${expected}`, () =>
    assert.equal(stateOf(decision(ends, liftedBy), now), expected));
}

test("the public page shows entry and rule, not the target's fingerprint or any address of the site", async () => {
  const page = String(await decisionPage("en", decision(ENTRY.ends, null), END - 1000));
  assert.match(page, /In force/);
  assert.match(page, /refuse · url/);
  assert.ok(!page.includes(ENTRY.target));
  assert.match(String(await decisionPage("fr", decision(ENTRY.ends, 9), END)), /Levée/);
});
