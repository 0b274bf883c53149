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

export const insertEntry = (db: Db, index: number, entry: Entry) =>
  db
    .insertInto("ledger_entry")
    .values({ index, entry: JSON.stringify(entry) })
    .execute();
