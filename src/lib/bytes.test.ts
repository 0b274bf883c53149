import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  base64,
  base64url,
  concat,
  equalBytes,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  hex,
  hmacSha256,
  sha256Hex,
  toUtf8,
} from "./bytes.ts";

test("each form reads back", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.deepEqual(fromHex(hex(bytes)), bytes);
      assert.deepEqual(fromBase64(base64(bytes)), bytes);
      assert.deepEqual(fromBase64url(base64url(bytes)), bytes);
    }),
  );
});

test("one value has one form: what a reader accepts is what the writer writes", () => {
  const like = fc.string({ unit: fc.constantFrom(..."AQgw/+-_= \n09afAF") });
  fc.assert(
    fc.property(like, (text) => {
      for (const [read, write] of [
        [fromHex, hex],
        [fromBase64, base64],
        [fromBase64url, base64url],
      ] as const) {
        let bytes: Uint8Array;
        try {
          bytes = read(text);
        } catch {
          continue;
        }
        assert.equal(write(bytes), text);
      }
    }),
    { numRuns: 1000 },
  );
  for (const text of ["AB==", "AA", "AA=", "AA===", "A A=", "AA==\n", "-_8=", "=", "A"]) {
    assert.throws(() => fromBase64(text), /not canonical base64/, text);
  }
  for (const text of ["AB", "AA==", "+/8", "A", "AA "])
    assert.throws(() => fromBase64url(text), /base64url/, text);
  for (const text of ["AF", "0", "0g", "00\n"]) assert.throws(() => fromHex(text), /hex/, text);
});

test("text reads back, byte order mark and all; bytes that are not UTF-8 are refused", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (one) => assert.equal(fromUtf8(toUtf8(one)), one)));
  assert.equal(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)), "\ufeffA");
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82]]) {
    assert.throws(() => fromUtf8(Uint8Array.from(bytes)), TypeError);
  }
});

test("hashes over parts are hashes over the whole (FIPS 180-4, RFC 4231 case 2)", () => {
  assert.equal(
    sha256Hex(toUtf8("a"), toUtf8("bc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assert.equal(
    hex(hmacSha256(toUtf8("Jefe"), toUtf8("what do ya want "), toUtf8("for nothing?"))),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("equality is of content, and lengths may differ", () => {
  assert.ok(equalBytes(Uint8Array.of(1, 2), concat(Uint8Array.of(1), Uint8Array.of(2))));
  assert.ok(!equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3)));
  assert.ok(!equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1)));
  assert.ok(equalBytes(new Uint8Array(), new Uint8Array()));
});
