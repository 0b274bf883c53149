import assert from "node:assert/strict";
import { test } from "node:test";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { openSealed, readIdentityFile, seal } from "./seal.ts";

const [custodian, recovery, stranger] = await Promise.all([
  generateIdentity(),
  generateIdentity(),
  generateIdentity(),
]);
const recipients = await Promise.all([custodian, recovery].map(identityToRecipient));
const words = Buffer.from("FIXTURE");

test("each of two recipients opens it, a stranger does not", async () => {
  const sealed = await seal(words, recipients);
  for (const identity of [custodian, recovery]) {
    assert.deepEqual(Buffer.from(await openSealed(sealed, identity)), words);
  }
  await assert.rejects(openSealed(sealed, stranger), { code: "seal.not-opened" });
  await assert.rejects(openSealed(sealed, "AGE-SECRET-KEY-1NONSENSE"), { code: "seal.identity" });
  assert.equal(Buffer.from(sealed).includes("FIXTURE"), false);
});

test("fewer than two different recipients, or one that is none, are refused", async () => {
  for (const given of [
    [],
    [recipients[0]!],
    [recipients[0]!, recipients[0]!],
    [...recipients, "age1nonsense"],
  ]) {
    await assert.rejects(seal(words, given), { code: "seal.recipients" });
  }
});

test("an identity file is read as age-keygen writes it", () => {
  assert.equal(readIdentityFile(`# created: x\n# public key: y\n${custodian}\n`), custodian);
  assert.throws(() => readIdentityFile("# nothing\n"), { code: "seal.identity" });
});
