import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { fromHex, hex } from "../lib/bytes.ts";
import { type Clock, systemClock } from "../lib/clock.ts";
import { RempartError } from "../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../lib/files.ts";
import { type Authority, createAuthority, openAuthority } from "./authority.ts";
import { LedgerKeys } from "./ledger-keys.ts";
import { WrapKeys } from "./wrap-keys.ts";

/** Every secret of an installation, held by this process alone (docs/design.md §4, table of keys). */
export interface Keys {
  readonly ledger: LedgerKeys;
  readonly config: KeyObject;
  /** age identity that opens reporters' contacts. */
  readonly identity: string;
  readonly identityRecipient: string;
  /** age identity of the custodian of evidence; the recovery half is written once and should be kept elsewhere. */
  readonly evidenceRecipients: readonly string[];
  readonly wrap: WrapKeys;
  readonly details: Uint8Array;
  readonly pepper: Uint8Array;
  readonly authority: Authority;
}

/** Written when all keys are: from then on a missing one is a loss, not a first run. */
const COMPLETE = "keys-complete";

/**
 * Opens the vault's keys in `folder`, making them on the first run. Files are readable by the owner only. Throws
 * `vault.key-missing` naming a key that was there and is gone: a new one in its place would open nothing that is sealed.
 */
export async function openKeys(folder: string, clock: Clock = systemClock): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const complete = join(folder, COMPLETE);
  const firstRun = (await readIfPresent(complete)) === undefined;
  const text = async (name: string, make: () => Promise<string> | string): Promise<string> => {
    const kept = await readIfPresent(join(folder, name));
    if (kept !== undefined) return kept.toString("utf8").trim();
    if (!firstRun) {
      const message = `the vault's key ${name} is missing from ${folder}; restore it from where it is kept`;
      throw new RempartError("vault.key-missing", 500, message, { key: name });
    }
    const made = await make();
    await writeAtomic(join(folder, name), `${made}\n`);
    return made;
  };
  const identity = await text("identity.age", generateX25519Identity);
  const custodian = await text("evidence-custodian.age", generateX25519Identity);
  const recovery = await text("evidence-recovery.age", generateX25519Identity);
  const keys: Keys = {
    ledger: await LedgerKeys.open(folder, createPrivateKey(await text("ledger.pem", newSigningKey))),
    config: createPrivateKey(await text("config.pem", newSigningKey)),
    identity,
    identityRecipient: await identityToRecipient(identity),
    evidenceRecipients: [await identityToRecipient(custodian), await identityToRecipient(recovery)],
    wrap: await WrapKeys.open(folder, firstRun, clock.now()),
    details: fromHex(await text("details.key", newSecret)),
    pepper: fromHex(await text("pepper.key", newSecret)),
    authority: await openAuthority(JSON.parse(await text("fleet-ca.json", newAuthority))),
  };
  if (firstRun) await writeAtomic(complete, "");
  return keys;
}

const newSigningKey = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const newSecret = (): string => hex(randomBytes(32));
const newAuthority = async (): Promise<string> => JSON.stringify(await createAuthority());
