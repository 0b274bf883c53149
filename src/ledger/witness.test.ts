import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, test } from "node:test";
import { rangeRoot } from "../lib/merkle.ts";
import { auditLedger } from "./audit.ts";
import { cosignatures } from "./cosignature.ts";
import { encodeEntry } from "./entry.ts";
import { FIRST_KEY, KEYS, ORIGIN, signWith, temporaryFolder, validLog } from "./fixture.test.ts";
import { formatVerifierKey, parseVerifierKey, signatureLine } from "./note.ts";
import { LedgerStore } from "./store.ts";
import { TestWitness } from "./testing/witness.ts";
import { parseWitness, WitnessClient } from "./witness.ts";

describe("a witness", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let store: LedgerStore;
  let witness: TestWitness;
  let client: WitnessClient;

  beforeEach(async () => {
    folder = temporaryFolder();
    store = await LedgerStore.open(folder.path);
    witness = new TestWitness("witness.example/w1", KEYS[0]!);
    const url = await witness.listen();
    client = new WitnessClient(parseWitness(`${witness.verifierKey} ${url}/`), store);
  });
  afterEach(async () => {
    await witness.close();
    store.close();
    folder[Symbol.dispose]();
  });

  const log = validLog(700);
  const grow = async (to: number): Promise<string> => {
    const range = await store.append(log.slice(store.size, to).map(encodeEntry));
    const note = signWith(to, rangeRoot(range), FIRST_KEY);
    await store.publish(note);
    return note;
  };

  test("vouches for each checkpoint on proof that it continues the one before", async () => {
    for (const size of [1, 2, 256, 257, 700]) {
      const note = await grow(size);
      const line = await client.cosign(note);
      assert.equal(cosignatures(note + line, [client.witness.key]).length, 1);
      assert.equal(witness.size, size);
    }
    assert.deepEqual(witness.answers, [200, 200, 200, 200, 200]);
  });

  test("is told from where it knows the ledger, after a restart of the desk too", async () => {
    await client.cosign(await grow(300));
    const note = await grow(400);
    const restarted = new WitnessClient(client.witness, store);
    await restarted.cosign(note);
    await restarted.cosign(note);
    assert.deepEqual(witness.answers, [200, 409, 200, 200]);
  });

  test("a ledger that was set back, or rewritten, gets no cosignature", async () => {
    const small = await grow(300);
    await client.cosign(await grow(400));
    const restarted = new WitnessClient(client.witness, store);
    await assert.rejects(restarted.cosign(small), {
      code: "witness.ahead",
      message: /seen 400 entries, not 300/,
    });

    using other = temporaryFolder();
    const rewritten = await LedgerStore.open(other.path);
    const range = await rewritten.append([...log.slice(0, 200), ...log.slice(201, 600)].map(encodeEntry));
    const note = signWith(range.size, rangeRoot(range), FIRST_KEY);
    await rewritten.publish(note);
    const forger = new WitnessClient(client.witness, rewritten);
    await assert.rejects(forger.cosign(note), { code: "witness.failed", message: /status 422/ });
    assert.equal(witness.size, 400);
    rewritten.close();
  });

  test("a checkpoint that another signed, and a witness that fails or answers something else", async () => {
    const range = await store.append([encodeEntry(log[0]!)]);
    const forged = signWith(1, rangeRoot(range), generateKeyPairSync("ed25519").privateKey);
    await assert.rejects(client.cosign(forged), { code: "witness.failed", message: /status 403/ });
    witness.broken = 500;
    await assert.rejects(client.cosign(await grow(2)), { code: "witness.failed", message: /status 500/ });
    const note = await grow(3);
    const replies: [number, string][] = [
      [200, ""],
      [200, "no signature\n"],
      [200, note.split("\n\n")[1]!],
      [200, signatureLine(client.witness.key, Buffer.alloc(72))],
      [409, "-1\n"],
      [409, "many\n"],
    ];
    for (const [status, text] of replies) {
      const post = async () => new Response(text, { status });
      const asked = new WitnessClient(client.witness, store, post as typeof fetch).cosign(note);
      await assert.rejects(asked, (error: { code: string }) =>
        /^(witness\.failed|note\.invalid)$/.test(error.code),
      );
    }
    await witness.close();
    await assert.rejects(client.cosign(note), { code: "witness.failed" });
    await witness.listen();
  });

  test("an auditor may ask for one of several; a log's own line is none, nor is a stranger's", async () => {
    const note = await grow(20);
    const stranger = new TestWitness("witness.example/w2", KEYS[0]!);
    const [key, other] = [witness, stranger].map(({ verifierKey }) => parseVerifierKey(verifierKey));
    const kinds = async (...witnesses: (typeof key)[]) =>
      (
        await auditLedger(store, { keys: KEYS, origin: ORIGIN, witnesses: witnesses.map((one) => one!) })
      ).problems.map(({ kind }) => kind);
    assert.deepEqual(await kinds(key), ["witness"]);
    await store.publish(note + (await client.cosign(note)));
    assert.deepEqual(await kinds(key), []);
    assert.deepEqual(await kinds(other, key), []);
    assert.deepEqual(await kinds(other), ["witness"]);
    assert.deepEqual(await kinds(KEYS[0]), ["witness"]);
    assert.deepEqual(await kinds(), []);
  });

  test("is set by its verifier key and address", () => {
    const { url } = parseWitness(`${witness.verifierKey} https://witness.example/w1/`);
    assert.equal(url, "https://witness.example/w1");
    for (const text of [
      witness.verifierKey,
      `${witness.verifierKey} witness.example`,
      "https://witness.example",
    ]) {
      assert.throws(() => parseWitness(text), { message: /must be "verifier-key URL"/ });
    }
    assert.throws(() => parseWitness(`${formatVerifierKey(KEYS[0]!)} https://witness.example`), {
      message: /type 4/,
    });
  });
});
