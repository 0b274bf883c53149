import type { RequestEntry } from "../ledger/entry.ts";
import { sha256Hex } from "../lib/bytes.ts";
import { jcsBytes } from "../lib/jcs.ts";
import type { ConfigItem, SiteConfig } from "./config.ts";

/** SHA-256 that a customer's request in the ledger carries: over the new document, or over what is removed. */
export const configHash = (what: SiteConfig | { removed: string }): string => sha256Hex(jcsBytes(what));

/**
 * Configuration cannot refuse: taking away a site, hostname or role, or pointing it elsewhere, would be a measure by
 * another name. It needs the account's own request in the ledger; without one the edge keeps what it has. Returns why the
 * item is not acceptable, or undefined.
 */
export function configProblem(
  item: ConfigItem,
  current: SiteConfig | undefined,
  requestAt: (index: number) => RequestEntry | undefined,
): string | undefined {
  if (item.kind === "purge" || current === undefined) return undefined;
  if (item.kind === "site" && !shrinks(current, item.site)) return undefined;
  const asked = item.request === undefined ? undefined : requestAt(item.request);
  const what = item.kind === "site" ? item.site : { removed: item.site };
  if (asked === undefined) return "a site may shrink only by its account's request in the ledger";
  return asked.config === configHash(what) ? undefined : "the request in the ledger is about another configuration";
}

function shrinks(before: SiteConfig, after: SiteConfig): boolean {
  return (
    before.origin !== after.origin ||
    before.account !== after.account ||
    before.readings.foldCase !== after.readings.foldCase ||
    before.hostnames.some((name) => !after.hostnames.includes(name)) ||
    before.roles.some((role) => !after.roles.includes(role))
  );
}
