import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Hash, leafHash, merkleRoot } from "../lib/merkle.ts";
import { TreeAudit, type TreeProblem } from "./audit-tree.ts";
import { altered, flipped } from "./fixture.test.ts";
import { type LedgerReader, readTile } from "./reader.ts";
import { TileEdge } from "./tile-edge.ts";
import { parseTilePath, tilePath, viewWidth } from "./tiles.ts";

/** A tree of three levels of tiles: 273 full ones and one of 112 hashes, one full and one of 17, one of 1. */
const SIZE = 70_000;
const LEAVES = Array.from({ length: SIZE }, (_, i) => leafHash(Uint8Array.of(i >>> 16, i >>> 8, i)));
const ROOT = merkleRoot(LEAVES);
const TILES = Object.groupBy(new TileEdge(0, []).append(LEAVES), ({ level, n }) => tilePath(level, n));
const OTHER = leafHash(Buffer.from("another entry"));

const published: LedgerReader = {
  readView: async (path) => {
    const { level, n, width } = parseTilePath(path)!;
    const runs = TILES[tilePath(level as number, n)];
    return runs && Buffer.concat(runs.flatMap((run) => run.hashes)).subarray(0, width * 32);
  },
};

const withHash = async (path: string, position: number, of = published): Promise<LedgerReader> =>
  altered(of, { [path]: flipped((await of.readView(path))!, position * 32 + 7) });

/** A reader whose level-0 tile agrees with a changed entry. */
async function forgeTile(of: LedgerReader, path: string, index: number): Promise<LedgerReader> {
  const tile = Uint8Array.from((await of.readView(path))!);
  tile.set(OTHER, (index % 256) * 32);
  return altered(of, { [path]: tile });
}

/** What is found in a ledger with these tiles, some entries changed and some bundles missing. */
async function faults(
  tiles: LedgerReader,
  changed: Readonly<Record<number, Hash>> = {},
  gone: readonly number[] = [],
): Promise<string[]> {
  const problems: TreeProblem[] = [];
  const audit = new TreeAudit(tiles, SIZE, (problem) => problems.push(problem));
  for (let n = 0; n * 256 < SIZE; n++) {
    const leaves = LEAVES.slice(n * 256, (n + 1) * 256).map((leaf, i) => changed[n * 256 + i] ?? leaf);
    const tile = await readTile(tiles, { level: 0, n, width: viewWidth(0, n, SIZE) });
    await audit.add(gone.includes(n) ? undefined : leaves, tile);
  }
  await audit.finish(ROOT);
  return problems.map(({ kind, index, path }) =>
    [kind, index, path].filter((part) => part !== undefined).join(" "),
  );
}

test("a true tree has no fault", async () => {
  assert.deepEqual(await faults(published), []);
});

test("entries changed anywhere are named by their index, and a missing bundle is made up for by its tile", async () => {
  const changed = [0, 255, 65_535, 65_536, 69_888];
  const leaves = Object.fromEntries(changed.map((index) => [index, OTHER]));
  assert.deepEqual(
    await faults(published, leaves),
    changed.map((index) => `entry ${index}`),
  );
  assert.deepEqual(await faults(published, { 700: OTHER }, [0, 255, 273]), ["entry 700"]);
});

test("hashes changed in tiles of any level are named by the tile, and nothing else is", async () => {
  const full = await withHash(tilePath(1, 1, 17), 16, await withHash(tilePath(0, 255), 255));
  assert.deepEqual(await faults(full), [`tile ${tilePath(0, 255)}`, `tile ${tilePath(1, 1, 17)}`]);
  const edge = await withHash(tilePath(0, 273, 112), 111, await withHash(tilePath(1, 0), 100));
  assert.deepEqual(await faults(edge), [`tile ${tilePath(1, 0)}`, `tile ${tilePath(0, 273, 112)}`]);
});

test("faults at every level at once are each named once", async () => {
  let tiles = await withHash(tilePath(2, 0, 1), 0);
  tiles = await withHash(tilePath(1, 1, 17), 3, tiles);
  tiles = await withHash(tilePath(0, 9), 4, tiles);
  assert.deepEqual(await faults(tiles, { 1000: OTHER, 69999: OTHER }), [
    "entry 1000",
    `tile ${tilePath(0, 9)}`,
    "entry 69999",
    `tile ${tilePath(1, 1, 17)}`,
    `tile ${tilePath(2, 0, 1)}`,
  ]);
});

test("an entry changed together with its tile is found by the level above", async () => {
  let tiles = published;
  const forged: Record<number, Hash> = {};
  for (const [path, index] of [
    [tilePath(0, 19), 5000],
    [tilePath(0, 257), 65_800],
  ] as const) {
    tiles = await forgeTile(tiles, path, index);
    forged[index] = OTHER;
  }
  assert.deepEqual(await faults(tiles, forged), [
    `entries 4864 ${tilePath(0, 19)}`,
    `entries 65792 ${tilePath(0, 257)}`,
  ]);
});

test("at the right edge, only the root shows that an entry and its tile were changed together", async () => {
  const tiles = await forgeTile(published, tilePath(0, 273, 112), 69_999);
  assert.deepEqual(await faults(tiles, { 69999: OTHER }), ["root"]);
});

test("one entry and one tile, changed anywhere, are both found, and no sound entry is accused", async () => {
  const paths = Object.keys(TILES).map((path) => {
    const { level, n } = parseTilePath(path)!;
    return tilePath(level as number, n, viewWidth(level, n, SIZE));
  });
  const places = fc.record({ index: fc.nat(SIZE - 1), path: fc.constantFrom(...paths), at: fc.nat() });
  await fc.assert(
    fc.asyncProperty(places, async ({ index, path, at }) => {
      const { width } = parseTilePath(path)!;
      const found = await faults(await withHash(path, at % width), { [index]: OTHER });
      assert.ok(
        found.some((fault) => fault === `tile ${path}` || fault.startsWith("disagree")),
        `${found}`,
      );
      assert.ok(
        found.some((fault) => fault === `entry ${index}` || fault.startsWith("disagree")),
        `${found}`,
      );
      assert.ok(
        found.every((fault) => fault === `entry ${index}` || !fault.startsWith("entry")),
        `${found}`,
      );
    }),
    { numRuns: 2 },
  );
});

test("where the tile above a changed entry is changed too, the disagreement is named, and the range by the level above", async () => {
  // The changed hash of tile/1/000 is the one that would judge between entry 1000 and tile/0/003.
  const found = await faults(await withHash(tilePath(1, 0), 3), { 1000: OTHER });
  assert.deepEqual(found, [
    `disagree ${tilePath(0, 3)}`,
    `disagree ${tilePath(1, 0)}`,
    `entries 0 ${tilePath(1, 0)}`,
  ]);
});
