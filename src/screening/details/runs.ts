import type { Span } from "../types.ts";

/**
 * Where the digits of a text stand: every run of them, in order. Found by one pass, so that the finders that
 * start from a number look only there. Half-open offsets.
 */
export class Runs {
  readonly count: number;
  readonly #bounds: Uint32Array;

  /** `digits`: how many there are at most; `wanted`: which runs to keep, all by default. */
  constructor(text: string, digits: number, wanted: (start: number, end: number) => boolean = () => true) {
    const bounds = new Uint32Array(2 * digits);
    let count = 0;
    let start = -1;
    for (let at = 0; digits > 0 && at <= text.length; at++) {
      const unit = text.charCodeAt(at);
      const digit = unit >= 48 && unit <= 57;
      if (digit === start >= 0) continue;
      if (digit) start = at;
      else {
        if (wanted(start, at)) {
          bounds[2 * count] = start;
          bounds[2 * count++ + 1] = at;
        }
        start = -1;
      }
    }
    this.count = count;
    this.#bounds = bounds;
  }

  start(at: number): number {
    return this.#bounds[2 * at] as number;
  }

  end(at: number): number {
    return this.#bounds[2 * at + 1] as number;
  }

  length(at: number): number {
    return this.end(at) - this.start(at);
  }

  /** Index of the first run that starts at or after an offset: binary search. */
  from(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Several runs read as one number: "06 39 98 00 14". */
export interface Grouped extends Span {
  readonly digits: string;
  /** Index of the run after the last. */
  readonly next: number;
}
