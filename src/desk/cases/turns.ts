/** How many times each of a few names came up lately; names beyond the newest 10,000 are forgotten. */
export class RecentCounts {
  readonly #windowMs: number;
  readonly #counts = new Map<string, { count: number; sinceMs: number }>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** One more; how many there were before it in this window. */
  count(name: string, nowMs: number): number {
    const known = this.#counts.get(name);
    const isOver = known === undefined || nowMs - known.sinceMs >= this.#windowMs;
    const { count, sinceMs } = isOver ? { count: 0, sinceMs: nowMs } : known;
    this.#counts.delete(name);
    this.#counts.set(name, { count: count + 1, sinceMs });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_NAMES && oldest !== undefined) this.#counts.delete(oldest);
    return count;
  }
}

const MAX_NAMES = 10_000;

/** Steps that grow slowly: the first few are alike, and ten times as much is three or four steps later. */
export const rank = (count: number): number => Math.min(30, Math.floor(Math.log2(1 + count / 4)));
