/** A share with its 95 % interval: "91.2 % [88.1, 93.6] of 380" (Wilson 1927). */
export function wilson(part: number, whole: number): string {
  if (whole === 0) return "nothing to count";
  const z = 1.96;
  const p = part / whole;
  const middle = (p + (z * z) / (2 * whole)) / (1 + (z * z) / whole);
  const half = (z * Math.sqrt((p * (1 - p)) / whole + (z * z) / (4 * whole * whole))) / (1 + (z * z) / whole);
  const percent = (share: number) => (100 * share).toFixed(1);
  return `${percent(p)} % [${percent(Math.max(0, middle - half))}, ${percent(Math.min(1, middle + half))}] of ${whole}`;
}
