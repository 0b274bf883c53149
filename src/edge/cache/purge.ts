import type { Purge } from "../../feed/config.ts";
import { requestIdentities } from "../../policy/identity.ts";
import { queryPairs } from "../../policy/query.ts";
import { ofSite, type Selection, type Subject } from "../subject.ts";
import type { Flights } from "./flights.ts";
import type { Store } from "./store.ts";

/**
 * Carries out a purge: what is on its way is not kept, what is kept is dropped or, softly, called stale. How many answers;
 * when it returns, or its promise resolves, none of them is found again.
 */
export function carryOut(
  purge: Purge,
  store: Pick<Store, "dropWhere" | "expireWhere">,
  flights: Pick<Flights<unknown>, "markStale">,
  nowMs: number,
): number | Promise<number> {
  const selects = selectionOf(purge);
  flights.markStale(selects);
  return purge.soft === true ? store.expireWhere(selects, nowMs) : store.dropWhere(selects);
}

/** What a purge is about. Of what has not arrived yet the groups are unknown: it may belong to any. */
export function selectionOf(purge: Purge): Selection {
  const isOfSite = ofSite(purge.site);
  switch (purge.by) {
    case "site":
      return isOfSite;
    case "host":
      return (subject, groups) => isOfSite(subject, groups) && subject.identities.host === purge.host;
    case "group":
      return (subject, groups) => isOfSite(subject, groups) && (groups?.includes(purge.group) ?? true);
    case "prefix":
      return byPath(purge, (reading, asked) => isBelow(reading, asked));
    case "url": {
      const isPage = byPath(purge, (reading, asked) => reading === asked);
      if (!purge.path.includes("?")) return isPage;
      const query = sorted(purge.path.slice(purge.path.indexOf("?") + 1));
      return (subject, groups) => isPage(subject, groups) && sorted(subject.identities.query) === query;
    }
  }
}

type PathPurge = Extract<Purge, { by: "url" | "prefix" }>;

/** However a path is spelled: one of its readings and one of those of what is kept have to meet. */
function byPath(purge: PathPurge, meets: (reading: string, asked: string) => boolean): Selection {
  let asked: readonly string[] | undefined; // once a subject brings the site's way of reading
  return ({ site, identities }: Subject) => {
    if (site.id !== purge.site) return false;
    asked ??= requestIdentities(site.hostnames[0], purge.path, site.readings)?.paths ?? [];
    return identities.paths.some((reading) => asked!.some((path) => meets(reading, path)));
  };
}

/** By whole segments: `/a` is above `/a/b`, not above `/ab`. */
const isBelow = (path: string, prefix: string): boolean =>
  path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`);

/** A query however it is spelled and ordered. */
const sorted = (query: string): string => JSON.stringify(queryPairs(query).map(String).sort());
