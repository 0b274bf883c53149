import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { fromUtf8, toUtf8 } from "../lib/bytes.ts";
import { parseRfc3339, rfc3339 } from "../lib/clock.ts";
import { jcs } from "../lib/jcs.ts";
import { decodeEntry, type Entry, encodeEntry } from "./entry.ts";
import { lift, measure, policy, rotation } from "./fixture.test.ts";

const request: Entry = {
  v: 1,
  kind: "request",
  at: "2026-12-01T00:00:00Z",
  change: "repoint",
  config: "c".repeat(64),
};
const protect = (hosts: string[], approvals = 2): Entry => ({
  ...{ v: 1, kind: "protect", at: "2026-12-01T00:00:00Z", hosts, approvals },
});
const EVERY_KIND = [
  policy(0),
  measure(1),
  measure(2, { ends: null, territory: ["CA", "FR"] }),
  lift(3, 1),
  request,
  protect(["a".repeat(64), "b".repeat(64)]),
  protect([]),
  rotation(6, generateKeyPairSync("ed25519").privateKey),
];

const reads = (text: string): boolean => {
  try {
    decodeEntry(toUtf8(text));
    return true;
  } catch (error) {
    assert.equal((error as { code?: string }).code, "ledger.entry");
    return false;
  }
};

test("every kind of entry reads back from its one spelling", () => {
  for (const entry of EVERY_KIND) {
    assert.equal(fromUtf8(encodeEntry(entry)), jcs(entry));
    assert.deepEqual(decodeEntry(encodeEntry(entry)), entry);
  }
});

test("any other spelling of the same entry is refused", () => {
  const text = jcs(lift(3, 1));
  const spellings = [
    JSON.stringify(lift(3, 1)),
    text.replace(":1,", ": 1,"),
    text.replace('"measure":1', '"measure":1.0'),
    text.replace('"measure":1', '"measure":1e0'),
    text.replace('"measure":1', '"measure":-0'),
    text.replace('"measure":1', '"measure":0,"measure":1'),
    text.replace("appeal", "\\u0061ppeal"),
    `${text} `,
    `\ufeff${text}`,
  ];
  assert.ok(reads(text));
  for (const spelling of spellings) assert.ok(!reads(spelling), spelling);
});

test("nothing beyond the schema fits in, whatever it is called", () => {
  const text = jcs(lift(3, 1));
  assert.ok(!reads(text.replace("{", '{"__proto__":"free text",')));
  assert.ok(!reads(text.replace("{", '{"a":"free text",')));
  assert.ok(!reads(text.replace('"appeal"', '"free text"')));
  assert.ok(!reads("null"));
  assert.throws(() => decodeEntry(Uint8Array.of(0xff)), { code: "ledger.entry" });
});

test("a protected list is of hashes, ascending, each once, and of two people", () => {
  const [a, b] = ["a".repeat(64), "b".repeat(64)];
  assert.ok(reads(jcs(protect([a, b]))));
  for (const hosts of [[b, a], [a, a], ["desk.rempart.example"], [a.toUpperCase()]]) {
    assert.ok(!reads(jcs(protect(hosts))), String(hosts));
  }
  assert.ok(!reads(jcs(protect([a], 1))));
  const many = Array.from({ length: 65 }, (_, i) => String(i).padStart(64, "0"));
  assert.ok(reads(jcs(protect(many.slice(1)))));
  assert.ok(!reads(jcs(protect(many))));
});

test("the canonical check agrees with the general form of RFC 8785", () => {
  const shuffled = fc
    .constantFrom(...EVERY_KIND)
    .chain((entry) => fc.shuffledSubarray(Object.entries(entry), { minLength: Object.keys(entry).length }));
  fc.assert(
    fc.property(shuffled, (members) => {
      const text = JSON.stringify(Object.fromEntries(members));
      assert.equal(reads(text), jcs(JSON.parse(text)) === text);
    }),
  );
});

test("times are of the calendar, in UTC, to the second", () => {
  const at = (text: string): boolean => reads(jcs({ ...lift(3, 1), at: text }));
  const day = fc.date({ min: new Date(0), max: new Date("9999-12-31T23:59:59Z"), noInvalidDate: true });
  fc.assert(fc.property(day, (date) => assert.ok(at(rfc3339(date.getTime())))));
  const near = fc.tuple(
    fc.integer({ min: 1969, max: 2101 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 33 }),
  );
  fc.assert(
    fc.property(near, ([year, month, date]) => {
      const text = `${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}T12:00:00Z`;
      let valid = year >= 1970;
      try {
        parseRfc3339(text);
      } catch {
        valid = false;
      }
      assert.equal(at(text), valid, text);
    }),
  );
  for (const text of [
    "2026-12-01T24:00:00Z",
    "2026-12-01T00:00:00.0Z",
    "2026-12-01T00:00:00+00:00",
    "2026-12-01",
  ]) {
    assert.ok(!at(text), text);
  }
});
