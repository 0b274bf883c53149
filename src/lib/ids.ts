import { randomBytes } from "node:crypto";

/** Crockford's base32: no I, L, O, U, so that a code can be read aloud and typed from paper. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Lower-case Crockford base32, without padding: 5 bits a character, the last one filled with zeros. */
export function base32(bytes: Uint8Array): string {
  let out = "";
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += ALPHABET[(value >>> bits) & 31];
    }
  }
  return bits > 0 ? out + ALPHABET[(value << (5 - bits)) & 31] : out;
}

/** What a person typed, in the alphabet: case folded, o→0, i/l→1, spaces and dashes dropped; undefined if a character is foreign. */
export function cleanBase32(typed: string): string | undefined {
  const text = typed
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replace(/o/g, "0")
    .replace(/[il]/g, "1");
  return [...text].every((c) => ALPHABET.includes(c)) ? text : undefined;
}

/** A random id of 128 bits, 26 characters. */
export const newId = (): string => base32(randomBytes(16));

/** 80 bits in four groups of four, for people: `7k2m-…`. */
export const groupedCode = (bytes: Uint8Array): string => base32(bytes).replace(/.{4}(?=.)/g, "$&-");

/** A random code of that form. */
export const newCode = (): string => groupedCode(randomBytes(10));
