import assert from "node:assert/strict";
import { test } from "node:test";
import { compareOthers, compareRefusals, REFUSAL_ORDER } from "./precedence.ts";
import { GRAINS, type Grain, REFUSING, type Verb } from "./words.ts";

type Row = readonly [verb: Verb, grain: Grain, index: number];
const measure = ([verb, grain, index]: Row) => ({ verb, grain, index });

/** Shown before the next line, and so before every line below it. */
const SHOWN: readonly Row[] = [
  ["legal-refuse", "url", 9],
  ["legal-refuse", "account", 1],
  ["terminate", "site", 8],
  ["terminate", "account", 7],
  ["suspend", "host", 6],
  ["suspend", "site", 2],
  ["suspend", "site", 3],
  ["refuse", "url", 5],
  ["refuse", "path", 4],
  ["refuse", "host", 0],
];

test("refusals are shown in the order of the table", () => {
  for (const [i, first] of SHOWN.entries()) {
    for (const [j, second] of SHOWN.entries()) {
      const order = Math.sign(compareRefusals(measure(first), measure(second)));
      assert.equal(order, Math.sign(i - j), `${first} against ${second}`);
    }
  }
});

test("every refusing verb has a place", () => {
  assert.deepEqual([...REFUSAL_ORDER].sort(), [...REFUSING].sort());
});

test("on a tie of verbs the narrower grain is shown", () => {
  const sorted = [...GRAINS].reverse().map((grain, index) => measure(["refuse", grain, index]));
  assert.deepEqual(
    sorted.sort(compareRefusals).map(({ grain }) => grain),
    GRAINS,
  );
});

test("measures that combine come mildest first", () => {
  const rows: Row[] = [
    ["interstitial", "url", 1],
    ["no-cache", "site", 2],
    ["no-cache", "url", 4],
    ["no-cache", "url", 3],
    ["notify", "account", 5],
  ];
  assert.deepEqual(
    rows
      .map(measure)
      .sort(compareOthers)
      .map(({ index }) => index),
    [5, 3, 4, 2, 1],
  );
});
