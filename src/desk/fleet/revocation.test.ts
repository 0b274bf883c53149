import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DAY, fakeClock } from "../../lib/clock.ts";
import { generateKeys, KEY_ALGORITHM, x509 } from "../../lib/x509.ts";
import type { DeskContext } from "../context.ts";
import { openEmpty } from "../db/testing/empty.ts";
import { Signal } from "../signal.ts";
import { Sites } from "../sites/service.ts";
import { Fleet } from "./fleet.ts";

const opened = new AsyncDisposableStack();
const clock = fakeClock();
/** What the vault was asked; it certifies whoever comes, as one does that was asked a moment before a revocation. */
const asked: string[] = [];
let isVaultDown = false;
let fleet: Fleet;

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "rempart-fleet-"));
  opened.defer(() => rm(folder, { recursive: true, force: true }));
  const database = await openEmpty(folder);
  opened.defer(() => database.close());
  const vault = {
    call: async (name: string, input: { readonly name?: string }) => {
      if (isVaultDown) throw new Error("the vault is down");
      asked.push(`${name} ${input.name ?? ""}`.trim());
      return { token: "a token", certificate: await newCertificate(), name: "edge-1" };
    },
  };
  const context = { clock, database, vault, grown: new Signal() } as unknown as DeskContext;
  fleet = new Fleet(context, new Sites(context));
});
after(() => opened.disposeAsync());

async function newCertificate(): Promise<string> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...{ name: "CN=edge-1", keys: await generateKeys(), signingAlgorithm: KEY_ALGORITHM },
    ...{ notBefore: new Date(clock.now() - DAY), notAfter: new Date(clock.now() + DAY) },
  });
  return certificate.toString("pem");
}

const enrolled = async (): Promise<X509Certificate> =>
  new X509Certificate((await fleet.enrol("a token", "a request")).certificate);

test("a revoked edge enrols by nothing but a later invitation, and its old certificate by nothing at all", async () => {
  await fleet.issueToken("edge-1", null, "owner");
  const stolen = await enrolled();
  assert.equal(await fleet.nameOf(stolen), "edge-1");

  await fleet.revoke("edge-1", "owner");
  assert.equal(asked.at(-1), "revoke edge-1", "the vault ends its tokens");
  await assert.rejects(enrolled(), { code: "fleet.revoked", status: 403 });
  assert.equal(await fleet.nameOf(stolen), undefined);

  await fleet.issueToken("edge-1", null, "owner");
  assert.equal(await fleet.nameOf(stolen), undefined, "an invitation alone brings nothing back");
  const fresh = await enrolled();
  clock.advance(DAY); // past what is remembered of either
  assert.equal(await fleet.nameOf(fresh), "edge-1");
  assert.equal(await fleet.nameOf(stolen), undefined);
});

test("an invitation to an edge at work leaves it at work until somebody enrols", async () => {
  const present = await enrolled();
  await fleet.issueToken("edge-1", null, "owner");
  assert.equal(await fleet.nameOf(present), "edge-1");
});

test("where the vault does not answer, the revocation holds, and can be asked for again", async () => {
  isVaultDown = true;
  await assert.rejects(fleet.revoke("edge-1", "owner"), /the vault is down/);
  isVaultDown = false;
  await assert.rejects(enrolled(), { code: "fleet.revoked" });
  await fleet.revoke("edge-1", "owner");
});
