import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { formatCheckpoint } from "../../ledger/checkpoint.ts";
import { cosignatures } from "../../ledger/cosignature.ts";
import { noteKey, parseNote, parseVerifierKey, signNote, verifyNote } from "../../ledger/note.ts";
import { LedgerStore } from "../../ledger/store.ts";
import { TestWitness } from "../../ledger/testing/witness.ts";
import { parseWitness } from "../../ledger/witness.ts";
import { fakeClock, MINUTE, SECOND } from "../../lib/clock.ts";
import { silentLog } from "../../lib/log.ts";
import { rangeRoot } from "../../lib/merkle.ts";
import { Witnesses } from "./witnesses.ts";

/** Names what is waited for; the runner's own limit ends it. */
async function until(_what: string, holds: () => boolean): Promise<void> {
  while (!holds()) await setImmediate();
}

const ORIGIN = "rempart.test/ledger";
const { privateKey } = generateKeyPairSync("ed25519");
const LOG = noteKey(ORIGIN, privateKey);

describe("the desk and its witnesses", () => {
  const folder = () => mkdtempSync(join(tmpdir(), "rempart-witnesses-"));
  const clock = fakeClock();
  let path = "";
  let store: LedgerStore;
  let outside: TestWitness[];
  let witnesses: Witnesses;
  /** What was logged as an error. */
  let alarms: string[];
  /** Lets those who wait after a failure try again. */
  let retry: () => void;
  let pauses: number[];

  beforeEach(async () => {
    path = folder();
    store = await LedgerStore.open(path);
    outside = ["w1", "w2"].map((name) => new TestWitness(`witness.example/${name}`, LOG));
    const settings = await Promise.all(
      outside.map(async (one) => parseWitness(`${one.verifierKey} ${await one.listen()}`)),
    );
    [alarms, pauses] = [[], []];
    let waiting: (() => void)[] = [];
    retry = () => {
      for (const go of waiting) go();
      waiting = [];
    };
    const log = { ...silentLog, error: (event: string) => void alarms.push(event) };
    witnesses = new Witnesses({ ledger: store, clock, log }, settings, (ms) => {
      pauses.push(ms);
      return new Promise<void>((resolve) => waiting.push(resolve));
    });
  });
  afterEach(async () => {
    witnesses.close();
    retry();
    for (const one of outside) await one.close();
    store.close();
    rmSync(path, { recursive: true });
  });

  const grow = async (): Promise<void> => {
    const range = await store.append([Buffer.from(`entry ${store.size}`)]);
    const text = formatCheckpoint({ origin: ORIGIN, size: range.size, root: rangeRoot(range) });
    await store.publish(signNote(text, ORIGIN, privateKey));
    witnesses.ask();
  };
  const vouched = (): string[] => {
    const note = store.checkpoint()!;
    assert.deepEqual(verifyNote(note, [LOG]).signedBy, [LOG], "the ledger's own signature stays");
    const keys = outside.map(({ verifierKey }) => parseVerifierKey(verifierKey));
    return cosignatures(note, keys).map(({ witness }) => witness.name);
  };
  const all = () => until("both have vouched", () => vouched().length === 2);

  test("their cosignatures come under the checkpoint that is served, those of all", async () => {
    await grow();
    await all();
    await grow();
    assert.deepEqual(vouched(), [], "they are about one size");
    await all();
    const { witnesses: said, unwitnessedSeconds } = witnesses.status();
    assert.deepEqual(
      said.map(({ name, size }) => [name, size]),
      outside.map(({ name }) => [name, 2]),
    );
    assert.equal(unwitnessedSeconds, 0);
  });

  test("one that fails is asked again, ever later, and holds no other up", async () => {
    outside[0]!.broken = 503;
    await grow();
    await until("one has vouched", () => vouched().length === 1);
    for (let tries = 1; tries <= 3; tries++) {
      await until("it waits", () => pauses.length === tries);
      if (tries === 3) outside[0]!.broken = undefined;
      retry();
    }
    await all();
    assert.deepEqual(pauses, [2 * SECOND, 4 * SECOND, 8 * SECOND]);
  });

  test("a ledger that grows while a witness is slow is vouched for at its newest size alone", async () => {
    outside[0]!.broken = 503;
    await grow();
    await until("it waits", () => pauses.length === 1);
    for (let i = 0; i < 5; i++) await grow();
    outside[0]!.broken = undefined;
    retry();
    await all();
    assert.deepEqual(outside[0]!.answers, [503, 200]);
    assert.equal(outside[0]!.size, 6);
  });

  test("a cosignature that comes when the ledger has grown on is not put under another checkpoint", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    outside[0]!.gate = promise;
    await grow();
    await until("it has the first checkpoint", () => outside[0]!.size === 1);
    await grow();
    resolve();
    await all();
    assert.equal(parseNote(store.checkpoint()!).signatures.length, 3);
  });

  test("entries that no witness covers after ten minutes raise the alarm; one witness is enough", async () => {
    for (const one of outside) one.broken = 503;
    await grow();
    await until("both wait", () => pauses.length === 2);
    clock.advance(10 * MINUTE - SECOND);
    retry();
    await until("both wait", () => pauses.length === 4);
    assert.deepEqual(alarms, []);
    clock.advance(SECOND);
    assert.equal(witnesses.status().unwitnessedSeconds, 600);
    outside[0]!.broken = undefined;
    retry();
    await until("one has vouched and one waits", () => vouched().length === 1 && pauses.length === 5);
    const raised = alarms.length;
    assert.ok(raised <= 1, "at most before the other had answered");
    clock.advance(10 * MINUTE);
    retry();
    await until("it waits", () => pauses.length === 6);
    assert.equal(alarms.length, raised);
    outside[0]!.broken = 503;
    await grow();
    await until("both wait", () => pauses.length >= 7);
    clock.advance(10 * MINUTE);
    retry();
    await until("the alarm", () => alarms.length > raised);
    assert.equal(alarms.at(-1), "ledger.unwitnessed");
  });
});
