import { createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { base64, concat, fromBase64, fromHex, hex, sha256, toUtf8 } from "../lib/bytes.ts";
import { badRequest, type RempartError } from "../lib/errors.ts";

/**
 * Signed notes (c2sp.org/signed-note): a text that ends in a newline, an empty line, and one line per signature,
 * `— <key name> base64(key id ‖ signature)`.
 */

/** The signature type byte: 0x01 signs the note's text, 0x04 is a witness's cosignature (cosignature.ts). */
export type NoteAlgorithm = 1 | 4;

export interface NoteKey {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ "\n" ‖ algorithm ‖ public key), 8 hex digits: a label, not a fingerprint. */
  readonly keyHash: string;
  readonly algorithm: NoteAlgorithm;
  readonly publicKey: KeyObject;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyHash: string;
  /** What follows the key id: 64 bytes for 0x01, 8 + 64 for 0x04. */
  readonly signature: Uint8Array;
}

export interface ParsedNote {
  /** With its final newline: exactly the bytes that are signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface VerifiedNote {
  readonly text: string;
  readonly signedBy: readonly NoteKey[];
}

/** The specification asks for at least 16; a hostile note must not buy unlimited verifications. */
const MAX_SIGNATURES = 64;
const SPKI_ED25519 = Buffer.from("302a300506032b6570032100", "hex"); // RFC 8410 §4

/** Whether a key can have this name: no blanks, no `+`. */
export const isName = (name: string): boolean => name.isWellFormed() && /^[^\s+\p{Cc}]+$/u.test(name);
const invalid = (why: string): RempartError =>
  badRequest("note.invalid", `the signed note is not usable: ${why}`);

/** The 32 bytes of RFC 8032 of an Ed25519 key, public or private; throws on another kind of key. */
function rawPublicKey(key: KeyObject): Uint8Array {
  if (key.asymmetricKeyType !== "ed25519") throw new Error("a note key must be an Ed25519 key");
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return publicKey.export({ format: "der", type: "spki" }).subarray(SPKI_ED25519.length);
}

const hashOf = (name: string, algorithm: NoteAlgorithm, raw: Uint8Array): string =>
  hex(sha256(toUtf8(`${name}\n`), Uint8Array.of(algorithm), raw).subarray(0, 4));

/** The verifying half of an Ed25519 key under a name; throws `note.invalid` on a name with spaces or `+`. */
export function noteKey(name: string, key: KeyObject, algorithm: NoteAlgorithm = 1): NoteKey {
  if (!isName(name)) throw invalid(`"${name}" cannot be a key name`);
  const raw = rawPublicKey(key);
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return { name, keyHash: hashOf(name, algorithm, raw), algorithm, publicKey };
}

/** The 32 bytes of RFC 8032 of a key's public half, hex: how entries write one. */
export const publicKeyHex = (key: KeyObject): string => hex(rawPublicKey(key));

/** The key of 32 bytes in hex under a name; whether they are a point of the curve shows when a signature is checked. */
export function noteKeyOfHex(name: string, publicKey: string, algorithm: NoteAlgorithm = 1): NoteKey {
  return noteKey(name, keyOfRaw(fromHex(publicKey)), algorithm);
}

const keyOfRaw = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI_ED25519, raw]), format: "der", type: "spki" });

/** `name+hash+base64(algorithm ‖ public key)`. */
export function formatVerifierKey(key: NoteKey): string {
  return `${key.name}+${key.keyHash}+${base64(concat(Uint8Array.of(key.algorithm), rawPublicKey(key.publicKey)))}`;
}

/** Reads a verifier key; throws `note.invalid` where any part disagrees with another. */
export function parseVerifierKey(text: string): NoteKey {
  const [, name, keyHash, encoded] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  if (name === undefined || encoded === undefined) throw invalid("a verifier key reads name+hash+base64");
  const material = decode(encoded);
  const algorithm = material[0];
  if (algorithm !== 1 && algorithm !== 4) {
    throw invalid("only Ed25519 verifier keys (types 1 and 4) are known");
  }
  if (material.length !== 33) throw invalid("an Ed25519 verifier key holds 33 bytes");
  const key = noteKey(name, keyOfRaw(material.subarray(1)), algorithm);
  if (key.keyHash !== keyHash) throw invalid("the verifier key's hash is not that of its name and key");
  return key;
}

/** One signature line, to be appended to a note. */
export const signatureLine = (key: NoteKey, signature: Uint8Array): string =>
  `— ${key.name} ${base64(concat(Buffer.from(key.keyHash, "hex"), signature))}\n`;

/** The note signed by each key under one name; throws `note.invalid` if the text cannot be one (no final newline, control characters). */
export function signNote(text: string, name: string, ...privateKeys: readonly KeyObject[]): string {
  if (!isText(text) || !text.endsWith("\n")) {
    throw invalid("the text must be UTF-8 lines, each ended by a newline");
  }
  const bytes = toUtf8(text);
  const lines = privateKeys.map((key) => signatureLine(noteKey(name, key), sign(null, bytes, key)));
  return `${text}\n${lines.join("")}`;
}

/** Splits a note without believing it; throws `note.invalid` on anything that is not of the form. */
export function parseNote(note: string): ParsedNote {
  if (!isText(note)) throw invalid("it holds control characters or is not UTF-8");
  // The text may hold empty lines of its own; the last one of the note ends it.
  const split = note.lastIndexOf("\n\n");
  if (split === -1 || !note.endsWith("\n")) throw invalid("it has no signatures");
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw invalid(`it has more than ${MAX_SIGNATURES} signatures`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseLine) };
}

function parseLine(line: string): NoteSignature {
  const [, name, encoded] = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isName(name)) {
    throw invalid("a signature line is malformed");
  }
  const bytes = decode(encoded);
  if (bytes.length < 5) throw invalid("a signature is too short");
  return { name, keyHash: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

/**
 * The text and which of `keys` (type 1) signed it. Signatures of unknown keys are ignored, so that witnesses can add
 * theirs; a false one of a known key, or none of a known key, throws `note.invalid`.
 */
export function verifyNote(note: string, keys: readonly NoteKey[]): VerifiedNote {
  const { text, signatures } = parseNote(note);
  const bytes = toUtf8(text);
  const signedBy = new Set<NoteKey>();
  for (const one of signatures) {
    const key = keyOf(one, keys, 1);
    if (key === undefined) continue;
    if (!verify(null, bytes, key.publicKey, one.signature)) {
      throw invalid(`the signature of ${key.name} is false`);
    }
    signedBy.add(key);
  }
  if (signedBy.size === 0) throw invalid("no known key signed it");
  return { text, signedBy: [...signedBy] };
}

/** The known key of that name, hash and type: all three, as a shared name or hash alone says nothing. */
export const keyOf = (
  signature: NoteSignature,
  keys: readonly NoteKey[],
  algorithm: NoteAlgorithm,
): NoteKey | undefined =>
  keys.find((k) => k.algorithm === algorithm && k.name === signature.name && k.keyHash === signature.keyHash);

function isText(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the specification forbids exactly these.
  return text.isWellFormed() && !/[\u0000-\u0009\u000b-\u001f]/.test(text);
}

function decode(encoded: string): Uint8Array {
  try {
    return fromBase64(encoded);
  } catch {
    throw invalid("a part is not canonical base64");
  }
}
