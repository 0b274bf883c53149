import { isUtf8 } from "node:buffer";

/**
 * Percent-encoding on byte strings: each character of these strings is one byte (0-255), because a path is
 * bytes and only some of them are text.
 */

/** UTF-8 bytes of a text, one character each. */
export function toByteString(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** The text of UTF-8 bytes, or undefined where they are not UTF-8. */
export function textOfBytes(bytes: string): string | undefined {
  if (isAscii(bytes)) return bytes;
  const buffer = Buffer.from(bytes, "latin1");
  return isUtf8(buffer) ? buffer.toString("utf8") : undefined;
}

export const isAscii = (text: string): boolean => !/[^\p{ASCII}]/u.test(text);

const byteOf = (hexPair: string): string => String.fromCharCode(Number.parseInt(hexPair, 16));
const UNRESERVED = /[A-Za-z0-9._~-]/;

/**
 * RFC 3986 §6.2.2.2: decodes what never needed encoding. Bytes above ASCII are decoded too; they are encoded
 * again.
 */
export function decodeUnreserved(bytes: string): string {
  return bytes.replace(/%([0-9a-f]{2})/gi, (whole, pair: string) => {
    const byte = byteOf(pair);
    return byte > "\x7f" || UNRESERVED.test(byte) ? byte : whole;
  });
}

/** What an origin sees that decodes once: every escape is replaced, `%2F` and `%25` included. */
export const decodeOnce = (bytes: string): string =>
  bytes.replace(/%([0-9a-f]{2})/gi, (_, pair: string) => byteOf(pair));

/** A percent sign, or a byte that overlong UTF-8 begins with. */
const MAY_DECODE = /%|[\xc0\xc1\xe0\xf0]/;

/**
 * Decodes until nothing is left to decode, in one pass: `%252534` is `4`. Escapes cannot overlap (each begins
 * with `%` and goes on with hex digits), so their order does not matter, and looking only at the end of what
 * is already written finds the fixed point. Also read, because some origins read them: IIS's `%u002F`, and
 * overlong UTF-8 (`%C0%AF`; RFC 3629 §3 forbids it for this reason). O(length).
 */
export function decodeFully(bytes: string): string {
  if (!MAY_DECODE.test(bytes)) return bytes;
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    out[length++] = bytes.charCodeAt(i);
    for (let size = codedSize(out, length); size > 0; size = codedSize(out, length)) {
      const byte = codedByte(out, length);
      length -= size;
      out[length++] = byte;
    }
  }
  return out.toString("latin1", 0, length);
}

const PERCENT = 0x25;
const LOWER_U = 0x75;

/**
 * Bytes of the coded character that `out` ends in; 0 if it ends in none. `%XX` is 3, `%u00XX` 6, overlong
 * UTF-8 2 to 4.
 */
function codedSize(out: Buffer, length: number): number {
  const last = out[length - 1] ?? 0;
  if (isHex(last)) {
    if (!isHex(out[length - 2] ?? 0)) return 0;
    if (out[length - 3] === PERCENT) return 3;
    const isLong = out[length - 6] === PERCENT && ((out[length - 5] ?? 0) | 0x20) === LOWER_U;
    return isLong && out[length - 4] === 0x30 && out[length - 3] === 0x30 ? 6 : 0;
  }
  if ((last & 0xc0) !== 0x80) return 0;
  const lead = out[length - 2] ?? 0;
  if (lead === 0xc0 || lead === 0xc1) return 2;
  if (lead !== 0x80 && lead !== 0x81) return 0;
  if (out[length - 3] === 0xe0) return 3;
  return out[length - 3] === 0x80 && out[length - 4] === 0xf0 ? 4 : 0;
}

function codedByte(out: Buffer, length: number): number {
  const last = out[length - 1] ?? 0;
  if (isHex(last)) return (hexValue(out[length - 2] ?? 0) << 4) | hexValue(last);
  return (((out[length - 2] ?? 0) & 1) << 6) | (last & 0x3f);
}

const isHex = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
const hexValue = (byte: number): number => (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);

/**
 * The written form of a path: what RFC 3986 allows in one stays (`pchar` and `/`), every other byte is
 * escaped, escapes are in upper case (§6.2.2.1), and a `%` that begins no escape is one itself.
 */
export const encodePath = (bytes: string): string =>
  bytes.replace(/%[0-9a-f]{2}|[^\w.~!$&'()*+,;=:@/-]/gi, (found) =>
    found.length === 3
      ? found.toUpperCase()
      : `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
