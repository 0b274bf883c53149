import { badRequest } from "../lib/errors.ts";

/** A 2×2 table: of `n1` labelled sites `a` use the provider, of `n0` others `b` do. */
export interface Table {
  readonly a: number;
  readonly n1: number;
  readonly b: number;
  readonly n0: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Estimate extends Interval {
  readonly value: number;
}

/** Normal quantile of 0.975: every interval of this module is at 95 %. */
export const Z95 = 1.959963984540054;

/** Below this many sites a share is noise: it is given as a count, never as a percentage. */
export const MIN_FOR_PERCENT = 20;

/** Throws `study.table` unless both counts are whole and within their groups. */
export function table(a: number, n1: number, b: number, n0: number): Table {
  const whole = [a, n1, b, n0].every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!whole || a > n1 || b > n0) {
    throw badRequest("study.table", `not a table of counts: ${a} of ${n1} against ${b} of ${n0}`);
  }
  return { a, n1, b, n0 };
}

/** `k/n = p %`, or only `k/n` where n is too small for a percentage to mean anything. */
export function shareText(k: number, n: number): string {
  return n < MIN_FOR_PERCENT ? `${k}/${n}` : `${k}/${n} = ${((100 * k) / n).toFixed(1)} %`;
}
