import { SECOND } from "../../lib/clock.ts";

/**
 * How fast a page under a `rate-limit` measure is served, by each edge and to all visitors together: the measure slows a
 * page down, it does not judge who asks.
 */
export const RATE_LIMIT = { tokensPerSecond: 2, burst: 20 } as const;

interface Bucket {
  tokens: number;
  atMs: number;
}

/** One token bucket per measure. */
export class RateLimiter {
  readonly #buckets = new Map<number, Bucket>();

  /** Takes a token of the measure with this ledger index; 0, or the ms until there is one. */
  take(index: number, nowMs: number): number {
    const bucket = this.#buckets.get(index) ?? { tokens: RATE_LIMIT.burst, atMs: nowMs };
    this.#buckets.set(index, bucket);
    const earned = (Math.max(0, nowMs - bucket.atMs) / SECOND) * RATE_LIMIT.tokensPerSecond;
    bucket.tokens = Math.min(RATE_LIMIT.burst, bucket.tokens + earned);
    bucket.atMs = nowMs;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return ((1 - bucket.tokens) / RATE_LIMIT.tokensPerSecond) * SECOND;
  }

  /** Forgets buckets that are full again: a measure that ended must not stay in memory. */
  sweep(nowMs: number): void {
    const fullAgainMs = (RATE_LIMIT.burst / RATE_LIMIT.tokensPerSecond) * SECOND;
    for (const [index, { atMs }] of this.#buckets) {
      if (nowMs - atMs > fullAgainMs) this.#buckets.delete(index);
    }
  }

  get size(): number {
    return this.#buckets.size;
  }
}
