import { sql } from "kysely";
import type { Entry } from "../../ledger/entry.ts";
import type { Db } from "./open.ts";

/** How many of the ledger's entries the database knows. */
export async function countEntries(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom("ledger_entry")
    .select(({ fn }) => fn.count<number>("index").as("count"))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Entries from `from` on, at most `limit`, by index. */
export const entriesFrom = (db: Db, from: number, limit: number) =>
  db
    .selectFrom("ledger_entry")
    .selectAll()
    .where("index", ">=", from)
    .orderBy("index")
    .limit(limit)
    .execute();

export const replaceEntry = (db: Db, index: number, entry: Entry) =>
  db
    .updateTable("ledger_entry")
    .set({ entry: JSON.stringify(entry) })
    .where("index", "=", index)
    .execute();

/** Forgets the index and all that was derived from it, whichever room's table it is in. */
export const forgetEntries = (db: Db) => sql`truncate ledger_entry cascade`.execute(db);

/** Measures in the ledger that this database has no opening for, lifted ones left out. */
export async function measuresWithoutOpening(db: Db): Promise<number[]> {
  const rows = await db
    .selectFrom("ledger_entry as e")
    .leftJoin("measure as m", "m.index", "e.index")
    .select("e.index")
    .where(sql<boolean>`e.entry->>'kind' = 'measure' and m.opening is null`)
    .where(
      sql<boolean>`not exists (select 1 from ledger_entry l where l.entry->>'kind' = 'lift' and (l.entry->>'measure')::bigint = e.index)`,
    )
    .orderBy("e.index")
    .execute();
  return rows.map(({ index }) => Number(index));
}

export const insertEntry = (db: Db, index: number, entry: Entry) =>
  db
    .insertInto("ledger_entry")
    .values({ index, entry: JSON.stringify(entry) })
    .execute();
