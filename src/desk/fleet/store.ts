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

export interface Opened {
  readonly index: number;
  readonly opening: Opening;
}

/** Openings of measures written in [from, to); those whose salt was destroyed are not there. */
export const openingsBetween = async (db: Db, from: number, to: number): Promise<Opened[]> =>
  opened(
    await db
      .selectFrom("measure")
      .select(["index", "opening"])
      .where("index", ">=", from)
      .where("index", "<", to)
      .orderBy("index")
      .execute(),
  );

/** What an edge still needs at `nowMs`: indices of live measures and of requests, in order, and those measures' openings. */
export async function living(
  db: Db,
  size: number,
  nowMs: number,
): Promise<{ indices: readonly number[]; openings: Opened[] }> {
  const measures = await db
    .selectFrom("measure")
    .select(["index", "opening"])
    .where("index", "<", size)
    .where("lifted_by", "is", null)
    .where((where) => where.or([where("ends_at", "is", null), where("ends_at", ">", nowMs)]))
    .orderBy("index")
    .execute();
  const requests = await db
    .selectFrom("ledger_entry")
    .select("index")
    .where("index", "<", size)
    .where(sql<boolean>`entry ->> 'kind' = 'request'`)
    .execute();
  const indices = [...measures, ...requests].map(({ index }) => index).sort((a, b) => a - b);
  return { indices, openings: opened(measures) };
}

const opened = (rows: readonly { index: number; opening: unknown }[]): Opened[] =>
  rows.flatMap(({ index, opening }) => (opening === null ? [] : [{ index, opening: opening as Opening }]));
