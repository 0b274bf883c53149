import { grainRank, type MeasurePair, verbRank } from "./measures.ts";
import type { Verb } from "./words.ts";

/**
 * Which refusal a visitor is shown when several hold. A legal demand comes first because RFC 7725 asks that
 * it be visible as one; then the one that ends most. Lifting the one that is shown reveals the next.
 */
export const REFUSAL_ORDER = ["legal-refuse", "terminate", "suspend", "refuse"] as const satisfies Verb[];

interface Ranked extends MeasurePair {
  /** Ledger index. */
  readonly index: number;
}

const refusalRank = (verb: Verb): number => (REFUSAL_ORDER as readonly Verb[]).indexOf(verb);

/**
 * Sort order of refusing measures: verb by {@link REFUSAL_ORDER}, then the narrower grain, then the older
 * entry.
 */
export const compareRefusals = (a: Ranked, b: Ranked): number =>
  refusalRank(a.verb) - refusalRank(b.verb) || grainRank(a.grain) - grainRank(b.grain) || a.index - b.index;

/** Sort order of measures that combine: mildest verb first, then the narrower grain, then the older entry. */
export const compareOthers = (a: Ranked, b: Ranked): number =>
  verbRank(a.verb) - verbRank(b.verb) || grainRank(a.grain) - grainRank(b.grain) || a.index - b.index;
