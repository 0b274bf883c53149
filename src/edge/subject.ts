import type { SiteConfig } from "../feed/config.ts";
import { type RequestIdentities, requestIdentities } from "../policy/identity.ts";
import type { EdgeView } from "./state.ts";

/**
 * What a request, a stored answer or a fetch is about, in the form that a measure is matched against. Kept beside
 * everything that outlives the policy check, so that a new measure reaches it too.
 */
export interface Subject {
  readonly site: SiteConfig;
  /** Origin-form, as received. */
  readonly target: string;
  readonly identities: RequestIdentities;
}

/**
 * Says what a purge is about. `groups`: the cache groups of a kept answer; undefined where the answer, and so its groups, is
 * not known yet.
 */
export type Selection = (subject: Subject, groups: readonly string[] | undefined) => boolean;

/** What the measures of a view say about a subject. */
export const measuresOn = (view: EdgeView, { site, identities }: Subject, nowMs: number) =>
  view.matcher.match({ id: site.id, account: site.account }, identities, nowMs);

export const isRefused = (view: EdgeView, subject: Subject, nowMs: number): boolean =>
  measuresOn(view, subject, nowMs).refusal !== undefined;

/** Selects one page of a site, however its path was spelled and whatever its query. */
export function atPath(siteId: string, path: string): Selection {
  let readings: readonly string[] | undefined; // of the path, once a subject brings the site's way of reading
  return ({ site, identities }) => {
    if (site.id !== siteId) return false;
    readings ??= requestIdentities(site.hostnames[0], path, site.readings)?.paths ?? [];
    return identities.paths.some((reading) => readings!.includes(reading));
  };
}

export const ofSite =
  (siteId: string): Selection =>
  ({ site }) =>
    site.id === siteId;
