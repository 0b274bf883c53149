import { type Hash, leafHash, merkleRoot } from "../lib/merkle.ts";
import { fileReader, readTile } from "./reader.ts";
import { lastFile, putTile, readGrowingBundle, removeFilesAfter } from "./store-files.ts";
import { edgeViews, levelCount, TILE_WIDTH } from "./tiles.ts";

/** The hashes of the rightmost partial tile of each level, lowest first. Throws where a tile is missing or short. */
export async function readEdge(folder: string, size: number): Promise<Hash[][]> {
  const reader = fileReader(folder);
  return Promise.all(edgeViews(size).map((view) => (view.width === 0 ? [] : readTile(reader, view))));
}

/**
 * Makes the hash tiles on disk those of the bundles on disk. Full tiles are synced before their successor is begun, so
 * only the last of each level can be wrong after a crash; `all` recomputes every tile.
 */
export async function repairTiles(folder: string, size: number, all = false): Promise<void> {
  for (let level = 0; ; level++) {
    const count = levelCount(level, size);
    const end = Math.ceil(count / TILE_WIDTH);
    const last = await lastFile(folder, level);
    if (count === 0 && last === -1) return;
    await removeFilesAfter(folder, level, end - 1);
    for (let n = all ? 0 : Math.max(0, Math.min(last, end - 1)); n < end; n++) {
      const width = Math.min(TILE_WIDTH, count - n * TILE_WIDTH);
      await putTile(folder, level, n, Buffer.concat(await computeTile(folder, level, n, width)));
    }
  }
}

/** A tile's hashes from the level below, which must be right already; from the entries at level 0. */
async function computeTile(folder: string, level: number, n: number, width: number): Promise<Hash[]> {
  if (level === 0) return (await readGrowingBundle(folder, n)).entries.slice(0, width).map(leafHash);
  const reader = fileReader(folder);
  const hashes: Hash[] = [];
  for (let i = 0; i < width; i++) {
    hashes.push(
      merkleRoot(await readTile(reader, { level: level - 1, n: n * TILE_WIDTH + i, width: TILE_WIDTH })),
    );
  }
  return hashes;
}
