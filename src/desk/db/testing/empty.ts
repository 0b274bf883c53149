import { cpSync, existsSync } from "node:fs";
import { mkdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EmbeddedDatabase } from "../embedded/client.ts";
import { type Database, openDatabase } from "../open.ts";

const MODULES = fileURLToPath(new URL("../../../../node_modules/", import.meta.url));

/**
 * Makes a folder for the embedded database as it is after PostgreSQL's initdb, before any migration. That takes two seconds
 * of a processor, so tests that are not about the first start copy one.
 */
export async function emptyDatabase(folder: string): Promise<void> {
  const { version } = JSON.parse(await readFile(join(MODULES, "@electric-sql/pglite/package.json"), "utf8"));
  const empty = join(MODULES, `.cache/empty-database-${version}`);
  if (!existsSync(empty)) await prepare(empty);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  cpSync(empty, join(folder, "pg"), { recursive: true }); // four times as fast as cp
}

/** An embedded database of this version in a folder that has none yet. */
export async function openEmpty(folder: string): Promise<Database> {
  await emptyDatabase(folder);
  return openDatabase({ folder });
}

async function prepare(empty: string): Promise<void> {
  const own = `${empty}.${process.pid}`;
  await mkdir(own, { recursive: true });
  const database = await EmbeddedDatabase.open(own, (error) => {
    throw error;
  });
  await database.close();
  await rename(own, empty).catch(() => rm(own, { recursive: true })); // another process was first
}
