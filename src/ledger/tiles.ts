import { badRequest } from "../lib/errors.ts";
import { appendLeaves, type CompactRange, EMPTY_RANGE, type Hash } from "../lib/merkle.ts";
import { MAX_ENTRY_BYTES } from "./entry.ts";

/**
 * The ledger as static resources (c2sp.org/tlog-tiles): hash tiles of 256 hashes per level, entry bundles of 256
 * entries. A hash at level l + 1 is the Merkle tree hash of a full tile at level l.
 */
export const TILE_WIDTH = 256;
export const HASH_BYTES = 32;
/** A full bundle of the largest entries. */
export const MAX_BUNDLE_BYTES = TILE_WIDTH * (2 + MAX_ENTRY_BYTES);
const MAX_LEVEL = 63;

/** One resource: the first `width` items of the n-th tile of a level, or of the n-th entry bundle. */
export interface TileView {
  readonly level: number | "entries";
  readonly n: number;
  /** 1 to 256. */
  readonly width: number;
}

/** Three digits per path element, all but the last with an `x`: 1234067 → x001/x234/067. */
function tileNumber(n: number): string {
  const last = String(n % 1000).padStart(3, "0");
  let path = last;
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${String(rest % 1000).padStart(3, "0")}/${path}`;
  }
  return path;
}

/** Path of a view below the ledger's URL or folder. */
export const viewPath = ({ level, n, width }: TileView): string =>
  `tile/${level}/${tileNumber(n)}${width === TILE_WIDTH ? "" : `.p/${width}`}`;

export const tilePath = (level: number, n: number, width = TILE_WIDTH): string =>
  viewPath({ level, n, width });
export const entriesPath = (n: number, width = TILE_WIDTH): string =>
  viewPath({ level: "entries", n, width });

/** The view that a path names; undefined unless it is the one canonical spelling. */
export function parseTilePath(path: string): TileView | undefined {
  const [, level = "", number = "", partial] =
    /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? [];
  const view: TileView = {
    level: level === "entries" ? level : Number(level),
    n: Number(number.replace(/[x/]/g, "")),
    width: partial === undefined ? TILE_WIDTH : Number(partial),
  };
  const inRange = view.level === "entries" || view.level <= MAX_LEVEL;
  return inRange && view.width >= 1 && view.width <= TILE_WIDTH && viewPath(view) === path ? view : undefined;
}

/** How many hashes a level has in a tree of that size: one per full subtree of 256^level entries. */
export const levelCount = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** How many items of the n-th tile or bundle exist in a tree of that size: 0 to 256. */
export function viewWidth(level: TileView["level"], n: number, size: number): number {
  const count = level === "entries" ? size : levelCount(level, size);
  return Math.max(0, Math.min(TILE_WIDTH, count - n * TILE_WIDTH));
}

/** The rightmost partial tile of each level, lowest first, for a tree of that size; full tiles are hashed upwards. */
export function edgeViews(size: number): readonly (TileView & { readonly level: number })[] {
  const views = [];
  for (let level = 0; levelCount(level, size) > 0; level++) {
    const count = levelCount(level, size);
    views.push({ level, n: Math.floor(count / TILE_WIDTH), width: count % TILE_WIDTH });
  }
  return views;
}

/** The compact range of a tree from the hashes in its {@link edgeViews}, lowest level first. */
export function edgeRange(size: number, levels: readonly (readonly Hash[])[]): CompactRange {
  return {
    size,
    nodes: levels.flatMap((hashes) => appendLeaves(EMPTY_RANGE, hashes).nodes.toReversed()).toReversed(),
  };
}

/** The same memory without Buffer's methods: hashes and entries compare equal whichever way they were read. */
const plain = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);

/** A tile's hashes; throws `ledger.tile` unless the bytes are exactly `width` hashes. */
export function decodeTile(bytes: Uint8Array, width: number): Hash[] {
  if (bytes.length !== width * HASH_BYTES) {
    throw badRequest("ledger.tile", `the tile is not exactly ${width} hashes`);
  }
  const hashes = plain(bytes);
  return Array.from({ length: width }, (_, i) => hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/** Entries, each after its length as a big-endian uint16; throws `ledger.entry` on one that is empty or too long. */
export function encodeBundle(entries: readonly Uint8Array[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    // No entry is empty, so a run of zeros that a power cut left behind is never taken for entries.
    if (entry.length === 0 || entry.length > MAX_ENTRY_BYTES) {
      throw badRequest("ledger.entry", `an entry holds 1 to 65,535 bytes, not ${entry.length}`);
    }
    parts.push(Uint8Array.of(entry.length >>> 8, entry.length & 0xff), entry);
  }
  return Buffer.concat(parts);
}

export interface ScannedBundle {
  readonly entries: readonly Uint8Array[];
  /** How many bytes hold whole entries; less than the input where its tail is torn. */
  readonly bytes: number;
}

/** The whole entries at the start of the bytes, at most 256: what is left of a bundle after a power cut. */
export function scanBundle(file: Uint8Array): ScannedBundle {
  const bytes = plain(file);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (entries.length < TILE_WIDTH && at + 2 <= bytes.length) {
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    if (length === 0 || at + 2 + length > bytes.length) break;
    entries.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { entries, bytes: at };
}

/** A bundle's entries; throws `ledger.bundle` unless the bytes are exactly `width` entries. */
export function decodeBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  const scanned = scanBundle(bytes);
  if (scanned.bytes !== bytes.length || scanned.entries.length !== width) {
    throw badRequest("ledger.bundle", `the bundle is not exactly ${width} entries`);
  }
  return scanned.entries;
}
