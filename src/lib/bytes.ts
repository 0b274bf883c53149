import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const utf8 = new TextEncoder();

export const toUtf8 = (text: string): Uint8Array => utf8.encode(text);
/** UTF-8 text; throws on bytes that are not UTF-8. A byte order mark is text like any other: dropped, it would be a second spelling. */
export const fromUtf8 = (bytes: Uint8Array): string =>
  new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
export const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64url");

/** Bytes of lower-case hex; throws on anything else. */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Error("not lower-case hex");
  return new Uint8Array(Buffer.from(text, "hex"));
}

/** Bytes of standard, padded base64; throws on any other spelling, so that one value has one form. */
export function fromBase64(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new Error("not canonical base64");
  return new Uint8Array(bytes);
}

/** Bytes of unpadded base64url; throws on any other spelling. */
export function fromBase64url(text: string): Uint8Array {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) throw new Error("not canonical base64url");
  return new Uint8Array(bytes);
}

export const concat = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

export const sha256 = (...parts: Uint8Array[]): Uint8Array => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

export const sha256Hex = (...parts: Uint8Array[]): string => hex(sha256(...parts));

export const hmacSha256 = (key: Uint8Array, ...parts: Uint8Array[]): Uint8Array => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return new Uint8Array(mac.digest());
};

/** Equality in time that depends on the lengths only. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
