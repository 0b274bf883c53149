import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseDictionary, parseList, sfName } from "./structured.ts";

const integer = (value: number) => ({ type: "integer", value });
const yes = { type: "boolean", value: true };
const string = (value: string) => ({ type: "string", value });
const other = { type: "other" };

const GOOD: readonly (readonly [string, Record<string, unknown>])[] = [
  ["", {}],
  ["max-age=60", { "max-age": integer(60) }],
  ["max-age=60, no-store", { "max-age": integer(60), "no-store": yes }],
  ["a=1;x=2;y, b=?0 ,\tc", { a: integer(1), b: { type: "boolean", value: false }, c: yes }],
  [
    'a="q, \\"x\\"", b=tok/en, c=1.5, d=:aGk=:, e=(1 2);x, f=@1, g=-7',
    { a: string('q, "x"'), b: other, c: other, d: other, e: other, f: other, g: integer(-7) },
  ],
  ["a=1, a=2", { a: integer(2) }],
];
for (const [text, members] of GOOD) {
  test(`dictionary: ${text}`, () => assert.deepEqual(Object.fromEntries(parseDictionary(text)!), members));
}

for (const text of [
  "max-age =60",
  "max-age= 60",
  "A=1",
  "a=1,",
  ",a",
  "a=1 b",
  "a=",
  'a="x',
  "a=1.2345",
  "a=(1",
  "a;=1",
]) {
  test(`malformed, so ignored as a whole (RFC 9651 §4.2): ${text}`, () => {
    assert.equal(parseDictionary(text), undefined);
  });
}

test("no text makes the parser throw or hang", () => {
  const text = fc.string({ unit: "binary-ascii" });
  fc.assert(fc.property(text, (some) => void [parseDictionary(some), parseList(some)]));
});

test("a list is its items, in order (RFC 9651 §4.2.1)", () => {
  assert.deepEqual(parseList(' "a";x=1, b ,7, "\\"" '), [string("a"), other, integer(7), string('"')]);
  assert.deepEqual(parseList(""), []);
  for (const bad of ['"a",', '"a" "b"', '"a', "(1", "a=1"]) assert.equal(parseList(bad), undefined, bad);
});

test("a list of strings is read as it was written", () => {
  const texts = fc.array(fc.stringMatching(/^[\x20-\x7e]*$/));
  fc.assert(
    fc.property(texts, (written) => {
      const field = written.map((text) => `"${text.replace(/["\\]/g, "\\$&")}"`).join(", ");
      assert.deepEqual(parseList(field), written.map(string));
    }),
  );
});

test("names are tokens where they can be, else strings", () => {
  assert.equal(sfName("edge-1"), "edge-1");
  assert.equal(sfName("1 edge"), '"1 edge"');
  assert.equal(sfName('a"b\\é'), '"a\\"b\\\\"');
});
