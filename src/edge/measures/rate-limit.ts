import { TokenBucket } from "../limits/token-bucket.ts";

/**
 * How fast a page under a `rate-limit` measure is served, by each edge and to all visitors together: the measure slows a
 * page down, it does not judge who asks.
 */
export const RATE_LIMIT = { perSecond: 2, burst: 20 } as const;

/** One token bucket per measure. */
export class RateLimiter {
  readonly #buckets = new Map<number, TokenBucket>();

  /** Takes a token of the measure with this ledger index; 0, or the ms until there is one. */
  take(index: number, nowMs: number): number {
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = new TokenBucket(nowMs);
      this.#buckets.set(index, bucket);
    }
    return bucket.take(RATE_LIMIT, nowMs);
  }

  /** Forgets buckets that are full again: a measure that ended must not stay in memory. */
  sweep(nowMs: number): void {
    for (const [index, bucket] of this.#buckets) {
      if (bucket.isFull(RATE_LIMIT, nowMs)) this.#buckets.delete(index);
    }
  }

  get size(): number {
    return this.#buckets.size;
  }
}
