import { type Rate, TokenBucket } from "./token-bucket.ts";

/**
 * Token buckets by name, a bounded number of them: a flood of new names (a visitor with a whole IPv6 network) costs no more
 * memory than this. Two generations: a bucket that is used moves to the young one, and when that is full the old one is
 * forgotten, which refills buckets that were not used while `maxBuckets / 2` others were.
 */
export class BucketTable {
  readonly #perGeneration: number;
  #young = new Map<string, TokenBucket>();
  #old = new Map<string, TokenBucket>();

  /** At least two. */
  constructor(maxBuckets: number) {
    this.#perGeneration = Math.floor(maxBuckets / 2);
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Takes a token of that name; 0, or the ms until there is one. */
  take(name: string, rate: Rate, nowMs: number): number {
    const bucket = this.#young.get(name) ?? this.#rejuvenate(name, nowMs);
    return bucket.take(rate, nowMs);
  }

  #rejuvenate(name: string, nowMs: number): TokenBucket {
    const bucket = this.#old.get(name) ?? new TokenBucket(nowMs);
    this.#old.delete(name);
    if (this.#young.size >= this.#perGeneration) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, bucket);
    return bucket;
  }
}
