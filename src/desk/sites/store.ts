import type { SiteConfig } from "../../feed/config.ts";
import type { ServiceRole } from "../../policy/words.ts";
import type { Db } from "../db/open.ts";

export const insertAccount = (
  db: Db,
  row: { id: string; contact_email: string; language: string; at: number },
) => db.insertInto("account").values(row).execute();

export const accountById = (db: Db, id: string) =>
  db.selectFrom("account").selectAll().where("id", "=", id).executeTakeFirst();

/** Writes a site and its hostnames as they now are. */
export async function putSite(db: Db, site: SiteConfig, at: number): Promise<void> {
  const values = {
    account: site.account,
    origin: site.origin,
    roles: JSON.stringify(site.roles),
    readings: JSON.stringify(site.readings),
  };
  await db
    .insertInto("site")
    .values({ id: site.id, at, ...values })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
    .execute();
  await db.deleteFrom("hostname").where("site", "=", site.id).execute();
  const names = site.hostnames.map((name, position) => ({ name, site: site.id, position }));
  await db.insertInto("hostname").values(names).execute();
}

export async function siteById(db: Db, id: string): Promise<SiteConfig | undefined> {
  const row = await db.selectFrom("site").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined) return undefined;
  const names = await db
    .selectFrom("hostname")
    .select("name")
    .where("site", "=", id)
    .orderBy("position")
    .execute();
  return {
    id: row.id,
    account: row.account,
    origin: row.origin,
    roles: row.roles as ServiceRole[],
    readings: row.readings,
    hostnames: names.map(({ name }) => name),
  };
}

export async function siteByHostname(db: Db, name: string): Promise<SiteConfig | undefined> {
  const row = await db.selectFrom("hostname").select("site").where("name", "=", name).executeTakeFirst();
  return row === undefined ? undefined : siteById(db, row.site);
}

export async function listSites(db: Db): Promise<SiteConfig[]> {
  const rows = await db.selectFrom("site").select("id").orderBy("at").execute();
  const sites: SiteConfig[] = [];
  for (const { id } of rows) sites.push((await siteById(db, id))!);
  return sites;
}

export const insertConfigItem = (db: Db, row: { version: number; item: string; note: string }) =>
  db.insertInto("config_item").values(row).execute();

export const configItemsAfter = (db: Db, version: number) =>
  db
    .selectFrom("config_item")
    .selectAll()
    .where("version", ">", version)
    .orderBy("version")
    .limit(1000)
    .execute();
