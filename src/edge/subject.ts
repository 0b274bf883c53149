import type { SiteConfig } from "../feed/config.ts";
import { protectedHash } from "../ledger/protected.ts";
import type { RequestIdentities } from "../policy/identity.ts";
import type { VisitorCountry } from "../policy/matcher.ts";
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

/** What the measures of a view say about a subject; nothing, where its hostname is protected. */
export function measuresOn(
  { matcher, protectedHosts }: EdgeView,
  { site, identities }: Subject,
  nowMs: number,
  country?: VisitorCountry,
): Found {
  const found = matcher.match(site, identities, nowMs, country);
  if (protectedHosts === undefined || (found.refusal === undefined && found.also.length === 0)) return found;
  return protectedHosts.has(protectedHash(identities.host)) ? { also: [] } : found;
}

type Found = ReturnType<EdgeView["matcher"]["match"]>;

export const isRefused = (
  view: EdgeView,
  subject: Subject,
  nowMs: number,
  country?: VisitorCountry,
): boolean => measuresOn(view, subject, nowMs, country).refusal !== undefined;
