import { readFileSync } from "node:fs";

/** The columns of the matrix: what must hold whatever fails, seen from outside. */
export const CHECKS = ["kept", "only ledger", "ends", "serving", "age said"] as const;
export type Check = (typeof CHECKS)[number];

/** "ok", or what was seen instead; a check that the fault has nothing to say about is absent. */
export type Findings = Partial<Record<Check, "ok" | (string & {})>> & {
  /** What the reader should know besides. */
  readonly note?: string;
};

export interface Fault {
  readonly name: string;
  /** Throws where the fault could not be made, which is a failure too. */
  run(): Promise<Findings>;
}

const cell = (finding: string | undefined): string =>
  (finding === undefined ? "-" : finding === "ok" ? "ok" : "FAIL").padEnd(12);

/** The world's folder goes with the run: the end of the log that an error names is told with it. */
function broken({ message }: Error): string {
  const log = / see (\S+)$/.exec(message)?.[1];
  const last = log === undefined ? "" : readFileSync(log, "utf8").trimEnd().split("\n").slice(-2).join(" ");
  return `the run ended: ${message} ${last}`;
}

/** Runs the faults one after the other and prints a line for each; returns how many failed. */
export async function runMatrix(faults: readonly Fault[]): Promise<number> {
  console.log(`${"fault".padEnd(78)}${CHECKS.map((check) => check.padEnd(12)).join("")}s`);
  let failed = 0;
  for (const { name, run } of faults) {
    const sinceMs = performance.now();
    const findings = await run().catch((error: Error): Findings => ({ kept: broken(error) }));
    const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1);
    console.log(`${name.padEnd(78)}${CHECKS.map((check) => cell(findings[check])).join("")}${seconds}`);
    const wrong = CHECKS.filter((check) => findings[check] !== undefined && findings[check] !== "ok");
    for (const check of wrong) console.log(`    ${check}: ${findings[check]}`);
    if (findings.note !== undefined) console.log(`    ${findings.note}`);
    if (wrong.length > 0) failed += 1;
  }
  console.log(`${faults.length} faults, ${failed} failed`);
  return failed;
}

/** The finding of a check that returns what is wrong. */
export const found = (wrong: string | undefined): "ok" | string => wrong ?? "ok";
