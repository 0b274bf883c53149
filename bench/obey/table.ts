import type { Obeyed } from "./runs.ts";

export interface Goal {
  readonly p50Ms?: number;
  readonly p99Ms?: number;
}

export interface Row {
  readonly what: string;
  readonly valuesMs: readonly number[];
  readonly goal?: Goal;
}

export interface Summary {
  readonly n: number;
  readonly missed: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Median, 99th percentile and most of what was seen; `missed` counts what never was (NaN). */
export function summary(values: readonly number[]): Summary {
  const seen = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const at = (share: number) =>
    seen[Math.min(seen.length - 1, Math.ceil(share * seen.length) - 1)] ?? Number.NaN;
  return {
    ...{ n: seen.length, missed: values.length - seen.length },
    ...{ p50: at(0.5), p99: at(0.99), max: at(1) },
  };
}

export const rowsOf = (what: string, { refusals, reversals }: Obeyed, goal?: Goal): Row[] => [
  { what: `${what}: refused`, valuesMs: refusals, ...(goal === undefined ? {} : { goal }) },
  { what: `${what}: served again`, valuesMs: reversals, ...(goal === undefined ? {} : { goal }) },
];

const shown = (value: number): string => value.toFixed(value < 100 ? 1 : 0).padStart(8);

/** One line: n, p50, p99, max, and whether the goal is met. */
export function printRow({ what, valuesMs, goal }: Row): void {
  const { n, missed, p50, p99, max } = summary(valuesMs);
  const verdict = goal === undefined ? "" : `  ${judged(goal, { p50, p99, missed })}`;
  const never = missed === 0 ? "" : `  (${missed} never)`;
  console.log(
    `  ${what.padEnd(58)} n ${String(n).padStart(5)}  p50 ${shown(p50)}  p99 ${shown(p99)}  max ${shown(max)} ms${never}${verdict}`,
  );
}

function judged(
  { p50Ms, p99Ms }: Goal,
  { p50, p99, missed }: Pick<Summary, "p50" | "p99" | "missed">,
): string {
  const goals = [
    ...(p50Ms === undefined ? [] : [{ name: `p50 ≤ ${p50Ms}`, met: p50 <= p50Ms }]),
    ...(p99Ms === undefined ? [] : [{ name: `p99 ≤ ${p99Ms}`, met: missed === 0 && p99 <= p99Ms }]),
  ];
  return goals.map(({ name, met }) => `${name}: ${met ? "met" : "MISSED"}`).join(", ");
}
