import { openCheckpoint } from "../ledger/checkpoint.ts";
import { decodeEntry, type Entry } from "../ledger/entry.ts";
import { type NoteKey, verifyNote } from "../ledger/note.ts";
import { type Opening, targetHash } from "../ledger/target.ts";
import { fromBase64, sha256Hex } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";
import { jcsBytes } from "../lib/jcs.ts";
import { appendLeaves, type CompactRange, EMPTY_RANGE, leafHash, rangeRoot, sameHash } from "../lib/merkle.ts";
import type { SignedConfig } from "./config.ts";
import type { Batch, SentOpening, Snapshot } from "./wire.ts";

/** What an edge checks before it believes anything. Pure: a refusal throws `feed.refused` and changes nothing. */
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

/**
 * Appends the batch's leaves to the edge's own compact range and compares the root with the signed one: this shows at
 * once that the entries are in the tree, that the tree is the one the edge already had, and that nothing is missing.
 */
export function verifyBatch(own: CompactRange, batch: Batch, keys: FeedKeys): Verified {
  if (batch.from !== own.size) throw refused(`the batch starts at ${batch.from}, this edge is at ${own.size}`);
  if (batch.to !== batch.from + batch.entries.length) throw refused("the batch does not hold all its entries");
  const leaves = batch.entries.map(fromBase64);
  const range = appendLeaves(own, leaves.map(leafHash));
  checkRoot(range, batch.checkpoint, keys);
  const entries = leaves.map((leaf, i) => [batch.from + i, decode(leaf)] as const);
  return { range, entries, openings: checkOpenings(new Map(entries), batch.openings) };
}

/** Recomputes the root from the snapshot's leaf hashes and compares each entry sent with its leaf. */
export function verifySnapshot(snapshot: Snapshot, keys: FeedKeys): Verified {
  const bytes = fromBase64(snapshot.leaves);
  if (bytes.length % 32 !== 0) throw refused("the snapshot's leaf hashes are not whole");
  const leafAt = (index: number) => bytes.subarray(index * 32, index * 32 + 32);
  const size = bytes.length / 32;
  const range = appendLeaves(EMPTY_RANGE, Array.from({ length: size }, (_, i) => leafAt(i)));
  checkRoot(range, snapshot.checkpoint, keys);
  const entries = snapshot.entries.map(({ index, entry }) => {
    const leaf = fromBase64(entry);
    if (index >= size || !sameHash(leafHash(leaf), leafAt(index))) throw refused(`entry ${index} is not in the tree`);
    return [index, decode(leaf)] as const;
  });
  return { range, entries, openings: checkOpenings(new Map(entries), snapshot.openings) };
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
export function checkOpenings(entries: ReadonlyMap<number, Entry>, sent: readonly SentOpening[]): Map<number, Opening> {
  const openings = new Map<number, Opening>();
  for (const { index, opening } of sent) {
    const entry = entries.get(index);
    if (entry?.kind !== "measure" || targetHash(opening) !== entry.target || opening.grain !== entry.grain) {
      throw refused(`the opening of entry ${index} is not what the entry commits to`);
    }
    openings.set(index, opening);
  }
  return openings;
}

function checkRoot(range: CompactRange, note: string, keys: FeedKeys): void {
  let checkpoint: { size: number; root: Uint8Array };
  try {
    checkpoint = openCheckpoint(note, [keys.ledger], keys.origin);
  } catch (error) {
    throw refused("the checkpoint is not signed by this ledger", error);
  }
  if (checkpoint.size !== range.size) throw refused(`the checkpoint is of size ${checkpoint.size}, not ${range.size}`);
  if (!sameHash(checkpoint.root, rangeRoot(range))) throw refused("the entries are not those of the signed tree");
}

function decode(leaf: Uint8Array): Entry {
  try {
    return decodeEntry(leaf);
  } catch (error) {
    throw refused("an entry is not of a schema this edge knows", error);
  }
}
