import type { Insertable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertDecision = (db: Db, row: Insertable<Rows["decision"]>) =>
  db.insertInto("decision").values(row).execute();

export const decisionById = (db: Db, id: string) =>
  db.selectFrom("decision").selectAll().where("id", "=", id).executeTakeFirst();

/** Those that somebody has approved already come first, then the oldest. */
export const proposedDecisions = (db: Db) =>
  db
    .selectFrom("decision")
    .selectAll()
    .where("status", "=", "proposed")
    .orderBy(
      ({ selectFrom, fn }) =>
        selectFrom("approval")
          .select(fn.countAll<number>().as("n"))
          .whereRef("approval.decision", "=", "decision.id"),
      "desc",
    )
    .orderBy("proposed_at")
    .limit(500)
    .execute();

export const setCommitted = (db: Db, id: string, at: number) =>
  db.updateTable("decision").set({ status: "committed", committed_at: at }).where("id", "=", id).execute();

export const insertApproval = (db: Db, row: Insertable<Rows["approval"]>) =>
  db
    .insertInto("approval")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["decision", "person"]).doUpdateSet({ signature: row.signature }),
    )
    .execute();

export const deleteApproval = (db: Db, decision: string, person: string) =>
  db.deleteFrom("approval").where("decision", "=", decision).where("person", "=", person).execute();

export const approvalsOf = (db: Db, decision: string) =>
  db
    .selectFrom("approval")
    .innerJoin("person", "person.id", "approval.person")
    .select(["approval.person", "approval.signature", "person.role"])
    .where("decision", "=", decision)
    .execute();

export const insertMeasure = (db: Db, row: Insertable<Rows["measure"]>) =>
  db.insertInto("measure").values(row).execute();

export const measureByIndex = (db: Db, index: number) =>
  db.selectFrom("measure").selectAll().where("index", "=", index).executeTakeFirst();

export const measuresOfDecision = (db: Db, decision: string) =>
  db.selectFrom("measure").selectAll().where("decision", "=", decision).orderBy("index").execute();

export const setLifted = (db: Db, index: number, liftedBy: number) =>
  db.updateTable("measure").set({ lifted_by: liftedBy }).where("index", "=", index).execute();

/** The proposed lift of a measure, if a person decided it here; of several, the one that was approved. */
export const openLiftOf = (db: Db, measure: number) =>
  db
    .selectFrom("decision")
    .selectAll()
    .where("kind", "=", "lift")
    .where("status", "=", "proposed")
    .where("precedent_key", "=", `lift|${measure}`)
    .orderBy(({ exists, not, selectFrom }) =>
      not(exists(selectFrom("approval").select("person").whereRef("approval.decision", "=", "decision.id"))),
    )
    .orderBy("proposed_at")
    .executeTakeFirst();

/** Other proposals to lift what has been lifted can no longer be approved. */
export const dropOpenLifts = (db: Db, measure: number) =>
  db
    .updateTable("decision")
    .set({ status: "dropped" })
    .where("kind", "=", "lift")
    .where("status", "=", "proposed")
    .where("precedent_key", "=", `lift|${measure}`)
    .execute();

/** Decisions that stand on the same facts, newest first: committed, and not lifted on appeal. */
export const precedents = (db: Db, key: string) =>
  db
    .selectFrom("decision")
    .leftJoin("measure", "measure.decision", "decision.id")
    .select(["decision.id", "decision.drafts", "decision.kind", "decision.committed_at"])
    .where("precedent_key", "=", key)
    .where("status", "=", "committed")
    .where("measure.lifted_by", "is", null)
    .orderBy("decision.committed_at", "desc")
    .limit(20)
    .execute();

/** How many decisions about a site were committed and stand. */
export const upheldOfSite = async (db: Db, site: string): Promise<number> =>
  Number(
    (
      await db
        .selectFrom("measure")
        .select(({ fn }) => fn.countAll<number>().as("n"))
        .where("site", "=", site)
        .where("lifted_by", "is", null)
        .executeTakeFirstOrThrow()
    ).n,
  );

export const entryAt = (db: Db, index: number) =>
  db.selectFrom("ledger_entry").select("entry").where("index", "=", index).executeTakeFirst();

export const insertPolicy = (db: Db, row: Insertable<Rows["policy"]>) =>
  db
    .insertInto("policy")
    .values(row)
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();

export const policyByHash = (db: Db, hash: string) =>
  db.selectFrom("policy").selectAll().where("hash", "=", hash).executeTakeFirst();
