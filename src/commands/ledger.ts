import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  auditLedger,
  checkRefusals,
  type EdgeDigest,
  fileReader,
  httpReader,
  type LedgerReader,
  parseVerifierKey,
  type Visit,
} from "../ledger/index.ts";
import { asAddress } from "../lib/env.ts";
import { RempartError } from "../lib/errors.ts";

const USAGE = `rempart ledger audit URL --key KEY [--since CHECKPOINT-FILE] [--json]
rempart ledger check PAGE… --ledger URL --key KEY [--via host:port] [--json]`;

/** Exit 1 if anything does not hold. The verifier key comes from somewhere else than the ledger, or nothing is proven. */
export async function run([verb, ...args]: string[]): Promise<void> {
  if (verb === "audit") await audit(args);
  else if (verb === "check") await check(args);
  else throw new RempartError("usage", 400, USAGE);
}

async function audit(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { key: { type: "string" }, since: { type: "string" }, json: { type: "boolean" } },
  });
  const [where] = positionals;
  if (where === undefined || values.key === undefined) throw new RempartError("usage", 400, USAGE);
  const key = parseVerifierKey(values.key);
  const since = values.since === undefined ? {} : { since: await readFile(values.since, "utf8") };
  const edges = where.startsWith("http") ? { edges: () => edgeDigests(where) } : {};
  const report = await auditLedger(readerOf(where), { keys: [key], origin: key.name, ...since, ...edges });
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
  const checked = await checkRefusals(positionals, readerOf(values.ledger), {
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

const readerOf = (where: string): LedgerReader =>
  where.startsWith("http") ? httpReader(where.replace(/\/+$/, "")) : fileReader(where);

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
