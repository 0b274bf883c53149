import type { Fields } from "../http/fields.ts";
import { parseList } from "../http/structured.ts";

/** RFC 9875 §2, §3: at least 128 groups of at least 32 characters each; these bounds are ours. */
const MAX_GROUPS = 128;
const MAX_LENGTH = 256;

/** The strings of a List of Strings (RFC 9875 §2, §3); none of a field that is malformed anywhere (RFC 9651 §4.2). */
const strings = (value: string | undefined): readonly string[] =>
  value === undefined
    ? []
    : (parseList(value) ?? []).flatMap((item) => (item.type === "string" ? [item.value] : []));

const bounded = (groups: Iterable<string>): readonly string[] =>
  [...new Set(groups)].filter(({ length }) => length > 0 && length <= MAX_LENGTH).slice(0, MAX_GROUPS);

/**
 * The groups of an answer: `Cache-Groups` (RFC 9875 §2), and its older kin `Surrogate-Key` (separated by spaces) and
 * `Cache-Tag` (by commas). Compared character by character (§2.1).
 */
export function cacheGroups(fields: Fields): readonly string[] {
  const [groups, tags] = [fields.get("cache-groups"), fields.get("cache-tag")];
  if (groups === undefined && tags === undefined && !fields.has("surrogate-key")) return NONE;
  return bounded([
    ...strings(groups),
    ...fields.lines("surrogate-key").flatMap((line) => line.split(/\s+/)),
    ...(tags ?? "").split(",").map((tag) => tag.trim()),
  ]);
}

const NONE: readonly string[] = [];

/** The groups that an answer to an unsafe request puts out of date (RFC 9875 §3). */
export const invalidatedGroups = (fields: Fields): readonly string[] =>
  bounded(strings(fields.get("cache-group-invalidation")));
