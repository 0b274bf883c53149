const ESCAPES = Array.from(
  { length: 256 },
  (_, byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
);

/**
 * How a page is written as a map key: what HAProxy's `url_enc` makes of its bytes, so that a request's key is made by
 * the same rule. Letters, digits, `-._~%` only: no key can end a line of a map file or a command.
 */
export function encodeKey(bytes: string): string {
  if (/^[A-Za-z0-9._~/-]*$/.test(bytes)) return bytes.replaceAll("/", "%2F");
  return bytes.replace(/[^A-Za-z0-9._~-]/g, (byte) => ESCAPES[byte.charCodeAt(0)]!);
}

export const SLASH_KEY = encodeKey("/");
