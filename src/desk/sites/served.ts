import { sql } from "kysely";
import type { SiteConfig } from "../../feed/config.ts";
import type { Db } from "../db/open.ts";

/** What an edge serves: the ids of sites, or of accounts for all of their sites; null: every site. */
export type Serves = readonly string[] | null;

/** Whether an edge with that list serves a site. */
export const isServedBy = (
  serves: Serves,
  { id, account }: { readonly id: string; readonly account: string },
): boolean => serves === null || serves.includes(id) || serves.includes(account);

/** The same in a statement: whether the site in a column is one of those; one that was removed still is. */
export function isServed(column: string, serves: Serves) {
  if (serves === null) return sql<boolean>`true`;
  const listed = sql`(select jsonb_array_elements_text(${JSON.stringify(serves)}::jsonb))`;
  return sql<boolean>`${sql.ref(column)} in (
    select site.id from site where site.id in ${listed} or site.account in ${listed})`;
}

/** The sites of a list that are served today, by id. */
export async function sitesServedBy(
  db: Db,
  serves: Serves,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<SiteConfig[]> {
  const rows = await db
    .selectFrom("site")
    .select("site.document")
    .where("site.removed_at", "is", null)
    .where(isServed("site.id", serves))
    .where("site.id", ">", after ?? "")
    .orderBy("site.id")
    .limit(limit)
    .execute();
  return rows.map(({ document }) => document as SiteConfig);
}

export async function isSiteOrAccount(db: Db, id: string): Promise<boolean> {
  const site = db.selectFrom("site").select("id").where("id", "=", id);
  const account = db.selectFrom("account").select("id").where("id", "=", id);
  return (await site.unionAll(account).executeTakeFirst()) !== undefined;
}
