import { closeSync, fdatasync, openSync, writeSync } from "node:fs";
import { mkdir, open, stat, truncate, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readIfPresent, syncFolder } from "../lib/files.ts";
import { HASH_BYTES, type ScannedBundle, scanBundle, TILE_WIDTH, type TileView, viewPath } from "./tiles.ts";

/**
 * The store's files: one growing file per bundle and per hash tile, named like the full resource, so that the view of
 * width W is its start. Files are only appended to, and in order, so that a power cut can tear the last one alone.
 */
type Level = TileView["level"];

const datasync = (fd: number): Promise<void> =>
  new Promise((resolve, reject) => fdatasync(fd, (error) => (error === null ? resolve() : reject(error))));

export const growingPath = (folder: string, level: Level, n: number): string =>
  join(folder, viewPath({ level, n, width: TILE_WIDTH }));

/** Writes bytes at the file's end, `offset`; 0 begins it anew. With `durable`, they and its name are on the disk on return. */
export async function writeTail(
  path: string,
  offset: number,
  bytes: Uint8Array,
  durable: boolean,
): Promise<void> {
  const created = offset === 0 ? await mkdir(dirname(path), { recursive: true }) : undefined;
  // Only the sync is waited for: the rest reaches the page cache in less time than another thread would take to begin.
  const fd = openSync(path, offset === 0 ? "w" : "r+", 0o644);
  try {
    for (let done = 0; done < bytes.length; )
      done += writeSync(fd, bytes, done, bytes.length - done, offset + done);
    if (durable) await datasync(fd);
  } finally {
    closeSync(fd);
  }
  if (durable && offset === 0) await syncNewName(path, created);
}

/** Syncs the folders that got a new name: the file's own, and above it those up to the first one created. */
async function syncNewName(path: string, firstCreated: string | undefined): Promise<void> {
  const top = dirname(firstCreated ?? path);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await syncFolder(folder);
    if (folder === top) return;
  }
}

/** Cuts a file to a length and syncs it. */
export async function cutFile(path: string, bytes: number): Promise<void> {
  await truncate(path, bytes);
  const handle = await open(path, "r+");
  try {
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

/** Number of the last file of a level, −1 if there is none. Files are numbered without gaps: a logarithmic search. */
export async function lastFile(folder: string, level: Level): Promise<number> {
  const exists = async (n: number): Promise<boolean> =>
    (await sizeOf(growingPath(folder, level, n))) !== undefined;
  let low = -1; // exists, or −1
  let high = 0; // becomes the first that does not exist
  while (await exists(high)) [low, high] = [high, high * 2 + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (await exists(middle)) low = middle;
    else high = middle;
  }
  return low;
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The whole entries of the n-th bundle file; none where there is no such file. */
export async function readGrowingBundle(
  folder: string,
  n: number,
): Promise<ScannedBundle & { readonly torn: boolean }> {
  const bytes = (await readIfPresent(growingPath(folder, "entries", n))) ?? Buffer.alloc(0);
  const scanned = scanBundle(bytes);
  return { ...scanned, torn: scanned.bytes < bytes.length };
}

/** Removes the files of a level after the n-th, last one first, so that a crash on the way leaves no gap. */
export async function removeFilesAfter(folder: string, level: Level, n: number): Promise<void> {
  const last = await lastFile(folder, level);
  for (let i = last; i > n; i--) await unlink(growingPath(folder, level, i));
  if (last > n) await syncFolder(dirname(growingPath(folder, level, last)));
}

/** Makes the n-th file of a level of hash tiles hold exactly these bytes; untouched if it does. */
export async function putTile(folder: string, level: number, n: number, bytes: Uint8Array): Promise<void> {
  const path = growingPath(folder, level, n);
  const there = await readIfPresent(path);
  if (there === undefined || Buffer.compare(there, bytes) !== 0) {
    await writeTail(path, 0, bytes, bytes.length === TILE_WIDTH * HASH_BYTES);
  }
}
