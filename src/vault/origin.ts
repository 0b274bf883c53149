import { parseCheckpoint } from "../ledger/checkpoint.ts";
import { parseNote } from "../ledger/note.ts";
import { RempartError } from "../lib/errors.ts";
import type { VaultState } from "./state.ts";

/**
 * A vault signs for one ledger. One whose entries are lost for good cannot be continued, for nothing is ever signed at or
 * below a size that was signed: it is followed by another ledger under another name, so that everybody sees the break.
 * Throws `vault.origin` where the name changed, and `vault.head` where its memory is lost, and nobody asked for that.
 */
export async function settleOrigin(state: VaultState, origin: string, mayBegin: boolean): Promise<boolean> {
  const { checkpoint } = state.head;
  const signed = checkpoint === "" ? undefined : parseCheckpoint(parseNote(checkpoint).text).origin;
  if (signed === origin || (signed === undefined && !state.hasLostHead)) return false;
  if (!mayBegin && signed === undefined) {
    const message =
      "this vault has signed entries and its head.json is gone: what it would sign now could be a second history. Begin another ledger: a new REMPART_ORIGIN and --new-origin";
    throw new RempartError("vault.head", 500, message);
  }
  if (!mayBegin) {
    const message = `this vault signs for the ledger ${signed}, not ${origin}: set REMPART_ORIGIN back, or begin another ledger with --new-origin`;
    throw new RempartError("vault.origin", 500, message, { signed });
  }
  await state.beginAnew();
  return true;
}
