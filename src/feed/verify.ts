import { openCheckpoint } from "../ledger/checkpoint.ts";
import { decodeEntry, type Entry } from "../ledger/entry.ts";
import { type NoteKey, verifyNote } from "../ledger/note.ts";
import { type Opening, targetHash } from "../ledger/target.ts";
import { fromBase64, sha256Hex } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";
import { jcsBytes } from "../lib/jcs.ts";
import {
  appendLeaves,
  type CompactRange,
  EMPTY_RANGE,
  leafHash,
  rangeRoot,
  sameHash,
} from "../lib/merkle.ts";
import type { Steps } from "../lib/slices.ts";
import type { SignedConfig } from "./config.ts";
import type { Batch, SentOpening, Snapshot } from "./wire.ts";

/**
 * What an edge checks before it believes anything. Pure: a refusal throws `feed.refused` and changes nothing. What may hold
 * many entries is checked in steps, because the edge serves meanwhile.
 */
export interface FeedKeys {
  readonly origin: string;
  readonly ledger: NoteKey;
  readonly config: NoteKey;
}

export interface Verified {
  readonly range: CompactRange;
  /** Index and entry, in order. */
  readonly entries: readonly (readonly [number, Entry])[];
  readonly openings: ReadonlyMap<number, Opening>;
}

const refused = (why: string, cause?: unknown): RempartError =>
  new RempartError("feed.refused", 400, why, {}, cause);

/** An entry takes some 20 µs, a leaf hash one. */
const ENTRIES_A_STEP = 16;
const LEAVES_A_STEP = 256;

/**
 * Appends the batch's leaves to the edge's own compact range and compares the root with the signed one: this shows at
 * once that the entries are in the tree, that the tree is the one the edge already had, and that nothing is missing.
 */
export function* verifyBatch(own: CompactRange, batch: Batch, keys: FeedKeys): Steps<Verified> {
  if (batch.from !== own.size)
    throw refused(`the batch starts at ${batch.from}, this edge is at ${own.size}`);
  if (batch.to !== batch.from + batch.entries.length)
    throw refused("the batch does not hold all its entries");
  const leaves = batch.entries.map(bytesOf);
  const range = appendLeaves(own, leaves.map(leafHash));
  checkRoot(range, batch.checkpoint, keys);
  const entries: [number, Entry][] = [];
  for (const [i, leaf] of leaves.entries()) {
    if (i % ENTRIES_A_STEP === 0) yield;
    entries.push([batch.from + i, decode(leaf)]);
  }
  return { range, entries, openings: yield* checkOpenings(new Map(entries), batch.openings) };
}

/**
 * Recomputes the root from the snapshot's leaf hashes and compares each entry sent with its leaf. The first `own.size`
 * hashes must give the edge's own root: in a smaller or another tree, measures that it has verified would vanish.
 */
export function* verifySnapshot(own: CompactRange, snapshot: Snapshot, keys: FeedKeys): Steps<Verified> {
  const hashes = bytesOf(snapshot.leaves);
  const size = hashes.length / 32;
  if (!Number.isInteger(size)) throw refused("the snapshot's leaf hashes are not whole");
  if (size < own.size) throw refused("the snapshot is older than what this edge has verified");
  const past = yield* append(EMPTY_RANGE, hashes.subarray(0, 32 * own.size));
  const range = yield* append(past, hashes.subarray(32 * own.size));
  checkRoot(range, snapshot.checkpoint, keys);
  if (!sameHash(rangeRoot(past), rangeRoot(own)))
    throw refused("the snapshot is of another past than this edge's");
  const entries: [number, Entry][] = [];
  for (const [i, { index, entry }] of snapshot.entries.entries()) {
    if (i % ENTRIES_A_STEP === 0) yield;
    const leaf = bytesOf(entry);
    if (index >= size || !sameHash(leafHash(leaf), hashes.subarray(32 * index, 32 * index + 32)))
      throw refused(`entry ${index} is not in the tree`);
    entries.push([index, decode(leaf)]);
  }
  return { range, entries, openings: yield* checkOpenings(new Map(entries), snapshot.openings) };
}

/** `hashes`: of 32 bytes each, one after the other. */
function* append(range: CompactRange, hashes: Uint8Array): Steps<CompactRange> {
  let longer = range;
  for (let from = 0; from < hashes.length; from += 32 * LEAVES_A_STEP) {
    const some = hashes.subarray(from, from + 32 * LEAVES_A_STEP);
    longer = appendLeaves(
      longer,
      Array.from({ length: some.length / 32 }, (_, i) => some.subarray(32 * i, 32 * i + 32)),
    );
    yield;
  }
  return longer;
}

/** The item's signature and version; the note's text is `<origin>/config\n<version>\n<SHA-256 of the item>\n`. */
export function verifyConfig(signed: SignedConfig, keys: FeedKeys): void {
  try {
    const { text } = verifyNote(signed.note, [keys.config]);
    const expected = `${keys.origin}/config\n${signed.version}\n${sha256Hex(jcsBytes(signed.item))}\n`;
    if (text !== expected) throw new Error("the note is about another item");
  } catch (error) {
    throw refused("the configuration is not signed by this installation", error);
  }
}

/** Each opening must open the commitment of a measure in hand. */
function* checkOpenings(
  entries: ReadonlyMap<number, Entry>,
  sent: readonly SentOpening[],
): Steps<Map<number, Opening>> {
  const openings = new Map<number, Opening>();
  for (const [i, { index, opening }] of sent.entries()) {
    if (i % ENTRIES_A_STEP === 0) yield;
    const entry = entries.get(index);
    if (entry?.kind !== "measure" || opening.grain !== entry.grain || !opens(opening, entry.target)) {
      throw refused(`the opening of entry ${index} is not what the entry commits to`);
    }
    openings.set(index, opening);
  }
  return openings;
}

/** A text that cannot be hashed (a lone surrogate) opens nothing. */
function opens(opening: Opening, target: string): boolean {
  try {
    return targetHash(opening) === target;
  } catch {
    return false;
  }
}

function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (error) {
    throw refused("an entry or hash is not canonical base64", error);
  }
}

function checkRoot(range: CompactRange, note: string, keys: FeedKeys): void {
  let checkpoint: { size: number; root: Uint8Array };
  try {
    checkpoint = openCheckpoint(note, [keys.ledger], keys.origin);
  } catch (error) {
    throw refused("the checkpoint is not signed by this ledger", error);
  }
  if (checkpoint.size !== range.size)
    throw refused(`the checkpoint is of size ${checkpoint.size}, not ${range.size}`);
  if (!sameHash(checkpoint.root, rangeRoot(range)))
    throw refused("the entries are not those of the signed tree");
}

function decode(leaf: Uint8Array): Entry {
  try {
    return decodeEntry(leaf);
  } catch (error) {
    throw refused("an entry is not of a schema this edge knows", error);
  }
}
