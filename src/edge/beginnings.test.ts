import assert from "node:assert/strict";
import { test } from "node:test";
import { Matcher, type TaggedMeasure } from "../policy/matcher.ts";
import { Beginnings } from "./beginnings.ts";
import { SITE } from "./testing/world.ts";

const measure = (index: number, startsMs: number): TaggedMeasure => ({
  ...{ index, verb: "suspend", grain: "site", role: "cdn", decision: `d${index}`, clause: "D1" },
  ...{ startsMs, endsMs: null, site: SITE.id, tags: [], params: [] },
});

test("each beginning is due once, whether its measure is of the base or came lately", () => {
  const key = new Uint8Array(32);
  const matcher = Matcher.build(key, [measure(1, 5_000), measure(2, 1_000)]).with([measure(3, 3_500)]);
  const beginnings = new Beginnings();
  beginnings.follow(matcher, 2_000);
  const due: number[] = [];
  for (let nowMs = 2_000; nowMs < 8_000; nowMs += 500) {
    if (!beginnings.isDue(nowMs)) continue;
    due.push(nowMs);
    beginnings.follow(matcher, nowMs);
  }
  assert.deepEqual(due, [3_500, 5_000]);
  beginnings.follow(matcher.with([measure(4, 9_000)]), 8_000);
  assert.deepEqual([beginnings.isDue(8_999), beginnings.isDue(9_000)], [false, true]);
});

test("a clock that is set back brings a beginning again", () => {
  const matcher = Matcher.build(new Uint8Array(32), [measure(1, 5_000)]);
  const beginnings = new Beginnings();
  beginnings.follow(matcher, 6_000);
  assert.equal(beginnings.isDue(6_000), false);
  assert.equal(beginnings.isDue(4_000), true);
  beginnings.follow(matcher, 4_000);
  assert.deepEqual([beginnings.isDue(4_999), beginnings.isDue(5_000)], [false, true]);
});
