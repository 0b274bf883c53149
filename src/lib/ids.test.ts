import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base32, cleanBase32, newCode, newId } from "./ids.ts";

const DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";

/** The same number, bit by bit. */
function naive(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => DIGITS[Number.parseInt(five.padEnd(5, "0"), 2)])
    .join("");
}

test("base32 is five bits a character, filled up with zeros", () => {
  assert.equal(base32(new Uint8Array()), "");
  assert.equal(base32(Uint8Array.of(0xff)), "zw");
  assert.equal(base32(Buffer.from("foobar")), "csqpyrk1e8");
  fc.assert(fc.property(fc.uint8Array(), (bytes) => assert.equal(base32(bytes), naive(bytes))));
});

test("what a person typed is read as she meant it", () => {
  assert.equal(cleanBase32("7K2M-0Oo1 Il9z"), "7k2m000111" + "9z");
  assert.equal(cleanBase32(" 7k2m–aaaa—bbbb‑cccc\n"), "7k2maaaabbbbcccc", "dashes that word processors make");
  for (const foreign of ["7u2m", "7k2m!", "ß", "7k2m_aaaa", "é"])
    assert.equal(cleanBase32(foreign), undefined);
});

test("any code survives capitals, look-alikes and any grouping", () => {
  const code = fc.uint8Array({ minLength: 10, maxLength: 10 }).map(base32);
  fc.assert(
    fc.property(code, fc.nat(16), (text, at) => {
      const typed = `${text.slice(0, at)} - ${text.slice(at)}`
        .toUpperCase()
        .replace(/0/g, "O")
        .replace(/1/g, "L");
      assert.equal(cleanBase32(typed), text);
    }),
  );
});

test("ids and codes have their shapes and do not repeat", () => {
  const ids = Array.from({ length: 1000 }, newId);
  for (const id of ids) assert.match(id, /^[0-9a-hjkmnp-tv-z]{26}$/);
  assert.equal(new Set(ids).size, 1000);
  const code = newCode();
  assert.match(code, /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  assert.equal(cleanBase32(code)?.length, 16);
});
