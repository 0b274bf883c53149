import type { Db } from "./open.ts";

/** Single values that belong to no other table, by name. */
export const setSetting = (db: Db, name: string, value: unknown) =>
  db
    .insertInto("setting")
    .values({ name, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value: JSON.stringify(value) }))
    .execute();

export const getSetting = async (db: Db, name: string): Promise<unknown> =>
  (await db.selectFrom("setting").select("value").where("name", "=", name).executeTakeFirst())?.value;

/** Of several that set it at once, one does; what is there stays. */
export const setSettingOnce = (db: Db, name: string, value: unknown) =>
  db
    .insertInto("setting")
    .values({ name, value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
