import type { ReadingRequest, WordsReason } from "../desk/api-types.ts";
import { newId, type Signer, signHash, unsealHash } from "./keys.ts";

/** Asks to open the words of a report this one time, signed: the hash is made here, of what the screen says. */
export async function signedReading(
  { key, person }: Signer,
  report: string,
  reason: WordsReason,
): Promise<ReadingRequest> {
  const unsealing = newId();
  const signature = await signHash(key, await unsealHash("narrative", report, reason, unsealing));
  return { unsealing, reason, approvals: [{ person, signature }] };
}
