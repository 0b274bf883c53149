import { hostIdentity } from "./host.ts";
import { NORMALISER } from "./identity.ts";
import { heldReadings, type Readings, strictReading, wholeSegmentPrefixes } from "./path.ts";
import type { Grain } from "./words.ts";

/** What a measure is about, as far as enforcing it goes (ledger/target.ts adds the salt). */
export interface MeasureTarget {
  readonly grain: Grain;
  /** Site id; for the grain account, the account id. */
  readonly site: string;
  /** url, path: the strict reading; host: the hostname; site, account: empty. */
  readonly canonical: string;
  /** url: significant query parameters; null as value means that the name must be absent. */
  readonly params: readonly (readonly [name: string, value: string | null])[];
  readonly readings: Readings;
  readonly normaliser: number;
}

/**
 * The deepest path measure; a request's prefixes are looked up to this depth, which bounds the work for one
 * request.
 */
export const MAX_PATH_SEGMENTS = 32;

/**
 * The readings of a path measure, without a slash at the end: whole segments from the start. Empty where one
 * of them is the root, which would be the whole site under the grain of a part.
 */
export function heldPrefixes(canonical: string, readings: Readings): readonly string[] {
  const prefixes = heldReadings(canonical, readings).map(
    (path) => wholeSegmentPrefixes(path, MAX_PATH_SEGMENTS + 1).at(-1) ?? "",
  );
  return prefixes.includes("") ? [] : [...new Set(prefixes)];
}

/**
 * Why a target cannot be enforced as written, in one sentence, or undefined. The desk asks before it decides,
 * an edge before it holds the measure: a path measure on `/` would pass under the approvals of a part and
 * refuse a whole site.
 */
export function targetProblem(target: MeasureTarget): string | undefined {
  const { grain, canonical, params, readings, normaliser } = target;
  if (normaliser > NORMALISER)
    return `the target was written by normaliser ${normaliser}, this is ${NORMALISER}`;
  if (params.length > 0 && grain !== "url") return `a measure at the grain ${grain} has no query parameters`;
  if (new Set(params.map(([name]) => name)).size < params.length) return "a query parameter is named twice";
  switch (grain) {
    case "site":
    case "account":
      return canonical === "" ? undefined : `a measure at the grain ${grain} has no canonical form`;
    case "host":
      return hostIdentity(canonical) === canonical ? undefined : "the canonical form must be a host identity";
    case "url":
    case "path":
      if (strictReading(canonical, readings) !== canonical)
        return "the canonical form must be a strict path reading";
      return grain === "path" ? prefixProblem(heldPrefixes(canonical, readings)) : undefined;
  }
}

function prefixProblem(prefixes: readonly string[]): string | undefined {
  if (prefixes.length === 0)
    return "a path measure needs at least one segment: a whole site is the grain site";
  const tooDeep = prefixes.some((path) => path.split("/").length - 1 > MAX_PATH_SEGMENTS);
  return tooDeep ? `a path measure has at most ${MAX_PATH_SEGMENTS} segments` : undefined;
}
