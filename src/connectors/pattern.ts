/**
 * Patterns for PCRE, built from bytes of a decision, never from a pattern that somebody wrote. Every byte that is not
 * a letter, digit, `-` or `_` is written as `\xHH`, so no path or parameter can be anything but itself in a
 * configuration file.
 */
const HARMLESS = /[A-Za-z0-9_-]/;

const hexOf = (byte: string): string => byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");

/** A byte as a literal. */
export const literal = (byte: string): string => (HARMLESS.test(byte) ? byte : `\\x${hexOf(byte)}`);

export const literals = (bytes: string): string => [...bytes].map(literal).join("");

/** A byte's hexadecimal digits in either case: `6[dD]`. */
const anyCaseHex = (byte: string): string =>
  hexOf(byte).replace(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`);

export const escapedOnce = (byte: string): string => `%${anyCaseHex(byte)}`;

/** A byte escaped once or any number of times over (`%41`, `%2541`, …), for origins that decode more than once. */
export const escaped = (byte: string): string => `%(?:25)*${anyCaseHex(byte)}`;

/** A byte as it is, or escaped. */
export const spelled = (byte: string): string => `(?:${literal(byte)}|${escaped(byte)})`;

/** Every spelling of a byte string. */
export const spelledAll = (bytes: string): string => [...bytes].map(spelled).join("");

/** A letter in either case, as it is or escaped; any other byte as {@link spelled}. */
export function spelledInAnyCase(byte: string): string {
  const [lower, upper] = [byte.toLowerCase(), byte.toUpperCase()];
  return byte > "\x7f" || lower === upper
    ? spelled(byte)
    : `(?:[${upper}${lower}]|${escaped(upper)}|${escaped(lower)})`;
}
