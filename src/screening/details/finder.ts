import type { Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import type { DetailKind, Span } from "../types.ts";
import type { Runs } from "./runs.ts";

/** What a finder saw, in the offsets of the reading. */
export interface Hit extends Span {
  readonly confidence: number;
  readonly reasons: readonly Reason[];
}

export interface Finder {
  readonly kind: DetailKind;
  /** Cheap: whether the reading can hold anything of this kind. */
  gate(reading: Reading): boolean;
  find(reading: Reading, runs: Runs): Iterable<Hit>;
}

/** Needs at least this many digits somewhere in the text. */
export const digits =
  (least: number) =>
  (reading: Reading): boolean =>
    reading.digits >= least;

export const topic =
  (mask: number) =>
  (reading: Reading): boolean =>
    (reading.topics & mask) !== 0;

export const hit = (start: number, end: number, confidence: number, ...reasons: Reason[]): Hit => ({
  start,
  end,
  confidence,
  reasons,
});

/** A letter, digit or underscore of a folded text. */
export const isWord = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || unit === 95;

/** The match of a sticky pattern at an offset. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
