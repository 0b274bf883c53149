import { decodeFully, decodeOnce, textOfBytes, toByteString } from "./percent.ts";

/** Parameter names and every value that each occurs with. */
export type QueryReading = ReadonlyMap<string, ReadonlySet<string>>;

/** PHP and Tomcat stop at 1,000 parameters; what an origin behind us reads beyond that we cannot know. */
export const MAX_QUERY_PAIRS = 1000;

/** A byte string as text; bytes that are not UTF-8 keep their escapes. */
const asText = (bytes: string): string =>
  textOfBytes(bytes) ??
  bytes.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);

/** application/x-www-form-urlencoded (WHATWG URL §5.1). */
const formDecode = (text: string): string => asText(decodeOnce(toByteString(text).replaceAll("+", " ")));
/** As lenient origins read: decoded until nothing is left, ended by a NUL, spaces around it dropped (PHP). */
const lenientDecode = (text: string): string =>
  asText(decodeFully(toByteString(text).replaceAll("+", " ")).split("\0", 1)[0] ?? "").trim();

function read(rawQuery: string, separator: RegExp, decode: (text: string) => string): QueryReading {
  const pairs = new Map<string, Set<string>>();
  for (const pair of rawQuery.split(separator)) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decode(at === -1 ? pair : pair.slice(0, at));
    const value = at === -1 ? "" : decode(pair.slice(at + 1));
    const values = pairs.get(name);
    if (values === undefined) pairs.set(name, new Set([value]));
    else values.add(value);
  }
  return pairs;
}

/**
 * How an origin may read a query string (without `?`): separated by `&` alone or also by `;` (HTML 4.01
 * §B.2.2), decoded once or leniently. 1 to 4 readings, the strict one first. A measure must match within one
 * of them: mixing them would let a junk parameter of one reading hide the page of another. Never throws.
 * O(length).
 */
export function queryReadings(rawQuery: string): readonly QueryReading[] {
  const separators = rawQuery.includes(";") ? [/&/, /[&;]/] : [/&/];
  const decoders = /[%+]/.test(rawQuery) ? [formDecode, lenientDecode] : [formDecode];
  return separators.flatMap((separator) => decoders.map((decode) => read(rawQuery, separator, decode)));
}

/** Whether any reading could hold more than {@link MAX_QUERY_PAIRS} pairs. */
export function tooManyPairs(rawQuery: string): boolean {
  let separators = 0;
  for (const character of rawQuery) if (character === "&" || character === ";") separators += 1;
  return separators >= MAX_QUERY_PAIRS;
}

/** The strict reading in the order it was written, for the desk to choose significant parameters from. */
export const queryPairs = (rawQuery: string): readonly (readonly [name: string, value: string])[] =>
  [...read(rawQuery, /&/, formDecode)].flatMap(([name, values]) =>
    [...values].map((value) => [name, value] as const),
  );
