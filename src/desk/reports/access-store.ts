import type { Insertable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertAccess = (db: Db, row: Insertable<Rows["access"]>) =>
  db.insertInto("access").values(row).execute();

/** With the kind of the code behind it; none where either is over. */
export const accessByLocator = (db: Db, locator: Uint8Array, now: number) =>
  db
    .selectFrom("access")
    .leftJoin("access as code", "code.id", "access.parent")
    .selectAll("access")
    .select(({ fn }) => fn.coalesce("code.kind", "access.kind").as("effective_kind"))
    .where("access.locator", "=", Buffer.from(locator))
    .where(({ eb, or }) => or([eb("access.ends_at", "is", null), eb("access.ends_at", ">", now)]))
    .where(({ eb, or }) => or([eb("code.ends_at", "is", null), eb("code.ends_at", ">", now)]))
    .executeTakeFirst();

/** Codes of a report that are in force. */
export const codesOf = (db: Db, report: string, now: number) =>
  db
    .selectFrom("access")
    .select(["id", "kind", "at", "ends_at"])
    .where("report", "=", report)
    .where("kind", "!=", "session")
    .where(({ eb, or }) => or([eb("ends_at", "is", null), eb("ends_at", ">", now)]))
    .orderBy("at")
    .orderBy("id")
    .execute();

export const endAccess = (db: Db, report: string, id: string, at: number) =>
  db
    .updateTable("access")
    .set({ ends_at: at })
    .where("report", "=", report)
    .where("id", "=", id)
    .executeTakeFirst();

/** What a code may do from now on. */
export const setAccess = (db: Db, id: string, change: { kind: string; ends_at: number | null }) =>
  db.updateTable("access").set(change).where("id", "=", id).execute();

export const endSessions = (db: Db, parent: string) =>
  db.deleteFrom("access").where("parent", "=", parent).execute();

export const endSession = (db: Db, locator: Uint8Array) =>
  db.deleteFrom("access").where("locator", "=", Buffer.from(locator)).where("kind", "=", "session").execute();

/** From now on its codes open where the report stands, and no word of it. */
export const forgetKeys = (db: Db, report: string) =>
  db.updateTable("access").set({ key_sealed: null }).where("report", "=", report).execute();
