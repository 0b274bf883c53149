import assert from "node:assert/strict";
import { test } from "node:test";
import { httpDate } from "../http/date.ts";
import { Fields } from "../http/fields.ts";
import { storedAt } from "../testing/subjects.ts";
import { isNotModified, notModifiedFields, validatingRequest, withoutConditions } from "./conditions.ts";

const NOW = Date.UTC(2026, 11, 1);
const answer = new Fields(["ETag", '"a,b"', "Last-Modified", httpDate(NOW - 60_000), "Date", httpDate(NOW)]);
const holds = (request: readonly string[], status = 200, fields = answer) =>
  isNotModified(new Fields(request), status, fields, NOW);

const CASES: readonly (readonly [rule: string, request: readonly string[], expected: boolean])[] = [
  ["no condition", [], false],
  ["§13.1.2 the same tag", ["If-None-Match", '"a,b"'], true],
  ["§13.1.2 weak comparison", ["If-None-Match", 'W/"a,b"'], true],
  ["§13.1.2 one of a list", ["If-None-Match", '"x", "a,b"'], true],
  ["§13.1.2 one of several lines", ["If-None-Match", '"x"', "If-None-Match", '"a,b"'], true],
  ["§13.1.2 any", ["If-None-Match", "*"], true],
  ["§13.1.2 another tag", ["If-None-Match", '"a"'], false],
  [
    "§13.2.2 the tag goes before the date",
    ["If-None-Match", '"x"', "If-Modified-Since", httpDate(NOW)],
    false,
  ],
  ["§13.1.3 not changed since", ["If-Modified-Since", httpDate(NOW - 60_000)], true],
  ["§13.1.3 changed since", ["If-Modified-Since", httpDate(NOW - 61_000)], false],
  ["§13.1.3 not a date: ignored", ["If-Modified-Since", "yesterday"], false],
];
for (const [rule, request, expected] of CASES) {
  test(`not modified: ${rule}`, () => assert.equal(holds(request), expected));
}

test("only a 200 is compared", () => assert.equal(holds(["If-None-Match", "*"], 404), false));

test("without Last-Modified, Date stands for it (RFC 9111 §4.3.2)", () => {
  const dated = new Fields(["Date", httpDate(NOW)]);
  assert.equal(holds(["If-Modified-Since", httpDate(NOW)], 200, dated), true);
  assert.equal(holds(["If-Modified-Since", httpDate(NOW - 1000)], 200, dated), false);
});

test("a 304 does not describe a body that it does not carry (RFC 9110 §15.4.5)", () => {
  const fields = new Fields([
    "Content-Type",
    "text/html",
    "Content-Length",
    "9",
    "ETag",
    '"a"',
    "Vary",
    "Accept",
  ]);
  assert.deepEqual(notModifiedFields(fields), ["ETag", '"a"', "Vary", "Accept"]);
});

const asked = new Fields(["Accept", "*/*", "If-None-Match", '"x"', "Range", "bytes=1-", "If-Range", '"x"']);

test("a miss is asked for without conditions, and whole unless only a part is wanted", () => {
  assert.deepEqual(withoutConditions(asked, false), ["Accept", "*/*"]);
  assert.deepEqual(withoutConditions(asked, true), ["Accept", "*/*", "Range", "bytes=1-", "If-Range", '"x"']);
});

test("a validation carries our validators, not the visitor's (RFC 9111 §4.3.1)", () => {
  const stored = storedAt("/a", ["ETag", '"v1"', "Last-Modified", httpDate(NOW)]);
  assert.deepEqual(validatingRequest(asked, stored, false), [
    ...["Accept", "*/*"],
    ...["If-None-Match", '"v1"', "If-Modified-Since", httpDate(NOW)],
  ]);
  assert.equal(validatingRequest(asked, storedAt("/a", []), false), undefined);
});
