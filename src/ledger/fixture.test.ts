import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY, rfc3339, SECOND } from "../lib/clock.ts";
import { type Hash, leafHash, merkleRoot, rangeRoot } from "../lib/merkle.ts";
import { formatCheckpoint } from "./checkpoint.ts";
import { type Entry, encodeEntry, type KeyEntry } from "./entry.ts";
import { introduceKey } from "./key-chain.ts";
import { noteKey, signNote } from "./note.ts";
import type { LedgerReader } from "./reader.ts";
import { LedgerStore } from "./store.ts";

/** Shared by the tests of this room; named as a test so that it stays out of the package. */
export const START_MS = Date.UTC(2026, 11, 1);
export const ORIGIN = "ledger.rempart.example/log";
const { privateKey } = generateKeyPairSync("ed25519");
export const FIRST_KEY = privateKey;
export const KEYS = [noteKey(ORIGIN, privateKey)];

const at = (index: number): string => rfc3339(START_MS + index * SECOND);
const POLICY = "a".repeat(64);

export const policy = (index: number, hash = POLICY): Entry => ({
  v: 1,
  kind: "policy",
  at: at(index),
  version: "2026-12-01",
  policy: hash,
  approvals: 2,
});

export const measure = (index: number, change: Partial<Entry & { kind: "measure" }> = {}): Entry => ({
  v: 1,
  kind: "measure",
  at: at(index),
  decision: "0".repeat(26),
  role: "cdn",
  verb: "refuse",
  grain: "url",
  clause: "D1",
  policy: POLICY,
  target: "b".repeat(64),
  starts: at(index),
  ends: rfc3339(START_MS + index * SECOND + 30 * DAY),
  emergency: false,
  approvals: 1,
  ...change,
});

export const lift = (index: number, of: number): Entry => ({
  v: 1,
  kind: "lift",
  at: at(index),
  measure: of,
  cause: "appeal",
  approvals: 1,
});

/** A valid log: a policy, then measures of which every fifth is lifted by the next entry. */
export const validLog = (size: number): Entry[] =>
  Array.from({ length: size }, (_, i) => (i === 0 ? policy(0) : i % 5 === 4 ? lift(i, i - 1) : measure(i)));

export const sign = (size: number, root: Hash, origin = ORIGIN): string =>
  signNote(formatCheckpoint({ origin, size, root }), ORIGIN, privateKey);

/** The entry by which `before` introduces `next`. */
export const rotation = (index: number, next: KeyObject, before: KeyObject = privateKey): KeyEntry => ({
  ...{ v: 1, kind: "key", at: at(index), overlaps: at(index + 100), approvals: 2 },
  ...introduceKey(ORIGIN, next, before),
});

export const signWith = (size: number, root: Hash, ...keys: readonly KeyObject[]): string =>
  signNote(formatCheckpoint({ origin: ORIGIN, size, root }), ORIGIN, ...keys);

export const signedBy = (entries: readonly Uint8Array[]): string =>
  sign(entries.length, merkleRoot(entries.map(leafHash)));

export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "rempart-ledger-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** A published ledger in a folder, its writer gone. */
export async function publishLog(
  folder: string,
  entries: readonly Entry[],
  ...keys: readonly KeyObject[]
): Promise<string> {
  const store = await LedgerStore.open(folder);
  const range = await store.append(entries.map(encodeEntry));
  const note = signWith(range.size, rangeRoot(range), ...(keys.length === 0 ? [privateKey] : keys));
  await store.publish(note);
  store.close();
  return note;
}

/** A reader of which some resources are replaced (bytes) or gone (null). */
export const altered = (
  reader: LedgerReader,
  changes: Readonly<Record<string, Uint8Array | null>>,
): LedgerReader => ({
  readView: async (path) => (path in changes ? (changes[path] ?? undefined) : reader.readView(path)),
});

export function flipped(bytes: Uint8Array, offset: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[offset]! ^= 1;
  return copy;
}
