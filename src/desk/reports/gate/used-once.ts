import type { Clock } from "../../../lib/clock.ts";

/**
 * What was used and cannot be used again until it ends anyway. Exact in bounded memory: what ends no later than anything
 * that had to be forgotten early counts as used.
 */
export class UsedOnce {
  readonly #clock: Clock;
  readonly #most: number;
  /** Id and end, in order of use. */
  readonly #used = new Map<string, number>();
  #forgottenUntilMs = 0;

  constructor(clock: Clock, most = 100_000) {
    this.#clock = clock;
    this.#most = most;
  }

  get size(): number {
    return this.#used.size;
  }

  /** Whether this is its first use; the second time it is not. */
  take(id: string, endsAtMs: number): boolean {
    this.sweep();
    if (endsAtMs <= this.#forgottenUntilMs || this.#used.has(id)) return false;
    this.#used.set(id, endsAtMs);
    if (this.#used.size > this.#most) this.#forgetOldest();
    return true;
  }

  /** Drops what has ended from the front; what stands behind something that lasts longer follows later. */
  sweep(): void {
    const now = this.#clock.now();
    for (const [id, endsAtMs] of this.#used) {
      if (endsAtMs > now) return;
      this.#used.delete(id);
    }
  }

  #forgetOldest(): void {
    for (const [id, endsAtMs] of this.#used) {
      this.#used.delete(id);
      this.#forgottenUntilMs = Math.max(this.#forgottenUntilMs, endsAtMs);
      return;
    }
  }
}
