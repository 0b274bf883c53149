import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { likeness, MinHash, SEED_BYTES, SIZE } from "./min-hash.ts";
import { seededBytes } from "./testing/random.ts";

const hashes = new MinHash(seededBytes(21)(SEED_BYTES));
const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => `w${from + at}`);

test("a signature depends on which pairs there are, not on how often", () => {
  const words = numbered(0, 30);
  const twice = [...words, ...words];
  assert.ok(likeness(hashes.signature(words), hashes.signature(twice)) > 0.9);
  assert.deepEqual(hashes.signature(twice), hashes.signature([...twice, ...words]));
});

test("likeness is the share of pairs that two texts have in common, but for chance", () => {
  const sizes = fc.record({
    own: fc.integer({ min: 2, max: 150 }),
    common: fc.integer({ min: 2, max: 150 }),
  });
  let sum = 0;
  let count = 0;
  fc.assert(
    fc.property(sizes, fc.nat(1e6), ({ own, common }, from) => {
      const shared = numbered(from, from + common);
      const [a, b] = [numbered(2e6 + from, 2e6 + from + own), numbered(4e6 + from, 4e6 + from + own)];
      const expected = (common - 1) / (common - 1 + 2 * own);
      const found = likeness(hashes.signature([...shared, ...a]), hashes.signature([...shared, ...b]));
      // Five standard deviations of a share among SIZE places.
      assert.ok(Math.abs(found - expected) < 5 * Math.sqrt((expected * (1 - expected)) / SIZE) + 0.02);
      sum += found - expected;
      count++;
    }),
    { numRuns: 300, seed: 7 },
  );
  assert.ok(Math.abs(sum / count) < 0.01, `on average ${sum / count} too much`);
});

test("under another key everything is another", () => {
  const words = numbered(0, 100);
  const other = new MinHash(seededBytes(22)(SEED_BYTES));
  assert.equal(likeness(hashes.signature(words), other.signature(words)), 0);
});

test("places of a signature are independent: texts that have nothing in common are like each other nowhere", () => {
  const all = Array.from({ length: 200 }, (_, at) => hashes.signature(numbered(100 * at, 100 * at + 50)));
  const most = Math.max(...all.flatMap((a, i) => all.slice(0, i).map((b) => likeness(a, b))));
  assert.equal(most, 0);
});
