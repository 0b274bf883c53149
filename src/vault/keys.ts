import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { readIfPresent, writeAtomic } from "../lib/files.ts";
import { type Authority, createAuthority, openAuthority } from "./authority.ts";

/** Every secret of an installation, held by this process alone (docs/design.md §4, table of keys). */
export interface Keys {
  readonly ledger: KeyObject;
  readonly config: KeyObject;
  /** age identity that opens reporters' contacts. */
  readonly identity: string;
  readonly identityRecipient: string;
  /** age identity of the custodian of evidence; the recovery half is written once and should be kept elsewhere. */
  readonly evidenceRecipients: readonly string[];
  readonly wrap: Uint8Array;
  readonly details: Uint8Array;
  readonly pepper: Uint8Array;
  readonly authority: Authority;
}

/** Opens the vault's keys in `folder`, making on first run those that are missing. Files are readable by the owner only. */
export async function openKeys(folder: string): Promise<Keys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const at = (name: string) => join(folder, name);
  const identity = await textOf(at("identity.age"), generateX25519Identity);
  const custodian = await textOf(at("evidence-custodian.age"), generateX25519Identity);
  const recovery = await textOf(at("evidence-recovery.age"), generateX25519Identity);
  return {
    ledger: await signingKey(at("ledger.pem")),
    config: await signingKey(at("config.pem")),
    identity,
    identityRecipient: await identityToRecipient(identity),
    evidenceRecipients: [await identityToRecipient(custodian), await identityToRecipient(recovery)],
    wrap: await randomKey(at("wrap.key")),
    details: await randomKey(at("details.key")),
    pepper: await randomKey(at("pepper.key")),
    authority: await authority(at("fleet-ca.json")),
  };
}

async function textOf(path: string, make: () => Promise<string> | string): Promise<string> {
  const kept = await readIfPresent(path);
  if (kept !== undefined) return kept.toString("utf8").trim();
  const text = await make();
  await writeAtomic(path, `${text}\n`);
  return text;
}

async function signingKey(path: string): Promise<KeyObject> {
  const text = await textOf(path, () =>
    generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  );
  return createPrivateKey(text);
}

async function randomKey(path: string): Promise<Uint8Array> {
  return Buffer.from(await textOf(path, () => randomBytes(32).toString("hex")), "hex");
}

async function authority(path: string): Promise<Authority> {
  return openAuthority(JSON.parse(await textOf(path, async () => JSON.stringify(await createAuthority()))));
}
