import type { RoleStudy, Row } from "./over-representation.ts";
import { type Estimate, shareText } from "./table.ts";

/** Printed under every result, whatever it says. */
export const CAVEATS = [
  "An association, not complicity: free plans and exposure to attacks lead the same sites to the same providers.",
  "Both lists decide the result: read it against more than one baseline.",
  "Sites of one owner are counted as if they were independent.",
] as const;

const number = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : "∞");
const probability = (p: number): string => (p < 0.001 ? p.toExponential(1) : p.toFixed(4));
const interval = ({ value, low, high }: Estimate): string =>
  `${number(value)} [${number(low)}, ${number(high)}]`;

function line({ provider, table: { a, n1, b, n0 }, ratio, p, holm, q }: Row): string {
  const shares = `${shareText(a, n1)} against ${shareText(b, n0)}`;
  return `  ${provider}: ${shares}; ratio ${interval(ratio)}; p ${probability(p)}, Holm ${probability(holm)}, q ${probability(q)}`;
}

/** The study as text: per role its rows, who is unknown, then the caveats. */
export function formatStudy(roles: readonly RoleStudy[]): string {
  const parts = roles.map(({ role, rows, unknown }) =>
    [
      `${role} (unknown: ${unknown.labelled} labelled, ${unknown.baseline} of the baseline)`,
      ...(rows.length === 0 ? ["  no provider is frequent enough to be tested"] : rows.map(line)),
    ].join("\n"),
  );
  return `${[...parts, ...CAVEATS].join("\n")}\n`;
}
