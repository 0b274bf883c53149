import { type KeyObject, sign, verify } from "node:crypto";
import { fromHex, hex, toUtf8 } from "../lib/bytes.ts";
import { conflict, type RempartError } from "../lib/errors.ts";
import { jcsBytes } from "../lib/jcs.ts";
import { decodeEntry, type Entry, type KeyEntry } from "./entry.ts";
import { type NoteKey, noteKeyOfHex, publicKeyHex } from "./note.ts";

/**
 * How the ledger changes its signing key (docs/decisions/0020). A `key` entry names the next key and carries a signature
 * of the key before over it, so that whoever trusts one key of the chain can follow it to the newest from the entries
 * alone, however long they were away. From that entry on the newest key must have signed.
 */
const provenBytes = (origin: string, key: string): Buffer =>
  Buffer.concat([toUtf8("rempart/key/v1"), jcsBytes({ origin, key })]);

/** What a `key` entry says of the next key: the signature of the one before over ("rempart/key/v1" ‖ JCS{origin, key}). */
export function introduceKey(
  origin: string,
  next: KeyObject,
  before: KeyObject,
): Pick<KeyEntry, "key" | "proof"> {
  const key = publicKeyHex(next);
  return { key, proof: hex(sign(null, provenBytes(origin, key), before)) };
}

/**
 * The chain of keys that starts at one of `known` (all of one ledger): those, then each that an entry introduces. A
 * checkpoint over these entries must be signed by the keys that {@link inForce} takes from it. Throws `ledger.key` where
 * an entry after a known key is not proven by the key before it.
 */
export function followKeys(known: readonly NoteKey[], entries: Iterable<KeyEntry>): KeyChain {
  const rotations = [...entries];
  const isKnown = ({ key }: KeyEntry) => known.some(({ publicKey }) => publicKeyHex(publicKey) === key);
  // What came before the newest key that is trusted already needs no proof, and could not be proven to a newcomer.
  const start = rotations.findLastIndex(isKnown);
  const origin = known[0]?.name ?? "";
  const chain = start === -1 ? [] : [noteKeyOfHex(origin, rotations[start]!.key)];
  for (const { key, proof } of rotations.slice(start + 1)) {
    const before = chain.length === 0 ? known : chain.slice(-1);
    if (!before.some(({ publicKey }) => verify(null, provenBytes(origin, key), publicKey, fromHex(proof)))) {
      throw unproven();
    }
    chain.push(noteKeyOfHex(origin, key));
  }
  return { trusted: [...known, ...chain], inForce: chain.length === 0 ? known : chain.slice(-1) };
}

export interface KeyChain {
  /** Every key that signed, or may have signed, some checkpoint of the past. */
  readonly trusted: readonly NoteKey[];
  /** One of these must have signed the checkpoint that covers the entries. */
  readonly inForce: readonly NoteKey[];
}

const MARK = Buffer.from('"kind":"key"');

/** The `key` entries among leaves. Canonical JSON of the schema has these bytes in no other entry, so others are not parsed. */
export function keyEntriesOf(leaves: readonly Uint8Array[]): KeyEntry[] {
  return leaves
    .filter((leaf) => Buffer.from(leaf.buffer, leaf.byteOffset, leaf.length).includes(MARK))
    .map(decodeEntry)
    .filter((entry: Entry) => entry.kind === "key");
}

const unproven = (): RempartError =>
  conflict("ledger.key", "a key entry is not signed by the ledger's key before it");
