/** Indices of `values` from the smallest to the largest value. */
const ascending = (values: readonly number[]): number[] =>
  values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);

/**
 * Holm's step-down adjusted p values (Holm 1979, jstor 4615733), for a family in which not one finding may be false.
 * [0.01, 0.04, 0.03] gives [0.03, 0.06, 0.06].
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let reached = 0;
  for (const [rank, i] of ascending(pValues).entries()) {
    reached = Math.max(reached, Math.min(1, (pValues.length - rank) * pValues[i]!));
    adjusted[i] = reached;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up q values (1995, doi 10.1111/j.2517-6161.1995.tb02031.x), for exploration: the
 * expected share of false findings among those kept. [0.01, 0.04, 0.03] gives [0.03, 0.04, 0.04].
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length);
  let reached = 1;
  for (const [fromEnd, i] of ascending(pValues).reverse().entries()) {
    reached = Math.min(reached, (pValues.length / (pValues.length - fromEnd)) * pValues[i]!);
    adjusted[i] = reached;
  }
  return adjusted;
}
