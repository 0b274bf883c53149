import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { MAX_QUERY_PAIRS, queryPairs, queryReadings, tooManyPairs } from "./query.ts";

const asLists = (query: string) =>
  queryReadings(query).map((reading) => [...reading].map(([name, values]) => [name, ...values]));

test("a plain query has one reading", () => {
  assert.deepEqual(asLists("t=42&x&x=1&x=2"), [
    [
      ["t", "42"],
      ["x", "", "1", "2"],
    ],
  ]);
  assert.deepEqual(asLists(""), [[]]);
});

test("escapes are read once and leniently, a semicolon as text and as a separator", () => {
  assert.deepEqual(asLists("a=%2531;+b=2"), [
    [["a", "%31; b=2"]],
    [["a", "1; b=2"]],
    [
      ["a", "%31"],
      [" b", "2"],
    ],
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ]);
});

test("bytes that are not UTF-8 stay apart", () => {
  assert.notDeepEqual(asLists("q=%E9"), asLists("q=%E8"));
  assert.deepEqual(asLists("q=%C3%A9")[0], [["q", "é"]]);
});

test("any text has 1 to 4 readings, and the pairs are those of the strict one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (query) => {
      const readings = queryReadings(query);
      assert.ok(readings.length >= 1 && readings.length <= 4);
      const strict = [...(readings[0] ?? [])].flatMap(([name, values]) =>
        [...values].map((value) => [name, value]),
      );
      assert.deepEqual(queryPairs(query), strict);
    }),
  );
});

test("what is written by URLSearchParams is read back", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })), (pairs) => {
      const query = new URLSearchParams(pairs).toString();
      assert.deepEqual(new Map(queryPairs(query)), new Map(Object.entries(pairs)));
    }),
  );
});

test("more pairs than origins read are too many", () => {
  assert.equal(tooManyPairs("a&".repeat(MAX_QUERY_PAIRS - 1)), false);
  assert.equal(tooManyPairs("a;".repeat(MAX_QUERY_PAIRS)), true);
});
