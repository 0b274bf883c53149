import { SECOND } from "../../lib/clock.ts";

/** How many requests at once, and how fast they become possible again. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Sums of decimal fractions must not cost a visitor who came exactly in time. */
const ROUNDING = 1e-9;

/**
 * A token bucket, kept as what is missing from it: full when new. In any stretch of time it gives at most `burst` tokens
 * and `perSecond` for each second that the clock moved forward; a clock that is set back gives none.
 */
export class TokenBucket {
  #missing = 0;
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** Takes a token; 0, or the ms until there is one. */
  take(rate: Rate, nowMs: number): number {
    const missing = this.#missingAt(rate, nowMs) + 1;
    this.#atMs = nowMs;
    const short = missing - rate.burst;
    if (short > ROUNDING) {
      this.#missing = missing - 1;
      return (short / rate.perSecond) * SECOND;
    }
    this.#missing = missing;
    return 0;
  }

  /** A full bucket is worth as much as none. */
  isFull(rate: Rate, nowMs: number): boolean {
    return this.#missingAt(rate, nowMs) === 0;
  }

  /** Never more than the bucket holds: its site may have been given a smaller one. */
  #missingAt({ perSecond, burst }: Rate, nowMs: number): number {
    const earned = (Math.max(0, nowMs - this.#atMs) / SECOND) * perSecond;
    return Math.min(burst, Math.max(0, this.#missing - earned));
  }
}
