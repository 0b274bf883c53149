import { OUTCOMES, type Outcome } from "../transaction.ts";

/** Upper bounds of the buckets; the last one has none. */
export const BOUNDS_MS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000];
const COLUMNS = BOUNDS_MS.length + 1;

const rowOf = Object.fromEntries(OUTCOMES.map((outcome, row) => [outcome, row])) as Record<Outcome, number>;

/** How many requests of each outcome took how long, in plain numbers: what every request pays for. */
export class Durations {
  /** A row for each outcome, a column for each bucket. */
  readonly #counts = new Float64Array(OUTCOMES.length * COLUMNS);
  readonly #sumsMs = new Float64Array(OUTCOMES.length);

  add(outcome: Outcome, ms: number): void {
    let column = 0;
    while (column < BOUNDS_MS.length && ms > BOUNDS_MS[column]!) column += 1;
    const row = rowOf[outcome];
    this.#counts[row * COLUMNS + column]! += 1;
    this.#sumsMs[row]! += ms;
  }

  sumMs(outcome: Outcome): number {
    return this.#sumsMs[rowOf[outcome]]!;
  }

  /** How many took no longer than each of the bounds; the last number is how many there were. */
  cumulative(outcome: Outcome): readonly number[] {
    const from = rowOf[outcome] * COLUMNS;
    let sum = 0;
    return Array.from(this.#counts.subarray(from, from + COLUMNS), (count) => {
      sum += count;
      return sum;
    });
  }

  count(outcome: Outcome): number {
    return this.cumulative(outcome).at(-1)!;
  }
}
