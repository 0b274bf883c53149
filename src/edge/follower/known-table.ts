import type { Steps } from "../../lib/slices.ts";

/** A measure that this edge knows of, whether or not it serves the site. */
export interface Known {
  readonly index: number;
  readonly startsMs: number;
  readonly endsMs: number | null;
}

/** Ledger index, start and end, the last one Infinity where there is none. */
type Columns = readonly [Float64Array, Float64Array, Float64Array];

const PAUSE_EVERY = 4096;
/** A start that is never reached: the row was taken out. */
const GONE = Number.POSITIVE_INFINITY;

/** Measures by ledger index in columns: most edges of a large network serve few of its sites and know the rest only thus. */
export class KnownTable {
  #columns = emptyColumns(16);
  #count = 0;
  #gone = 0;

  get size(): number {
    return this.#count - this.#gone;
  }

  has(index: number): boolean {
    const at = this.#firstNotBelow(index);
    return this.#isAt(at, index) && this.#columns[1][at] !== GONE;
  }

  /** Adds or replaces. Cheap in ascending order, which is the ledger's. */
  set({ index, startsMs, endsMs }: Known): void {
    const at = this.#firstNotBelow(index);
    if (!this.#isAt(at, index)) this.#insert(at);
    else if (this.#columns[1][at] === GONE) this.#gone -= 1;
    this.#columns[0][at] = index;
    this.#columns[1][at] = startsMs;
    this.#columns[2][at] = endsMs ?? Number.POSITIVE_INFINITY;
  }

  delete(index: number): void {
    const at = this.#firstNotBelow(index);
    if (!this.#isAt(at, index) || this.#columns[1][at] === GONE) return;
    this.#columns[1][at] = GONE;
    this.#gone += 1;
    if (this.#gone > 64 && this.#gone > this.#count / 2) this.#compact();
  }

  /** Every one as it is now, by ascending index, whatever changes while they are looked at. */
  values(): Iterable<Known> {
    return rows(this.#columns.map((column) => column.slice(0, this.#count)) as unknown as Columns);
  }

  /** As in `Matcher`: calls `found` with each index in force, and ends in the next time at which one begins or ends. */
  *inForce(nowMs: number, found: (index: number) => void): Steps<number> {
    const [indices, starts, ends] = this.#columns;
    let untilMs = Number.POSITIVE_INFINITY;
    for (let at = 0; at < this.#count; at++) {
      if (at % PAUSE_EVERY === 0) yield;
      const changesMs = nowMs < starts[at]! ? starts[at]! : ends[at]!;
      if (nowMs < changesMs) untilMs = Math.min(untilMs, changesMs);
      if (nowMs >= starts[at]! && nowMs < ends[at]!) found(indices[at]!);
    }
    return untilMs;
  }

  #isAt = (at: number, index: number): boolean => at < this.#count && this.#columns[0][at] === index;

  #firstNotBelow(index: number): number {
    const indices = this.#columns[0];
    let low = 0;
    let high = this.#count;
    if (high === 0 || indices[high - 1]! < index) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (indices[middle]! < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #insert(at: number): void {
    if (this.#count === this.#columns[0].length) {
      const before = this.#columns;
      this.#columns = emptyColumns(2 * this.#count);
      for (const [i, column] of before.entries()) this.#columns[i]!.set(column);
    }
    for (const column of this.#columns) column.copyWithin(at + 1, at, this.#count);
    this.#count += 1;
  }

  #compact(): void {
    const kept = new KnownTable();
    for (const known of this.values()) kept.set(known);
    this.#columns = kept.#columns;
    this.#count = kept.#count;
    this.#gone = 0;
  }
}

const emptyColumns = (length: number): Columns => [
  new Float64Array(length),
  new Float64Array(length),
  new Float64Array(length),
];

function* rows([indices, starts, ends]: Columns): Generator<Known> {
  for (const [at, index] of indices.entries()) {
    const endsMs = ends[at]!;
    if (starts[at] === GONE) continue;
    yield { index, startsMs: starts[at]!, endsMs: endsMs === Number.POSITIVE_INFINITY ? null : endsMs };
  }
}
