import type { CasePage } from "../cases/types.ts";
import type { DeskContext } from "../context.ts";
import { vantages } from "../fleet/store.ts";
import { bodyHashes } from "../jobs/observe.ts";
import { siteByHostname } from "../sites/store.ts";

/**
 * Which query parameters make this page what it is: we look at it again without each. One whose absence changes
 * nothing is noise, and a measure that named it could be dodged by leaving it out.
 */
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
  const [whole, ...others] = await bodyHashes([url.href, ...without], edge);
  return pairs(page.query).filter(([name]) => others[names.indexOf(name)] !== whole);
}

const pairs = (query: string): [string, string | null][] =>
  [...new URLSearchParams(query)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, value]);
