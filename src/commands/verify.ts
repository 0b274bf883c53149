import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { formatVerifyReport, readIdentityFile, verifyEvidence } from "../evidence/index.ts";
import { RempartError } from "../lib/errors.ts";

/** `rempart verify PATH [--identity FILE]`: needs nothing but the files; exit 1 if anything does not hold. */
export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { identity: { type: "string" } },
  });
  const [path] = positionals;
  if (path === undefined) throw new RempartError("usage", 400, "rempart verify PATH [--identity FILE]");
  const identity =
    values.identity === undefined
      ? {}
      : { identity: await readIdentityFile(await readFile(values.identity, "utf8")) };
  const report = await verifyEvidence(path, identity);
  process.stdout.write(`${formatVerifyReport(report)}\n`);
  if (!report.ok) process.exitCode = 1;
}
