import { protectedHash } from "../../ledger/protected.ts";
import type { Db } from "../db/open.ts";
import { getSetting, setSetting } from "../db/settings.ts";

const IN_FORCE = "protected.in-force";
const NAMES = "protected.names";

const textsAt = async (db: Db, name: string): Promise<readonly string[]> =>
  ((await getSetting(db, name)) as readonly string[] | undefined) ?? [];

/** The hashes of the newest list in the ledger. */
export const protectedHashes = (db: Db): Promise<readonly string[]> => textsAt(db, IN_FORCE);
export const keepHashes = (db: Db, hashes: readonly string[]) => setSetting(db, IN_FORCE, hashes);

/** The names behind them, as far as this desk proposed them: the ledger has their hashes only. */
export const protectedNames = (db: Db): Promise<readonly string[]> => textsAt(db, NAMES);
export const keepNames = (db: Db, names: readonly string[]) => setSetting(db, NAMES, names);

/** The first of these hostnames that is protected. */
export async function firstProtected(db: Db, hostnames: readonly string[]): Promise<string | undefined> {
  const hashes = await protectedHashes(db);
  return hostnames.find((name) => hashes.includes(protectedHash(name)));
}
