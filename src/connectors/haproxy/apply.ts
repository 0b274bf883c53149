import { join } from "node:path";
import { RempartError } from "../../lib/errors.ts";
import { writeAtomic } from "../../lib/files.ts";
import type { LeftOut, Plan } from "../plan.ts";
import { mapPath, templates } from "./config.ts";
import { MAP_NAMES, type Maps, mapFile, mapsOf } from "./maps.ts";
import { addEntries, type Command, type MapEntry, removeEntries, showMap } from "./runtime.ts";

export interface HaproxyApplied {
  readonly added: number;
  readonly removed: number;
  readonly leftOut: readonly LeftOut[];
}

/** HAProxy reads its files before it gives up root; they name pages that are refused. */
const MODE = 0o600;

/** Writes map files and templates; HAProxy needs them to start, and starts with the measures they hold. */
export async function writeHaproxyFiles(plan: Plan, folder: string, deskUrl: string): Promise<Maps> {
  for (const [name, content] of templates(deskUrl)) await writeAtomic(join(folder, name), content, MODE);
  const maps = mapsOf(plan);
  for (const name of MAP_NAMES) await writeAtomic(mapPath(folder, name), mapFile(maps[name]), MODE);
  return maps;
}

/**
 * Brings a running HAProxy to the plan, without a reload: files first, so that a restart at any moment keeps the
 * measures, then the differences through the runtime API, then a look at what it holds. What comes is added before
 * what goes is removed: no request falls between. Throws `connector.haproxy-down`, or `connector.haproxy` if it does
 * not hold the plan afterwards; applying again is always safe.
 */
export async function applyToHaproxy(
  plan: Plan,
  { folder, deskUrl, command }: { folder: string; deskUrl: string; command: Command },
): Promise<HaproxyApplied> {
  const maps = await writeHaproxyFiles(plan, folder, deskUrl);
  const changes = await Promise.all(
    MAP_NAMES.map(async (name) => ({
      path: mapPath(folder, name),
      ...(await difference(command, maps[name], mapPath(folder, name))),
    })),
  );
  for (const { path, missing } of changes) await addEntries(command, path, missing);
  for (const { path, wrong } of changes) await removeEntries(command, path, wrong);
  for (const name of MAP_NAMES) {
    const { missing, wrong } = await difference(command, maps[name], mapPath(folder, name));
    if (missing.length > 0 || wrong.length > 0) {
      throw new RempartError(
        "connector.haproxy",
        502,
        `HAProxy does not hold what ${mapPath(folder, name)} says`,
      );
    }
  }
  return { added: sum(changes, "missing"), removed: sum(changes, "wrong"), leftOut: plan.leftOut };
}

interface Difference {
  readonly missing: readonly (readonly [key: string, value: string])[];
  readonly wrong: readonly MapEntry[];
}

async function difference(
  command: Command,
  wanted: ReadonlyMap<string, string>,
  path: string,
): Promise<Difference> {
  const held = await showMap(command, path);
  const isRight = ({ key, value }: MapEntry) => wanted.get(key) === value;
  const right = new Set(held.filter(isRight).map(({ key }) => key));
  return {
    missing: [...wanted].filter(([key]) => !right.has(key)),
    wrong: held.filter((entry) => !isRight(entry)),
  };
}

const sum = (changes: readonly Difference[], which: keyof Difference): number =>
  changes.reduce((total, change) => total + change[which].length, 0);
