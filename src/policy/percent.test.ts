import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decodeFully,
  decodeOnce,
  decodeUnreserved,
  encodePath,
  textOfBytes,
  toByteString,
} from "./percent.ts";

const fullyDecoded: readonly [coded: string, plain: string][] = [
  ["abc", "abc"],
  ["%61", "a"],
  ["%2561", "a"],
  ["%252561", "a"],
  ["%%36%31", "a"],
  ["%2%35", "%"],
  ["%", "%"],
  ["%zz", "%zz"],
  ["%4", "%4"],
  ["%C0%AF", "/"],
  ["%C1%81", "A"],
  ["%E0%80%AF", "/"],
  ["%E0%81%81", "A"],
  ["%F0%80%80%AF", "/"],
  ["%F0%80%81%81", "A"],
  ["%C0%A561", "a"],
  ["%u0061", "a"],
  ["%U002f", "/"],
  ["%u2561", "%u2561"],
  ["%C3%A9", "\u00c3\u00a9"],
  ["%E0%A0%80", "\u00e0\u00a0\u0080"],
];
for (const [coded, plain] of fullyDecoded) {
  test(`${coded} is decoded until nothing is left`, () => assert.equal(decodeFully(coded), plain));
}

const byteString = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
});
const escapes = fc
  .array(fc.constantFrom("%", "2", "5", "3", "4", "F", "c", "0", "a", "u", "\xc0", "\xe0", "\x80", "\xaf"))
  .map((parts) => parts.join(""));

test("decoding until nothing is left leaves nothing to decode", () => {
  fc.assert(
    fc.property(fc.oneof(byteString, escapes), (bytes) => {
      const plain = decodeFully(bytes);
      assert.equal(decodeFully(plain), plain);
      assert.equal(decodeOnce(plain), plain);
    }),
  );
});

test("what comes before and after does not change how deep decoding goes", () => {
  fc.assert(
    fc.property(escapes, (bytes) => assert.equal(decodeFully(decodeOnce(bytes)), decodeFully(bytes))),
  );
});

test("the written form is stable and pure ASCII", () => {
  fc.assert(
    fc.property(byteString, (bytes) => {
      const written = encodePath(bytes);
      assert.match(written, /^(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*$/);
      assert.equal(encodePath(written), written);
    }),
  );
});

test("only what never needed an escape loses it", () => {
  assert.equal(decodeUnreserved("%7E%41%2f%3B%25%20"), "~A%2f%3B%25%20");
});

test("text and bytes go both ways", () => {
  assert.equal(toByteString("é"), "\u00c3\u00a9");
  assert.equal(textOfBytes("\u00c3\u00a9"), "é");
  assert.equal(textOfBytes("\u00e9"), undefined);
});
