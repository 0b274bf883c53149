import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { openCheckpoint } from "../../ledger/checkpoint.ts";
import type { KeyEntry, ProtectEntry } from "../../ledger/entry.ts";
import { followKeys } from "../../ledger/key-chain.ts";
import { type NoteKey, parseVerifierKey, verifyNote } from "../../ledger/note.ts";
import { DAY, rfc3339 } from "../../lib/clock.ts";
import { Bench } from "../testing/bench.ts";
import { describe as describeVault } from "./describe.ts";
import { rotate } from "./rotate.ts";

const ORIGIN = "rempart.test/ledger";

describe("rotating the ledger's key", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.ready();
  });
  afterEach(() => bench.close());

  const keyNow = async (): Promise<NoteKey> =>
    parseVerifierKey((await describeVault(bench.context)).ledgerKey);
  const entry = async (change: Partial<KeyEntry> = {}): Promise<KeyEntry> => ({
    ...{ v: 1, kind: "key", at: rfc3339(bench.clock.now()) },
    ...(await rotate(bench.context)),
    ...{ overlaps: rfc3339(bench.clock.now() + 30 * DAY), approvals: 2 },
    ...change,
  });
  const append = async () => (await bench.append([bench.measure()], [bench.ada])).checkpoint;

  test("the next key is the same until it is in force, and is signed by the one before", async () => {
    const old = await keyNow();
    const asked = await rotate(bench.context);
    assert.deepEqual(await rotate(bench.context), asked);
    await bench.restart();
    assert.deepEqual(await rotate(bench.context), asked);
    assert.deepEqual(await keyNow(), old, "asking changes nothing");
    const [next] = followKeys([old], [await entry()]).inForce;
    await bench.append([await entry()], [bench.ada, bench.blaise]);
    assert.deepEqual(await keyNow(), next);
    assert.notEqual((await rotate(bench.context)).key, asked.key);
  });

  test("from the entry on both sign, after the overlap the new one alone; after a restart too", async () => {
    const old = await keyNow();
    const before = await append();
    const { checkpoint } = await bench.append([await entry()], [bench.ada, bench.blaise]);
    const next = await keyNow();
    assert.deepEqual(verifyNote(before, [old, next]).signedBy, [old]);
    assert.deepEqual(verifyNote(checkpoint, [old, next]).signedBy, [next, old]);
    assert.equal(openCheckpoint(checkpoint, [old], ORIGIN).size, 3, "followers of the old key read on");
    await bench.restart();
    bench.clock.advance(30 * DAY - 1000);
    assert.deepEqual(verifyNote(await append(), [old, next]).signedBy, [next, old]);
    bench.clock.advance(1000);
    const after = await append();
    assert.deepEqual(verifyNote(after, [old, next]).signedBy, [next]);
    assert.throws(() => openCheckpoint(after, [old], ORIGIN), { code: "note.invalid" });
  });

  test("it takes two people, a key that this vault holds, its proof and an overlap that ends", async () => {
    const { ada, blaise } = bench;
    const asked = async (change: Partial<KeyEntry>) => bench.append([await entry(change)], [ada, blaise]);
    const alone = bench.append([await entry({ approvals: 1 })], [ada]);
    await assert.rejects(alone, { code: "vault.approval", message: /a new ledger key needs two people/ });
    await assert.rejects(asked({ key: "ab".repeat(32) }), { code: "vault.key" });
    await assert.rejects(asked({ proof: "ab".repeat(64) }), { code: "vault.key" });
    const now = bench.clock.now();
    await assert.rejects(asked({ overlaps: rfc3339(now + 181 * DAY) }), { code: "vault.key" });
    assert.equal(bench.size, 1);
  });

  test("without an overlap, as after a theft, the old key signs not even the entry that ends it", async () => {
    const old = await keyNow();
    const overlaps = rfc3339(bench.clock.now() - 1000);
    const { checkpoint } = await bench.append([await entry({ overlaps })], [bench.ada, bench.blaise]);
    assert.deepEqual(verifyNote(checkpoint, [old, await keyNow()]).signedBy, [await keyNow()]);
  });

  test("a key may be rotated again; a copy of the old entry does not bring an old key back", async () => {
    const { ada, blaise } = bench;
    const first = await keyNow();
    const one = await entry();
    await bench.append([one], [ada, blaise]);
    const two = await entry();
    await bench.append([two], [ada, blaise]);
    await assert.rejects(bench.append([one], [ada, blaise]), { code: "vault.key" });
    assert.deepEqual(followKeys([first], [one, two]).inForce, [await keyNow()]);
  });

  test("a missing key is named, never replaced", async () => {
    await bench.append([await entry()], [bench.ada, bench.blaise]);
    const [file] = readdirSync(bench.folder).filter((name) => name.startsWith("ledger-"));
    rmSync(join(bench.folder, file!));
    await bench.restart();
    await assert.rejects(append(), { code: "vault.key-missing", message: new RegExp(file!) });
  });
});

describe("the protected list", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.ready();
  });
  afterEach(() => bench.close());

  test("takes two people, whatever the entry says", async () => {
    const { ada, blaise } = bench;
    const at = rfc3339(bench.clock.now());
    const entry: ProtectEntry = { v: 1, kind: "protect", at, hosts: ["ab".repeat(32)], approvals: 2 };
    await assert.rejects(bench.append([entry], [ada]), { code: "vault.approval" });
    await assert.rejects(bench.append([entry], [ada, ada]), { code: "vault.approval" });
    const says = async (approvals: number) => bench.append([{ ...entry, approvals }], [ada, blaise]);
    await assert.rejects(says(1), { code: "ledger.entry" });
    await says(2);
    assert.equal(bench.size, 2);
  });
});
