import { type Checkpoint, openCheckpoint, parseCheckpoint } from "../ledger/checkpoint.ts";
import { decodeEntry, type Entry } from "../ledger/entry.ts";
import { followKeys, keyEntriesOf } from "../ledger/key-chain.ts";
import { type NoteKey, parseNote, publicKeyHex, verifyNote } from "../ledger/note.ts";
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
import type { Batch, SentOpening, SnapshotPart } from "./wire.ts";

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
  /** Public half (hex) of the ledger's key from here on, where these entries introduce one (ledger/key-chain.ts). */
  readonly ledgerKey?: string;
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
  const ledger = keyInForce(keys, leaves);
  checkRoot(range, signedCheckpoint(batch.checkpoint, { ...keys, ledger }));
  const entries: [number, Entry][] = [];
  for (const [i, leaf] of leaves.entries()) {
    if (i % ENTRIES_A_STEP === 0) yield;
    entries.push([batch.from + i, decode(leaf)]);
  }
  const openings = yield* checkOpenings(new Map(entries), batch.openings);
  return { range, entries, openings, ...newKey(keys, ledger) };
}

/** The key that must have signed a checkpoint over these leaves: the one in hand, or the newest that they lead to from it. */
function keyInForce({ ledger }: FeedKeys, leaves: readonly Uint8Array[]): NoteKey {
  try {
    return followKeys([ledger], keyEntriesOf(leaves)).inForce[0]!;
  } catch (error) {
    throw refused("a new key of the ledger is not vouched for by the one before", error);
  }
}

const newKey = ({ ledger }: FeedKeys, inForce: NoteKey): Pick<Verified, "ledgerKey"> =>
  inForce === ledger ? {} : { ledgerKey: publicKeyHex(inForce.publicKey) };

/**
 * Checks a snapshot part by part: recomputes the root from its leaf hashes and compares each entry sent with its leaf. The first
 * `own.size` hashes must give the edge's own root: in a smaller or another tree, measures that it has verified would vanish.
 * What was added counts only once `finish` has returned.
 */
export class SnapshotCheck {
  readonly #own: CompactRange;
  readonly #checkpoint: Checkpoint;
  readonly #note: string;
  readonly #keys: FeedKeys;
  readonly #rotations: Uint8Array[] = [];
  #range = EMPTY_RANGE;

  constructor(own: CompactRange, checkpoint: string, keys: FeedKeys) {
    this.#own = own;
    this.#note = checkpoint;
    this.#keys = keys;
    this.#checkpoint = claimedCheckpoint(checkpoint, keys); // whose signature `finish` checks, when the keys are known
    if (this.#checkpoint.size < own.size)
      throw refused("the snapshot is older than what this edge has verified");
  }

  /** `range` of what it gives is that of the leaves so far. */
  *add(part: SnapshotPart): Steps<Verified> {
    const from = this.#range.size;
    const hashes = bytesOf(part.leaves);
    if (hashes.length % 32 !== 0) throw refused("the snapshot's leaf hashes are not whole");
    yield* this.#append(hashes);
    const entries: [number, Entry][] = [];
    for (const [i, { index, entry }] of part.entries.entries()) {
      if (i % ENTRIES_A_STEP === 0) yield;
      const leaf = bytesOf(entry);
      const at = 32 * (index - from);
      if (at < 0 || at >= hashes.length || !sameHash(leafHash(leaf), hashes.subarray(at, at + 32)))
        throw refused(`entry ${index} is not in the tree`);
      entries.push([index, decode(leaf)]);
      if (entries.at(-1)![1].kind === "key") this.#rotations.push(leaf);
    }
    return {
      range: this.#range,
      entries,
      openings: yield* checkOpenings(new Map(entries), part.openings),
    };
  }

  /** Throws unless all of the signed tree was added. Gives the ledger's key from there on, where it is a new one. */
  finish(): Pick<Verified, "ledgerKey"> {
    const ledger = keyInForce(this.#keys, this.#rotations);
    checkRoot(this.#range, signedCheckpoint(this.#note, { ...this.#keys, ledger }));
    return newKey(this.#keys, ledger);
  }

  /** `hashes`: of 32 bytes each, one after the other. */
  *#append(hashes: Uint8Array): Steps<void> {
    for (let from = 0; from < hashes.length; ) {
      const toOwn = this.#own.size - this.#range.size;
      const count = Math.min(LEAVES_A_STEP, (hashes.length - from) / 32, toOwn > 0 ? toOwn : Infinity);
      const leaves = Array.from({ length: count }, (_, i) =>
        hashes.subarray(from + 32 * i, from + 32 * (i + 1)),
      );
      this.#range = appendLeaves(this.#range, leaves);
      if (toOwn === count && !sameHash(rangeRoot(this.#range), rangeRoot(this.#own)))
        throw refused("the snapshot is of another past than this edge's");
      if (this.#range.size > this.#checkpoint.size) throw refused("the snapshot goes beyond its checkpoint");
      from += 32 * count;
      yield;
    }
  }
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

function signedCheckpoint(note: string, keys: FeedKeys): Checkpoint {
  try {
    return openCheckpoint(note, [keys.ledger], keys.origin);
  } catch (error) {
    throw refused("the checkpoint is not signed by this ledger", error);
  }
}

/** Without its signature: good for refusing early what could not be taken anyway. */
function claimedCheckpoint(note: string, { origin }: FeedKeys): Checkpoint {
  try {
    const checkpoint = parseCheckpoint(parseNote(note).text);
    if (checkpoint.origin !== origin) throw new Error("it is of another ledger");
    return checkpoint;
  } catch (error) {
    throw refused("the checkpoint is not of this ledger", error);
  }
}

function checkRoot(range: CompactRange, checkpoint: Checkpoint): void {
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
