import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FeedKeys } from "../../feed/verify.ts";
import { parseVerifierKey } from "../../ledger/note.ts";
import { hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { RempartError } from "../../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../../lib/files.ts";
import { type Enrolled, enrol } from "./enrolment.ts";

/** Who this edge is and whom it believes; made once at enrolment, kept in its folder. */
export interface EdgeIdentity {
  readonly name: string;
  readonly cert: string;
  readonly key: string;
  readonly ca: string;
  readonly feed: FeedKeys;
  /** Keys of this edge alone, never sent: for tags of what is refused, and for the MAC of its files. */
  readonly tagKey: Uint8Array;
  readonly fileKey: Uint8Array;
}

/** Opens the identity in `folder`; without one, enrols at the desk with a one-time token. */
export async function openIdentity(
  folder: string,
  enrolment: { deskFeedUrl: string; token: string | undefined },
): Promise<EdgeIdentity> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, "identity.json");
  const kept = await readIfPresent(path);
  if (kept !== undefined) return load(JSON.parse(kept.toString("utf8")), await localSecret(folder));
  if (enrolment.token === undefined) {
    throw new RempartError(
      "edge.enrol",
      500,
      "this edge is not enrolled: set REMPART_EDGE_TOKEN to a fresh token of the desk",
    );
  }
  const stored = await enrol(enrolment.deskFeedUrl, enrolment.token);
  // What an earlier identity followed may be of other sites: as a new edge it is sent all of what it needs.
  await rm(join(folder, "state"), { recursive: true, force: true });
  await writeAtomic(path, JSON.stringify(stored));
  return load(stored, await localSecret(folder));
}

/** The same edge under a renewed certificate, on disk too. */
export async function keepRenewed(
  folder: string,
  identity: EdgeIdentity,
  { certificate, key }: { certificate: string; key: string },
): Promise<EdgeIdentity> {
  const path = join(folder, "identity.json");
  const stored: Enrolled = JSON.parse(await readFile(path, "utf8"));
  await writeAtomic(path, JSON.stringify({ ...stored, certificate, key }));
  return { ...identity, cert: certificate, key };
}

async function localSecret(folder: string): Promise<Uint8Array> {
  const path = join(folder, "local.key");
  if ((await readIfPresent(path)) === undefined) await writeAtomic(path, randomBytes(32));
  return readFile(path);
}

function load({ name, certificate, key, trust }: Enrolled, secret: Uint8Array): EdgeIdentity {
  return {
    name,
    cert: certificate,
    key,
    ca: trust.fleetCa,
    feed: {
      origin: trust.origin,
      ledger: parseVerifierKey(trust.ledgerKey),
      config: parseVerifierKey(trust.configKey),
    },
    tagKey: hmacSha256(secret, toUtf8("rempart/edge/tags/v1")),
    fileKey: hmacSha256(secret, toUtf8("rempart/edge/files/v1")),
  };
}
