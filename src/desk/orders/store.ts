import type { Insertable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";
import type { Act } from "./types.ts";

type Row = Rows["work_order"];

/** Does nothing where the measure has an order for that act already. */
export const insertOrder = (db: Db, row: Insertable<Row>) =>
  db
    .insertInto("work_order")
    .values(row)
    .onConflict((conflict) => conflict.columns(["measure", "act"]).doNothing())
    .execute();

const orders = (db: Db) =>
  db
    .selectFrom("work_order")
    .innerJoin("measure", "measure.index", "work_order.measure")
    .innerJoin("ledger_entry", "ledger_entry.index", "work_order.measure")
    .selectAll("work_order")
    .select(["measure.decision", "measure.site", "measure.opening", "ledger_entry.entry"]);

export const orderById = (db: Db, id: string) =>
  orders(db).where("work_order.id", "=", id).executeTakeFirst();
export type OrderRow = NonNullable<Awaited<ReturnType<typeof orderById>>>;

/** Those nobody has confirmed, the most urgent first. */
export const openOrders = (db: Db, limit = 1_000) =>
  orders(db).where("closed_at", "is", null).orderBy("due_at").orderBy("work_order.id").limit(limit).execute();

/** Those that are settled, the newest first. */
export const closedOrders = (db: Db, limit = 200) =>
  orders(db)
    .where("closed_at", "is not", null)
    .orderBy("closed_at", "desc")
    .orderBy("work_order.id")
    .limit(limit)
    .execute();

export const ordersOfMeasure = (db: Db, index: number) =>
  orders(db).where("work_order.measure", "=", index).orderBy("work_order.made_at").execute();

export const orderOf = (db: Db, measure: number, act: Act) =>
  db
    .selectFrom("work_order")
    .selectAll()
    .where("measure", "=", measure)
    .where("act", "=", act)
    .executeTakeFirst();

/** Closes an order that is open; tells whether it was. */
export const closeOrder = async (
  db: Db,
  id: string,
  closed: { closed_at: number; closed_by: string; outcome: "done" | "withdrawn" },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable("work_order")
    .set(closed)
    .where("id", "=", id)
    .where("closed_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

export const setSent = (db: Db, id: string, at: number) =>
  db.updateTable("work_order").set({ sent_at: at }).where("id", "=", id).execute();

/** Measures whose carrying out has to be taken back: ended or lifted, and no order says so yet. */
export const endedWithoutUndo = (db: Db, nowMs: number) =>
  db
    .selectFrom("work_order")
    .innerJoin("measure", "measure.index", "work_order.measure")
    .select("work_order.measure")
    .where("act", "=", "apply")
    .where((where) => where.or([where("lifted_by", "is not", null), where("ends_at", "<=", nowMs)]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("work_order as undo")
            .select("undo.id")
            .whereRef("undo.measure", "=", "work_order.measure")
            .where("undo.act", "=", "undo"),
        ),
      ),
    )
    .execute();

export const endpointOf = (db: Db, role: string) =>
  db.selectFrom("work_endpoint").selectAll().where("role", "=", role).executeTakeFirst();

export const endpoints = (db: Db) =>
  db.selectFrom("work_endpoint").select(["role", "url"]).orderBy("role").execute();

/** A new address makes a new secret: the serial is part of it. */
export const putEndpoint = (db: Db, row: { role: string; url: string; at: number }) =>
  db
    .insertInto("work_endpoint")
    .values({ ...row, serial: 1 })
    .onConflict((conflict) =>
      conflict
        .column("role")
        .doUpdateSet(({ eb, ref }) => ({ ...row, serial: eb(ref("work_endpoint.serial"), "+", 1) })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();

export const dropEndpoint = (db: Db, role: string) =>
  db.deleteFrom("work_endpoint").where("role", "=", role).executeTakeFirst();

/** Hostnames of the sites of an account that are served. */
export const hostnamesOfAccount = async (db: Db, account: string): Promise<string[]> =>
  (
    await db
      .selectFrom("hostname")
      .innerJoin("site", "site.id", "hostname.site")
      .select("hostname.name")
      .where("site.account", "=", account)
      .orderBy("site.id")
      .orderBy("hostname.position")
      .execute()
  ).map(({ name }) => name);
