import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR } from "../../lib/clock.ts";
import { Fields } from "../http/fields.ts";
import { storedAt } from "../testing/subjects.ts";
import { confirms, expired, freshened, isUsable } from "./stored.ts";

const stored = storedAt("/a", [
  "Cache-Control",
  "max-age=60",
  "ETag",
  '"v1"',
  "X",
  "1",
  "Content-Length",
  "5",
]);
const NOW = stored.responseTimeMs;

test("what is called stale is stale at once and for good, whatever becomes of the clock", () => {
  for (const ageMs of [0, 1, 30_000, 90_000, -HOUR]) {
    const after = expired(stored, NOW + ageMs);
    for (const laterMs of [ageMs, ageMs + 1, 0, HOUR]) {
      if (laterMs >= ageMs) assert.equal(isUsable(after, NOW + laterMs), false, `${ageMs}, then ${laterMs}`);
    }
  }
});

test("a 304's fields replace those of the same name, but not what describes the body (RFC 9111 §3.2)", () => {
  const list = ["x", "2", "Cache-Control", "max-age=5", "Content-Length", "0"];
  const head = { status: 304, fields: new Fields(list), requestTimeMs: NOW + 1, responseTimeMs: NOW + 1 };
  const fresh = freshened(stored, Fields.none, head);
  const said = ["x", "etag", "cache-control", "content-length"].map((name) => fresh.fields.lines(name));
  assert.deepEqual(said, [["2"], ['"v1"'], ["max-age=5"], ["5"]]);
  assert.deepEqual([fresh.lifetimeMs, fresh.responseTimeMs, fresh.status], [5000, NOW + 1, 200]);
});

const DATE = "Sun, 01 Nov 2026 00:00:00 GMT";
const byDate = storedAt("/a", ["Last-Modified", DATE]);
const CASES: readonly (readonly [
  rule: string,
  of: typeof stored,
  notModified: readonly string[],
  speaks: boolean,
])[] = [
  ["the same tag", stored, ["ETag", '"v1"'], true],
  ["another tag", stored, ["ETag", '"v2"'], false],
  ["the tag made weak or strong on the way", stored, ["ETag", 'W/"v1"'], true],
  ["no validator at all", stored, [], true],
  ["the same date", byDate, ["Last-Modified", DATE], true],
  ["another date", byDate, ["Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT"], false],
  [
    "a tag that we have none to compare with, and another date",
    byDate,
    ["ETag", '"x"', "Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT"],
    false,
  ],
];
for (const [rule, of, notModified, speaks] of CASES) {
  test(`a 304 ${speaks ? "speaks" : "does not speak"} of what is kept (RFC 9111 §4.3.4): ${rule}`, () =>
    assert.equal(confirms(new Fields(notModified), of), speaks));
}
