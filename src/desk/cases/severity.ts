import { HOUR } from "../../lib/clock.ts";
import type { Severity } from "../../screening/index.ts";

const ORDER: readonly Severity[] = ["none", "low", "medium", "high", "critical"];

export const isWorse = (a: Severity, b: Severity): boolean => ORDER.indexOf(a) > ORDER.indexOf(b);

/** The highest of what our captures show. A report without any finding is still a report: low. */
export const worst = (severities: readonly Severity[]): Severity =>
  severities.reduce((one, other) => (isWorse(other, one) ? other : one), "low");

/** How soon somebody must decide once we have seen this ourselves (docs/design.md §4, Clocks). */
export function dueAfterFindingMs(severity: Severity): number {
  if (severity === "critical") return HOUR;
  return severity === "high" ? 4 * HOUR : 72 * HOUR;
}
