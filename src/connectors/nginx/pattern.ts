import { spelled, spelledAll, spelledInAnyCase } from "../pattern.ts";
import type { PlannedPage } from "../plan.ts";
import { queryPattern } from "../query-pattern.ts";

const PARAMETERS = `(?:${spelled(";")}[^\\x5C/]*)?`;
const SLASH = "(?:[\\x5C/]|%(?:25)*(?:2[fF]|5[cC]))";
/** One slash or several, with empty segments between them that may carry parameters of their own. */
const SLASHES = `${SLASH}(?:${PARAMETERS}${SLASH})*`;
const NUL = "%(?:25)*00";

/**
 * A pattern over `$args $uri` for one page and all its spellings that nginx leaves apart. nginx has already decoded
 * once, resolved dot segments and merged slashes in `$uri`; what remains are further escapes, backslashes, path
 * parameters and the last slash. `\z`, since `$` would also match before a final line feed.
 */
export function pagePattern({ path, under, params }: PlannedPage, foldCase: boolean): string {
  const segments = path.split("/").slice(1);
  const spell = foldCase ? (bytes: string) => [...bytes].map(spelledInAnyCase).join("") : spelledAll;
  const spelling = segments.map((segment) => `${SLASHES}${spell(segment)}${PARAMETERS}`).join("");
  const end = under ? `(?:${SLASHES}|${NUL}|\\z)` : `(?:${SLASHES}${PARAMETERS})?(?:${NUL}.*)?\\z`;
  return `(?s)${queryPattern(params)}${spelling}${end}`;
}
