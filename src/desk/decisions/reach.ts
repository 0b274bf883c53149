import { randomBytes } from "node:crypto";
import type { SiteConfig } from "../../feed/config.ts";
import type { Opening } from "../../ledger/target.ts";
import { Matcher, requestIdentities, tagOpening } from "../../policy/index.ts";
import type { Db } from "../db/open.ts";
import { sitesOfAccount } from "../sites/store.ts";
import { capturedPages } from "./store.ts";

/** How far a measure would reach, beyond the page that it is decided about. */
export interface Reach {
  readonly sites: number;
  readonly hostnames: number;
  /** To those sites, in the last hour; null where not all of their edges have said. */
  readonly requests: number | null;
  /** Pages that we have captures of and that it would refuse too, though the case does not rest on them. */
  readonly also: number;
  /** Some of them: paths with their queries. */
  readonly shown: readonly string[];
}

/** What edges say about their visitors; the fleet provides it. */
export interface SiteRequests {
  requestsOf(sites: readonly SiteConfig[]): Promise<number | null>;
}

const SHOWN = 20;

/** The sites that a target, chosen from a case about `site`, is about. */
export const sitesOf = async (
  db: Db,
  { grain, site: account }: Opening,
  site: SiteConfig,
): Promise<SiteConfig[]> => (grain === "account" ? sitesOfAccount(db, account) : [site]);

/**
 * What a target would hold for, asked of the same matcher as an edge's: significant parameters that were chosen too widely
 * show here, before anything is signed. `sites`: those that it is about; `cited`: ids of the pages that the decision rests on.
 */
export async function reachOf(
  db: Db,
  opening: Opening,
  sites: readonly SiteConfig[],
  cited: readonly string[],
  traffic: SiteRequests,
): Promise<Reach> {
  const holds = holdsFor(opening);
  const pages = await capturedPages(
    db,
    sites.map(({ id }) => id),
  );
  const also = pages.filter(
    (page) =>
      !cited.includes(page.id) &&
      holds(sites.find(({ id }) => id === page.site)!, page.host, page.path + page.query),
  );
  return {
    sites: sites.length,
    requests: await traffic.requestsOf(sites),
    hostnames: opening.grain === "host" ? 1 : sites.reduce((n, { hostnames }) => n + hostnames.length, 0),
    also: also.length,
    shown: also.slice(0, SHOWN).map(({ path, query }) => path + query),
  };
}

/** Whether a target holds for a request to a site. The key lives as long as the question: nothing is kept under it. */
export function holdsFor(opening: Opening): (site: SiteConfig, host: string, target: string) => boolean {
  const { grain, canonical } = opening;
  const key = randomBytes(32);
  const matcher = Matcher.build(key, [
    {
      ...{ index: 0, verb: "refuse", grain, role: "cdn", decision: "", clause: "" },
      ...{ startsMs: 0, endsMs: null, site: opening.site },
      ...(grain === "host" ? { host: canonical } : {}),
      ...tagOpening(key, opening),
    },
  ]);
  return (site, host, target) => {
    const request = requestIdentities(host, target, site.readings);
    return request !== undefined && matcher.match(site, request, 0).refusal !== undefined;
  };
}
