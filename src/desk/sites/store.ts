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
    origin: JSON.stringify(site.origin),
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

export const siteById = async (db: Db, id: string): Promise<SiteConfig | undefined> =>
  sitesOf(await withHostnames(db).where("site.id", "=", id).execute())[0];

export const siteByHostname = async (db: Db, name: string): Promise<SiteConfig | undefined> =>
  sitesOf(
    await withHostnames(db)
      .where("site.id", "in", (sub) => sub.selectFrom("hostname").select("site").where("name", "=", name))
      .execute(),
  )[0];

/** Oldest first. */
export const listSites = async (db: Db): Promise<SiteConfig[]> => sitesOf(await withHostnames(db).execute());

const withHostnames = (db: Db) =>
  db
    .selectFrom("site")
    .innerJoin("hostname", "hostname.site", "site.id")
    .selectAll("site")
    .select("hostname.name as hostname")
    .orderBy("site.at")
    .orderBy("hostname.position");

/** One row per hostname → one site with all of its hostnames, in their order. */
function sitesOf(rows: Awaited<ReturnType<ReturnType<typeof withHostnames>["execute"]>>): SiteConfig[] {
  return [...Map.groupBy(rows, (row) => row.id).values()].map((same) => {
    const { id, account, origin, roles, readings } = same[0]!;
    const hostnames = same.map(({ hostname }) => hostname);
    return {
      id,
      account,
      origin: JSON.parse(origin) as SiteConfig["origin"],
      roles: roles as ServiceRole[],
      readings,
      hostnames,
    };
  });
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
