import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Opening } from "../../ledger/target.ts";
import type { Db } from "../db/open.ts";
import { isServed, type Serves } from "../sites/served.ts";

export const edgeNamed = (db: Db, name: string) =>
  db.selectFrom("edge").selectAll().where("name", "=", name).executeTakeFirst();

export const insertEdge = (db: Db, row: { name: string; public_address: string | null; at: number }) =>
  db
    .insertInto("edge")
    .values({
      ...{ ...row, fingerprint: null, next_fingerprint: null, certificate_ends_at: null },
      ...{ revoked_at: null, serves: null },
    })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ public_address: row.public_address }))
    .execute();

/** Puts a list in the place of an edge's; from now on it is another version of it. */
export const setServes = (db: Db, name: string, serves: Serves) =>
  db
    .updateTable("edge")
    .set({
      serves: serves === null ? null : JSON.stringify(serves),
      serves_version: sql`serves_version + 1`,
    })
    .where("name", "=", name)
    .execute();

/** Puts a site onto every list that has one of those accounts, and not the site. */
export const addToServes = (db: Db, site: string, accounts: readonly string[]) =>
  db
    .updateTable("edge")
    .set({
      serves: sql`serves || ${JSON.stringify([site])}::jsonb`,
      serves_version: sql`serves_version + 1`,
    })
    .where(sql<boolean>`serves ?| ${accounts}::text[] and not serves ? ${site}`)
    .execute();

export interface Certificate {
  readonly fingerprint: string;
  readonly endsAtMs: number;
}

/** Nothing of one that was revoked: only an invitation lets it in again. */
export const setCertificate = (db: Db, name: string, { fingerprint, endsAtMs }: Certificate) =>
  db
    .updateTable("edge")
    .set({ fingerprint, next_fingerprint: null, certificate_ends_at: endsAtMs })
    .where("name", "=", name)
    .where("revoked_at", "is", null)
    .executeTakeFirst();

/** One that was revoked may enrol again; what it had before stays worthless. */
export const readmit = (db: Db, name: string) =>
  db
    .updateTable("edge")
    .set({ fingerprint: null, next_fingerprint: null, certificate_ends_at: null, revoked_at: null })
    .where("name", "=", name)
    .where("revoked_at", "is not", null)
    .execute();

/** A certificate that counts beside the present one, until the edge has used it. */
export const setNextFingerprint = (db: Db, name: string, fingerprint: string) =>
  db.updateTable("edge").set({ next_fingerprint: fingerprint }).where("name", "=", name).execute();

/** The one before it counts no more. */
export const useNextFingerprint = (db: Db, { fingerprint, endsAtMs }: Certificate) =>
  db
    .updateTable("edge")
    .set({ fingerprint, next_fingerprint: null, certificate_ends_at: endsAtMs })
    .where("next_fingerprint", "=", fingerprint)
    .execute();

export const setRevoked = (db: Db, name: string, at: number) =>
  db.updateTable("edge").set({ revoked_at: at }).where("name", "=", name).executeTakeFirst();

export const edgeByFingerprint = (db: Db, fingerprint: string) =>
  live(db)
    .where((where) =>
      where.or([where("fingerprint", "=", fingerprint), where("next_fingerprint", "=", fingerprint)]),
    )
    .executeTakeFirst();

/** Edges that are enrolled and not revoked. */
const live = (db: Db) =>
  db
    .selectFrom("edge")
    .select(["name", "public_address", "serves", "serves_version", "next_fingerprint", "certificate_ends_at"])
    .where("fingerprint", "is not", null)
    .where("revoked_at", "is", null);

export const liveEdges = (db: Db) => live(db).orderBy("name").execute();
export const liveEdge = (db: Db, name: string) => live(db).where("name", "=", name).executeTakeFirst();

/** Where a visitor reaches a site: edges that serve it, and have an address. */
export async function vantages(db: Db, site: string): Promise<{ name: string; address: string }[]> {
  const rows = await live(db)
    .where("public_address", "is not", null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb("serves", "is", null),
        exists(
          selectFrom("site")
            .select("site.id")
            .where("site.id", "=", site)
            .where(sql<boolean>`edge.serves ?| array[site.id, site.account]`),
        ),
      ]),
    )
    .orderBy("name")
    .execute();
  return rows.map(({ name, public_address }) => ({ name, address: public_address! }));
}

/** Whether an edge that serves those is sent a measure's opening: one on an account is about every site of it. */
const isTold = (serves: Serves) =>
  sql<boolean>`(${isServed("measure.site", serves)} or (opening ->> 'grain' = 'account' and exists (
    select from site where site.account = opening ->> 'site' and ${isServed("site.id", serves)})))`;

export interface Opened {
  readonly index: number;
  readonly opening: Opening;
}

/** Openings of measures on those sites that were written in [from, to); those whose salt was destroyed are not there. */
export const openingsBetween = async (
  db: Db,
  from: number,
  to: number,
  serves: Serves = null,
): Promise<Opened[]> =>
  opened(
    await db
      .selectFrom("measure")
      .select(["index", "opening"])
      .where("index", ">=", from)
      .where("index", "<", to)
      .where(isTold(serves))
      .orderBy("index")
      .execute(),
  );

/** A stretch of the ledger as it stood at `size` and at `nowMs`. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly nowMs: number;
  readonly serves: Serves;
}

/** What an edge needs of a stretch: indices of live measures and of all else that it follows, in order, and openings of those on its sites. */
export async function living(
  db: Db,
  { from, to, size, nowMs, serves }: Stretch,
): Promise<{ indices: readonly number[]; openings: Opened[] }> {
  const measures = await db
    .selectFrom("measure")
    .select(["index", "opening", isTold(serves).as("served")])
    .where("index", ">=", from)
    .where("index", "<", to)
    .where((where) => where.or([where("lifted_by", "is", null), where("lifted_by", ">=", size)]))
    .where((where) => where.or([where("ends_at", "is", null), where("ends_at", ">", nowMs)]))
    .orderBy("index")
    .execute();
  // An edge gives up nothing that it has verified, unless it sees that it was lifted.
  const lifts = await db
    .selectFrom("measure")
    .select("lifted_by as index")
    .where("lifted_by", ">=", from)
    .where("lifted_by", "<", to)
    .where((where) => where.or([where("ends_at", "is", null), where("ends_at", ">", nowMs)]))
    .$narrowType<{ index: number }>()
    .execute();
  const requests = await db
    .selectFrom("ledger_entry")
    .select("index")
    .where("index", ">=", from)
    .where("index", "<", to)
    .where(sql<boolean>`entry ->> 'kind' in ('request', 'key', 'protect')`)
    .execute();
  const indices = [...measures, ...lifts, ...requests].map(({ index }) => index).sort((a, b) => a - b);
  return { indices, openings: opened(measures.filter(({ served }) => served)) };
}

/** What an edge's digests should be, and from when to when they are. */
export interface ExpectedDigests {
  readonly known: string;
  readonly held: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Ledger indices that are looked at in one question: nothing else waits for long. */
const INDICES_A_LOOK = 20_000;

/** As the edge computes them (ledger/active.ts, knownDigest), for a ledger of `size` at `atMs`. Goes through all measures. */
export async function expectedDigests(
  db: Db,
  size: number,
  atMs: number,
  serves: Serves,
): Promise<ExpectedDigests> {
  const known = createHash("sha256");
  const held = createHash("sha256");
  let [fromMs, untilMs] = [0, Number.POSITIVE_INFINITY];
  for (let from = 0; from < size; from += INDICES_A_LOOK) {
    const to = Math.min(size, from + INDICES_A_LOOK);
    const some = await activeBetween(db, { from, to, size, nowMs: atMs, serves });
    known.update(some.known);
    held.update(some.held);
    fromMs = Math.max(fromMs, Number(some.from ?? 0));
    untilMs = Math.min(untilMs, Number(some.until ?? Number.POSITIVE_INFINITY));
  }
  return { known: known.digest("hex"), held: held.digest("hex"), fromMs, untilMs };
}

/** Active indices of a stretch as the digests take them, and the changes next to that time. */
function activeBetween(db: Db, { from, to, size, nowMs, serves }: Stretch) {
  const indices = (which: ReturnType<typeof isServed>) =>
    sql<Uint8Array>`coalesce(string_agg(int8send(index), ''::bytea order by index)
      filter (where starts_at <= ${nowMs} and (ends_at is null or ends_at > ${nowMs}) and ${which}), ''::bytea)`;
  return db
    .selectFrom("measure")
    .select([
      indices(sql<boolean>`true`).as("known"),
      indices(sql<boolean>`opening is not null and ${isTold(serves)}`).as("held"),
      sql<number | null>`greatest(max(starts_at) filter (where starts_at <= ${nowMs}),
        max(ends_at) filter (where ends_at <= ${nowMs}))`.as("from"),
      sql<number | null>`least(min(starts_at) filter (where starts_at > ${nowMs}),
        min(ends_at) filter (where ends_at > ${nowMs}))`.as("until"),
    ])
    .where("index", ">=", from)
    .where("index", "<", to)
    .where((where) => where.or([where("lifted_by", "is", null), where("lifted_by", ">=", size)]))
    .executeTakeFirstOrThrow();
}

const opened = (rows: readonly { index: number; opening: unknown }[]): Opened[] =>
  rows.flatMap(({ index, opening }) => (opening === null ? [] : [{ index, opening: opening as Opening }]));
