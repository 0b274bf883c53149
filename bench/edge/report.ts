import type { Measured } from "./load.ts";

export interface Row extends Measured {
  readonly group: string;
  readonly scenario: string;
  readonly engine: string;
  readonly residentMb: number;
}

/** The middle of the rounds, by CPU; errors of all. */
export function median(rounds: readonly Measured[]): Measured {
  const sorted = rounds.toSorted((a, b) => a.cpuUs - b.cpuUs);
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  return { ...middle, errors: rounds.reduce((sum, { errors }) => sum + errors, 0) };
}

/** A Markdown table per group; ratios are to this edge in the same run, more than 1 means more CPU than ours. */
export function printTable(title: string, rows: readonly Row[]): void {
  const lines = [
    `\n${title}\n`,
    "| what | engine | CPU µs/request | ratio | requests/s | p50 ms | p99 ms | RSS MB |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map((row) => {
      const ours = rows.find(({ scenario, engine }) => scenario === row.scenario && engine === "Rempart");
      const ratio = ours === undefined ? "" : (row.cpuUs / ours.cpuUs).toFixed(2);
      const errors = row.errors === 0 ? "" : ` (${row.errors} errors)`;
      const cells = [
        row.scenario,
        row.engine,
        row.cpuUs.toFixed(1),
        ratio,
        `${Math.round(row.perSecond).toLocaleString("en")}${errors}`,
        row.p50Ms.toFixed(2),
        Number.isNaN(row.p99Ms) ? "" : row.p99Ms.toFixed(2),
        row.residentMb.toFixed(0),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
