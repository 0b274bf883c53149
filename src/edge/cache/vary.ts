import type { Fields } from "../http/fields.ts";

/** The secondary key (RFC 9111 §4.1): the fields that `Vary` names, with the value the selecting request had. */
export type VaryKey = readonly (readonly [name: string, value: string | undefined])[];

/** Fields in which blanks around a comma mean something (RFC 9110 §5.5): they are no lists. */
const NO_LISTS: ReadonlySet<string> = new Set(["authorization", "cookie", "referer", "user-agent"]);

/**
 * RFC 9111 §4.1 allows to normalise before comparing: lines are combined and blanks around commas dropped. Language tags
 * are compared without case (RFC 5646 §2.1.1). Order is left as it is: servers take it for preference (RFC 9110 §12.5.4).
 */
function selecting(request: Fields, name: string): string | undefined {
  if (NO_LISTS.has(name)) return request.get(name);
  const value = request
    .get(name)
    ?.split(",")
    .map((member) => member.trim())
    .join(",");
  return name === "accept-language" ? value?.toLowerCase() : value;
}

/** The secondary key of an answer, sorted so that two spellings of `Vary` give one key. */
export function varyKey(vary: readonly string[], request: Fields): VaryKey {
  return [...new Set(vary)].sort().map((name) => [name, selecting(request, name)] as const);
}

/** Does a request present the same values (absent equals only absent)? */
export const matchesVary = (key: VaryKey, request: Fields): boolean =>
  key.every(([name, value]) => selecting(request, name) === value);

/** One string per secondary key. */
export const varyText = (key: VaryKey): string => JSON.stringify(key);

/** The secondary key of such a string; JSON has no undefined, so what was absent comes back as null. */
export const varyOfText = (text: string): VaryKey =>
  (JSON.parse(text) as [string, string | null][]).map(([name, value]) => [name, value ?? undefined] as const);
