import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { httpDate } from "../http/date.ts";
import { Fields } from "../http/fields.ts";
import { ifRangeHolds, isFromStart, parseRange, resolveRange } from "./range.ts";

const PARSED: readonly (readonly [value: string, parsed: ReturnType<typeof parseRange>])[] = [
  ["bytes=0-499", { first: 0, last: 499 }],
  ["bytes=9500-", { first: 9500, last: undefined }],
  ["bytes=-500", { suffix: 500 }],
  ["Bytes= 0-1 ", { first: 0, last: 1 }],
  ["bytes=0-0,-1", "several"],
  ["bytes=0-1, 4-5", "several"],
  ["bytes=5-4", undefined],
  ["bytes=-", undefined],
  ["bytes=", undefined],
  ["bytes 0-1", undefined],
  ["bytes=a-b", undefined],
  ["bytes=0x1-2", undefined],
  ["bytes=+1-2", undefined],
  ["bytes=--1", undefined],
  ["seconds=1-2", undefined],
  ["", undefined],
];
for (const [value, parsed] of PARSED) {
  test(`Range: ${value || "(empty)"} (RFC 9110 §14.2)`, () => assert.deepEqual(parseRange(value), parsed));
}

const RESOLVED: readonly (readonly [
  value: string,
  length: number,
  resolved: ReturnType<typeof resolveRange>,
])[] = [
  ["bytes=0-0", 10, { from: 0, to: 0 }],
  ["bytes=2-", 10, { from: 2, to: 9 }],
  ["bytes=2-99", 10, { from: 2, to: 9 }],
  ["bytes=-3", 10, { from: 7, to: 9 }],
  ["bytes=-99", 10, { from: 0, to: 9 }],
  ["bytes=9-", 10, { from: 9, to: 9 }],
  ["bytes=10-", 10, "unsatisfiable"],
  ["bytes=99999999999999999999-", 10, "unsatisfiable"],
  ["bytes=-0", 10, "unsatisfiable"],
  ["bytes=0-", 0, "unsatisfiable"],
  ["bytes=-1", 0, "unsatisfiable"],
];
for (const [value, length, resolved] of RESOLVED) {
  test(`${value} of ${length} bytes (RFC 9110 §14.1.2)`, () => {
    const range = parseRange(value);
    assert.ok(range !== undefined && range !== "several");
    assert.deepEqual(resolveRange(range, length), resolved);
  });
}

test("a satisfiable range lies within the body, and is what slicing the body by hand gives", () => {
  const spec = fc.oneof(
    fc.record({ suffix: fc.nat(50) }),
    fc.record({ first: fc.nat(50), last: fc.option(fc.nat(50), { nil: undefined }) }),
  );
  fc.assert(
    fc.property(spec, fc.nat(40), (range, length) => {
      if ("first" in range && range.last !== undefined && range.last < range.first) return;
      const bytes = Array.from({ length }, (_, i) => i);
      const expected =
        "suffix" in range
          ? range.suffix === 0
            ? []
            : bytes.slice(-range.suffix)
          : bytes.slice(range.first, range.last === undefined ? undefined : range.last + 1);
      const resolved = resolveRange(range, length);
      assert.equal(resolved === "unsatisfiable", expected.length === 0);
      if (resolved !== "unsatisfiable")
        assert.deepEqual(bytes.slice(resolved.from, resolved.to + 1), expected);
    }),
  );
});

test("whatever is sent as Range is read or ignored", () => {
  const part = fc.constantFrom("bytes", "=", "-", ",", " ", "0", "7", "12", "a", "\t");
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const range = parseRange(parts.join(""));
      if (range === undefined || range === "several") return;
      if ("suffix" in range) assert.ok(range.suffix >= 0);
      else assert.ok(range.last === undefined || range.last >= range.first);
    }),
  );
});

test("only all of it is from the start", () => {
  assert.deepEqual(
    ["bytes=0-", "bytes=0-99", "bytes=1-", "bytes=-1"].map((value) =>
      isFromStart(parseRange(value) as Exclude<ReturnType<typeof parseRange>, "several" | undefined>),
    ),
    [true, false, false, false],
  );
});

const NOW = Date.UTC(2026, 11, 1);
const changed = httpDate(NOW - 60_000);
const answer = new Fields(["ETag", '"v1"', "Last-Modified", changed, "Date", httpDate(NOW)]);
const weak = new Fields(["ETag", 'W/"v1"', "Last-Modified", httpDate(NOW), "Date", httpDate(NOW)]);

const CONDITIONS: readonly (readonly [rule: string, held: string, answer: Fields, holds: boolean])[] = [
  ["the same strong tag", '"v1"', answer, true],
  ["another tag", '"v2"', answer, false],
  ["a weak tag never", 'W/"v1"', answer, false],
  ["a weak tag of ours never", '"v1"', weak, false],
  ["two equal weak tags neither", 'W/"v1"', weak, false],
  ["the same date", changed, answer, true],
  ["a later date is not the same", httpDate(NOW - 59_000), answer, false],
  ["a date of the same second as the answer is weak (§8.8.2.2)", httpDate(NOW), weak, false],
  ["neither", "v1", answer, false],
  ["a tag where we have none", '"v1"', new Fields([]), false],
];
for (const [rule, held, fields, holds] of CONDITIONS) {
  test(`If-Range (RFC 9110 §13.1.5): ${rule}`, () =>
    assert.equal(ifRangeHolds(new Fields(["If-Range", held]), fields, NOW), holds));
}
test("without If-Range nothing stands against a part", () =>
  assert.equal(ifRangeHolds(Fields.none, weak, NOW), true));
