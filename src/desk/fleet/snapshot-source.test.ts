import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { readSnapshot } from "../../feed/sse.ts";
import { SITE, START_MS, TestDesk } from "../../feed/testing/desk.ts";
import { SnapshotCheck } from "../../feed/verify.ts";
import { activeAt, applyEntries, EMPTY_STATE, knownDigest } from "../../ledger/active.ts";
import { encodeEntry, type MeasureEntry } from "../../ledger/entry.ts";
import { LedgerStore } from "../../ledger/store.ts";
import { DAY, fakeClock, parseRfc3339, SECOND } from "../../lib/clock.ts";
import { EMPTY_RANGE } from "../../lib/merkle.ts";
import { runThrough } from "../../lib/slices.ts";
import type { DeskContext } from "../context.ts";
import { openEmpty } from "../db/testing/empty.ts";
import type { Serves } from "../sites/served.ts";
import { DigestComparison } from "./digests.ts";
import { SnapshotSource } from "./snapshot-source.ts";
import { vantages } from "./store.ts";

/** More than two parts of 1,024 leaves, the last one partial. */
const SIZE = 2_500;
const OTHER = { id: "00000000000000000000000002", account: "0000000000000000000000000b" };

const opened = new AsyncDisposableStack();
let world: Awaited<ReturnType<typeof indexed>>;

before(async () => {
  world = await indexed();
});
after(() => opened.disposeAsync());

/** A ledger on disk with its index: every fifth entry lifts the one before it, one measure in three is on another site. */
async function indexed() {
  const folder = await mkdtemp(join(tmpdir(), "rempart-snapshot-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmpty(join(folder, "db"));
  opened.defer(() => database.close());
  const ledger = await LedgerStore.open(join(folder, "ledger"));
  opened.defer(() => ledger.close());
  const desk = new TestDesk();
  while (desk.size < SIZE) {
    if (desk.size % 5 === 4) desk.lift(desk.size - 1);
    else desk.measure(`/fil/${desk.size}`, desk.size % 3 === 0 ? { site: OTHER.id } : {});
  }
  await ledger.append(desk.entries.map(encodeEntry));
  await ledger.publish(desk.checkpoint());
  const { db } = database;
  await sql`set session_replication_role = replica`.execute(db); // their decisions and accounts do not matter here
  for (const { id, account } of [SITE, OTHER])
    await sql`insert into site (id, account, document, at) values (${id}, ${account}, '{}', 0)`.execute(db);
  const rows = [...desk.openings].map(([index, opening]) => {
    const { starts, ends } = desk.entries[index] as MeasureEntry;
    const times = { starts_at: parseRfc3339(starts), ends_at: parseRfc3339(ends!) };
    const lifted_by = index % 5 === 3 ? index + 1 : null;
    return {
      index,
      decision: "d",
      site: opening.site,
      ...times,
      opening: JSON.stringify(opening),
      lifted_by,
    };
  });
  for (let from = 0; from < rows.length; from += 1000)
    await db
      .insertInto("measure")
      .values(rows.slice(from, from + 1000))
      .execute();
  const clock = fakeClock(START_MS + DAY);
  const head = { size: SIZE, note: desk.checkpoint() };
  const context = { database, ledger, clock, writer: { head } } as unknown as DeskContext;
  return { desk, context, clock, db };
}

async function* bytesOf(lines: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const line of lines) yield Buffer.from(line);
}

/** Reads lines as an edge does. */
async function taken(lines: AsyncIterable<string>, desk: TestDesk) {
  const { checkpoint, serves, parts } = await readSnapshot(Readable.from(bytesOf(lines)));
  const check = new SnapshotCheck(EMPTY_RANGE, checkpoint, desk.keys);
  const found: { index: number; isOpened: boolean }[] = [];
  for await (const part of parts) {
    const { entries, openings } = runThrough(check.add(part));
    for (const [index] of entries) found.push({ index, isOpened: openings.has(index) });
  }
  check.finish();
  return { serves, found };
}

test("a snapshot holds the whole tree, what is in force, what was lifted early, and the openings of the edge's sites alone", async () => {
  const { desk, context } = world;
  const told = desk.entries.map((_, index) => index).filter((index) => index % 5 !== 3 && index < SIZE);
  for (const [serves, version, isServed] of [
    [null, 0, () => true],
    [[OTHER.id], 4, (index: number) => index % 3 === 0],
    [[OTHER.account], 5, (index: number) => index % 3 === 0],
    [["0000000000000000000000000c"], 6, () => false],
  ] as const) {
    const { found, ...rest } = await taken(new SnapshotSource(context).lines(0, serves, version), desk);
    assert.equal(rest.serves, version);
    assert.deepEqual(
      found,
      told.map((index) => ({ index, isOpened: desk.openings.has(index) && isServed(index) })),
    );
  }
});

test("a snapshot is of one moment, whatever is written meanwhile: what is lifted later is in it", async () => {
  const { desk, context, db } = world;
  const lines = new SnapshotSource(context).lines(0, null, 0);
  const first = await lines.next();
  await db.updateTable("measure").set({ lifted_by: SIZE }).where("index", "=", 1).execute();
  const rest = (async function* () {
    yield first.value!;
    yield* lines;
  })();
  assert.ok((await taken(rest, desk)).found.some(({ index }) => index === 1));
  await db.updateTable("measure").set({ lifted_by: null }).where("index", "=", 1).execute();
});

test("parts are made when they are asked for, once for all who ask at the same time", async () => {
  const { context, clock } = world;
  let reads = 0;
  const { ledger } = context;
  const counting = new Proxy(ledger, {
    get: (target, name) => {
      if (name === "readView") reads += 1;
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const source = new SnapshotSource({ ...context, ledger: counting });
  const stuck = source.lines(0, null, 0);
  await stuck.next(); // its head, and then it never asks again
  assert.equal(reads, 0);
  const many = Array.from({ length: 20 }, () => Array.fromAsync(source.lines(0, null, 0)));
  const [one, ...others] = await Promise.all(many);
  for (const other of others) assert.deepEqual(other, one);
  assert.equal(reads, Math.ceil(SIZE / 256), "each tile once for twenty edges");
  assert.deepEqual([(await stuck.next()).value], one!.slice(1, 2), "who was stuck goes on where it was");
  clock.advance(10 * SECOND);
  await Array.fromAsync(source.lines(0, null, 0));
  assert.equal(reads, 2 * Math.ceil(SIZE / 256), "a later one is of its own time");
});

test("an edge's digests are judged at its own size and time, with its own sites", async () => {
  const { desk, db } = world;
  const comparison = new DigestComparison(db);
  const { state } = applyEntries(EMPTY_STATE, 0, desk.entries.slice(0, 1003)); // at which 1003 is not lifted yet
  for (const [offset, serves] of [
    [DAY, null],
    [30 * DAY + 700 * SECOND, null],
    [30 * DAY + 700 * SECOND, [OTHER.id]],
    [30 * DAY + 701 * SECOND, [OTHER.account]],
    [500 * SECOND, null],
    [40 * DAY, null],
  ] as readonly (readonly [number, Serves])[]) {
    const active = activeAt(state, START_MS + offset);
    const held = active.filter((index) => serves === null || index % 3 === 0);
    const ack = {
      ...{ size: 1003, config: 0, known: knownDigest(active), held: knownDigest(held) },
      at: new Date(START_MS + offset).toISOString().replace(".000", ""),
    };
    assert.equal(await comparison.verdict(ack, serves), "equal", `${offset} ${serves}`);
    assert.equal(await comparison.verdict(ack, serves), "equal", "from memory");
    assert.equal(await comparison.verdict({ ...ack, known: knownDigest([7]) }, serves), "known");
    assert.equal(await comparison.verdict({ ...ack, held: knownDigest([7]) }, serves), "held");
    assert.equal(await comparison.verdict({ ...ack, at: undefined }, serves), undefined);
  }
});

test("a site is looked at where it is served: at edges with an address, that are enrolled and serve it", async () => {
  const { db } = world;
  const edge = (name: string, serves: Serves, more = {}) => ({
    ...{ name, fingerprint: name, public_address: `${name}:80`, at: 0, revoked_at: null },
    ...{ next_fingerprint: null, certificate_ends_at: null },
    serves: serves === null ? null : JSON.stringify(serves),
    ...more,
  });
  await db
    .insertInto("edge")
    .values([
      ...[edge("all", null), edge("by-site", [OTHER.id]), edge("by-account", ["x", OTHER.account])],
      ...[edge("other", [SITE.id]), edge("gone", null, { revoked_at: 1 })],
      ...[edge("nowhere", null, { public_address: null }), edge("invited", null, { fingerprint: null })],
    ])
    .execute();
  const names = async (site: string) => (await vantages(db, site)).map(({ name }) => name);
  assert.deepEqual(await names(OTHER.id), ["all", "by-account", "by-site"]);
  assert.deepEqual(await names(SITE.id), ["all", "other"]);
  assert.deepEqual((await vantages(db, SITE.id))[0], { name: "all", address: "all:80" });
});
