import { sql } from "kysely";
import type { ConfigItem, SignedConfig, SiteConfig } from "../../feed/config.ts";
import type { Db, Tx } from "../db/open.ts";
import type { Rows } from "../db/rows.ts";
import { getSetting, setSetting } from "../db/settings.ts";
import { isServed, type Serves } from "./served.ts";

/** Sites whose newest configuration item is not their document as it is now. */
export const unpublishedSites = async (db: Db): Promise<SiteConfig[]> => {
  const rows = await db
    .selectFrom("site")
    .select("document")
    .where("removed_at", "is", null)
    .where(
      sql<boolean>`document is distinct from (
        select item -> 'site' from config_item
        where config_item.site = site.id and kind <> 'purge' order by version desc limit 1)`,
    )
    .execute();
  return rows.map(({ document }) => document as SiteConfig);
};

export const insertConfigItem = (db: Db, { version, item, note }: SignedConfig, at: number) =>
  db
    .insertInto("config_item")
    .values({ version, note, at, item: JSON.stringify(item), ...subjectOf(item) })
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
 * of it, it can follow. Purges where asked for; of them otherwise the last item's alone, so that the edge gets to the end. Of
 * sites that the edge does not serve, nothing.
 */
export async function configAfter(
  db: Db,
  version: number,
  purges: boolean,
  serves: Serves = null,
): Promise<SignedConfig[]> {
  const rows = await db
    .selectFrom("config_item as item")
    .select(["item.version", "item.item", "item.note"])
    .where("item.version", ">", version)
    .where(isServed("item.site", serves))
    .where((where) =>
      where.or([
        where.and([
          where("item.kind", "=", "purge"),
          purges
            ? sql<boolean>`true`
            : sql<boolean>`item.version = (select max(version) from config_item where ${isServed("config_item.site", serves)})`,
        ]),
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

/** The newest version that an edge needs; 0 if there is none. */
export async function newestConfig(db: Db, serves: Serves): Promise<number> {
  const row = await db
    .selectFrom("config_item")
    .select(({ fn }) => fn.max("version").as("version"))
    .where(isServed("config_item.site", serves))
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}

const OLDEST = "purges.oldest";

/**
 * Lets go of the purges before the newest of those written before `beforeMs`. That one stays: an edge that has not had it
 * may have missed what is gone, and gets past it by following it.
 */
export async function dropOldPurges(tx: Tx, beforeMs: number): Promise<void> {
  const newest = await tx
    .selectFrom("config_item")
    .select(["version", "at"])
    .where("kind", "=", "purge")
    .where("at", "<", beforeMs)
    .orderBy("at", "desc")
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  if (newest === undefined) return;
  const { numDeletedRows } = await tx
    .deleteFrom("config_item")
    .where("kind", "=", "purge")
    .where("at", "<=", newest.at)
    .where("version", "<", newest.version)
    .executeTakeFirstOrThrow();
  if (numDeletedRows > 0n) await setSetting(tx, OLDEST, newest.version);
}

/** An edge that is not at this version yet may have missed purges that nobody knows any more; 0 if none was let go of. */
export const oldestPurge = async (db: Db): Promise<number> => Number((await getSetting(db, OLDEST)) ?? 0);
