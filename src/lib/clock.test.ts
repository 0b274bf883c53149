import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DAY, fakeClock, HOUR, MINUTE, parseRfc3339, rfc3339, SECOND } from "./clock.ts";

test("times are written in UTC to the second, and read back", () => {
  assert.equal(rfc3339(Date.UTC(2026, 11, 1, 23, 59, 59, 999)), "2026-12-01T23:59:59Z");
  assert.equal(parseRfc3339("2028-02-29T00:00:00Z"), Date.UTC(2028, 1, 29));
  const seconds = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) / SECOND });
  fc.assert(fc.property(seconds, (at) => assert.equal(parseRfc3339(rfc3339(at * SECOND)), at * SECOND)));
});

test("any other form is refused", () => {
  const bad = [
    "2026-12-01",
    "2026-12-01T00:00:00",
    "2026-12-01T00:00:00.000Z",
    "2026-12-01T00:00:00+00:00",
    "2026-12-01t00:00:00z",
    " 2026-12-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
    "2026-12-01T24:00:00Z",
    "2026-12-01T23:59:60Z",
    "+010000-01-01T00:00:00Z",
    "",
  ];
  for (const text of bad) assert.throws(() => parseRfc3339(text), /not an RFC 3339 UTC time/, text);
});

test("a fake clock stands still until it is moved", () => {
  const clock = fakeClock(5);
  assert.equal(clock.now(), 5);
  clock.advance(HOUR + MINUTE);
  assert.equal(clock.now(), 5 + 61 * MINUTE);
  clock.set(DAY);
  assert.equal(clock.now(), 24 * HOUR);
});
