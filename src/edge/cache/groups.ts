import type { Fields } from "../http/fields.ts";

/** RFC 9875 §2: an edge takes 32 groups of 32 characters at least; these bounds are ours. */
const MAX_GROUPS = 128;
const MAX_LENGTH = 256;

/** One member of a List of Strings (RFC 9651 §3.1, §3.3.3), parameters skipped. */
const STRING_MEMBER = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"\s*(?:;.*)?$/;

/**
 * The groups of a kept answer: `Cache-Groups` (RFC 9875), and its older kin `Surrogate-Key` (separated by spaces) and
 * `Cache-Tag` (by commas). Case counts (RFC 9875 §2).
 */
export function cacheGroups(fields: Fields): readonly string[] {
  const groups = new Set<string>();
  for (const member of (fields.get("cache-groups") ?? "").split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    const string = STRING_MEMBER.exec(member.trim())?.[1];
    if (string !== undefined) groups.add(string.replace(/\\(.)/g, "$1"));
  }
  for (const key of (fields.get("surrogate-key") ?? "").split(/\s+/)) groups.add(key);
  for (const tag of (fields.get("cache-tag") ?? "").split(",")) groups.add(tag.trim());
  groups.delete("");
  return [...groups].filter(({ length }) => length <= MAX_LENGTH).slice(0, MAX_GROUPS);
}
