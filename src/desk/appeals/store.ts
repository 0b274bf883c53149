import type { Insertable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertAppeal = (db: Db, row: Insertable<Rows["appeal"]>) =>
  db.insertInto("appeal").values(row).execute();

export const appealById = (db: Db, id: string) =>
  db.selectFrom("appeal").selectAll().where("id", "=", id).executeTakeFirst();

export const openAppeals = (db: Db) =>
  db.selectFrom("appeal").selectAll().where("status", "=", "open").orderBy("due_at").limit(500).execute();

export const appealsOfDecision = (db: Db, decision: string) =>
  db.selectFrom("appeal").selectAll().where("decision", "=", decision).orderBy("at").execute();

export const closeAppeal = (
  db: Db,
  id: string,
  change: { status: string; decided_by: string | null; decided_at: number },
) =>
  db.updateTable("appeal").set(change).where("id", "=", id).where("status", "=", "open").executeTakeFirst();
