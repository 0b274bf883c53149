import { type Insertable, sql, type Updateable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";
import type { OwnLink } from "../jobs/own-links.ts";

export const caseById = (db: Db, id: string) =>
  db.selectFrom("case").selectAll().where("id", "=", id).executeTakeFirst();

/** Held until the transaction ends. */
export const holdCase = (db: Db, id: string) =>
  db.selectFrom("case").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();

/** How many people may answer. */
export const countDeciders = async (db: Db): Promise<number> =>
  Number(
    (
      await db
        .selectFrom("person")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("role", "in", ["moderator", "administrator"])
        .executeTakeFirstOrThrow()
    ).count,
  );

/** A report is on a case. No row that others wait for is held for it, however many come. */
export const putReport = (db: Db, row: { case_id: string; report: string }) =>
  db
    .insertInto("case_report")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const countReports = async (db: Db, caseId: string): Promise<number> =>
  (
    await db
      .selectFrom("case_report")
      .select(({ fn, cast }) => cast<number>(fn.countAll(), "integer").as("count"))
      .where("case_id", "=", caseId)
      .executeTakeFirstOrThrow()
  ).count;

export const countPages = async (db: Db, caseId: string): Promise<number> =>
  (
    await db
      .selectFrom("case_page")
      .select(({ fn, cast }) => cast<number>(fn.countAll(), "integer").as("count"))
      .where("case_id", "=", caseId)
      .executeTakeFirstOrThrow()
  ).count;

/** Until the transaction ends nobody answers the case: a report that joins it is not forgotten by an answer under way. */
export const joining = (db: Db, caseId: string) =>
  sql`select pg_advisory_xact_lock_shared(hashtextextended(${caseId}, 0))`.execute(db);

/** Until the transaction ends no report joins the case; waits for those that do. */
export const answering = (db: Db, caseId: string) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${caseId}, 0))`.execute(db);

/** While a case is open its due time may come forward, never go back. */
export const bringForward = (db: Db, id: string, dueAt: number) =>
  db
    .updateTable("case")
    .set({ due_at: dueAt })
    .where("id", "=", id)
    .where("status", "=", "open")
    .where("due_at", ">", dueAt)
    .execute();

/** Held until the transaction ends, so that two reports on one page at once do not open two cases. */
export const holdPage = (db: Db, id: string) =>
  db.selectFrom("page").select("id").where("id", "=", id).forUpdate().executeTakeFirst();

export const insertCase = (db: Db, row: Insertable<Rows["case"]>) =>
  db.insertInto("case").values(row).execute();

/** The case that a page belongs to for a kind of harm. */
export const caseOfPage = async (db: Db, page: string, harm: string): Promise<string | undefined> =>
  (
    await db
      .selectFrom("case_page")
      .select("case_id")
      .where("page", "=", page)
      .where("harm", "=", harm)
      .executeTakeFirst()
  )?.case_id;

export const addPage = (db: Db, row: { case_id: string; page: string; harm: string }) =>
  db
    .insertInto("case_page")
    .values(row)
    .onConflict((conflict) => conflict.columns(["page", "harm"]).doNothing())
    .execute();

export const updateCase = (db: Db, id: string, change: Updateable<Rows["case"]>) =>
  db.updateTable("case").set(change).where("id", "=", id).execute();

export const pagesOfCase = (db: Db, id: string) =>
  db
    .selectFrom("page")
    .innerJoin("case_page", "case_page.page", "page.id")
    .select(["page.id", "page.site", "page.host", "page.path", "page.query"])
    .where("case_page.case_id", "=", id)
    .orderBy("page.path")
    .execute();

export const pageById = (db: Db, id: string) =>
  db.selectFrom("page").selectAll().where("id", "=", id).executeTakeFirst();

export const casesOfPage = (db: Db, page: string) =>
  db
    .selectFrom("case")
    .innerJoin("case_page", "case_page.case_id", "case.id")
    .selectAll("case")
    .where("case_page.page", "=", page)
    .execute();

/**
 * Cases that wait for a person, with their site's main hostname, most urgent first: severity, then due time. How many
 * reported it plays no part.
 */
export const openCases = (db: Db) =>
  db
    .selectFrom("case")
    .innerJoin("site", "site.id", "case.site")
    .selectAll("case")
    .select(({ selectFrom, fn, cast }) =>
      selectFrom("case_report")
        .select(cast<number>(fn.countAll(), "integer").as("count"))
        .whereRef("case_report.case_id", "=", "case.id")
        .as("reports"),
    )
    .select(sql<string>`site.document #>> '{hostnames,0}'`.as("hostname"))
    .where("status", "=", "open")
    .orderBy(({ eb }) =>
      eb
        .case()
        .when("severity", "=", "critical")
        .then(0)
        .when("severity", "=", "high")
        .then(1)
        .when("severity", "=", "medium")
        .then(2)
        .else(3)
        .end(),
    )
    .orderBy("due_at")
    .orderBy("case.id")
    .limit(5_000)
    .execute();

export const insertLinks = (db: Db, capture: string, links: readonly OwnLink[]) =>
  db
    .insertInto("capture_link")
    .values(links.map(({ url, how }) => ({ capture, url, how })))
    .execute();

/** What pages have ever linked as themselves: a look that met our own refusal takes nothing away. */
export async function linksOf(db: Db, pages: readonly string[]) {
  if (pages.length === 0) return [];
  return db
    .selectFrom("capture_link")
    .innerJoin("capture", "capture.id", "capture_link.capture")
    .select(["capture.page", "url", "how"])
    .where("capture.page", "in", [...pages])
    .orderBy("capture.at", "desc")
    .orderBy("url")
    .execute();
}

export const insertLegalOrder = (db: Db, row: Insertable<Rows["legal_order"]>) =>
  db.insertInto("legal_order").values(row).execute();

export const legalOrdersOf = (db: Db, caseId: string) =>
  db.selectFrom("legal_order").selectAll().where("case_id", "=", caseId).orderBy("at").execute();

/** When a page last answered us; 0 if it never has. */
export const lastCaptureAt = async (db: Db, page: string): Promise<number> =>
  Number(
    (
      await db
        .selectFrom("capture")
        .select(({ fn }) => fn.max("at").as("at"))
        .where("page", "=", page)
        .where("agreement", "!=", "failed")
        .executeTakeFirst()
    )?.at ?? 0,
  );

export const insertCapture = (db: Db, row: Insertable<Rows["capture"]>) =>
  db.insertInto("capture").values(row).execute();

export const insertFindings = (db: Db, rows: Insertable<Rows["finding"]>[]) =>
  db.insertInto("finding").values(rows).execute();

/** The newest capture of each page; one that failed only where there is no other, so that going offline hides nothing. */
export async function newestCaptures(db: Db, pages: readonly string[]) {
  if (pages.length === 0) return [];
  return db
    .selectFrom("capture")
    .selectAll()
    .distinctOn("page")
    .where("page", "in", [...pages])
    .orderBy("page")
    .orderBy(({ eb }) => eb("agreement", "=", "failed"))
    .orderBy("at", "desc")
    .execute();
}

export async function findingsOf(db: Db, captures: readonly string[]) {
  if (captures.length === 0) return [];
  return db
    .selectFrom("finding")
    .selectAll()
    .where("capture", "in", [...captures])
    .orderBy("id")
    .execute();
}
