import type { Proposed } from "../desk/api-types.ts";
import { ApiError } from "./api.ts";

/**
 * Ed25519 keys in the browser: who somebody is at the desk, and what her approvals are signed with. The private key
 * leaves the browser once, as the key file that she keeps; afterwards it is held where no script can read it out.
 */

/** The key file: JSON that its owner keeps, and nobody else. */
export interface KeyFile {
  /** Person id at the desk, 26 base32 characters. */
  readonly person: string;
  readonly name: string;
  /** PKCS #8, PEM. */
  readonly privateKey: string;
}

/** A key that can sign and cannot be read, and whose it is. */
export interface Signer {
  readonly person: string;
  readonly key: CryptoKey;
}

export interface NewKey {
  /** SubjectPublicKeyInfo, PEM. */
  readonly publicKey: string;
  /** PKCS #8, PEM: only for the key file. */
  readonly privateKey: string;
  /** The same private key, not extractable. */
  readonly key: CryptoKey;
}

const ALGORITHM = "Ed25519";
const PERSON = /^[0-9a-hjkmnp-tv-z]{26}$/;

/** False where the browser is too old, or the page came over plain HTTP from another machine. */
export async function canSign(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

export async function createKey(): Promise<NewKey> {
  const pair = (await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as CryptoKeyPair;
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", pair.privateKey);
  const spki = await crypto.subtle.exportKey("spki", pair.publicKey);
  return {
    publicKey: pem("PUBLIC KEY", spki),
    privateKey: pem("PRIVATE KEY", pkcs8),
    key: await importKey(pkcs8),
  };
}

export const formatKeyFile = ({ person, name, privateKey }: KeyFile): string =>
  `${JSON.stringify({ person, name, privateKey }, undefined, 2)}\n`;

/** Reads a key file; undefined if it is not one. */
export async function openKeyFile(text: string): Promise<Signer | undefined> {
  try {
    const { person, privateKey } = JSON.parse(text) as Partial<KeyFile>;
    if (typeof person !== "string" || !PERSON.test(person) || typeof privateKey !== "string")
      return undefined;
    return { person, key: await importKey(bytesOfPem(privateKey)) };
  } catch {
    return undefined;
  }
}

/** Signature over the text's UTF-8 bytes, base64: how a sign-in challenge is answered. */
export const signText = (key: CryptoKey, text: string): Promise<string> =>
  sign(key, new TextEncoder().encode(text));

/** Signature over the bytes that the hex stands for, base64: how an approval is given. */
export const signHash = (key: CryptoKey, hex: string): Promise<string> => sign(key, bytesOfHex(hex));

/**
 * What is approved when a person is enrolled, hex: SHA-256 ("rempart/enrol/v1" ‖ JCS{person, publicKey}). Computed
 * here and not asked of the desk, so that nobody can have another key signed than the one on the screen.
 */
export const enrolHash = (person: string, publicKey: string): Promise<string> =>
  sha256Hex(`rempart/enrol/v1${jcs({ person, publicKey })}`);

/**
 * What an approval signs, hex: SHA-256 ("rempart/approval/v1" ‖ JCS{decision, entries: [core]}). The desk says this hash
 * too; computed here from what the screen shows, so that nobody can have another entry signed than the one that was read.
 */
export const approvalHash = (decision: string, core: Readonly<Record<string, unknown>>): Promise<string> =>
  sha256Hex(`rempart/approval/v1${jcs({ decision, entries: [core] })}`);

/** The hash of a proposed decision, if the desk asks for a signature over no other. Throws `approval.differs`. */
export async function hashToSign(
  proposed: Pick<Proposed, "decision" | "core" | "approvalHash">,
): Promise<string> {
  const { decision, core, approvalHash: asked } = proposed;
  const hash = await approvalHash(decision, core);
  if (hash === asked) return hash;
  throw new ApiError(0, { code: "approval.differs", title: "what the desk asks to sign is not this entry" });
}

/**
 * What is signed to open the words of a report, hex: SHA-256 ("rempart/unseal/v1" ‖ JCS{what, report, reason, unsealing}).
 * `unsealing`: a fresh id, good for one time. Nothing is asked of the desk for it: there is nothing that it could swap.
 */
export const unsealHash = (
  what: "narrative",
  report: string,
  reason: string,
  unsealing: string,
): Promise<string> => sha256Hex(`rempart/unseal/v1${jcs({ what, report, reason, unsealing })}`);

/** SHA-256 over JCS, hex, of a site's document or of what is removed: what its account's request is about. */
export const configHash = (what: object): Promise<string> => sha256Hex(jcs(what));

/** A short fingerprint of a public key that two people can compare by telephone: four groups of four hex digits. */
export async function fingerprint(publicKey: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOfPem(publicKey)));
  return hexOf(hash.subarray(0, 8)).replace(/.{4}(?=.)/g, "$& ");
}

const BASE32 = "0123456789abcdefghjkmnpqrstvwxyz";

/** A random id of 128 bits in the form of the desk's own: 25 characters of 5 bits, the last of 3 and two zeros. */
export function newId(): string {
  const random = crypto.getRandomValues(new Uint8Array(26));
  return Array.from(random, (byte, i) => BASE32[i < 25 ? byte & 31 : byte & 28]).join("");
}

async function sha256Hex(text: string): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

/** RFC 8785 for what JSON.parse gives: ECMAScript's own numbers and strings, members in order of their UTF-16 units. */
function jcs(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => jcs(item)).join(",")}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, item]) => `${JSON.stringify(name)}:${jcs(item)}`).join(",")}}`;
}

async function sign(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64(new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, bytes)));
}

const importKey = (pkcs8: BufferSource): Promise<CryptoKey> =>
  crypto.subtle.importKey("pkcs8", pkcs8, ALGORITHM, false, ["sign"]);

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

function bytesOfHex(text: string): Uint8Array<ArrayBuffer> {
  if (!/^(?:[0-9a-f]{2})+$/.test(text)) throw new Error("not lower-case hex");
  return Uint8Array.from(text.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

function pem(label: string, der: ArrayBuffer): string {
  const lines = base64(new Uint8Array(der)).replace(/.{1,64}/g, "$&\n");
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}

const bytesOfPem = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-----[A-Z ]+-----|\s/g, "")), (char) => char.charCodeAt(0));
