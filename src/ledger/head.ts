import { RempartError } from "../lib/errors.ts";
import { type Checkpoint, openCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import type { KeyEntry } from "./entry.ts";
import { followKeys, type KeyChain, keyEntriesOf } from "./key-chain.ts";
import { type NoteKey, parseNote } from "./note.ts";
import { type LedgerReader, readCheckpointNote, readEntries } from "./reader.ts";

/** A ledger's newest checkpoint, signed by a trusted key. */
export interface SignedHead {
  readonly note: string;
  readonly checkpoint: Checkpoint;
  /** Keys that may have signed earlier checkpoints. */
  readonly trusted: readonly NoteKey[];
}

/**
 * Reads and verifies the head. Where none of `keys` signed it, the ledger may have changed its key since: then the
 * entries are read for the chain that leads from one of `keys` to the signer. They are only believed as far as the keys
 * before vouch; that they are of the signed tree is for the caller, who reads them all, as is {@link checkKeyInForce}.
 */
export async function readHead(
  reader: LedgerReader,
  keys: readonly NoteKey[],
  origin: string,
): Promise<SignedHead> {
  const note = await readCheckpointNote(reader);
  try {
    return { note, checkpoint: openCheckpoint(note, keys, origin), trusted: keys };
  } catch (error) {
    const chain = await followThere(reader, keys, note).catch((failure) => {
      if (failure instanceof RempartError && failure.code === "ledger.unreachable") throw failure;
      throw error; // no chain: what was wrong with the note is what counts
    });
    return { note, checkpoint: openCheckpoint(note, chain.inForce, origin), trusted: chain.trusted };
  }
}

async function followThere(reader: LedgerReader, keys: readonly NoteKey[], note: string): Promise<KeyChain> {
  const { size } = parseCheckpoint(parseNote(note).text);
  const rotations: KeyEntry[] = [];
  for await (const leaves of readEntries(reader, 0, size)) rotations.push(...keyEntriesOf(leaves));
  return followKeys(keys, rotations);
}

/** Throws `note.invalid` or `ledger.key` unless the key that the entries name last signed the note. */
export function checkKeyInForce(
  { note, checkpoint }: SignedHead,
  keys: readonly NoteKey[],
  rotations: readonly KeyEntry[],
): void {
  openCheckpoint(note, followKeys(keys, rotations).inForce, checkpoint.origin);
}
