import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../lib/clock.ts";
import { httpDate } from "../http/date.ts";
import { Fields } from "../http/fields.ts";
import { cachePolicy } from "./directives.ts";
import { currentAgeMs, initialAgeMs, lifetimeMs, ttlMs, type Unsaid } from "./freshness.ts";

const NOW = Date.UTC(2026, 11, 1);
const at = (ms: number): string => httpDate(NOW + ms);

const LIFETIMES: readonly {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly status?: number;
  readonly ms: number;
}[] = [
  { rule: "§4.2.1 s-maxage before max-age", fields: ["Cache-Control", "max-age=1, s-maxage=9"], ms: 9000 },
  {
    rule: "§4.2.1 max-age before Expires",
    fields: ["Cache-Control", "max-age=1", "Expires", at(HOUR)],
    ms: 1000,
  },
  { rule: "§4.2.1 Expires minus Date", fields: ["Date", at(-1000), "Expires", at(9000)], ms: 10_000 },
  { rule: "§4.2.1 Expires minus arrival without Date", fields: ["Expires", at(9000)], ms: 9000 },
  { rule: "§5.3 invalid Expires is in the past", fields: ["Expires", "0", "Last-Modified", at(-DAY)], ms: 0 },
  {
    rule: "§4.2.1 of several Expires the first",
    fields: ["Expires", at(5000), "Expires", at(9000)],
    ms: 5000,
  },
  {
    rule: "§4.2.1 invalid max-age is stale",
    fields: ["Cache-Control", "max-age=x", "Expires", at(HOUR)],
    ms: 0,
  },
  {
    rule: "RFC 9213 §2.2 targeted before all",
    fields: ["CDN-Cache-Control", "max-age=7", "Cache-Control", "s-maxage=1"],
    ms: 7000,
  },
  {
    rule: "RFC 9213 §2.2 Expires is not for us then",
    fields: ["CDN-Cache-Control", "foo", "Expires", at(HOUR)],
    ms: 0,
  },
  {
    rule: "§4.2.2 a tenth of the time since the last change",
    fields: ["Last-Modified", at(-HOUR)],
    ms: 6 * MINUTE,
  },
  { rule: "§4.2.2 at most ten minutes", fields: ["Last-Modified", at(-100 * DAY)], ms: 10 * MINUTE },
  { rule: "§4.2.2 a change in the future is none", fields: ["Last-Modified", at(HOUR)], ms: 0 },
  { rule: "§4.2.2 not for any status", fields: ["Last-Modified", at(-HOUR)], status: 403, ms: 0 },
  {
    rule: "§4.2.2 but where the origin says public",
    fields: ["Cache-Control", "public", "Last-Modified", at(-HOUR)],
    status: 403,
    ms: 6 * MINUTE,
  },
  { rule: "nothing said", fields: [], ms: 0 },
];
for (const { rule, fields, status = 200, ms } of LIFETIMES) {
  test(`lifetime: ${rule}`, () => {
    const received = new Fields(fields);
    assert.equal(lifetimeMs(status, received, cachePolicy(received), NOW), ms);
  });
}

const LM = ["Last-Modified", at(-HOUR)];
const UNSAID: readonly (readonly [
  rule: string,
  status: number,
  fields: readonly string[],
  unsaid: Unsaid,
  ms: number,
])[] = [
  ["the site's setting for a 404", 404, [], { negativeMs: 5000, guess: true }, 5000],
  ["and a 410", 410, [], { negativeMs: 5000, guess: true }, 5000],
  ["the setting goes before a guess", 404, LM, { negativeMs: 5000, guess: true }, 5000],
  [
    "what the answer says goes before the setting",
    404,
    ["Cache-Control", "max-age=1"],
    { negativeMs: 5000, guess: true },
    1000,
  ],
  ["its Expires too", 404, ["Expires", "0"], { negativeMs: 5000, guess: true }, 0],
  ["no setting, no life", 404, [], { negativeMs: 0, guess: true }, 0],
  ["not for a 403", 403, [], { negativeMs: 5000, guess: true }, 0],
  ["no guess for a request with cookies", 200, LM, { negativeMs: 0, guess: false }, 0],
  ["nor the setting", 404, [], { negativeMs: 5000, guess: false }, 0],
  [
    "what the answer says holds with cookies too",
    200,
    ["Cache-Control", "max-age=1"],
    { negativeMs: 0, guess: false },
    1000,
  ],
];
for (const [rule, status, fields, unsaid, ms] of UNSAID) {
  test(`nothing said of freshness (§4.2.2): ${rule}`, () => {
    const received = new Fields(fields);
    assert.equal(lifetimeMs(status, received, cachePolicy(received), NOW, unsaid), ms);
  });
}

for (const status of [500, 502, 503, 504]) {
  test(`a ${status} lives as long as it says, and never by a guess`, () => {
    const ms = (...fields: string[]): number =>
      lifetimeMs(status, new Fields(fields), cachePolicy(new Fields(fields)), NOW);
    assert.equal(ms(...LM, "Cache-Control", "public"), 0);
    assert.equal(ms(...LM, "Cache-Control", "max-age=5"), 5000);
  });
}

const AGES: readonly {
  readonly rule: string;
  readonly fields: readonly string[];
  readonly delayMs?: number;
  readonly ms: number;
}[] = [
  { rule: "none said, none passed", fields: ["Date", at(0)], ms: 0 },
  { rule: "apparent age: since Date", fields: ["Date", at(-5000)], ms: 5000 },
  { rule: "a Date in the future is no negative age", fields: ["Date", at(5000)], ms: 0 },
  { rule: "Age plus the time the answer took", fields: ["Age", "60"], delayMs: 2000, ms: 62_000 },
  { rule: "the larger of the two", fields: ["Date", at(-90_000), "Age", "60"], ms: 90_000 },
  { rule: "§5.1 of a list the first", fields: ["Age", "60, 0"], ms: 60_000 },
  { rule: "§5.1 of several lines the first", fields: ["Age", "0", "Age", "60"], ms: 0 },
  { rule: "§5.1 not a number: ignored", fields: ["Age", "-60"], ms: 0 },
  { rule: "§5.1 not a whole number: ignored", fields: ["Age", "7200.0"], ms: 0 },
];
for (const { rule, fields, delayMs = 0, ms } of AGES) {
  test(`initial age (§4.2.3): ${rule}`, () =>
    assert.equal(initialAgeMs(new Fields(fields), NOW - delayMs, NOW), ms));
}

test("age grows with residence; fresh while lifetime exceeds it (§4.2)", () => {
  const stored = { initialAgeMs: 10_000, responseTimeMs: NOW, lifetimeMs: 60_000 };
  assert.equal(currentAgeMs(stored, NOW + 5000), 15_000);
  assert.equal(ttlMs(stored, NOW + 50_000), 0);
  assert.equal(currentAgeMs(stored, NOW - 500), 10_000, "a small correction of the clock");
  assert.equal(currentAgeMs(stored, NOW - HOUR), Number.POSITIVE_INFINITY, "set back: nobody knows");
  assert.equal(ttlMs(stored, NOW - HOUR), Number.NEGATIVE_INFINITY);
});
