import type { Span } from "./types.ts";

/**
 * Which units of a text are spoken for. Taking costs the length of the span, however many were taken before.
 */
export class Claims {
  readonly #taken: Uint8Array;

  constructor(length: number) {
    this.#taken = new Uint8Array(length);
  }

  /** False, and nothing taken, if any unit of the span is taken already. */
  take({ start, end }: Span): boolean {
    if (this.#taken.subarray(start, end).includes(1)) return false;
    this.#taken.fill(1, start, end);
    return true;
  }
}
