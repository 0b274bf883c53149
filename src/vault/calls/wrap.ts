import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { badRequest } from "../../lib/errors.ts";
import type { CallInput, CallOutput } from "../calls.ts";
import type { VaultContext } from "../context.ts";

/** A fresh 256-bit key for one report's words, and that key under the wrapping key, bound to the report's id. */
export async function wrap(
  { keys }: VaultContext,
  { report }: CallInput<"wrap">,
): Promise<CallOutput<"wrap">> {
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keys.wrap, nonce).setAAD(Buffer.from(report));
  const wrapped = Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return { key: key.toString("base64"), wrapped: wrapped.toString("base64") };
}

/** The key inside; throws `vault.wrapped` if it was wrapped for another report or changed. */
export function unwrap(wrapping: Uint8Array, report: string, wrapped: Buffer): Buffer {
  try {
    const decipher = createDecipheriv("aes-256-gcm", wrapping, wrapped.subarray(0, 12)).setAAD(
      Buffer.from(report),
    );
    decipher.setAuthTag(wrapped.subarray(-16));
    return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
  } catch {
    throw badRequest("vault.wrapped", "this key was not wrapped for this report", { field: "wrapped" });
  }
}
