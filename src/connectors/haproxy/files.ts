import { join } from "node:path";
import { readIfPresent, writeAtomic } from "../../lib/files.ts";
import { mapPath, templates } from "./config.ts";
import { MAP_NAMES, type MapFile } from "./maps.ts";

/** HAProxy reads its files before it gives up root; they name pages that are refused. */
const MODE = 0o600;

/** Files in which nothing is in force yet; those that are there stay. HAProxy needs all of them to start. */
export async function ensureFiles(folder: string, deskUrl: string): Promise<void> {
  for (const [name, content] of templates(deskUrl)) await writeIfOther(join(folder, name), content);
  for (const name of MAP_NAMES) {
    const path = mapPath(folder, name);
    if ((await readIfPresent(path)) === undefined) await writeAtomic(path, "", MODE);
  }
}

/**
 * Writes the map files that differ. Five files do not change in one step, and HAProxy may start between any two: so what
 * comes is written into all of them before anything that goes is taken out of one.
 */
export async function writeMaps(
  folder: string,
  maps: readonly MapFile[],
  write = writeAtomic,
): Promise<void> {
  const changes = await Promise.all(
    maps.map(async ({ name, lines }) => {
      const path = mapPath(folder, name);
      return { path, before: await linesOf(path), lines };
    }),
  );
  const isOther = changes.filter(({ before, lines }) => !isSame(before, lines));
  const goes = isOther.some(({ before, lines }) => !isPartOf(before, lines));
  if (goes) {
    for (const { path, before, lines } of isOther)
      if (!isPartOf(lines, before)) await write(path, textOf([...new Set([...before, ...lines])]), MODE);
  }
  for (const { path, lines } of isOther) await write(path, textOf(lines), MODE);
}

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

const linesOf = async (path: string): Promise<readonly string[]> =>
  ((await readIfPresent(path)) ?? Buffer.alloc(0))
    .toString("latin1")
    .split("\n")
    .filter((line) => line !== "");

const isSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((line, i) => line === others[i]);

function isPartOf(some: readonly string[], all: readonly string[]): boolean {
  if (some.length === 0) return true;
  const known = new Set(all);
  return some.every((line) => known.has(line));
}

async function writeIfOther(path: string, content: string): Promise<void> {
  if ((await readIfPresent(path))?.toString("utf8") !== content) await writeAtomic(path, content, MODE);
}
