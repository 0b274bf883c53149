import type { Table } from "./table.ts";

/**
 * Ratio of shares common to several strata, such as bands of popularity (Mantel and Haenszel 1959; weights of Rothman,
 * Modern Epidemiology, ch. 15). Strata without one of the groups carry no weight. NaN without any usable stratum.
 */
export function mantelHaenszelRatio(strata: readonly Table[]): number {
  let above = 0;
  let below = 0;
  for (const { a, n1, b, n0 } of strata) {
    const n = n1 + n0;
    if (n === 0) continue;
    above += (a * n0) / n;
    below += (b * n1) / n;
  }
  return above / below;
}

/**
 * Exact upper tail P(X ≥ k) of the number of successes among independent draws with the given chances (the
 * Poisson-binomial law, by convolution). With one chance per labelled site, taken from its neighbours in rank, it is
 * the p value of a rank-matched baseline without simulation.
 */
export function poissonBinomialTail(chances: readonly number[], k: number): number {
  let law = [1];
  for (const p of chances) {
    const next = new Array<number>(law.length + 1).fill(0);
    for (const [successes, weight] of law.entries()) {
      next[successes]! += weight * (1 - p);
      next[successes + 1]! += weight * p;
    }
    law = next;
  }
  return law.slice(Math.max(0, k)).reduceRight((sum, weight) => sum + weight, 0);
}
