import { type Estimate, type Interval, type Table, Z95 } from "./table.ts";

/**
 * Wilson's score interval of a share (Wilson 1927, doi 10.1080/01621459.1927.10502953).
 * 151 of 440: 0.3432 [0.3003, 0.3887]. NaN for n = 0.
 */
export function wilson(k: number, n: number): Estimate {
  const p = k / n;
  const z2 = Z95 * Z95;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { value: p, low: k === 0 ? 0 : middle - half, high: k === n ? 1 : middle + half };
}

/**
 * Ratio of the shares with Katz's log interval (Katz et al. 1978, doi 10.2307/2530610).
 * 19/55 against 13562/79387: 2.022 [1.405, 2.910]. With an empty cell the log has no variance: the interval is [0, ∞].
 */
export function riskRatio({ a, n1, b, n0 }: Table): Estimate {
  const value = a / n1 / (b / n0);
  if (a === 0 || b === 0) return { value, low: 0, high: Number.POSITIVE_INFINITY };
  const error = Math.sqrt(1 / a - 1 / n1 + 1 / b - 1 / n0);
  return { value, low: value * Math.exp(-Z95 * error), high: value * Math.exp(Z95 * error) };
}

/**
 * Difference of the shares with Newcombe's interval, method 10 (Newcombe 1998, doi
 * 10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I). 19/55 against 13562/79387: 0.1746 [0.0628,
 * 0.3067].
 */
export function riskDifference({ a, n1, b, n0 }: Table): Estimate {
  const one = wilson(a, n1);
  const other = wilson(b, n0);
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}

/**
 * Sample odds ratio; ∞ where a group has nobody on the other side, NaN where a margin is empty. 151/440 against 17.9
 * %: 2.40.
 */
export function oddsRatio({ a, n1, b, n0 }: Table): number {
  return (a * (n0 - b)) / (b * (n1 - a));
}

export const covers = (interval: Interval, value: number): boolean =>
  interval.low <= value && value <= interval.high;
