import assert from "node:assert/strict";
import { test } from "node:test";
import { Remembered } from "./remembered.ts";

test("a key is known for its while, and no longer", () => {
  const keys = new Remembered(1000, 10);
  keys.add("a", 0);
  assert.deepEqual([keys.has("a", 999), keys.has("a", 1000), keys.has("a", 0)], [true, false, false]);
  keys.add("a", 0);
  keys.add("a", 900);
  assert.equal(keys.has("a", 1800), true, "noted again, for the whole while");
  keys.delete("a");
  assert.equal(keys.has("a", 1800), false);
});

test("a clock set back does not make it longer", () => {
  const keys = new Remembered(1000, 10);
  keys.add("a", 1_000_000);
  assert.equal(keys.has("a", 5), false);
});

test("beyond so many the one noted longest ago is forgotten; very long ones are not noted", () => {
  const keys = new Remembered(1000, 2);
  for (const key of ["a", "b", "a", "c"]) keys.add(key, 0);
  assert.deepEqual(
    ["a", "b", "c"].map((key) => keys.has(key, 1)),
    [true, false, true],
  );
  const long = "x".repeat(5000);
  keys.add(long, 0);
  assert.equal(keys.has(long, 1), false);
});
