import type { Insertable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertStatement = (db: Db, row: Insertable<Rows["statement"]>) =>
  db.insertInto("statement").values(row).execute();

export const statementById = (db: Db, id: string) =>
  db.selectFrom("statement").selectAll().where("id", "=", id).executeTakeFirst();

export const unsentStatements = (db: Db) =>
  db.selectFrom("statement").select("id").where("sent_at", "is", null).orderBy("at").limit(1000).execute();

export const setSent = (db: Db, id: string, at: number) =>
  db.updateTable("statement").set({ sent_at: at }).where("id", "=", id).execute();
