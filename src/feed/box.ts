import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from "node:crypto";
import { concat, fromBase64url, toUtf8 } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";

/**
 * What is between the desk and one edge on a bus that others can read: X25519 (RFC 7748) with keys that neither side writes
 * down, HKDF-SHA256 (RFC 5869) over the agreement and both public keys, AES-256-GCM. Each tells the other its public key over
 * mutual TLS, so that whoever can write to the bus can make neither believe anything.
 */
export interface BoxKeys {
  /** 32 bytes, base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = "aes-256-gcm";

export function boxKeys(): BoxKeys {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  return { publicKey: publicKey.export({ format: "jwk" }).x!, privateKey };
}

/** The same for both. Throws `box.key` on what is no public key, or one with which there is no agreement (RFC 7748 §6.1). */
export function sharedKey(own: BoxKeys, theirs: string, side: "desk" | "edge"): Uint8Array {
  try {
    const publicKey = createPublicKey({ key: { kty: "OKP", crv: "X25519", x: theirs }, format: "jwk" });
    const agreed = diffieHellman({ privateKey: own.privateKey, publicKey });
    const [desk, edge] = side === "desk" ? [own.publicKey, theirs] : [theirs, own.publicKey];
    const salt = concat(fromBase64url(desk), fromBase64url(edge));
    return new Uint8Array(hkdfSync("sha256", agreed, salt, "rempart/bus/v1", 32));
  } catch (error) {
    throw new RempartError("box.key", 400, "this is no X25519 public key", { field: "key" }, error);
  }
}

/** Nonce, ciphertext and tag. `about` is not in it and must be the same at `open`. */
export function seal(key: Uint8Array, plain: Uint8Array, about: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(toUtf8(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Throws `feed.refused` on what was not sealed with that key about that. */
export function open(key: Uint8Array, sealed: Uint8Array, about: string): Uint8Array {
  try {
    const tagAt = sealed.length - TAG_BYTES;
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(toUtf8(about)).setAuthTag(sealed.subarray(tagAt));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, tagAt)), decipher.final()]);
  } catch (error) {
    throw new RempartError(
      "feed.refused",
      400,
      "what came by the bus was not sealed for this edge",
      {},
      error,
    );
  }
}
