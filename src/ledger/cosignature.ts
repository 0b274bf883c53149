import { verify } from "node:crypto";
import { toUtf8 } from "../lib/bytes.ts";
import { SECOND } from "../lib/clock.ts";
import { keyOf, type NoteKey, parseNote } from "./note.ts";

/** A witness saw this checkpoint extend every earlier one it had seen of the log. */
export interface Cosignature {
  readonly witness: NoteKey;
  /** Unix milliseconds, whole seconds: when it signed. */
  readonly atMs: number;
}

/**
 * The valid cosignature/v1 lines of known witnesses under a checkpoint (c2sp.org/tlog-cosignature, type 0x04). A false
 * one is left out rather than thrown: what counts is how many witnesses vouch, and the log's own signature is checked
 * elsewhere (checkpoint.ts).
 */
export function cosignatures(note: string, witnesses: readonly NoteKey[]): readonly Cosignature[] {
  const { text, signatures } = parseNote(note);
  const found = new Map<NoteKey, Cosignature>();
  for (const one of signatures) {
    const witness = keyOf(one, witnesses, 4);
    if (witness === undefined || one.signature.length !== 72) continue;
    const seconds = Buffer.from(one.signature.subarray(0, 8)).readBigUInt64BE();
    const atMs = Number(seconds) * SECOND;
    if (!Number.isSafeInteger(atMs)) continue;
    if (verify(null, cosignedBytes(text, seconds), witness.publicKey, one.signature.subarray(8))) {
      found.set(witness, { witness, atMs });
    }
  }
  return [...found.values()];
}

/** What a witness signs: the checkpoint's text under a header that keeps it apart from a plain note signature. */
export const cosignedBytes = (text: string, seconds: bigint): Uint8Array =>
  toUtf8(`cosignature/v1\ntime ${seconds}\n${text}`);
