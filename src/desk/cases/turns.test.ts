import assert from "node:assert/strict";
import { test } from "node:test";
import { RecentCounts, rank } from "./turns.ts";

test("counts are of one window, and of one name", () => {
  const counts = new RecentCounts(1_000);
  assert.deepEqual(
    [0, 10, 20].map((at) => counts.count("a", at)),
    [0, 1, 2],
  );
  assert.equal(counts.count("b", 30), 0);
  assert.equal(counts.count("a", 999), 3);
  assert.equal(counts.count("a", 1_000), 0);
});

test("the first few are alike; a flood is steps behind, and never below danger to life", () => {
  assert.deepEqual([0, 1, 2, 3, 4].map(rank), [0, 0, 0, 0, 1]);
  assert.ok(rank(5_000) > rank(500) && rank(500) > rank(50));
  assert.ok(2 * rank(Number.MAX_SAFE_INTEGER) < 100);
});

test("only so many names are remembered", () => {
  const counts = new RecentCounts(1_000);
  for (let i = 0; i < 30_000; i++) counts.count(`n${i}`, 0);
  assert.equal(counts.count("n29999", 0), 1);
  assert.equal(counts.count("n0", 0), 0);
});
