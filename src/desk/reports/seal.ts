import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Encrypter } from "age-encryption";
import { toUtf8 } from "../../lib/bytes.ts";
import type { SealedIdentity } from "../../vault/calls.ts";

/** AES-256-GCM, bound to what it belongs to (a report's or an access's id): nonce ‖ ciphertext ‖ tag. */
export function sealBytes(key: Uint8Array, of: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(toUtf8(of));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse; throws if the key or what it belongs to is another. */
export function openBytes(key: Uint8Array, of: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(toUtf8(of));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
}

/** Her words under the report's own key. */
export const sealWords = (key: Uint8Array, of: string, words: unknown): Buffer =>
  sealBytes(key, of, toUtf8(JSON.stringify(words)));

/** The inverse; throws if the key or the report is another. */
export const openWords = (key: Uint8Array, of: string, sealed: Uint8Array): unknown =>
  JSON.parse(openBytes(key, of, sealed).toString("utf8"));

/** Who she is and of which report, to the vault's public key: this process can close it and cannot open it. */
export async function sealIdentity(recipient: string, report: string, identity: unknown): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(JSON.stringify({ report, identity } satisfies SealedIdentity)));
}
