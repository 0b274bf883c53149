import type { TaggedParam } from "./tags.ts";
import type { Grain, ServiceRole, Verb } from "./words.ts";

/** What an edge knows of a measure: the public entry's facts, and where they apply. */
export interface HeldMeasure {
  /** Ledger index of its entry. */
  readonly index: number;
  readonly verb: Verb;
  readonly grain: Grain;
  readonly role: ServiceRole;
  readonly decision: string;
  readonly clause: string;
  readonly startsMs: number;
  readonly endsMs: number | null;
  /** ISO 3166-1 alpha-2 codes; absent: everywhere. */
  readonly territory?: readonly string[];
  /** Site id; for the grain account, the account id. */
  readonly site: string;
  /** Grain host: the hostname. */
  readonly host?: string;
  /** Decided when the site's origin did not tell upper from lower case: it holds in any, whatever its readings are now. */
  readonly anyCase?: true;
}

/** A measure as an edge keeps it, with tags instead of the page. */
export interface TaggedMeasure extends HeldMeasure {
  readonly tags: readonly string[];
  readonly params: readonly TaggedParam[];
}

/** What a measure's entry says besides its target, number and times: the same few for nearly all measures. */
export type Terms = Pick<HeldMeasure, "verb" | "grain" | "role" | "clause" | "territory" | "anyCase">;

/** A measure holds from its start to before its end. */
export function isInForce(startsMs: number, endsMs: number | null, nowMs: number): boolean {
  return nowMs >= startsMs && (endsMs === null || nowMs < endsMs);
}

/** Where a visitor is (ISO 3166-1 alpha-2), looked up when a measure asks; undefined where it is not known. */
export type VisitorCountry = () => string | undefined;

/** One that is unknown is in no territory. */
export function isInside({ territory }: Terms, countryOf: VisitorCountry | undefined): boolean {
  if (territory === undefined) return true;
  const country = countryOf?.();
  return country !== undefined && territory.includes(country);
}
