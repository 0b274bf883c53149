import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { jcs, jcsBytes } from "./jcs.ts";

test("the example of RFC 8785 §3.2.2 is written as there", () => {
  const text = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  assert.equal(
    jcs(JSON.parse(text)),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test("members are in the order of RFC 8785 §3.2.3, by UTF-16 code units", () => {
  const value = {
    "€": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One",
    "\u{1f600}": "Emoji: Grinning Face",
    "\u0080": "Control",
    ö: "Latin Small Letter O With Diaeresis",
  };
  assert.deepEqual(Object.values(JSON.parse(jcs(value))).toSorted(), Object.values(value).toSorted());
  const order = [...jcs(value).matchAll(/:"([^"]*)"/g)].map(([, name]) => name);
  assert.deepEqual(order, [
    "Carriage Return",
    "One",
    "Control",
    "Latin Small Letter O With Diaeresis",
    "Euro Sign",
    "Emoji: Grinning Face",
    "Hebrew Letter Dalet With Dagesh",
  ]);
});

/** RFC 8785 appendix B: IEEE 754 bits and their text. */
const NUMBERS: readonly (readonly [string, string])[] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["ffefffffffffffff", "-1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555554", "333333333.33333325"],
  ["41b3de4355555555", "333333333.3333333"],
  ["41b3de4355555556", "333333333.3333334"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

test("the numbers of RFC 8785, appendix B", () => {
  for (const [bits, text] of NUMBERS) assert.equal(jcs(Buffer.from(bits, "hex").readDoubleBE()), text, bits);
});

test("what JSON cannot hold is refused, at any depth", () => {
  class Point {
    readonly x = 1;
  }
  const foreign = [undefined, Number.NaN, Number.POSITIVE_INFINITY, 1n, () => 1, "\ud800", Symbol("s")];
  for (const value of [...foreign, new Date(0), new Map(), Uint8Array.of(1), new Point()]) {
    assert.throws(() => jcs(value), /^Error: jcs: /);
    assert.throws(() => jcs({ deep: [value] }), /^Error: jcs: /);
  }
  assert.throws(() => jcs({ "\udc00": 1 }), /lone surrogate/);
  assert.throws(() => jcs(new Array(2)), /undefined/, "a hole in an array");
});

test("any JSON reads back, and its text does not depend on the order of members", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = jcs(value);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(jcs(reversed(JSON.parse(text))), text);
      assert.equal(Buffer.from(jcsBytes(value)).toString("utf8"), text);
    }),
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, item]) => [name, reversed(item)] as const);
  return Object.fromEntries(members.reverse());
}
