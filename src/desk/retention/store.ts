import type { Db } from "../db/open.ts";
import { forgetKeys } from "../reports/access-store.ts";
import { CASE_MS, DRAFT_MS, READ_LOG_MS, REJECTED_MS } from "./clocks.ts";

/** Reports for which something may be due, a few at a time; `dueOf` says what. */
export const agedReports = (db: Db, now: number, limit: number) =>
  db
    .selectFrom("report")
    .select(["id", "status", "received_at", "answered_at", "held_until", "identity_sealed"])
    .where("shredded_at", "is", null)
    .where(({ eb, or }) => or([eb("held_until", "is", null), eb("held_until", "<=", now)]))
    .where(({ eb, or, and }) =>
      or([
        and([eb("status", "=", "draft"), eb("received_at", "<=", now - DRAFT_MS)]),
        eb("status", "=", "withdrawn"),
        and([eb("status", "in", ["refused", "elsewhere"]), eb("answered_at", "<=", now - REJECTED_MS)]),
        and([eb("status", "=", "decided"), eb("answered_at", "<=", now - CASE_MS)]),
      ]),
    )
    .orderBy("received_at")
    .limit(limit)
    .execute();

/** Reports whose identity is kept and was answered by then. */
export const namedReports = (db: Db, answeredBy: number, now: number, limit: number) =>
  db
    .selectFrom("report")
    .select("id")
    .where("identity_sealed", "is not", null)
    .where("answered_at", "<=", answeredBy)
    .where(({ eb, or }) => or([eb("held_until", "is", null), eb("held_until", "<=", now)]))
    .limit(limit)
    .execute();

export const filesOfReport = async (db: Db, report: string): Promise<string[]> =>
  (
    await db.selectFrom("part").select("id").where("report", "=", report).where("kind", "=", "file").execute()
  ).map(({ id }) => id);

export const isPart = async (db: Db, id: string): Promise<boolean> =>
  (await db.selectFrom("part").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;

/** Everything sealed goes, and what would open it; what remains says that there was a report and how it was answered. */
export async function shred(db: Db, report: string, at: number): Promise<void> {
  await db.deleteFrom("part").where("report", "=", report).execute();
  await db.deleteFrom("detail").where("report", "=", report).execute();
  await forgetKeys(db, report);
  await db
    .updateTable("report")
    .set({
      ...NO_IDENTITY,
      words_sealed: null,
      words_key: null,
      cluster: null,
      sender: null,
      idempotency: null,
      shredded_at: at,
    })
    .where("id", "=", report)
    .execute();
}

const NO_IDENTITY = { identity_sealed: null, identity_key: null };

export const forgetIdentity = (db: Db, report: string) =>
  db.updateTable("report").set(NO_IDENTITY).where("id", "=", report).execute();

export async function deleteDraft(db: Db, report: string): Promise<void> {
  await db.deleteFrom("detail").where("report", "=", report).execute();
  await db.deleteFrom("report").where("id", "=", report).where("status", "=", "draft").execute();
}

/** Codes and sessions that ended before. */
export const deleteEnded = (db: Db, before: number) =>
  db.deleteFrom("access").where("ends_at", "<", before).execute();

export const deleteTeamSessions = (db: Db, before: number) =>
  db.deleteFrom("session").where("expires_at", "<", before).execute();

/** Warnings that were long ago: whoever writes again begins anew. */
export const deleteWarnings = (db: Db, now: number) =>
  db
    .deleteFrom("sender")
    .where("warned_at", "<", now - READ_LOG_MS)
    .where(({ eb, or }) => or([eb("suspended_until", "is", null), eb("suspended_until", "<", now)]))
    .execute();

/** Who read what, for as long as it is kept; the database lets nothing else of the events go. */
export const deleteReadLog = (db: Db, now: number) =>
  db
    .deleteFrom("event")
    .where("kind", "in", ["report.words-opened", "report.identity-opened"])
    .where("at", "<", now - READ_LOG_MS)
    .execute();

/**
 * Captures older than a case is kept, of pages whose cases all are over, without a measure that still holds or may be
 * appealed, and without a report under a legal hold.
 */
export const agedCaptures = (db: Db, now: number, limit: number) =>
  db
    .selectFrom("capture")
    .select("capture.id")
    .where("capture.shredded_at", "is", null)
    .where("capture.at", "<=", now - CASE_MS)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("case_page")
            .innerJoin("case", "case.id", "case_page.case_id")
            .leftJoin("decision", "decision.case_id", "case.id")
            .leftJoin("measure", "measure.decision", "decision.id")
            .select("case.id")
            .whereRef("case_page.page", "=", "capture.page")
            .where(({ eb, or, and }) =>
              or([
                eb("case.status", "=", "open"),
                eb("decision.proposed_at", ">", now - CASE_MS),
                and([
                  eb("measure.index", "is not", null),
                  eb("measure.lifted_by", "is", null),
                  or([eb("measure.ends_at", "is", null), eb("measure.ends_at", ">", now - REJECTED_MS)]),
                ]),
              ]),
            ),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("report_page")
            .innerJoin("report", "report.id", "report_page.report")
            .select("report.id")
            .whereRef("report_page.page", "=", "capture.page")
            .where("report.held_until", ">", now),
        ),
      ),
    )
    .limit(limit)
    .execute();

/** The sealed page is gone; what was found in it keeps its kind and no more. */
export async function shredCapture(db: Db, capture: string, at: number): Promise<void> {
  await db.updateTable("finding").set({ masked: "", author: null }).where("capture", "=", capture).execute();
  await db.updateTable("capture").set({ shredded_at: at }).where("id", "=", capture).execute();
}

export const holdUntil = (db: Db, report: string, until: number | null) =>
  db.updateTable("report").set({ held_until: until }).where("id", "=", report).executeTakeFirst();

/** Reports with wrapped keys, in the order of their ids. */
export const wrappedAfter = (db: Db, after: string, limit: number) =>
  db
    .selectFrom("report")
    .select(["id", "words_key", "identity_key"])
    .where("id", ">", after)
    .where(({ eb, or }) => or([eb("words_key", "is not", null), eb("identity_key", "is not", null)]))
    .orderBy("id")
    .limit(limit)
    .execute();

/** Only over the wrapping that was read: what was destroyed meanwhile stays destroyed. */
export const rewrap = (
  db: Db,
  id: string,
  column: "words_key" | "identity_key",
  was: Uint8Array,
  is: Uint8Array,
) =>
  db
    .updateTable("report")
    .set({ [column]: Buffer.from(is) })
    .where("id", "=", id)
    .where(column, "=", Buffer.from(was))
    .execute();
