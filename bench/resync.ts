/**
 * Memory and time of a desk whose edges all take a snapshot at once: `node --conditions=rempart-src bench/resync.ts
 * [--measures 1000000] [--edges 50] [--slow 5]`. Slow edges take a part, wait, and take the next one. One edge verifies what it
 * gets; the others only read. Database, ledger files and readers are in this one process.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sql } from "kysely";
import type { DeskContext } from "../src/desk/context.ts";
import { openDatabase } from "../src/desk/db/open.ts";
import { DigestComparison } from "../src/desk/fleet/digests.ts";
import { SnapshotSource } from "../src/desk/fleet/snapshot-source.ts";
import { readSnapshot } from "../src/feed/sse.ts";
import { SITE, START_MS, TestDesk } from "../src/feed/testing/desk.ts";
import { SnapshotCheck } from "../src/feed/verify.ts";
import { formatCheckpoint } from "../src/ledger/checkpoint.ts";
import { encodeEntry, type MeasureEntry } from "../src/ledger/entry.ts";
import { LedgerStore } from "../src/ledger/store.ts";
import { DAY, fakeClock, parseRfc3339, rfc3339 } from "../src/lib/clock.ts";
import { EMPTY_RANGE, rangeRoot } from "../src/lib/merkle.ts";
import { runInSlices } from "../src/lib/slices.ts";

const { values } = parseArgs({
  options: {
    measures: { type: "string", default: "1000000" },
    edges: { type: "string", default: "50" },
    slow: { type: "string", default: "5" },
  },
});
const MEASURES = Number(values.measures);
const EDGES = Number(values.edges);
const SLOW = Number(values.slow);
const CHUNK = 10_000;
const SLOW_MS = 20;

const folder = await mkdtemp(join(tmpdir(), "rempart-resync-"));
await using opened = new AsyncDisposableStack();
opened.defer(() => rm(folder, { recursive: true, force: true }));
const database = opened.adopt(await openDatabase({ folder: join(folder, "db") }), (db) => db.close());
const ledger = opened.adopt(await LedgerStore.open(join(folder, "ledger")), (store) => store.close());
const { db } = database;

let desk = new TestDesk();
await sql`set session_replication_role = replica`.execute(db);
await sql`insert into site (id, account, document, at) values (${SITE.id}, ${SITE.account}, '{}', 0)`.execute(
  db,
);
for (let from = 0; from < MEASURES; from += CHUNK) {
  desk = new TestDesk();
  const count = Math.min(CHUNK, MEASURES - from);
  for (let i = 0; i < count; i++) desk.measure(`/fil/${from + i}`);
  await ledger.append(desk.entries.map(encodeEntry));
  const rows = [...desk.openings].map(([i, opening]) => {
    const { starts, ends } = desk.entries[i] as MeasureEntry;
    const times = { starts_at: parseRfc3339(starts), ends_at: parseRfc3339(ends!) };
    return { index: from + i, decision: "d", site: SITE.id, ...times, opening, lifted_by: null };
  });
  await sql`insert into measure (index, decision, site, starts_at, ends_at, opening)
    select index, decision, site, starts_at, ends_at, opening from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row (index bigint, decision text, site text, starts_at bigint, ends_at bigint, opening jsonb)`.execute(
    db,
  );
}
const note = desk.sign(
  formatCheckpoint({ origin: desk.origin, size: MEASURES, root: rangeRoot(await ledger.range()) }),
);
await ledger.publish(note);

const context = {
  ...{ database, ledger, clock: fakeClock(START_MS + DAY), writer: { head: { size: MEASURES, note } } },
} as unknown as DeskContext;
const source = new SnapshotSource(context);

global.gc?.();
const restMb = process.memoryUsage().rss / 2 ** 20;
let peakMb = restMb;
let longestMs = 0;
let before = performance.now();
const watch = setInterval(() => {
  const now = performance.now();
  longestMs = Math.max(longestMs, now - before - 10);
  before = now;
  peakMb = Math.max(peakMb, process.memoryUsage().rss / 2 ** 20);
}, 10);

async function* bytesOf(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield Buffer.from(line);
}

async function verifying(): Promise<number> {
  const { checkpoint, parts } = await readSnapshot(Readable.from(bytesOf(source.lines(0, null, 0))));
  const check = new SnapshotCheck(EMPTY_RANGE, checkpoint, desk.keys);
  let bytes = 0;
  for await (const part of parts) {
    await runInSlices(check.add(part));
    bytes += part.leaves.length;
  }
  check.finish();
  return bytes;
}

async function reading(isSlow: boolean): Promise<number> {
  let bytes = 0;
  for await (const line of source.lines(0, null, 0)) {
    bytes += line.length;
    if (isSlow) await sleep(SLOW_MS);
  }
  return bytes;
}

const startedMs = performance.now();
const took: number[] = [];
const edges = Array.from({ length: EDGES }, async (_, i) => {
  const bytes = await (i === 0 ? verifying() : reading(i <= SLOW));
  took.push((performance.now() - startedMs) / 1000);
  return bytes;
});
const sizes = await Promise.all(edges);
clearInterval(watch);
const comparedMs = performance.now();
const comparison = new DigestComparison(db);
await comparison.verdict(
  { size: MEASURES, config: 0, known: "", held: "", at: rfc3339(START_MS + DAY) },
  null,
);

console.log(
  `${MEASURES} measures, ${EDGES} edges at once, ${SLOW} of them slow; one snapshot is ${Math.round(sizes.at(-1)! / 2 ** 20)} MiB`,
);
console.log(`all done after ${took.at(-1)!.toFixed(1)} s, the first after ${took[0]!.toFixed(1)} s`);
console.log(
  `memory ${Math.round(restMb)} MiB at rest, ${Math.round(peakMb)} MiB at most; longest turn ${Math.round(longestMs)} ms`,
);
console.log(
  `what an ack is compared with, anew: ${Math.round(performance.now() - comparedMs)} ms of the database`,
);
