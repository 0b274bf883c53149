import { type SelectQueryBuilder, sql } from "kysely";
import type { ConfigItem, SignedConfig, SiteConfig } from "../../feed/config.ts";
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

/** The sites that are served, oldest first. */
export const listSites = (db: Db): Promise<SiteConfig[]> => documents(served(db).orderBy("site.at"));

const served = (db: Db) => db.selectFrom("site").where("site.removed_at", "is", null);

const documents = async (query: SelectQueryBuilder<Rows, "site", object>): Promise<SiteConfig[]> =>
  (await query.select("site.document").execute()).map(({ document }) => document as SiteConfig);

/** Sites whose newest configuration item is not their document as it is now. */
export const unpublishedSites = (db: Db): Promise<SiteConfig[]> =>
  documents(
    served(db).where(
      sql<boolean>`site.document is distinct from (
        select item -> 'site' from config_item
        where config_item.site = site.id and kind <> 'purge' order by version desc limit 1)`,
    ),
  );

export const insertConfigItem = (db: Db, { version, item, note }: SignedConfig) =>
  db
    .insertInto("config_item")
    .values({ version, note, item: JSON.stringify(item), ...subjectOf(item) })
    .execute();

const subjectOf = (item: ConfigItem): Pick<Rows["config_item"], "kind" | "site" | "request"> => {
  const { kind } = item;
  if (item.kind === "purge") return { kind, site: item.purge.site, request: null };
  return { kind, site: item.kind === "site" ? item.site.id : item.site, request: item.request ?? null };
};

/** What the feed holds of configuration for one edge at a time. */
const PAGE_ROWS = 500;

/**
 * The configuration after a version as an edge needs it, a page of it in order: of each site the newest document and, before
 * it, the newest for which its account had to ask: from there on it only grew (feed/shrinks.ts), so whatever an edge has had
 * of it, it can follow. Purges where asked for.
 */
export async function configAfter(db: Db, version: number, purges: boolean): Promise<SignedConfig[]> {
  const rows = await db
    .selectFrom("config_item as item")
    .select(["item.version", "item.item", "item.note"])
    .where("item.version", ">", version)
    .where((where) =>
      where.or([
        where.and([where("item.kind", "=", "purge"), sql<boolean>`${purges}::boolean`]),
        where.and([
          where("item.kind", "!=", "purge"),
          where.not(
            where.exists(
              where
                .selectFrom("config_item as later")
                .select("later.version")
                .whereRef("later.site", "=", "item.site")
                .where("later.kind", "!=", "purge")
                .whereRef("later.version", ">", "item.version")
                .where((either) =>
                  either.or([either("item.request", "is", null), either("later.request", "is not", null)]),
                ),
            ),
          ),
        ]),
      ]),
    )
    .orderBy("item.version")
    .limit(PAGE_ROWS)
    .execute();
  return rows.map(({ version: number, item, note }) => ({ version: number, item: item as ConfigItem, note }));
}
