import { sql } from "kysely";
import type { Opening } from "../../ledger/target.ts";
import type { Db } from "../db/open.ts";

export const insertEdge = (db: Db, row: { name: string; public_address: string | null; at: number }) =>
  db
    .insertInto("edge")
    .values({ ...row, fingerprint: null, revoked_at: null })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ public_address: row.public_address }))
    .execute();

export const setFingerprint = (db: Db, name: string, fingerprint: string) =>
  db.updateTable("edge").set({ fingerprint, revoked_at: null }).where("name", "=", name).execute();

export const setRevoked = (db: Db, name: string, at: number) =>
  db.updateTable("edge").set({ revoked_at: at }).where("name", "=", name).executeTakeFirst();

export const edgeByFingerprint = (db: Db, fingerprint: string) =>
  db
    .selectFrom("edge")
    .selectAll()
    .where("fingerprint", "=", fingerprint)
    .where("revoked_at", "is", null)
    .executeTakeFirst();

/** Edges that are enrolled and not revoked. */
const live = (db: Db) =>
  db
    .selectFrom("edge")
    .select(["name", "public_address"])
    .where("fingerprint", "is not", null)
    .where("revoked_at", "is", null);

export const liveEdges = (db: Db) => live(db).orderBy("name").execute();
export const liveEdge = (db: Db, name: string) => live(db).where("name", "=", name).executeTakeFirst();

/** Openings of measures written in [from, to), or of the given indices; those whose salt was destroyed are not there. */
export async function openings(
  db: Db,
  which: { from: number; to: number } | { indices: readonly number[] },
): Promise<{ index: number; opening: Opening }[]> {
  let query = db
    .selectFrom("measure")
    .select(["index", "opening"])
    .where("opening", "is not", null)
    .orderBy("index");
  query =
    "from" in which
      ? query.where("index", ">=", which.from).where("index", "<", which.to)
      : query.where("index", "in", [...which.indices]);
  return (await query.execute()).map(({ index, opening }) => ({ index, opening: opening as Opening }));
}

/** Indices of entries that an edge still needs at `nowMs`: live measures and requests. */
export async function livingIndices(db: Db, size: number, nowMs: number): Promise<number[]> {
  const measures = await db
    .selectFrom("measure")
    .select("index")
    .where("index", "<", size)
    .where("lifted_by", "is", null)
    .where((where) => where.or([where("ends_at", "is", null), where("ends_at", ">", nowMs)]))
    .execute();
  const others = await db
    .selectFrom("ledger_entry")
    .select("index")
    .where("index", "<", size)
    .where(sql<boolean>`entry ->> 'kind' = 'request'`)
    .execute();
  return [...measures, ...others].map(({ index }) => index).sort((a, b) => a - b);
}
