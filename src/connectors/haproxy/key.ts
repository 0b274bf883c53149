/**
 * How a page is written as a map key: what HAProxy's `url_enc` makes of its bytes, so that a request's key is made by
 * the same rule. Letters, digits, `-._~%` only: no key can end a line of a map file or a command.
 */
export function encodeKey(bytes: string): string {
  return bytes.replace(
    /[^A-Za-z0-9._~-]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
}

export const SLASH_KEY = encodeKey("/");
