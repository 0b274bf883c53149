import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/** AES-256-GCM under a 32-byte key, bound to `bound`: nonce ‖ ciphertext ‖ tag. The nonce is random: few per key, please. */
export function encrypt(key: Uint8Array, bound: Uint8Array, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** The inverse; throws if the key, the bytes or what they are bound to is another. */
export function decrypt(key: Uint8Array, bound: Uint8Array, sealed: Uint8Array): Buffer {
  // Without this a short input would be opened with a short tag, which is guessed sooner.
  if (sealed.length < OVERHEAD_BYTES) throw new Error("too short to be nonce, ciphertext and tag");
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
