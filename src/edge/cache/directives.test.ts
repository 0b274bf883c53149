import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fields } from "../http/fields.ts";
import { cachePolicy, deltaMs, parseCacheControl } from "./directives.ts";

const CASES: readonly (readonly [string, Record<string, string | true>])[] = [
  ["max-age=60", { "max-age": "60" }],
  ["Max-Age=60, NO-STORE", { "max-age": "60", "no-store": true }],
  ['private="set-cookie, x", max-age="5"', { private: "set-cookie, x", "max-age": "5" }],
  ["max-age=1, max-age=2", { "max-age": "1" }],
  [", ,max-age=1,,", { "max-age": "1" }],
  ["max-age =100", { "max-age": "" }],
  ["max-age= 100", { "max-age": "" }],
  ["no-store x", { "no-store": "" }],
  ['="x", no-store', { "no-store": true }],
];
for (const [value, directives] of CASES) {
  test(`Cache-Control: ${value}`, () =>
    assert.deepEqual(Object.fromEntries(parseCacheControl(value)), directives));
}

test("a number of seconds is digits; anything else counts as 0, which is stale (RFC 9111 §4.2.1)", () => {
  const ms = (value: string) => deltaMs(parseCacheControl(value), "max-age");
  assert.equal(ms("max-age=60"), 60_000);
  assert.equal(ms("max-age=007"), 7_000);
  assert.equal(ms("max-age=99999999999"), 2 ** 31 * 1000);
  for (const bad of ["max-age", "max-age=-1", "max-age=1.5", "max-age=a", "max-age='1'"])
    assert.equal(ms(bad), 0, bad);
  assert.equal(ms("no-cache"), undefined);
});

test("a valid CDN-Cache-Control decides alone (RFC 9213 §2.2)", () => {
  const policy = cachePolicy(new Fields(["Cache-Control", "no-store", "CDN-Cache-Control", "max-age=60"]));
  assert.equal(policy.targeted, true);
  assert.deepEqual([...policy.directives], [["max-age", "60"]]);
});

for (const ignored of ["", "max-age =60", "max-age=60,"]) {
  test(`an empty or malformed CDN-Cache-Control is ignored: ${JSON.stringify(ignored)}`, () => {
    const policy = cachePolicy(new Fields(["Cache-Control", "no-store", "CDN-Cache-Control", ignored]));
    assert.equal(policy.targeted, false);
    assert.equal(policy.directives.has("no-store"), true);
  });
}

test("the names of targeted directives have no case", () => {
  const { targeted, directives } = cachePolicy(new Fields(["CDN-Cache-Control", "No-Store, MAX-age=60"]));
  assert.equal(targeted, true);
  assert.deepEqual(
    [...directives],
    [
      ["no-store", true],
      ["max-age", "60"],
    ],
  );
});

test("a targeted argument of a wrong type is stale, not longer life", () => {
  const { directives } = cachePolicy(
    new Fields(["CDN-Cache-Control", 'max-age="3600", s-maxage=1.5, private=?0']),
  );
  assert.equal(deltaMs(directives, "max-age"), 0);
  assert.equal(deltaMs(directives, "s-maxage"), 0);
  assert.equal(directives.has("private"), false);
});

test("no-store is seen wherever it stands, whatever surrounds it", () => {
  const member = fc.constantFrom("max-age=1", 'private="a, b"', "x=", "=", "", "foo bar", "public");
  fc.assert(
    fc.property(fc.array(member), fc.array(member), (before, after) => {
      assert.equal(parseCacheControl([...before, "no-store", ...after].join(",")).has("no-store"), true);
    }),
  );
});
