import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { Encrypter } from "age-encryption";
import { toUtf8 } from "../../lib/bytes.ts";
import type { SealedIdentity } from "../../vault/calls.ts";

/** Her words under the report's own key (AES-256-GCM, bound to the report's id): nonce ‖ ciphertext ‖ tag. */
export function sealWords(key: Uint8Array, report: string, words: unknown): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(toUtf8(report));
  return Buffer.concat([
    nonce,
    cipher.update(JSON.stringify(words), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
}

/** The inverse; throws if the key or the report is another. */
export function openWords(key: Uint8Array, report: string, sealed: Uint8Array): unknown {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12)).setAAD(toUtf8(report));
  decipher.setAuthTag(bytes.subarray(-16));
  return JSON.parse(
    Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString("utf8"),
  );
}

/** Who she is and of which report, to the vault's public key: this process can close it and cannot open it. */
export async function sealIdentity(recipient: string, report: string, identity: unknown): Promise<Buffer> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(JSON.stringify({ report, identity } satisfies SealedIdentity)));
}
