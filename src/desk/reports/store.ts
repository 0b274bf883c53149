import { expressionBuilder, type Insertable, type Updateable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertReport = (db: Db, row: Insertable<Rows["report"]>) =>
  db.insertInto("report").values(row).execute();

export const updateReport = (db: Db, id: string, change: Updateable<Rows["report"]>) =>
  db.updateTable("report").set(change).where("id", "=", id).execute();

export const reportById = (db: Db, id: string) =>
  db.selectFrom("report").selectAll().where("id", "=", id).executeTakeFirst();

/** Held until the transaction ends. */
export const holdReport = (db: Db, id: string) =>
  db.selectFrom("report").selectAll().where("id", "=", id).forUpdate().executeTakeFirstOrThrow();

/** The page of that site, path and query; made where it is new, which others who name it at once wait for. */
export async function putPage(
  db: Db,
  page: { id: string; site: string; host: string; path: string; query: string },
): Promise<{ id: string; site: string }> {
  const { site, path, query } = page;
  const known = await db
    .selectFrom("page")
    .select(["id", "site"])
    .where("site", "=", site)
    .where("path", "=", path)
    .where("query", "=", query)
    .executeTakeFirst();
  if (known !== undefined) return known;
  return db
    .insertInto("page")
    .values(page)
    .onConflict((conflict) => conflict.columns(["site", "path", "query"]).doUpdateSet({ path }))
    .returning(["id", "site"])
    .executeTakeFirstOrThrow();
}

export const linkPages = (db: Db, report: string, pages: readonly { id: string }[]) =>
  db
    .insertInto("report_page")
    .values(pages.map(({ id }) => ({ report, page: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const insertDetails = (db: Db, rows: Insertable<Rows["detail"]>[]) =>
  db.insertInto("detail").values(rows).execute();

export const countDetails = async (db: Db, report: string): Promise<number> =>
  Number(
    (
      await db
        .selectFrom("detail")
        .select(({ fn }) => fn.countAll().as("count"))
        .where("report", "=", report)
        .executeTakeFirstOrThrow()
    ).count,
  );

/** Tags of the details that were registered in reports naming this page: matched against captures of no other page. */
export const detailsOfPage = (db: Db, page: string) =>
  db
    .selectFrom("detail")
    .innerJoin("report_page", "report_page.report", "detail.report")
    .select(["detail.tagged", "detail.former"])
    .where("report_page.page", "=", page)
    .execute();

export const deleteDetails = (db: Db, report: string) =>
  db.deleteFrom("detail").where("report", "=", report).execute();

export const pagesOfReport = (db: Db, report: string) =>
  db
    .selectFrom("page")
    .innerJoin("report_page", "report_page.page", "page.id")
    .select(["page.id", "page.site", "page.host", "page.path", "page.query"])
    .where("report_page.report", "=", report)
    .execute();

/** Of all reports on pages of a case that wait for an answer. */
export const answerReports = (
  db: Db,
  caseId: string,
  change: { status: "decided" | "refused"; refusal: string | null; answered_at: number },
) =>
  db
    .updateTable("report")
    .set(change)
    .where("status", "=", "received")
    .where("id", "in", onCase(caseId))
    .execute();

/** Those that were refused wait again. */
export const awaitAnswer = (db: Db, caseId: string) =>
  db
    .updateTable("report")
    .set({ status: "received", refusal: null, answered_at: null })
    .where("status", "=", "refused")
    .where("id", "in", onCase(caseId))
    .execute();

/** The same event for each report on a case that waits for an answer. */
export const noteReports = (
  db: Db,
  caseId: string,
  { at, kind, payload = {} }: { at: number; kind: string; payload?: Record<string, unknown> },
) =>
  db
    .insertInto("event")
    .columns(["at", "actor", "subject_kind", "subject", "kind", "payload"])
    .expression((from) =>
      from
        .selectFrom("report")
        .select(({ val, ref, cast }) => [
          cast<number>(val(at), "bigint").as("at"),
          cast<string>(val("system"), "text").as("actor"),
          cast<string>(val("report"), "text").as("subject_kind"),
          ref("report.id").as("subject"),
          cast<string>(val(kind), "text").as("kind"),
          cast<string>(val(JSON.stringify(payload)), "jsonb").as("payload"),
        ])
        .where("status", "=", "received")
        .where("id", "in", onCase(caseId)),
    )
    .execute();

const onCase = (caseId: string) =>
  expressionBuilder<Rows>()
    .selectFrom("case_report")
    .select("case_report.report")
    .where("case_report.case_id", "=", caseId);

/** Of each page, how many reports name it and are not withdrawn, and how many of these let the operator know of one. */
export async function consentsOf(db: Db, pages: readonly string[]) {
  if (pages.length === 0) return new Map<string, never>();
  const rows = await db
    .selectFrom("report_page")
    .innerJoin("report", "report.id", "report_page.report")
    .select(({ fn, eb }) => [
      "report_page.page",
      fn.countAll<number>().as("reports"),
      fn.sum<number>(eb.case().when("report.may_know", "=", "operator").then(1).else(0).end()).as("allow"),
    ])
    .where("report_page.page", "in", pages)
    .where("report.status", "!=", "withdrawn")
    .groupBy("report_page.page")
    .execute();
  return new Map(
    rows.map(({ page, reports, allow }) => [page, { reports: Number(reports), allow: Number(allow) }]),
  );
}

/** Reports on a case, newest first, with the end of a suspension of whoever sent them. */
export const reportsOfCase = (db: Db, caseId: string, limit: number) =>
  db
    .selectFrom("report")
    .leftJoin("sender", "sender.tag", "report.sender")
    .selectAll("report")
    .select("sender.suspended_until")
    .where("id", "in", onCase(caseId))
    .orderBy("received_at", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();

export const casesOfReport = async (db: Db, report: string): Promise<string[]> =>
  (await db.selectFrom("case_report").select("case_id").where("report", "=", report).execute()).map(
    (row) => row.case_id,
  );

export const insertPart = (db: Db, row: Insertable<Rows["part"]>) =>
  db.insertInto("part").values(row).execute();

export const partsOf = (db: Db, report: string) =>
  db.selectFrom("part").selectAll().where("report", "=", report).orderBy("at").orderBy("id").execute();

/** The same without what is sealed in them. */
export const partLines = (db: Db, report: string) =>
  db
    .selectFrom("part")
    .select(["id", "access", "author", "kind"])
    .where("report", "=", report)
    .orderBy("at")
    .orderBy("id")
    .execute();

/** What is known of its files. */
export const fileParts = (db: Db, report: string) =>
  db
    .selectFrom("part")
    .select(["id", "access", "sealed"])
    .where("report", "=", report)
    .where("kind", "=", "file")
    .orderBy("at")
    .orderBy("id")
    .execute();

/** What the desk wrote in one thread. */
export const answersIn = (db: Db, report: string, access: string) =>
  db
    .selectFrom("part")
    .select(["id", "at", "sealed"])
    .where("report", "=", report)
    .where("access", "=", access)
    .where("author", "=", "desk")
    .orderBy("at")
    .orderBy("id")
    .execute();

/** How many parts a report has, and their bytes. */
export const sizeOf = (db: Db, report: string) =>
  db
    .selectFrom("part")
    .select(({ fn, cast, val }) => [
      cast<number>(fn.countAll(), "integer").as("parts"),
      fn.coalesce(cast<number>(fn.sum(fn("octet_length", ["sealed"])), "integer"), val(0)).as("bytes"),
    ])
    .where("report", "=", report)
    .executeTakeFirstOrThrow();

export const deleteParts = (db: Db, report: string) =>
  db.deleteFrom("part").where("report", "=", report).execute();
