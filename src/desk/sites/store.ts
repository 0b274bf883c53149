import { type SelectQueryBuilder, sql } from "kysely";
import type { SiteConfig } from "../../feed/config.ts";
import type { Db } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";

export const insertAccount = (
  db: Db,
  row: { id: string; contact_email: string; language: string; at: number },
) => db.insertInto("account").values(row).execute();

export const accountById = (db: Db, id: string) =>
  db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst();

/** Writes a site and its hostnames as they now are. */
export async function putSite(db: Db, site: SiteConfig, at: number): Promise<void> {
  const values = { account: site.account, document: JSON.stringify(site) };
  await db
    .insertInto("site")
    .values({ id: site.id, at, removed_at: null, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
  await db.deleteFrom("hostname").where("site", "=", site.id).execute();
  const names = site.hostnames.map((name, position) => ({ name, site: site.id, position }));
  await db.insertInto("hostname").values(names).execute();
}

/** Its hostnames are free; the document stays for cases and statements that speak of it. */
export async function markRemoved(db: Db, id: string, at: number): Promise<void> {
  await db.deleteFrom("hostname").where("site", "=", id).execute();
  await db.updateTable("site").set({ removed_at: at }).where("id", "=", id).execute();
}

/** Also one that was removed: what was decided about it still names it. */
export const siteById = async (db: Db, id: string): Promise<SiteConfig | undefined> =>
  (await documents(db.selectFrom("site").where("site.id", "=", id)))[0];

/** By its id or one of its hostnames; served ones only. */
export const servedSite = async (db: Db, name: string): Promise<SiteConfig | undefined> =>
  (
    await documents(
      served(db).where((where) =>
        where.or([
          where("site.id", "=", name),
          where("site.id", "in", (sub) =>
            sub.selectFrom("hostname").select("hostname.site").where("name", "=", name),
          ),
        ]),
      ),
    )
  )[0];

export const siteByHostname = async (db: Db, name: string): Promise<SiteConfig | undefined> =>
  (
    await documents(
      served(db).where("site.id", "in", (sub) =>
        sub.selectFrom("hostname").select("hostname.site").where("name", "=", name),
      ),
    )
  )[0];

/** The sites that are served, oldest first; `after`: those added after that one, which may be gone by now. */
export async function listSites(
  db: Db,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<SiteConfig[]> {
  const page = served(db).orderBy("site.at").orderBy("site.id").limit(limit);
  return documents(
    after === undefined
      ? page
      : page.where(sql<boolean>`(site.at, site.id) > (select at, id from site where id = ${after})`),
  );
}

/** Those that are served. */
export const sitesOfAccount = (db: Db, account: string): Promise<SiteConfig[]> =>
  documents(served(db).where("site.account", "=", account).orderBy("site.id"));

export const servedHostnames = async (db: Db): Promise<string[]> =>
  (await db.selectFrom("hostname").select("name").execute()).map(({ name }) => name);

/** Cases that are open about a site, and how many measures on it are in force at `nowMs`. */
export async function pendingOn(db: Db, site: string, nowMs: number): Promise<Pending> {
  const cases = await db
    .selectFrom("case")
    .select("id")
    .where("site", "=", site)
    .where("status", "=", "open")
    .orderBy("opened_at")
    .execute();
  const { n } = await db
    .selectFrom("measure")
    .select(({ fn }) => fn.countAll<number>().as("n"))
    .where("site", "=", site)
    .where("lifted_by", "is", null)
    .where((where) => where.or([where("ends_at", "is", null), where("ends_at", ">", nowMs)]))
    .executeTakeFirstOrThrow();
  return { openCases: cases.map(({ id }) => id), measures: Number(n) };
}

export interface Pending {
  readonly openCases: readonly string[];
  readonly measures: number;
}

/** A site has one token; another one takes its place. */
export const putPurgeToken = (db: Db, row: Rows["purge_token"]) =>
  db
    .insertInto("purge_token")
    .values(row)
    .onConflict((conflict) => conflict.column("site").doUpdateSet({ token_hash: row.token_hash, at: row.at }))
    .execute();

/** The site that a token is for, while it is served. */
export const siteOfToken = async (db: Db, tokenHash: Uint8Array): Promise<SiteConfig | undefined> =>
  (
    await documents(
      served(db).where("site.id", "in", (sub) =>
        sub
          .selectFrom("purge_token")
          .select("purge_token.site")
          .where("token_hash", "=", Buffer.from(tokenHash)),
      ),
    )
  )[0];

const served = (db: Db) => db.selectFrom("site").where("site.removed_at", "is", null);

const documents = async (query: SelectQueryBuilder<Rows, "site", object>): Promise<SiteConfig[]> =>
  (await query.select("site.document").execute()).map(({ document }) => document as SiteConfig);
