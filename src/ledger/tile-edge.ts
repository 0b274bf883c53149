import { appendLeaves, type CompactRange, type Hash, merkleRoot } from "../lib/merkle.ts";
import { edgeRange, levelCount, TILE_WIDTH } from "./tiles.ts";

/** Consecutive hashes to be written at a place within one tile. */
export interface TileRun {
  readonly level: number;
  readonly n: number;
  /** Hashes that the tile holds already. */
  readonly offset: number;
  readonly hashes: readonly Hash[];
}

/** The partial tile of every level: what is needed to grow a tree tile by tile. */
export class TileEdge {
  readonly #levels: Hash[][];
  readonly #counts: number[];
  #range: CompactRange;

  /** `levels`: the hashes of the rightmost partial tile of each level of a tree of `size` (tiles.ts, edgeViews). */
  constructor(size: number, levels: readonly (readonly Hash[])[]) {
    this.#levels = levels.map((hashes) => [...hashes]);
    this.#counts = levels.map((_, level) => levelCount(level, size));
    this.#range = edgeRange(size, levels);
  }

  /** Adds leaf hashes; returns what that writes, lowest level first. */
  append(leaves: readonly Hash[]): TileRun[] {
    this.#range = appendLeaves(this.#range, leaves);
    const runs: TileRun[] = [];
    let fresh = leaves;
    for (let level = 0; fresh.length > 0; level++) {
      const tile = this.#levels[level] ?? [];
      this.#levels[level] = tile;
      const rising: Hash[] = [];
      for (let at = 0; at < fresh.length; ) {
        const hashes = fresh.slice(at, at + TILE_WIDTH - tile.length);
        const count = this.#counts[level] ?? 0;
        runs.push({ level, n: Math.floor(count / TILE_WIDTH), offset: tile.length, hashes });
        tile.push(...hashes);
        this.#counts[level] = count + hashes.length;
        at += hashes.length;
        if (tile.length === TILE_WIDTH) rising.push(merkleRoot(tile.splice(0)));
      }
      fresh = rising;
    }
    return runs;
  }

  get range(): CompactRange {
    return this.#range;
  }
}
