import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DAY } from "../../lib/clock.ts";
import { type Aged, dueOf } from "./clocks.ts";

const NOW = 1_800_000_000_000;
const aged = (status: string, days: number | null, more: Partial<Aged> = {}): Aged => ({
  ...{ status, receivedAt: NOW - 400 * DAY, heldUntil: null },
  answeredAt: days === null ? null : NOW - days * DAY,
  ...more,
});

describe("what is due for a report", () => {
  const TABLE: [string, Aged, ReturnType<typeof dueOf>][] = [
    ["a draft of six days stays", aged("draft", null, { receivedAt: NOW - 6 * DAY }), undefined],
    ["a draft of seven days goes", aged("draft", null, { receivedAt: NOW - 7 * DAY }), "delete"],
    ["what waits for an answer stays, however long", aged("received", null), undefined],
    ["a refusal of 29 days", aged("refused", 29), undefined],
    ["a refusal of 30 days", aged("refused", 30), "shred"],
    ["a site that is not ours, after 30 days", aged("elsewhere", 30), "shred"],
    ["a decision within the appeal window", aged("decided", 200), undefined],
    ["a decision 30 days after it", aged("decided", 213), "forget-identity"],
    ["a decision after twelve months", aged("decided", 366), "shred"],
    ["withdrawn under a hold that has ended", aged("withdrawn", 1, { heldUntil: NOW - 1 }), "shred"],
    ["a legal hold stops it", aged("decided", 800, { heldUntil: NOW + DAY }), undefined],
  ];
  for (const [what, report, due] of TABLE) test(what, () => assert.equal(dueOf(report, NOW), due));

  test("what is shredded stays due: time undoes nothing", () => {
    const ORDER = [undefined, "forget-identity", "shred", "delete"];
    const status = fc.constantFrom("draft", "received", "refused", "elsewhere", "decided", "withdrawn");
    fc.assert(
      fc.property(status, fc.option(fc.nat(900)), fc.nat(900), fc.nat(900), (one, days, a, b) => {
        const report = aged(one, days);
        const [early, late] = [Math.min(a, b), Math.max(a, b)].map((n) => dueOf(report, NOW + n * DAY));
        assert.ok(ORDER.indexOf(late) >= ORDER.indexOf(early));
      }),
    );
  });
});
