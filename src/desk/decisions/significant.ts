import type { CasePage } from "../cases/types.ts";
import type { DeskContext } from "../context.ts";
import { vantages } from "../fleet/store.ts";
import { bodyHashes } from "../jobs/observe.ts";
import { siteByHostname } from "../sites/store.ts";

/** Which query parameters make this page what it is: we look at it again without each. */
export async function significantParams(
  context: DeskContext,
  page: CasePage,
): Promise<[string, string | null][]> {
  const url = new URL(page.url);
  const names = [...new Set(url.searchParams.keys())];
  if (names.length === 0) return [];
  const { db } = context.database;
  const site = await siteByHostname(db, url.hostname);
  const [edge] = site === undefined ? [] : await vantages(db, site.id);
  if (edge === undefined) return pairs(page.query);
  url.protocol = "http:";
  const without = names.map((name) => {
    const variant = new URL(url);
    variant.searchParams.delete(name);
    return variant.href;
  });
  const [whole, ...others] = await bodyHashes(site!.id, [url.href, ...without], edge);
  return chosen(page.query, new Map(names.map((name, i) => [name, others[i]!])), whole!);
}

/**
 * A parameter whose absence changes nothing is noise, and a measure that named it could be dodged by leaving it out. All are kept
 * where the page does not answer: without one the measure would hold for pages that nobody has looked at. `whole`, `without`:
 * hashes, null where no page was answered.
 */
export const chosen = (
  query: string,
  without: ReadonlyMap<string, string | null>,
  whole: string | null,
): [string, string | null][] =>
  pairs(query).filter(([name]) => whole === null || without.get(name) !== whole);

const pairs = (query: string): [string, string | null][] =>
  [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, value]);
