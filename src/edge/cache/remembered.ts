/** Longer keys are not noted, so that memory is bounded by numbers alone. */
const MAX_KEY_LENGTH = 1024;

/** Keys noted for a while; the ones noted longest ago are forgotten first. */
export class Remembered {
  readonly #forMs: number;
  readonly #max: number;
  readonly #untilMs = new Map<string, number>();

  constructor(forMs: number, max: number) {
    this.#forMs = forMs;
    this.#max = max;
  }

  /** From now on once more for the whole while. */
  add(key: string, nowMs: number): void {
    if (key.length > MAX_KEY_LENGTH) return;
    this.#untilMs.delete(key);
    this.#untilMs.set(key, nowMs + this.#forMs);
    if (this.#untilMs.size > this.#max) this.#untilMs.delete(this.#untilMs.keys().next().value!);
  }

  delete(key: string): void {
    this.#untilMs.delete(key);
  }

  has(key: string, nowMs: number): boolean {
    const untilMs = this.#untilMs.get(key);
    if (untilMs === undefined) return false;
    if (nowMs < untilMs && untilMs - nowMs <= this.#forMs) return true; // the latter in case the clock was set back
    this.#untilMs.delete(key);
    return false;
  }
}
