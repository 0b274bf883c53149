import { createPublicKey, verify } from "node:crypto";

/** Whether an Ed25519 signature (base64) over the bytes is that of the key (SPKI PEM). What is no signature does not hold. */
export const holds = (publicKey: string, bytes: Uint8Array, signature: string): boolean =>
  verify(null, bytes, createPublicKey(publicKey), Buffer.from(signature, "base64"));
