import { hkdfSync } from "node:crypto";
import { base64, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { badRequest } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

const TAG_BYTES = 16;

/**
 * Handle (an address, a name on some service) → tag, under a key of its own: by it a desk knows again who often sent
 * reports without ground (DSA art. 23(2)), and keeps no contact for that. Nothing of the handle stays here.
 */
export async function standing(
  { keys }: VaultContext,
  { handle }: CallInput<"standing">,
): Promise<CallOutput<"standing">> {
  const normal = normaliseHandle(handle);
  if (normal === "") {
    throw badRequest("vault.handle", "a handle has at least one character that is no space", {
      field: "handle",
    });
  }
  const key = new Uint8Array(hkdfSync("sha256", keys.pepper, "", "rempart/standing/v1", 32));
  return { tag: base64(hmacSha256(key, toUtf8(normal)).subarray(0, TAG_BYTES)) };
}

/** One spelling for what people type as the same: spaces around it, width and composition, and case make no difference. */
export const normaliseHandle = (handle: string): string => fold(fold(handle)).trim();

/** Done twice, because a small letter may compose with a mark where its capital did not (Ά and U+0345). */
const fold = (text: string): string => text.normalize("NFKC").toLowerCase();
