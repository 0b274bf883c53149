import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { formatCheckpoint } from "../ledger/checkpoint.ts";
import { type Entry, encodeEntry } from "../ledger/entry.ts";
import { formatVerifierKey, noteKey, signNote } from "../ledger/note.ts";
import { fileReader } from "../ledger/reader.ts";
import { LedgerStore } from "../ledger/store.ts";
import { rfc3339 } from "../lib/clock.ts";
import { silentLog } from "../lib/log.ts";
import { leafHash, merkleRoot } from "../lib/merkle.ts";
import type { CallOutput } from "../vault/calls.ts";
import type { VaultClient } from "../vault/client.ts";
import { countEntries, insertEntry } from "./db/ledger-entries.ts";
import type { Database } from "./db/open.ts";
import { openEmpty } from "./db/testing/empty.ts";
import { beginAnew, reindex, restoreFrom } from "./ledger-repair.ts";
import { LedgerWriter } from "./ledger-writer.ts";
import { Signal } from "./signal.ts";

const ORIGIN = "rempart.test/ledger";
const { privateKey } = generateKeyPairSync("ed25519");

const request = (n: number): Entry => ({
  ...{ v: 1, kind: "request", at: rfc3339(n * 1000), change: "limits", config: "ab".repeat(32) },
});
const measure = (n: number): Entry => ({
  ...{ v: 1, kind: "measure", at: rfc3339(n * 1000), decision: "0".repeat(26), role: "cdn", verb: "refuse" },
  ...{ grain: "url", clause: "D1", policy: "ab".repeat(32), target: "cd".repeat(32) },
  ...{ starts: rfc3339(n * 1000), ends: null, emergency: false, approvals: 1 },
});

/** What the vault says once it has signed these entries. */
function signed(entries: readonly Entry[], origin = ORIGIN): CallOutput<"describe"> {
  const root = merkleRoot(entries.map((entry) => leafHash(encodeEntry(entry))));
  const text = formatCheckpoint({ origin, size: entries.length, root });
  const said: Partial<CallOutput<"describe">> = {
    ...{ origin, size: entries.length, ledgerKey: formatVerifierKey(noteKey(origin, privateKey)) },
    checkpoint: entries.length === 0 ? "" : signNote(text, origin, privateKey),
  };
  return said as CallOutput<"describe">;
}

describe("mending a ledger", () => {
  const root = mkdtempSync(join(tmpdir(), "rempart-repair-"));
  const entries = Array.from({ length: 600 }, (_, n) => (n % 100 === 7 ? measure(n) : request(n)));
  let database: Database;
  let folder = "";
  let runs = 0;

  before(async () => {
    database = await openEmpty(join(root, "db"));
  });
  beforeEach(async () => {
    await database.db.deleteFrom("ledger_entry").execute();
    folder = join(root, `ledger-${++runs}`);
  });
  after(async () => {
    await database.close();
    rmSync(root, { recursive: true });
  });

  const write = async (to: string, some: readonly Entry[], published = some): Promise<void> => {
    const store = await LedgerStore.open(to);
    await store.append(some.map(encodeEntry));
    await store.publish(signed(published).checkpoint);
    store.close();
  };
  const index = async (some: readonly Entry[]): Promise<void> => {
    await database.transaction(async (tx) => {
      for (const [n, entry] of some.entries()) await insertEntry(tx, n, entry);
    });
  };
  /** Starts a desk's writer on what is there; returns how many entries were projected. */
  const start = async (vault: CallOutput<"describe">): Promise<number> => {
    const store = await LedgerStore.open(folder);
    let projected = 0;
    try {
      const client = { call: async () => vault } as unknown as VaultClient;
      const writer = new LedgerWriter(store, client, database, new Signal(), silentLog);
      writer.onEntry(async () => void projected++);
      await writer.recover();
      assert.equal(writer.head?.size, vault.size);
    } finally {
      store.close();
    }
    return projected;
  };

  test("a disk that lost entries takes them from a copy, and the desk starts again", async () => {
    const copy = join(root, `copy-${runs}`);
    await write(copy, entries);
    await write(folder, entries.slice(0, 300));
    const vault = signed(entries.slice(0, 590));
    await assert.rejects(start(vault), { code: "ledger.short" });
    assert.equal(await restoreFrom(folder, fileReader(copy), vault), 290, "to what was signed, no further");
    assert.equal(await restoreFrom(folder, fileReader(copy), vault), 0);
    assert.equal(await start(vault), 590);
  });

  test("a disk that lost everything does too", async () => {
    const copy = join(root, `copy-${runs}`);
    await write(copy, entries);
    assert.equal(await restoreFrom(folder, fileReader(copy), signed(entries)), 600);
    assert.equal(await start(signed(entries)), 600);
  });

  test("a copy of another ledger, or one that ends too early, leaves the disk as it was", async () => {
    const other = join(root, `copy-${runs}`);
    await write(other, [...entries.slice(0, 400), request(399), ...entries.slice(401)]);
    await write(folder, entries.slice(0, 300));
    await assert.rejects(restoreFrom(folder, fileReader(other), signed(entries)), { code: "ledger.restore" });
    const short = join(root, `short-${runs}`);
    await write(short, entries.slice(0, 500));
    await assert.rejects(restoreFrom(folder, fileReader(short), signed(entries)), { code: "ledger.bundle" });
    const store = await LedgerStore.open(folder);
    assert.equal(store.size, 300);
    store.close();
  });

  test("a database that lost its index, or the end of it, gets it at the next start", async () => {
    await write(folder, entries);
    assert.equal(await start(signed(entries)), 600);
    assert.equal(await start(signed(entries)), 0);
    await database.db.deleteFrom("ledger_entry").where("index", ">=", 450).execute();
    assert.equal(await start(signed(entries)), 150);
    assert.equal(await countEntries(database.db), 600);
  });

  test("a row that is not the ledger's stops the start, and is put right", async () => {
    await write(folder, entries);
    await index([...entries.slice(0, 10), request(99), ...entries.slice(11, 599), request(99)]);
    await assert.rejects(start(signed(entries)), { code: "ledger.index", message: /rempart ledger reindex/ });
    const store = await LedgerStore.open(folder);
    const lost = [7, 107, 207, 307, 407, 507];
    const said = await reindex(store, database);
    assert.deepEqual(said, { entries: 600, indexed: 600, mended: 2, withoutOpening: lost });
    assert.equal((await reindex(store, database)).mended, 0);
    store.close();
    assert.equal(await start(signed(entries)), 0);
  });

  test("a database that knows more than the ledger is never taken for its index", async () => {
    await write(folder, entries.slice(0, 500));
    await index(entries);
    const ahead = { code: "ledger.index", message: /knows 600 entries, the ledger holds 500/ };
    await assert.rejects(start(signed(entries.slice(0, 500))), ahead);
    const store = await LedgerStore.open(folder);
    await assert.rejects(reindex(store, database), { code: "ledger.index" });
    store.close();
  });

  test("an ended ledger is put aside only for another name, and the desk begins that one", async () => {
    await write(folder, entries);
    await index(entries);
    await assert.rejects(beginAnew(folder, database, signed(entries)), { code: "ledger.origin" });
    const next = signed([], "rempart.test/ledger-2");
    await assert.rejects(start({ ...next }), { code: "ledger.published" });
    const aside = await beginAnew(folder, database, next);
    assert.match(aside, /-ended-at-600$/);
    assert.ok(existsSync(join(aside, "checkpoint")) && !existsSync(folder));
    assert.equal(await countEntries(database.db), 0);
    const store = await LedgerStore.open(folder);
    const writer = new LedgerWriter(
      store,
      { call: async () => next } as never,
      database,
      new Signal(),
      silentLog,
    );
    await writer.recover();
    assert.equal(store.size, 0);
    store.close();
  });
});
