import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  auditLedger,
  checkRefusals,
  type EdgeDigest,
  parseVerifierKey,
  readerAt,
  type Visit,
} from "../ledger/index.ts";
import { asAddress } from "../lib/env.ts";
import { RempartError } from "../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../lib/files.ts";
import { verbOf } from "./terminal.ts";

const USAGE = `from outside, exit 1 if anything does not hold; KEY comes from somewhere else than the ledger:
  rempart ledger audit URL --key KEY [--since CHECKPOINT-FILE | --state FILE] [--witness KEY…] [--json]
  rempart ledger check PAGE… --ledger URL --key KEY [--via host:port] [--json]
--state FILE: continue the checkpoint in it, and if all holds keep the new one there
--witness KEY: one of these witnesses must have cosigned the newest checkpoint

of an installation, in REMPART_DATA:
  rempart ledger restore COPY          take entries that the disk lost from any copy of the ledger: URL or folder
  rempart ledger restore --new-origin  put an ended ledger aside (see docs/operating.md)
  rempart ledger reindex               hold the database against the ledger and mend it
the desk is stopped for these three, the vault runs. While the desk runs:
  rempart ledger rotate --by FILE… [--overlap-days 30]   a new signing key; FILE: key files of two people`;

const VERBS: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  audit,
  check,
  restore: async (args) => (await import("./ledger-repair.ts")).restore(args),
  reindex: async (args) => (await import("./ledger-repair.ts")).reindex(args),
  rotate: async (args) => (await import("./ledger-rotate.ts")).rotate(args),
};

export async function run([verb = "", ...args]: string[]): Promise<void> {
  await verbOf(VERBS, verb, USAGE)(args);
}

async function audit(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      key: { type: "string" },
      since: { type: "string" },
      state: { type: "string" },
      witness: { type: "string", multiple: true, default: [] },
      json: { type: "boolean" },
    },
  });
  const [where] = positionals;
  if (where === undefined || values.key === undefined) throw new RempartError("usage", 400, USAGE);
  const key = parseVerifierKey(values.key);
  const kept = values.state === undefined ? undefined : await readIfPresent(values.state);
  const before = values.since === undefined ? kept?.toString("utf8") : await readFile(values.since, "utf8");
  const since = before === undefined ? {} : { since: before };
  const edges = where.startsWith("http") ? { edges: () => edgeDigests(where) } : {};
  const witnesses = values.witness.map(parseVerifierKey);
  const report = await auditLedger(readerAt(where), {
    ...{ keys: [key], origin: key.name, witnesses },
    ...{ ...since, ...edges },
  });
  if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  else {
    process.stdout.write(
      `${report.origin}: ${report.size} entries, ${report.active} measures in force, root ${report.root}\n`,
    );
    for (const { kind, index, message } of report.problems) {
      process.stdout.write(`${kind}${index === undefined ? "" : ` at entry ${index}`}: ${message}\n`);
    }
    process.stdout.write(
      report.problems.length === 0
        ? "the ledger holds\n"
        : `${report.problems.length + report.more} problems\n`,
    );
  }
  if (report.problems.length > 0) process.exitCode = 1;
  // What does not hold must go on not holding: the checkpoint before it is what proves that.
  else if (values.state !== undefined) await writeAtomic(values.state, report.checkpoint);
}

async function check(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      key: { type: "string" },
      ledger: { type: "string" },
      via: { type: "string" },
      json: { type: "boolean" },
    },
  });
  if (values.key === undefined || values.ledger === undefined || positionals.length === 0) {
    throw new RempartError("usage", 400, USAGE);
  }
  const key = parseVerifierKey(values.key);
  const visit: Visit =
    values.via === undefined ? (url) => fetch(url, { redirect: "manual" }) : visitVia(values.via);
  const checked = await checkRefusals(positionals, readerAt(values.ledger), {
    visit,
    keys: [key],
    origin: key.name,
  });
  for (const one of checked) {
    const index = one.index === undefined ? "" : ` (entry ${one.index})`;
    process.stdout.write(
      values.json ? `${JSON.stringify(one)}\n` : `${one.verdict}: ${one.status ?? "-"} ${one.url}${index}\n`,
    );
  }
  if (checked.some(({ verdict }) => verdict !== "ok" && verdict !== "not-refused")) process.exitCode = 1;
}

const digestsSchema = z.object({
  edges: z.array(z.object({ size: z.int(), known: z.string(), at: z.iso.datetime() })),
});

/** What the desk says each edge has acked. A ledger without a desk beside it has none. */
async function edgeDigests(url: string): Promise<EdgeDigest[]> {
  const answer = await fetch(`${url.replace(/\/+$/, "")}/edges`);
  if (!answer.ok) return [];
  const { edges } = digestsSchema.parse(await answer.json());
  return edges.map(({ size, known, at }, i) => ({
    edge: `edge ${i + 1}`,
    size,
    known,
    atMs: Date.parse(at),
  }));
}

/** Visits through one address, as `curl --connect-to`: for checking a single edge. */
function visitVia(address: string): Visit {
  const { host, port } = asAddress(address);
  return (url) =>
    new Promise((resolve, reject) => {
      const { host: name, pathname, search } = new URL(url);
      const visit = request(
        { host, port, path: `${pathname}${search}`, headers: { host: name }, agent: false },
        (answer) => {
          answer.destroy();
          const get = (field: string) => {
            const value = answer.headers[field.toLowerCase()];
            return value === undefined ? null : String(value);
          };
          resolve({ status: answer.statusCode ?? 0, headers: { get } });
        },
      );
      visit.on("error", reject);
      visit.end();
    });
}
