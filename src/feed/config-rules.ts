import type { RequestEntry } from "../ledger/entry.ts";
import { sha256Hex } from "../lib/bytes.ts";
import { jcsBytes } from "../lib/jcs.ts";
import type { ConfigItem, SiteConfig } from "./config.ts";
import { shrinks } from "./shrinks.ts";

/** SHA-256 that a customer's request in the ledger carries: over the new document, or over what is removed. */
export const configHash = (what: SiteConfig | { removed: string }): string => sha256Hex(jcsBytes(what));

/** What an edge has, as far as the rules ask. */
export interface ConfigFacts {
  site(id: string): SiteConfig | undefined;
  /** Id of the site that a hostname leads to. */
  ownerOf(hostname: string): string | undefined;
  /** The account's request at a ledger index, unless it or a later one was carried out for the site before. */
  request(index: number, site: string): RequestEntry | undefined;
}

/**
 * Configuration cannot refuse: what could take a page from a visitor (shrinks.ts) would be a measure by another name. It
 * needs the account's own request in the ledger; without one the edge keeps what it has. An old request brings no old
 * document back. Returns why the item is not acceptable, or undefined.
 */
export function configProblem(item: ConfigItem, facts: ConfigFacts): string | undefined {
  if (item.kind === "purge") return undefined;
  if (item.kind === "site" && takesHostname(item.site, facts))
    return "a hostname is another site's until that site gives it up";
  const id = item.kind === "site" ? item.site.id : item.site;
  const current = facts.site(id);
  if (current === undefined) return undefined;
  if (item.kind === "site" && shrinks(current, item.site) === undefined) return undefined;
  const asked = item.request === undefined ? undefined : facts.request(item.request, id);
  if (asked === undefined)
    return "a site may shrink only by its account's request in the ledger, and once by each";
  const what = item.kind === "site" ? item.site : { removed: item.site };
  return asked.config === configHash(what)
    ? undefined
    : "the request in the ledger is about another configuration";
}

/** A site that claims a hostname of another would take it away, whatever its own account asked for. */
const takesHostname = ({ id, hostnames }: SiteConfig, { ownerOf }: ConfigFacts): boolean =>
  hostnames.some((name) => (ownerOf(name) ?? id) !== id);
