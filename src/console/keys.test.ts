import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
// biome-ignore lint/style/noRestrictedImports: the browser must compute what edges compare
import { configHash as feedHash } from "../feed/config-rules.ts";
// biome-ignore lint/style/noRestrictedImports: the browser must compute what the ledger computes
import { coreOf, enrolHash as ledgerEnrolHash, approvalHash as ledgerHash } from "../ledger/approval.ts";
import {
  approvalHash,
  canSign,
  configHash,
  createKey,
  enrolHash,
  fingerprint,
  formatKeyFile,
  hashToSign,
  newId,
  openKeyFile,
  signHash,
  signText,
} from "./keys.ts";

const PERSON = "0123456789abcdefghjkmnpqrs";

test("a signature of the browser's key holds for the desk's verifier", async () => {
  const { key, publicKey } = await createKey();
  const hash = "00ff".repeat(16);
  const holds = (data: Buffer, signature: string) =>
    verify(null, data, createPublicKey(publicKey), Buffer.from(signature, "base64"));
  assert.equal(holds(Buffer.from("rempart sign-in é"), await signText(key, "rempart sign-in é")), true);
  assert.equal(holds(Buffer.from(hash, "hex"), await signHash(key, hash)), true);
  assert.equal(
    holds(Buffer.from(hash), await signHash(key, hash)),
    false,
    "the bytes are signed, not their hex",
  );
});

test("the key kept in memory cannot be read out, and the key file opens to the same key", async () => {
  const { key, privateKey, publicKey } = await createKey();
  await assert.rejects(crypto.subtle.exportKey("pkcs8", key));
  const signer = await openKeyFile(formatKeyFile({ person: PERSON, name: "Ada", privateKey }));
  assert.equal(signer?.person, PERSON);
  const signature = Buffer.from(await signText(signer.key, "x"), "base64");
  assert.equal(verify(null, Buffer.from("x"), createPublicKey(publicKey), signature), true);
  await assert.rejects(crypto.subtle.exportKey("pkcs8", signer.key));
});

test("what is not a key file is said to be none", async () => {
  const { privateKey, publicKey } = await createKey();
  const spoilt = [
    "",
    "not JSON",
    "null",
    "{}",
    formatKeyFile({ person: "owner", name: "", privateKey }),
    formatKeyFile({ person: PERSON, name: "", privateKey: publicKey }),
    formatKeyFile({ person: PERSON, name: "", privateKey: privateKey.slice(0, 60) }),
  ];
  for (const text of spoilt) assert.equal(await openKeyFile(text), undefined, text);
});

test("only hex can be approved", async () => {
  const { key } = await createKey();
  for (const text of ["", "0", "0g", "AB", "0x00"]) await assert.rejects(async () => signHash(key, text));
});

test("the hash of an enrolment is the one the vault computes", async () => {
  const { publicKey } = await createKey();
  assert.equal(await enrolHash(PERSON, publicKey), ledgerEnrolHash(PERSON, publicKey));
});

const entry: Parameters<typeof coreOf>[0] = {
  ...{ v: 1, kind: "measure", at: "2026-12-01T08:00:00Z", decision: PERSON, role: "cdn", verb: "refuse" },
  ...{ grain: "path", clause: "D1", policy: "a".repeat(64), target: "b".repeat(64), approvals: 2 },
  ...{ starts: "2026-12-01T08:00:00Z", ends: "2026-12-31T08:00:00Z", emergency: false, territory: ["FR"] },
};
const proposed = {
  ...{ decision: PERSON, needed: 2, core: coreOf(entry) },
  approvalHash: ledgerHash(PERSON, [coreOf(entry)]),
};

test("the hash of an approval is the one the ledger computes", async () => {
  assert.equal(await hashToSign(proposed), proposed.approvalHash);
  await fc.assert(
    fc.asyncProperty(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), async (decision, core) => {
      assert.equal(await approvalHash(decision, core), ledgerHash(decision, [core]));
    }),
  );
});

test("whatever the desk changes in what it shows, its hash is not signed", async () => {
  const changed = [
    { ...proposed, decision: PERSON.replace("0", "1") },
    { ...proposed, approvalHash: "0".repeat(64) },
    ...Object.keys(proposed.core).map((name) => ({ ...proposed, core: { ...proposed.core, [name]: "x" } })),
    { ...proposed, core: { ...proposed.core, more: null } },
  ];
  for (const one of changed) await assert.rejects(hashToSign(one), { code: "approval.differs" });
});

test("ids have the desk's form and do not repeat", () => {
  const ids = new Set(Array.from({ length: 500 }, newId));
  assert.equal(ids.size, 500);
  for (const id of ids) assert.match(id, /^[0-9a-hjkmnp-tv-z]{25}[048cgmrw]$/);
});

test("a fingerprint is of the key and short enough to read aloud", async () => {
  const { publicKey } = await createKey();
  const der = createPublicKey(publicKey).export({ type: "spki", format: "der" });
  const expected = createHash("sha256").update(der).digest("hex").slice(0, 16);
  assert.equal((await fingerprint(publicKey)).replaceAll(" ", ""), expected);
  assert.equal(await canSign(), true);
});

test("the hash of a site is the one that edges compare with its account's request", async () => {
  const site = {
    ...{ id: "00000000000000000000000001", account: "0000000000000000000000000a", hostnames: ["é.example"] },
    ...{ roles: ["cdn" as const], origin: { servers: [{ url: "http://192.0.2.1", weight: 2 }] } },
    ...{ readings: { foldCase: false }, limits: { perSite: { perSecond: 0.5, burst: 1 } } },
  };
  for (const what of [site, { removed: site.id }]) assert.equal(await configHash(what), feedHash(what));
});
