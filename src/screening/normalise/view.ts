import type { Span } from "../types.ts";

/**
 * Where the units of a view came from, in runs. A run from `view[i]` either stands where it stood in the original, unit
 * for unit, from `start[i]` on (then `end[i]` is 0), or stands as a whole for `start[i]`..`end[i]` of it.
 */
interface Runs {
  readonly view: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** A rewriting of a text that knows where each of its UTF-16 units came from. Without runs, each stands where it stood. */
export interface View {
  readonly text: string;
  readonly runs?: Runs | undefined;
}

/** Where a range of the view lies in the original. Empty ranges must not be asked for. */
export const originalSpan = (view: View, start: number, end: number): Span => ({
  start: startOf(view, start),
  end: endOf(view, end - 1),
});

export function startOf({ runs }: View, at: number): number {
  if (runs === undefined) return at;
  const run = runOf(runs, at);
  const start = runs.start[run] as number;
  return runs.end[run] === 0 ? start + at - (runs.view[run] as number) : start;
}

export function endOf({ runs }: View, at: number): number {
  if (runs === undefined) return at + 1;
  const run = runOf(runs, at);
  const end = runs.end[run] as number;
  return end === 0 ? (runs.start[run] as number) + at - (runs.view[run] as number) + 1 : end;
}

/** The last run that begins at or before `at`. */
function runOf({ view }: Runs, at: number): number {
  let low = 0;
  let high = view.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((view[middle] as number) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

const LATIN1_END = 0x100;

/** Collects a view unit by unit, with offsets only where something moved: nothing for almost all text. */
export class ViewBuilder {
  #units: Uint16Array;
  #length = 0;
  /** All units so far, or-ed: below 0x100 they make a string of one byte a character. */
  #all = 0;
  #count = 0;
  #view = new Uint32Array(16);
  #start = new Uint32Array(16);
  #end = new Uint32Array(16);
  /** Where the next unit comes from, if it goes on as the last run does. */
  #next = 0;
  #blockEnd = 0;

  constructor(capacity: number) {
    this.#units = new Uint16Array(Math.max(16, capacity));
  }

  get length(): number {
    return this.#length;
  }

  /** Appends one UTF-16 unit that stands for `start..end` of the original. */
  push(unit: number, start: number, end: number): void {
    if (this.#length === this.#units.length) this.#units = grown(this.#units);
    if (end === start + 1) {
      if (this.#blockEnd !== 0 || start !== this.#next) this.#begin(start, 0);
      this.#next = start + 1;
    } else if (this.#blockEnd !== end || this.#next !== start) {
      this.#begin(start, end);
      this.#next = start;
    }
    this.#units[this.#length++] = unit;
    this.#all |= unit;
  }

  #begin(start: number, end: number): void {
    this.#blockEnd = end;
    if (this.#count === this.#view.length) {
      this.#view = grown(this.#view);
      this.#start = grown(this.#start);
      this.#end = grown(this.#end);
    }
    if (this.#count === 0 && this.#length > 0) this.#add(0, 0, 0);
    this.#add(this.#length, start, end);
  }

  #add(view: number, start: number, end: number): void {
    this.#view[this.#count] = view;
    this.#start[this.#count] = start;
    this.#end[this.#count++] = end;
  }

  finish(): View {
    const text = stringOf(this.#units.subarray(0, this.#length), this.#all);
    if (this.#count === 0) return { text };
    const runs = {
      view: this.#view.slice(0, this.#count),
      start: this.#start.slice(0, this.#count),
      end: this.#end.slice(0, this.#count),
    };
    return { text, runs };
  }
}

function grown<T extends Uint16Array | Uint32Array>(units: T): T {
  const larger = new (units.constructor as new (length: number) => T)(units.length * 2);
  larger.set(units);
  return larger;
}

/** `all`: at least every bit that is set in one of the units. */
export function stringOf(units: Uint16Array, all: number): string {
  if (all < LATIN1_END) return Buffer.from(units).toString("latin1");
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString("utf16le");
}
