import { equalBytes } from "../lib/bytes.ts";
import { type Hash, merkleRoot, nodeHash } from "../lib/merkle.ts";
import { type LedgerReader, readTile } from "./reader.ts";
import { TILE_WIDTH, viewWidth } from "./tiles.ts";

/** The root of the perfect subtree over leaves index·2^level … (index + 1)·2^level − 1. */
export type NodeReader = (level: number, index: number) => Promise<Hash>;

/** Of each level-0 tile once read its 16 roots of 16 hashes are kept: 512 bytes for 256 leaves. */
const MIDDLE = 4;
/** Level-0 tiles kept whole, the last ones read: 8 MiB. */
const RECENT = 1024;

/**
 * Nodes of a tree of `size` leaves from its hash tiles; rejects with `ledger.tile` where one is missing or short. A tree of
 * one size never changes, so what was read or computed is kept, 2 bytes for each leaf at most; then a proof takes one small
 * read and some twenty hashes.
 */
export function nodesOfTiles(reader: LedgerReader, size: number): NodeReader {
  const above = new Map<string, Promise<Hash>>();
  const tiles = new Map<string, Promise<readonly Hash[]>>();
  const recent = new Map<number, Promise<readonly Hash[]>>();
  const middles = new Map<number, Promise<readonly Hash[]>>();
  const read = (level: number, n: number) => readTile(reader, { level, n, width: viewWidth(level, n, size) });
  const leaves = (n: number): Promise<readonly Hash[]> => {
    if (recent.size >= RECENT && !recent.has(n)) recent.delete(recent.keys().next().value!);
    return kept(recent, n, () => read(0, n));
  };
  const low = async (level: number, index: number): Promise<Hash> => {
    const first = index * 2 ** level;
    const n = Math.floor(first / TILE_WIDTH);
    const from = first % TILE_WIDTH;
    if (level < MIDDLE) return merkleRoot((await leaves(n)).slice(from, from + 2 ** level));
    const nodes = await kept(middles, n, async () => middleNodes(await leaves(n)));
    const at = from / 2 ** MIDDLE;
    return merkleRoot(nodes.slice(at, at + 2 ** (level - MIDDLE)));
  };
  const high = async (level: number, index: number): Promise<Hash> => {
    const inTile = level % 8;
    const tileLevel = (level - inTile) / 8;
    const first = index * 2 ** inTile;
    const n = Math.floor(first / TILE_WIDTH);
    const hashes = await kept(tiles, `${tileLevel}/${n}`, () => read(tileLevel, n));
    const from = first % TILE_WIDTH;
    return merkleRoot(hashes.slice(from, from + 2 ** inTile));
  };
  return (level, index) =>
    level < 8 ? low(level, index) : kept(above, `${level}/${index}`, () => high(level, index));
}

const middleNodes = (hashes: readonly Hash[]): Hash[] =>
  Array.from({ length: Math.floor(hashes.length / 2 ** MIDDLE) }, (_, i) =>
    merkleRoot(hashes.slice(i * 2 ** MIDDLE, (i + 1) * 2 ** MIDDLE)),
  );

/** The value under a key, made when it is first asked for; where that fails it is tried again the next time. */
function kept<K, V>(map: Map<K, Promise<V>>, key: K, make: () => Promise<V>): Promise<V> {
  const there = map.get(key);
  if (there !== undefined) return there;
  const made = make();
  map.set(key, made);
  made.catch(() => map.delete(key));
  return made;
}

/** Nodes of a tree from its leaf hashes. */
export function nodesOfLeaves(leafHash: (index: number) => Hash): NodeReader {
  return async (level, index) =>
    merkleRoot(Array.from({ length: 2 ** level }, (_, i) => leafHash(index * 2 ** level + i)));
}

/** The largest power of two smaller than n (n ≥ 2): where RFC 9162 §2.1.1 splits a tree. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** log2(n) where n is a power of two. Math.log2 rounds, and would take 2^49 + 1 for one. */
function perfectLevel(n: number): number | undefined {
  let level = 0;
  let rest = n;
  for (; rest % 2 === 0; rest /= 2) level += 1;
  return rest === 1 ? level : undefined;
}

/** The root over leaves from…to−1, where `from` is a multiple of the smallest power of two ≥ to − from. */
async function rootOf(node: NodeReader, from: number, to: number): Promise<Hash> {
  const level = perfectLevel(to - from);
  if (level !== undefined) return node(level, from / (to - from));
  const k = splitPoint(to - from);
  return nodeHash(await rootOf(node, from, from + k), await rootOf(node, from + k, to));
}

/** RFC 9162 §2.1.3.1: the siblings from the leaf up. Throws a RangeError unless 0 ≤ index < size. */
export async function inclusionProof(index: number, size: number, node: NodeReader): Promise<Hash[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const proof: Hash[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitPoint(to - from);
    if (index < middle) {
      proof.push(await rootOf(node, middle, to));
      to = middle;
    } else {
      proof.push(await rootOf(node, from, middle));
      from = middle;
    }
  }
  return proof.reverse();
}

/** RFC 9162 §2.1.4.1: that the tree of `size` starts with that of `oldSize`. RangeError unless 0 < oldSize ≤ size. */
export async function consistencyProof(oldSize: number, size: number, node: NodeReader): Promise<Hash[]> {
  if (!(oldSize > 0 && oldSize <= size)) throw new RangeError(`no proof from ${oldSize} to ${size} leaves`);
  const proof: Hash[] = [];
  let [from, to] = [0, size];
  while (oldSize < to) {
    const middle = from + splitPoint(to - from);
    if (oldSize <= middle) {
      proof.push(await rootOf(node, middle, to));
      to = middle;
    } else {
      proof.push(await rootOf(node, from, middle));
      from = middle;
    }
  }
  // The verifier knows the old root itself; only where the walk left the left edge does it need the last subtree.
  if (from > 0) proof.push(await rootOf(node, from, to));
  return proof.reverse();
}

const half = (n: number): number => Math.floor(n / 2);

/** RFC 9162 §2.1.3.2. False on any index, size or proof length that does not fit. */
export function verifyInclusion(
  index: number,
  size: number,
  leaf: Hash,
  proof: readonly Hash[],
  root: Hash,
): boolean {
  if (!isIndex(index) || !isIndex(size) || index >= size) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && root.length === 32 && equalBytes(hash, root);
}

/** RFC 9162 §2.1.4.2. False where the old tree is empty, as nothing follows from that. */
export function verifyConsistency(
  oldSize: number,
  size: number,
  proof: readonly Hash[],
  oldRoot: Hash,
  root: Hash,
): boolean {
  if (!isIndex(oldSize) || !isIndex(size) || oldSize === 0 || oldSize > size) return false;
  if (oldSize === size) return proof.length === 0 && equalBytes(oldRoot, root);
  const path = perfectLevel(oldSize) !== undefined ? [oldRoot, ...proof] : proof;
  const [seed, ...siblings] = path;
  if (seed === undefined || proof.length === 0) return false;
  let [fn, sn] = [oldSize - 1, size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  let [oldHash, hash] = [seed, seed];
  for (const sibling of siblings) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      oldHash = nodeHash(sibling, oldHash);
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(oldHash, oldRoot) && equalBytes(hash, root);
}

const isIndex = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
