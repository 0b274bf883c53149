import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import { leafHash, merkleRoot } from "../lib/merkle.ts";
import { auditLedger } from "./audit.ts";
import { checkRefusals } from "./check.ts";
import { encodeEntry } from "./entry.ts";
import {
  FIRST_KEY,
  KEYS,
  measure,
  ORIGIN,
  policy,
  publishLog,
  rotation,
  signWith,
  temporaryFolder,
} from "./fixture.test.ts";
import { followKeys, keyEntriesOf } from "./key-chain.ts";
import { noteKey } from "./note.ts";
import { fileReader } from "./reader.ts";

const [second, third, foreign] = Array.from({ length: 3 }, () => generateKeyPairSync("ed25519").privateKey);
const SECOND = noteKey(ORIGIN, second!);
const THIRD = noteKey(ORIGIN, third!);
const TO_SECOND = rotation(1, second!);
const TO_THIRD = rotation(2, third!, second!);

test("from any key that is trusted the entries lead to the newest", () => {
  for (const known of [KEYS, [SECOND], [THIRD], [...KEYS, THIRD]]) {
    assert.deepEqual(followKeys(known, [TO_SECOND, TO_THIRD]).inForce, [THIRD]);
  }
  assert.deepEqual(followKeys(KEYS, []).inForce, KEYS);
  assert.deepEqual(followKeys(KEYS, [TO_SECOND, TO_THIRD]).trusted, [...KEYS, SECOND, THIRD]);
});

test("a key that the one before did not sign is refused, and so is one of another ledger", () => {
  const forged = rotation(2, third!, foreign!);
  assert.throws(() => followKeys(KEYS, [TO_SECOND, forged]), { code: "ledger.key" });
  assert.throws(() => followKeys(KEYS, [{ ...TO_SECOND, key: TO_THIRD.key }]), { code: "ledger.key" });
  const byTheOld = rotation(2, third!, FIRST_KEY);
  assert.throws(() => followKeys(KEYS, [TO_SECOND, byTheOld]), { code: "ledger.key" }, "it is out of force");
  const elsewhere = [noteKey("other.example/log", FIRST_KEY)];
  assert.throws(() => followKeys(elsewhere, [TO_SECOND]), { code: "ledger.key" });
});

test("key entries are found among leaves without reading the others", () => {
  const leaves = [policy(0), TO_SECOND, measure(2), TO_THIRD].map(encodeEntry);
  assert.deepEqual(keyEntriesOf([Buffer.from("not JSON"), ...leaves]), [TO_SECOND, TO_THIRD]);
});

const LOG = [policy(0), TO_SECOND, measure(2)];
const root = merkleRoot(LOG.map((entry) => leafHash(encodeEntry(entry))));
const CASES: [string, readonly Parameters<typeof signWith>[2][], typeof KEYS, string[]][] = [
  ["both keys, read by who holds the old one", [second!, FIRST_KEY], KEYS, []],
  ["both keys, read by who holds the new one", [second!, FIRST_KEY], [SECOND], []],
  ["the new key alone, read by who holds the old one", [second!], KEYS, []],
  ["the old key alone, read by who holds it", [FIRST_KEY], KEYS, ["checkpoint"]],
  ["the old key alone, read by who holds the new one", [FIRST_KEY], [SECOND], ["checkpoint"]],
  ["a foreign key", [foreign!], KEYS, ["checkpoint"]],
];
for (const [what, signers, keys, expected] of CASES) {
  test(`an audit of a ledger with a new key, its head signed by ${what}`, async () => {
    using folder = temporaryFolder();
    await publishLog(folder.path, LOG, ...signers);
    const report = await auditLedger(fileReader(folder.path), { keys, origin: ORIGIN });
    assert.deepEqual(
      report.problems.map(({ kind }) => kind),
      expected,
    );
    const visit = async () => ({ status: 200, headers: new Headers() });
    const check = checkRefusals(["http://a.example/"], fileReader(folder.path), {
      visit,
      keys,
      origin: ORIGIN,
    });
    if (expected.length > 0) await assert.rejects(check, { code: "note.invalid" });
    else assert.equal((await check)[0]!.verdict, "not-refused");
  });
}

test("a checkpoint kept from before the new key, or from after it, is continued", async () => {
  using folder = temporaryFolder();
  await publishLog(folder.path, LOG, second!);
  const reader = fileReader(folder.path);
  const first = merkleRoot([leafHash(encodeEntry(LOG[0]!))]);
  const after = merkleRoot(LOG.slice(0, 2).map((entry) => leafHash(encodeEntry(entry))));
  for (const since of [
    signWith(1, first, FIRST_KEY),
    signWith(2, after, second!),
    signWith(3, root, second!),
  ]) {
    const report = await auditLedger(reader, { keys: KEYS, origin: ORIGIN, since });
    assert.deepEqual(report.problems, []);
  }
  const forged = auditLedger(reader, { keys: KEYS, origin: ORIGIN, since: signWith(1, first, foreign!) });
  await assert.rejects(forged, { code: "note.invalid" });
});

test("a ledger in which a key nobody vouches for is announced does not hold, whoever signed its head", async () => {
  using folder = temporaryFolder();
  const forged = [policy(0), rotation(1, third!, foreign!)];
  await publishLog(folder.path, forged, FIRST_KEY);
  const report = await auditLedger(fileReader(folder.path), { keys: KEYS, origin: ORIGIN });
  assert.deepEqual(
    report.problems.map(({ kind }) => kind),
    ["checkpoint"],
  );
});
