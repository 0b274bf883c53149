import type { Matcher } from "../policy/matcher.ts";

/**
 * When a measure begins at a time of its own no new view comes, and yet what it says has to be done to exchanges and copies
 * that it finds. Says when that is; asked every second, it looks at the measures only when they have changed or one begins.
 */
export class Beginnings {
  #matcher: Matcher | undefined;
  #seenMs = 0;
  #nextMs = Number.POSITIVE_INFINITY;

  /** What these measures say at `nowMs` is being done. */
  follow(matcher: Matcher, nowMs: number): void {
    const isSame = matcher === this.#matcher && !this.isDue(nowMs);
    this.#matcher = matcher;
    this.#seenMs = nowMs;
    if (!isSame) this.#nextMs = matcher.nextStartMs(nowMs);
  }

  /** Whether a measure has begun since; or may have, as the clock was set back. */
  isDue(nowMs: number): boolean {
    return nowMs >= this.#nextMs || nowMs < this.#seenMs;
  }
}
