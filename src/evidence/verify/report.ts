/** What was checked and how it came out. A check that could not be made is listed apart: it is not a pass. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  /** Where it failed: the file, the record, the bytes; or what was found in order. */
  readonly detail: string;
}

export interface VerifyReport {
  readonly path: string;
  readonly kind: "warc" | "folder";
  /** All checks that were made passed. */
  readonly ok: boolean;
  readonly checks: readonly Check[];
  readonly notChecked: readonly string[];
}

export const reportOf = (
  path: string,
  kind: VerifyReport["kind"],
  checks: readonly Check[],
  notChecked: readonly string[] = [],
): VerifyReport => ({ path, kind, ok: checks.every(({ ok }) => ok), checks, notChecked });

/** Plain text for a terminal: a line per check, failures marked, and one verdict at the end. */
export function formatVerifyReport({ path, checks, notChecked, ok }: VerifyReport): string {
  const width = Math.max(...checks.map(({ check }) => check.length));
  const failed = checks.filter((check) => !check.ok).length;
  return [
    `evidence: ${path}`,
    ...checks.map((c) => `  ${c.ok ? "ok  " : "FAIL"}  ${c.check.padEnd(width)}  ${c.detail}`),
    ...notChecked.map((what) => `  not checked: ${what}`),
    ok ? "nothing that was checked has been altered" : `${failed} of ${checks.length} checks failed`,
    "",
  ].join("\n");
}
