import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { publicKeyHex } from "../ledger/note.ts";
import { RempartError } from "../lib/errors.ts";
import { writeAtomic } from "../lib/files.ts";
import type { Head } from "./signed.ts";

const FILE = /^ledger-[0-9a-f]{64}\.pem$/;

/**
 * The ledger's signing keys: the first, and those that replaced it or are ready to. Which one is in force stands in the
 * vault's head, written in one step with the checkpoint that the new key signs first.
 */
export class LedgerKeys {
  readonly #folder: string;
  readonly #first: KeyObject;
  /** By public half, hex. */
  readonly #later: Map<string, KeyObject>;

  private constructor(folder: string, first: KeyObject, later: Map<string, KeyObject>) {
    this.#folder = folder;
    this.#first = first;
    this.#later = later;
  }

  static async open(folder: string, first: KeyObject): Promise<LedgerKeys> {
    const later = new Map<string, KeyObject>();
    for (const name of (await readdir(folder)).filter((one) => FILE.test(one))) {
      const key = createPrivateKey(await readFile(join(folder, name)));
      later.set(publicKeyHex(key), key);
    }
    return new LedgerKeys(folder, first, later);
  }

  /** Keys that sign now: the one in force, then during the overlap the one before. Throws `vault.key-missing`. */
  signers({ ledgerKeys, overlapsMs }: Head, nowMs: number): readonly [KeyObject, ...KeyObject[]] {
    const current = this.#at(ledgerKeys, ledgerKeys.length);
    return ledgerKeys.length > 0 && nowMs < overlapsMs
      ? [current, this.#at(ledgerKeys, ledgerKeys.length - 1)]
      : [current];
  }

  /** The key that is to replace the one in force, made when first asked for and then the same until it does. */
  async next({ ledgerKeys }: Head): Promise<KeyObject> {
    const ready = this.#ready(ledgerKeys);
    if (ready !== undefined) return ready;
    const { privateKey } = generateKeyPairSync("ed25519");
    const name = publicKeyHex(privateKey);
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    await writeAtomic(join(this.#folder, `ledger-${name}.pem`), pem);
    this.#later.set(name, privateKey);
    return privateKey;
  }

  #ready(used: readonly string[]): KeyObject | undefined {
    for (const [name, key] of this.#later) if (!used.includes(name)) return key;
    return undefined;
  }

  /** The n-th key of the chain; 0 is the first. */
  #at(chain: readonly string[], n: number): KeyObject {
    const key = n === 0 ? this.#first : this.#later.get(chain[n - 1]!);
    if (key !== undefined) return key;
    const name = `ledger-${chain[n - 1]}.pem`;
    const message = `the vault's key ${name} is missing; restore it from where it is kept`;
    throw new RempartError("vault.key-missing", 500, message, { key: name });
  }
}
