import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BucketTable } from "./bucket-table.ts";

const RATE = { perSecond: 1, burst: 2 };

test("each name has a bucket of its own", () => {
  const table = new BucketTable(100);
  assert.deepEqual(
    ["a", "a", "a", "b"].map((name) => table.take(name, RATE, 0)),
    [0, 0, 1000, 0],
  );
});

test("a flood of names takes no more memory than was given", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 40 }), fc.array(fc.nat(200), { maxLength: 400 }), (max, names) => {
      const table = new BucketTable(max);
      for (const name of names) {
        table.take(String(name), RATE, 0);
        assert.ok(table.size <= max);
      }
    }),
  );
});

test("a bucket in use outlives the flood; one that was long not used is forgotten", () => {
  const table = new BucketTable(1000);
  for (let i = 0; i < 2; i++) {
    table.take("busy", RATE, 0);
    table.take("idle", RATE, 0);
  }
  for (let i = 0; i < 5000; i++) {
    table.take(`flood ${i}`, RATE, 0);
    assert.ok(table.take("busy", RATE, 0) > 0, `after ${i} others`);
  }
  assert.equal(table.take("idle", RATE, 0), 0);
});
