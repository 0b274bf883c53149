import { toByteString } from "../policy/percent.ts";
import { escaped, escapedOnce, literal } from "./pattern.ts";

type Param = readonly [name: string, value: string | null];

/** One of the ways in which origins read a query (policy/query.ts): what separates pairs, and how words are decoded. */
interface Reading {
  /** As inside a character class. */
  readonly separators: "&" | "&;";
  /** Decoded until nothing is left, ended by a NUL, blanks around it dropped; otherwise once and no more. */
  readonly isLenient: boolean;
}

const READINGS: readonly Reading[] = [
  { separators: "&", isLenient: false },
  { separators: "&;", isLenient: false },
  { separators: "&", isLenient: true },
  { separators: "&;", isLenient: true },
];

/** The query comes first in what is compared and ends at the first space: a raw query holds none (RFC 9112 §3.2). */
const ANY_QUERY = "[^\\x20]*";
const BLANKS = "(?:\\x2B|%(?:25)*(?:20|0[9aAbBcCdD]))*";

/**
 * A word of a query up to one of `end`: those and `+` are only ever escaped, and a space may be a `+` (WHATWG URL
 * §5.1).
 */
function word(text: string, end: string, { isLenient }: Reading): string {
  const escapeOf = isLenient ? escaped : escapedOnce;
  const spelling = (byte: string) => {
    if (byte === " ") return `(?:\\x2B|${escapeOf(byte)})`;
    return end.includes(byte) || byte === "+" ? escapeOf(byte) : `(?:${literal(byte)}|${escapeOf(byte)})`;
  };
  const whole = [...toByteString(text)].map(spelling).join("");
  return isLenient ? `${BLANKS}${whole}${BLANKS}(?:%(?:25)*00[^${end}\\x20]*)?` : whole;
}

function condition([name, value]: Param, reading: Reading): string {
  const { separators } = reading;
  const start = `(?:${ANY_QUERY}[${separators}])?${word(name, `${separators}=`, reading)}`;
  if (value === null) return `(?!${start}(?=[=${separators}\\x20]))`;
  const assigned = `=${word(value, separators, reading)}`;
  return `(?=${start}${value === "" ? `(?:${assigned})?` : assigned}(?=[${separators}\\x20]))`;
}

/**
 * Beginning of a pattern over `query SPACE path`: holds if, in one reading of the query, each parameter has its value
 * in one of its occurrences (null: has none), whatever else is there.
 */
export function queryPattern(params: readonly Param[]): string {
  if (params.length === 0) return `^${ANY_QUERY}\\x20`;
  const readings = READINGS.map((reading) => params.map((param) => condition(param, reading)).join(""));
  return `^(?:${readings.join("|")})${ANY_QUERY}\\x20`;
}
