import type { Insertable } from "kysely";
import type { Db } from "../../db/open.ts";
import type { Rows } from "../../db/rows.ts";

export const senderByTag = (db: Db, tag: Uint8Array) =>
  db.selectFrom("sender").selectAll().where("tag", "=", Buffer.from(tag)).executeTakeFirst();

export const putSender = (
  db: Db,
  tag: Uint8Array,
  change: { warned_at: number } | { suspended_until: number },
) =>
  db
    .insertInto("sender")
    .values({ tag: Buffer.from(tag), ...change })
    .onConflict((conflict) => conflict.column("tag").doUpdateSet(change))
    .execute();

/** How many reports came under a tag since then, and how many of them were unfounded. */
export async function countsOf(db: Db, tag: Uint8Array, since: number) {
  const { reports, unfounded } = await db
    .selectFrom("report")
    .select(({ fn }) => [fn.countAll().as("reports"), fn.count("unfounded_at").as("unfounded")])
    .where("sender", "=", Buffer.from(tag))
    .where("received_at", ">", since)
    .executeTakeFirstOrThrow();
  return { reports: Number(reports), unfounded: Number(unfounded) };
}

export const insertFlagger = (db: Db, row: Insertable<Rows["flagger"]>) =>
  db.insertInto("flagger").values(row).execute();

export const flaggers = (db: Db) =>
  db.selectFrom("flagger").select(["id", "name", "per_hour", "at", "ended_at"]).orderBy("at").execute();

export const flaggerByKey = (db: Db, hash: Uint8Array) =>
  db
    .selectFrom("flagger")
    .select(["id", "per_hour"])
    .where("key_hash", "=", Buffer.from(hash))
    .where("ended_at", "is", null)
    .executeTakeFirst();

export const endFlagger = (db: Db, id: string, at: number) =>
  db
    .updateTable("flagger")
    .set({ ended_at: at })
    .where("id", "=", id)
    .where("ended_at", "is", null)
    .executeTakeFirst();
