import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { BANDS, ROWS, SIZE } from "./min-hash.ts";
import { NearIndex } from "./near-index.ts";
import { seededNumbers } from "./testing/random.ts";

const next = seededNumbers(31);
const fresh = (): Uint32Array => Uint32Array.from({ length: SIZE }, () => Math.floor(next() * 2 ** 32));

/** Equal to `signature` in the first bands. */
function like(signature: Uint32Array, bands: number): Uint32Array {
  const other = fresh();
  other.set(signature.subarray(0, bands * ROWS));
  return other;
}

test("what is like an entry is found with how like it is, what is less like it than asked is not", () => {
  const index = new NearIndex(10);
  const known = fresh();
  index.add(known, "a");
  assert.deepEqual(index.nearest(known, 0.3), { cluster: "a", likeness: 1 });
  assert.deepEqual(index.nearest(like(known, 21), 0.3), { cluster: "a", likeness: 0.5 });
  assert.equal(index.nearest(like(known, 4), 0.3), undefined);
  assert.equal(index.nearest(fresh(), 0), undefined);
});

test("of several, the most like it is found", () => {
  const index = new NearIndex(10);
  const known = fresh();
  for (const [cluster, bands] of [
    ["far", 20],
    ["near", 35],
    ["between", 28],
  ] as const)
    index.add(like(known, bands), cluster);
  assert.equal(index.nearest(known, 0.3)?.cluster, "near");
});

test("the newest are found, and nothing of what they have overwritten", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 60 }), (most, count) => {
      const index = new NearIndex(most);
      const all = Array.from({ length: count }, fresh);
      for (const [at, signature] of all.entries()) index.add(signature, String(at));
      for (const [at, signature] of all.entries()) {
        const expected = at >= count - most ? String(at) : undefined;
        assert.equal(index.nearest(signature, 0.3)?.cluster, expected);
      }
      assert.equal(index.size, Math.min(most, count));
    }),
    // Each index has its tables.
    { numRuns: 12 },
  );
});

test("of a band that thousands have in common, a few are compared; whom other bands find is still found", () => {
  const index = new NearIndex(5000);
  const first = fresh();
  index.add(first, "first");
  for (let i = 0; i < 3000; i++) index.add(like(first, 1), "flood");
  assert.deepEqual(index.nearest(first, 0.3), { cluster: "first", likeness: 1 });
  const onlyThere = fresh();
  onlyThere.set(first.subarray(0, ROWS));
  assert.equal(index.nearest(onlyThere, 0.3), undefined);
  assert.ok(BANDS > 1);
});
