import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runThrough } from "../../lib/slices.ts";
import { type Known, KnownTable } from "./known-table.ts";

const known: fc.Arbitrary<Known> = fc.record(
  {
    index: fc.nat(30),
    startsMs: fc.integer({ min: 0, max: 20 }),
    endsMs: fc.option(fc.integer({ min: 0, max: 20 }), { nil: null }),
  },
  { noNullPrototype: true },
);
const step = fc.oneof(known, fc.nat(30));

test("it is a Map by ledger index, in that order, and names those in force", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
      const table = new KnownTable();
      const model = new Map<number, Known>();
      for (const one of steps) {
        if (typeof one === "number") {
          table.delete(one);
          model.delete(one);
        } else {
          table.set(one);
          model.set(one.index, one);
        }
        assert.equal(table.size, model.size);
      }
      const expected = [...model.values()].sort((a, b) => a.index - b.index);
      assert.deepEqual([...table.values()], expected);
      for (let nowMs = 0; nowMs <= 20; nowMs += 5) {
        const found: number[] = [];
        const untilMs = runThrough(table.inForce(nowMs, (index) => found.push(index)));
        const inForce = (one: Known, atMs: number) =>
          one.startsMs <= atMs && (one.endsMs === null || atMs < one.endsMs);
        assert.deepEqual(
          found,
          expected.filter((one) => inForce(one, nowMs)).map(({ index }) => index),
        );
        for (let atMs = nowMs; atMs < Math.min(untilMs, 25); atMs++)
          for (const one of expected) assert.equal(inForce(one, atMs), inForce(one, nowMs));
      }
    }),
  );
});

test("most of a large table taken out gives its memory back", () => {
  const table = new KnownTable();
  for (let index = 0; index < 1000; index++) table.set({ index, startsMs: 0, endsMs: null });
  const before = table.values();
  for (let index = 0; index < 1000; index++) if (index % 100 !== 0) table.delete(index);
  assert.equal(table.size, 10);
  assert.deepEqual(
    [...table.values()].map(({ index }) => index),
    [0, 100, 200, 300, 400, 500, 600, 700, 800, 900],
  );
  assert.equal([...before].length, 1000, "as it was when it was asked for");
});
