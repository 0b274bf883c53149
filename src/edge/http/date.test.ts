import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { httpDate, parseHttpDate } from "./date.ts";

const NOW = Date.UTC(2026, 11, 1);
const AT = Date.UTC(1994, 10, 6, 8, 49, 37);

test("the three forms of RFC 9110 §5.6.7", () => {
  assert.equal(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT", NOW), AT);
  assert.equal(parseHttpDate("Sunday, 06-Nov-94 08:49:37 GMT", NOW), AT);
  assert.equal(parseHttpDate("Sun Nov  6 08:49:37 1994", NOW), AT);
});

test("in any case (RFC 9111 §4.2)", () => {
  assert.equal(parseHttpDate("SUN, 06 nov 1994 08:49:37 gmt", NOW), AT);
});

test("a two-digit year more than 50 years ahead is of the last century", () => {
  assert.equal(parseHttpDate("Monday, 01-Jan-76 00:00:00 GMT", NOW), Date.UTC(2076, 0, 1));
  assert.equal(parseHttpDate("Monday, 01-Jan-77 00:00:00 GMT", NOW), Date.UTC(1977, 0, 1));
});

for (const text of [
  "0",
  "",
  "1994-11-06T08:49:37Z",
  "Sun, 06 Nov 1994 08:49:37 UTC",
  "Sun, 06 Nov 1994 08:49:37 +0100",
  "Sun, 6 Nov 1994 08:49:37 GMT",
  "Sun, 31 Feb 1994 08:49:37 GMT",
  "Sun, 06 Nov 1994 24:00:00 GMT",
]) {
  test(`not an HTTP date: ${JSON.stringify(text)}`, () => assert.equal(parseHttpDate(text, NOW), undefined));
}

test("what is written can be read", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Date.UTC(9999, 0) / 1000 }), (seconds) => {
      assert.equal(parseHttpDate(httpDate(seconds * 1000), NOW), seconds * 1000);
    }),
  );
});
