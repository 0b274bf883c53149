import type { Changed, NeedsRequest, Removed, SiteConfig } from "../desk/api-types.ts";
import { configHash } from "../feed/config-rules.ts";
import { approvalHash } from "../ledger/approval.ts";
import { RempartError } from "../lib/errors.ts";
import { edgesAcked } from "./edges-acked.ts";
import { approvalBy } from "./key-file.ts";
import { say } from "./terminal.ts";

/** What of the command line a change of a site looks at. */
interface ChangeValues {
  readonly key?: string | undefined;
  readonly "dry-run"?: boolean | undefined;
  readonly wait?: boolean | undefined;
  readonly json?: boolean | undefined;
}

const json = (value: unknown): string => JSON.stringify(value);

/** Asks for a change; where it takes the account's request and there is a key, signs that and asks again. */
export async function change(
  folder: string,
  values: ChangeValues,
  ask: (more: Record<string, unknown>) => Promise<Changed | Removed>,
): Promise<void> {
  const dryRun = values["dry-run"] === true;
  let startedMs = performance.now();
  let changed = await ask(dryRun ? { dryRun } : {});
  if ("pending" in changed) warn(changed.pending);
  const { needs } = changed;
  if (needs !== null && !dryRun && values.key !== undefined) {
    const approval = await approvalBy(values.key, hashOf(needs, changed.site));
    startedMs = performance.now();
    changed = await ask({ asked: { decision: needs.decision, approvals: [approval] } });
  }
  if (values.json) say(json(changed));
  else
    for (const { field, before, after } of changed.changes)
      say(`${field}: ${shown(before)} → ${shown(after)}`);
  if (changed.needs !== null) {
    const why = `${changed.needs.field}: only at its account's request (${changed.needs.change}).`;
    if (!dryRun)
      throw new RempartError("site.request", 409, `${why} Where it asked, sign that with --key FILE.`);
    process.stderr.write(`${why} It will take --key FILE.\n`);
  }
  await published(folder, changed, values, startedMs);
}

/** What a removal leaves behind: it ends the service, not the case. */
function warn({ openCases, measures }: Removed["pending"]): void {
  if (openCases.length > 0) process.stderr.write(`open cases about this site: ${openCases.join(", ")}\n`);
  if (measures > 0) process.stderr.write(`measures in force on this site: ${measures}\n`);
}

const shown = (value: unknown): string => (value === undefined ? "(none)" : json(value));

/** What the key signs, worked out here: never a hash because the desk says so. */
function hashOf({ change: kind, decision, approvalHash: said }: NeedsRequest, site: SiteConfig): string {
  const config = configHash(kind === "remove-site" ? { removed: site.id } : site);
  const hash = approvalHash(decision, [{ v: 1, kind: "request", change: kind, config }]);
  if (hash !== said) throw new RempartError("approval.differs", 502, "the desk asks to sign something else");
  return hash;
}

/** Says which version it became, and waits for the edges where asked for. */
export async function published(
  folder: string,
  { version }: Changed,
  values: ChangeValues,
  startedMs: number,
): Promise<void> {
  if (version === null) return values.json ? undefined : say("nothing was published");
  const edges = values.wait ? `: ${await edgesAcked(folder, version, startedMs)}` : "";
  if (!values.json) say(`version ${version}${edges}`);
}
