import { type Insertable, sql } from "kysely";
import type { LiftEntry } from "../../ledger/entry.ts";
import { rowOf } from "../db/events.ts";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";
import type { Door } from "./types.ts";

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

/** With its site's document and the key of whoever is about to approve it; null where that is nobody of the team. */
export const decisionToApprove = (db: Db, id: string, person: string) =>
  db
    .selectFrom("decision")
    .innerJoin("site", "site.id", "decision.site")
    .leftJoin("person", (join) => join.on("person.id", "=", person))
    .selectAll("decision")
    .select(["site.document", "person.public_key"])
    .where("decision.id", "=", id)
    .executeTakeFirst();

/** Writes an approval and its event down, in one statement; returns all that were given, this one included. */
export const giveApproval = (db: Db, row: Insertable<Rows["approval"]>) =>
  db
    .with("given", (given) =>
      given
        .insertInto("approval")
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(["decision", "person"]).doUpdateSet({ signature: row.signature }),
        )
        .returning(["person", "signature"]),
    )
    .with("noted", (noted) =>
      noted.insertInto("event").values(
        rowOf({
          ...{ at: row.at, actor: row.person, subjectKind: "decision", subject: row.decision },
          kind: "decision.approved",
        }),
      ),
    )
    .selectFrom((from) =>
      from
        .selectFrom("given")
        .select(["person", "signature"])
        .unionAll(
          from
            .selectFrom("approval")
            .select(["person", "signature"])
            .where("decision", "=", row.decision)
            .where("person", "!=", row.person), // what this statement writes it does not read
        )
        .as("approval"),
    )
    .innerJoin("person", "person.id", "approval.person")
    .select(["approval.person", "approval.signature", "person.role"])
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

/** Of the cases that a report is in, with their entries, newest first. */
export const measuresAbout = (db: Db, report: string) =>
  db
    .selectFrom("measure")
    .innerJoin("decision", "decision.id", "measure.decision")
    .innerJoin("ledger_entry", "ledger_entry.index", "measure.index")
    .selectAll("measure")
    .select("ledger_entry.entry")
    .where("opening", "is not", null)
    .where("decision.case_id", "in", (from) =>
      from.selectFrom("case_report").select("case_report.case_id").where("case_report.report", "=", report),
    )
    .orderBy("measure.index", "desc")
    .limit(200)
    .execute();

export const setLifted = (db: Db, index: number, liftedBy: number) =>
  db.updateTable("measure").set({ lifted_by: liftedBy }).where("index", "=", index).execute();

/**
 * The proposed lift that an entry is, if a person decided it here. It has no decision's id: of several with its cause, the one
 * that somebody of the team has approved, as an outside second's approval alone writes nothing.
 */
export const openLiftOf = (db: Db, { measure, cause }: Pick<LiftEntry, "measure" | "cause">) =>
  db
    .selectFrom("decision")
    .selectAll()
    .where("kind", "=", "lift")
    .where("status", "=", "proposed")
    .where("precedent_key", "=", `lift|${measure}`)
    .where(sql<boolean>`drafts #>> '{core,cause}' = ${cause}`)
    .orderBy(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom("approval")
            .innerJoin("person", "person.id", "approval.person")
            .select("person")
            .whereRef("approval.decision", "=", "decision.id")
            .where("person.role", "!=", "outside-second"),
        ),
      ),
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

/** When the statement of a decision was mailed; null before. */
export const statementSentAt = async (db: Db, decision: string): Promise<number | null> =>
  (
    await db
      .selectFrom("statement")
      .select("sent_at")
      .where("decision", "=", decision)
      .orderBy("at", "desc")
      .executeTakeFirst()
  )?.sent_at ?? null;

/** Pages of sites that we have looked at and got an answer from. */
export const capturedPages = (db: Db, sites: readonly string[]) =>
  db
    .selectFrom("page")
    .select(["id", "site", "host", "path", "query"])
    .where("site", "in", [...sites])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("capture")
          .select("capture.id")
          .whereRef("capture.page", "=", "page.id")
          .where("agreement", "!=", "failed"),
      ),
    )
    .orderBy("path")
    .limit(10_000)
    .execute();

/** Replaces what is known of a decision's other doors. */
export async function putDoors(db: Db, decision: string, at: number, doors: readonly Door[]): Promise<void> {
  await db.deleteFrom("door").where("decision", "=", decision).execute();
  if (doors.length === 0) return;
  const rows = doors.map(({ url, how, state, findings }) => ({
    ...{ decision, url, how, state, at },
    findings: JSON.stringify(findings),
  }));
  await db.insertInto("door").values(rows).execute();
}

/** Standing measures since then after which no other door was looked at. */
export const decidedWithoutDoors = (db: Db, sinceMs: number) =>
  db
    .selectFrom("decision")
    .innerJoin("measure", "measure.decision", "decision.id")
    .innerJoin("ledger_entry", "ledger_entry.index", "measure.index")
    .select(["decision.id", "ledger_entry.entry"])
    .where("committed_at", ">", sinceMs)
    .where("lifted_by", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("door").select("door.url").whereRef("door.decision", "=", "decision.id"))),
    )
    .limit(1_000)
    .execute();

/** Those where the same finding is still served come first. */
export const doorsOf = (db: Db, decision: string) =>
  db
    .selectFrom("door")
    .selectAll()
    .where("decision", "=", decision)
    .orderBy(({ eb }) => eb("state", "!=", "open"))
    .orderBy("url")
    .execute();

/** How many emergency measures were written since, at a site or approved by a person. */
export const committedEmergencies = async (
  db: Db,
  sinceMs: number,
  by: { site: string } | { person: string },
): Promise<number> => {
  const all = db
    .selectFrom("decision")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("kind", "=", "measure")
    .where("committed_at", ">", sinceMs)
    .where(sql<boolean>`drafts #>> '{core,emergency}' = 'true'`);
  const counted =
    "site" in by
      ? all.where("site", "=", by.site)
      : all.where("id", "in", (sub) =>
          sub.selectFrom("approval").select("approval.decision").where("person", "=", by.person),
        );
  return Number((await counted.executeTakeFirstOrThrow()).n);
};

/** Emergency measures that stand: not lifted, not over. */
export const standingEmergencies = (db: Db, nowMs: number) =>
  db
    .selectFrom("decision")
    .innerJoin("measure", "measure.decision", "decision.id")
    .select(["decision.id", "decision.case_id", "decision.proposed_by", "measure.index", "measure.ends_at"])
    .where("lifted_by", "is", null)
    .where("ends_at", ">", nowMs)
    .where(sql<boolean>`drafts #>> '{core,emergency}' = 'true'`)
    .orderBy("ends_at")
    .execute();

export const insertPolicy = (db: Db, row: Insertable<Rows["policy"]>) =>
  db
    .insertInto("policy")
    .values(row)
    .onConflict((conflict) => conflict.column("hash").doNothing())
    .execute();

export const policyByHash = (db: Db, hash: string) =>
  db.selectFrom("policy").selectAll().where("hash", "=", hash).executeTakeFirst();
