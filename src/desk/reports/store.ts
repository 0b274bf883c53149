import type { Insertable } from "kysely";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertReport = (db: Db, row: Insertable<Rows["report"]>) =>
  db.insertInto("report").values(row).execute();

export const reportByLocator = (db: Db, locator: Uint8Array) =>
  db.selectFrom("report").selectAll().where("locator", "=", Buffer.from(locator)).executeTakeFirst();

/**
 * The page of that site, path and query; made where it is new. Its row is held until the transaction ends, so that two
 * reports on one page at once do not open two cases.
 */
export const putPage = (
  db: Db,
  page: { id: string; site: string; host: string; path: string; query: string },
): Promise<{ id: string; site: string }> =>
  db
    .insertInto("page")
    .values(page)
    .onConflict((conflict) => conflict.columns(["site", "path", "query"]).doUpdateSet({ path: page.path }))
    .returning(["id", "site"])
    .executeTakeFirstOrThrow();

export const linkPages = (db: Db, report: string, pages: readonly { id: string }[]) =>
  db
    .insertInto("report_page")
    .values(pages.map(({ id }) => ({ report, page: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();

export const insertDetails = (db: Db, rows: Insertable<Rows["detail"]>[]) =>
  db.insertInto("detail").values(rows).execute();

/** Tags of the details that were registered in reports naming this page: matched against captures of no other page. */
export const detailsOfPage = (db: Db, page: string) =>
  db
    .selectFrom("detail")
    .innerJoin("report_page", "report_page.report", "detail.report")
    .select("detail.tagged")
    .where("report_page.page", "=", page)
    .execute();

export const pagesOfReport = (db: Db, report: string) =>
  db
    .selectFrom("page")
    .innerJoin("report_page", "report_page.page", "page.id")
    .select(["page.id", "page.site", "page.host", "page.path", "page.query"])
    .where("report_page.report", "=", report)
    .execute();

/** Reports that name one of these pages and wait for an answer get it. */
/** Of all reports on pages of a case. */
export const setReportsDecided = (db: Db, caseId: string) =>
  db
    .updateTable("report")
    .set({ status: "decided" })
    .where("status", "=", "received")
    .where("id", "in", (where) =>
      where
        .selectFrom("report_page")
        .innerJoin("case_page", "case_page.page", "report_page.page")
        .select("report_page.report")
        .where("case_page.case_id", "=", caseId),
    )
    .execute();
