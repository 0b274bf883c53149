import { parseHttpDate } from "../http/date.ts";
import type { Fields } from "../http/fields.ts";
import type { ByteRange } from "./body.ts";
import { lastModifiedMs } from "./stored.ts";

/** One part, as asked for (RFC 9110 §14.1.1): from a byte on, up to one at most, or so many at the end. */
export type RangeSpec =
  | { readonly first: number; readonly last: number | undefined }
  | { readonly suffix: number };

const BYTES = /^bytes=/i;
const INT_RANGE = /^(\d+)-(\d*)$/;
const SUFFIX_RANGE = /^-(\d+)$/;

/**
 * Reads `Range`. "several": well-formed as far as it was read, but more than one part. Undefined, to be ignored (RFC 9110
 * §14.2), for another unit and for what is malformed.
 */
export function parseRange(value: string): RangeSpec | "several" | undefined {
  if (!BYTES.test(value)) return undefined;
  const set = value.slice("bytes=".length).trim();
  if (set.includes(",")) return "several";
  const suffix = SUFFIX_RANGE.exec(set);
  if (suffix !== null) return { suffix: Number(suffix[1]) };
  const int = INT_RANGE.exec(set);
  if (int === null) return undefined;
  const first = Number(int[1]);
  const last = int[2] === "" ? undefined : Number(int[2]);
  return last !== undefined && last < first ? undefined : { first, last };
}

/** Asks for all of it and only wants to be told so, as players and resuming downloads begin. */
export const isFromStart = (range: RangeSpec): boolean =>
  "first" in range && range.first === 0 && range.last === undefined;

/** The bytes meant, of `length` (RFC 9110 §14.1.2). */
export function resolveRange(range: RangeSpec, length: number): ByteRange | "unsatisfiable" {
  if ("suffix" in range) {
    if (range.suffix === 0 || length === 0) return "unsatisfiable";
    return { from: Math.max(0, length - range.suffix), to: length - 1 };
  }
  if (range.first >= length) return "unsatisfiable";
  return { from: range.first, to: Math.min(range.last ?? Number.POSITIVE_INFINITY, length - 1) };
}

/**
 * RFC 9110 §13.1.5: is the visitor's other part of this same representation? A tag by strong comparison (§8.8.3.2); a date
 * only if it is exactly ours and ours is strong: at least a second older than the answer (§8.8.2.2).
 */
export function ifRangeHolds(request: Fields, answer: Fields, responseTimeMs: number): boolean {
  const held = request.get("if-range");
  if (held === undefined) return true;
  if (/^\s*(?:W\/)?"/.test(held)) {
    const etag = answer.get("etag")?.trim();
    return etag?.startsWith('"') === true && held.trim() === etag;
  }
  const changedMs = lastModifiedMs(answer, responseTimeMs);
  const dateMs = parseHttpDate(answer.get("date") ?? "", responseTimeMs);
  return (
    changedMs !== undefined &&
    dateMs !== undefined &&
    dateMs - changedMs >= 1000 &&
    parseHttpDate(held.trim(), responseTimeMs) === changedMs
  );
}
