import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { PGlite } from "@electric-sql/pglite";
import { openSynced, syncs } from "../src/desk/db/embedded/synced-fs.ts";

/**
 * What real syncs cost the embedded database: single inserts, a transaction each, with PGlite as it comes (no sync
 * reaches the disk) and as the desk opens it. `--rows N` (500), `--folder FOLDER` on the disk to be measured (the
 * machine's temporary folder; one in memory would measure nothing).
 */
const { values } = parseArgs({
  options: { rows: { type: "string", default: "500" }, folder: { type: "string", default: tmpdir() } },
});
const rows = Number(values.rows);

interface Run {
  readonly ms: number;
  readonly syncs: number;
}

async function inserts(open: (folder: string) => Promise<PGlite>): Promise<Run> {
  const folder = await mkdtemp(join(values.folder, "rempart-db-syncs-"));
  const database = await open(join(folder, "pg"));
  try {
    await database.exec("create table line (at bigint not null, payload jsonb not null)");
    const syncsBefore = syncs.count;
    const startedMs = performance.now();
    for (let at = 0; at < rows; at++) {
      await database.query("insert into line values ($1, $2)", [at, JSON.stringify({ at })]);
    }
    return { ms: performance.now() - startedMs, syncs: syncs.count - syncsBefore };
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
}

function print(what: string, { ms, syncs }: Run): void {
  const each = (ms / rows).toFixed(2);
  process.stdout.write(`${what}: ${rows} inserts in ${Math.round(ms)} ms, ${each} ms each, ${syncs} syncs\n`);
}

const [cpu] = cpus();
process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpu?.model.trim()}\n`);
print("without syncs", await inserts((folder) => PGlite.create(folder)));
print("with syncs   ", await inserts(openSynced));
