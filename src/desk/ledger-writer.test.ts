import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import fs, { mkdtempSync, readlinkSync, rmSync, statSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { coreOf } from "../ledger/approval.ts";
import { formatCheckpoint } from "../ledger/checkpoint.ts";
import { decodeEntry, encodeEntry, type RequestEntry } from "../ledger/entry.ts";
import { signNote } from "../ledger/note.ts";
import { LedgerStore } from "../ledger/store.ts";
import { fakeClock } from "../lib/clock.ts";
import { conflict, forbidden, RempartError } from "../lib/errors.ts";
import { newId } from "../lib/ids.ts";
import { silentLog } from "../lib/log.ts";
import { appendLeaves, EMPTY_RANGE, leafHash, rangeRoot } from "../lib/merkle.ts";
import type { CallInput, CallName } from "../vault/calls.ts";
import type { VaultClient } from "../vault/client.ts";
import type { Database } from "./db/open.ts";
import { openEmpty } from "./db/testing/empty.ts";
import { LedgerWriter } from "./ledger-writer.ts";
import { Signal } from "./signal.ts";

const ORIGIN = "rempart.test/ledger";

/** A vault that signs whatever it is asked, refuses, or dies before or after signing. */
class FakeVault {
  mood:
    | "signs"
    | "refuses"
    | "dies before signing"
    | "signs and dies"
    | "signs and loses its answer"
    | "is stopped" = "signs";
  turn: string | undefined;
  /** What it is asked while it is stopped, and reads when it goes on. */
  late: CallInput<"append"> | undefined;
  range = EMPTY_RANGE;
  checkpoint = "";
  /** A decision that it refuses, and all that come with it. */
  refused: string | undefined;
  /** How many decisions each signature covered. */
  readonly signed: number[] = [];
  readonly #key = generateKeyPairSync("ed25519").privateKey;

  async call(name: CallName, input: unknown): Promise<unknown> {
    if (name === "settle") {
      if (this.mood.includes("dies")) throw down();
      this.turn = newId();
      return { size: this.range.size, checkpoint: this.checkpoint, turn: this.turn };
    }
    if (this.mood === "refuses") throw forbidden("vault.approval", "nobody approved");
    if (this.mood === "dies before signing") throw down();
    if (this.mood === "is stopped") {
      this.late = input as CallInput<"append">;
      throw down();
    }
    const { decisions, turn } = input as CallInput<"append">;
    if (this.turn !== undefined && turn !== this.turn) throw conflict("vault.turn", "settled since");
    if (decisions.some(({ decision }) => decision === this.refused))
      throw forbidden("vault.approval", "nobody");
    this.signed.push(decisions.length);
    const entries = decisions.flatMap((one) => one.entries);
    this.range = appendLeaves(
      this.range,
      entries.map((entry) => leafHash(Buffer.from(entry, "base64"))),
    );
    const { size } = this.range;
    this.checkpoint = signNote(
      formatCheckpoint({ origin: ORIGIN, size, root: rangeRoot(this.range) }),
      ORIGIN,
      this.#key,
    );
    if (this.mood !== "signs") throw down();
    return { checkpoint: this.checkpoint };
  }
}

const down = () => new RempartError("vault.down", 503, "the vault does not answer");

describe("the ledger's writer", () => {
  const root = mkdtempSync(join(tmpdir(), "rempart-writer-"));
  let database: Database;
  let folder = "";
  let vault: FakeVault;
  let store: LedgerStore;
  let writer: LedgerWriter;
  let projected: number[];
  let broken = false;
  let runs = 0;
  const clock = fakeClock();

  /** Starts over with what is on the disk, as after a crash of the desk. */
  const restart = async (): Promise<void> => {
    // A desk that crashed looks no more; what it was about to index must not go into the next test's database.
    writer?.close();
    await writer?.indexed();
    writer?.close();
    store?.close();
    store = await LedgerStore.open(folder);
    projected = [];
    writer = new LedgerWriter(
      store,
      vault as unknown as VaultClient,
      database,
      new Signal(),
      silentLog,
      clock,
    );
    writer.onEntry(async (_tx, index) => {
      if (broken) throw new Error("the database is full");
      projected.push(index);
    });
  };

  before(async () => {
    database = await openEmpty(join(root, "db"));
  });
  beforeEach(async () => {
    await database.db.deleteFrom("ledger_entry").execute();
    folder = join(root, `ledger-${++runs}`);
    vault = new FakeVault();
    broken = false;
    await restart();
    await writer.recover();
    await append();
  });
  afterEach(async () => {
    // One with a gap looks again, and may be about to: what it finds must not go into the next test's database.
    writer.close();
    vault.mood = "signs";
    broken = false;
    await writer.recover().catch(() => {});
    await writer.indexed();
    writer.close();
  });
  after(async () => {
    store.close();
    await database.close();
    rmSync(root, { recursive: true });
  });

  let minute = 0;
  const entry = (): RequestEntry => ({
    ...{ v: 1, kind: "request", at: new Date(++minute * 60_000).toISOString().replace(".000", "") },
    ...{ change: "repoint", config: "ab".repeat(32) },
  });
  const append = (decision: unknown = "d") =>
    writer.append({ decision: String(decision), cores: [coreOf(entry())], approvals: [] });
  const sizes = async () => {
    const { rows } = await database.executeSql("select index from ledger_entry order by index");
    const indexed = rows.map((row) => (row as { index: number }).index);
    return { disk: store.size, published: store.publishedSize, signed: vault.range.size, indexed };
  };
  const agree = (size: number) => ({
    ...{ disk: size, published: size, signed: size },
    indexed: Array.from({ length: size }, (_, i) => i),
  });

  test("appends to disk, vault and database; the public size is the signed one", async () => {
    assert.deepEqual(await append(), [1]);
    assert.deepEqual(await sizes(), agree(2));
    assert.deepEqual(projected, [0, 1]);
  });

  test("an entry is synced to the disk before the vault is asked to sign it", async (t) => {
    const synced = new Map<string, number>();
    const { fdatasync } = fs;
    t.mock.method(fs, "fdatasync", (fd: number, done: fs.NoParamCallback) => {
      const { size } = fs.fstatSync(fd);
      fdatasync(fd, (error) => {
        synced.set(readlinkSync(`/proc/self/fd/${fd}`), size);
        done(error);
      });
    });
    syncBuiltinESMExports();
    t.after(() => syncBuiltinESMExports());
    const bundle = join(folder, "tile/entries/000");
    const call = vault.call.bind(vault);
    let atSigning: number | undefined;
    vault.call = (name, input) => {
      if (name === "append") atSigning = synced.get(bundle);
      return call(name, input);
    };
    await append();
    assert.equal(atSigning, statSync(bundle).size, "all of the bundle, the new entry included");
  });

  test("what the vault refuses leaves no trace, and the next append takes its place", async () => {
    vault.mood = "refuses";
    await assert.rejects(append(), { code: "vault.approval" });
    assert.deepEqual(await sizes(), agree(1));
    vault.mood = "signs";
    assert.deepEqual(await append(), [1]);
    assert.deepEqual(await sizes(), agree(2));
  });

  test("a signature whose answer was lost counts: the append succeeds", async () => {
    vault.mood = "signs and loses its answer";
    assert.deepEqual(await append(), [1]);
    assert.deepEqual(await sizes(), agree(2));
  });

  test("what was cut off after a silence is never signed: the vault reads it when the ledger was settled", async () => {
    vault.mood = "is stopped";
    await assert.rejects(append(), { code: "vault.down" });
    vault.mood = "signs";
    await assert.rejects(vault.call("append", vault.late), { code: "vault.turn" });
    assert.deepEqual(await append(), [1]);
    assert.deepEqual(await sizes(), agree(2));
  });

  for (const mood of ["signs and dies", "dies before signing"] as const) {
    const kept = mood === "signs and dies" ? 2 : 1;

    test(`a vault that ${mood}: the entries stay until it can be asked, then all agree`, async () => {
      vault.mood = mood;
      await assert.rejects(append(), { code: "vault.down" });
      assert.equal(store.size, 2, "they may have been signed");
      assert.equal(store.publishedSize, 1, "and are shown to nobody before that is known");
      await assert.rejects(append(), { code: "vault.down" });
      vault.mood = "signs";
      assert.deepEqual(await append(), [kept]);
      assert.deepEqual(await sizes(), agree(kept + 1));
    });

    test(`a vault that ${mood}, and then the desk does: the same after its restart`, async () => {
      vault.mood = mood;
      await assert.rejects(append(), { code: "vault.down" });
      vault.mood = "signs";
      await restart();
      await writer.recover();
      assert.deepEqual(await sizes(), agree(kept));
      assert.deepEqual(projected, kept === 2 ? [1] : []);
    });
  }

  test("a database that fails after the signature catches up, in order", async () => {
    broken = true;
    await assert.rejects(append(), /the database is full/);
    assert.deepEqual(await sizes(), { ...agree(2), indexed: [0] });
    broken = false;
    assert.deepEqual(await append(), [2]);
    assert.deepEqual(await sizes(), agree(3));
    assert.deepEqual(projected, [0, 1, 2]);
  });

  test("a database that fails catches up by itself, and so does a vault that died: nobody may ask for more", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const agreed = async (size: number): Promise<void> => {
      t.mock.timers.tick(60_000);
      while (!isDeepStrictEqual(await sizes(), agree(size)))
        await new Promise((resolve) => setImmediate(resolve));
    };
    broken = true;
    await assert.rejects(append(), /the database is full/);
    broken = false;
    await agreed(2);
    vault.mood = "signs and dies";
    await assert.rejects(append(), { code: "vault.down" });
    vault.mood = "signs";
    await agreed(3);
  });

  test("entries are dated when they are written; a clock that was set back delays nobody", async () => {
    clock.set(Date.UTC(2027, 0, 1, 12));
    await append();
    clock.set(Date.UTC(2027, 0, 1, 11));
    await append();
    const dates = await Promise.all([1, 2].map(async (index) => decodeEntry(await store.entry(index)).at));
    assert.deepEqual(dates, ["2027-01-01T12:00:00Z", "2027-01-01T12:00:00Z"]);
  });

  test("a statement that fails while another is under way fails the append, and does not end the desk", async (t) => {
    const unheard: unknown[] = [];
    const hear = (error: unknown) => void unheard.push(error);
    process.on("unhandledRejection", hear);
    t.after(() => process.off("unhandledRejection", hear));
    writer.onEntry(() => new Promise((resolve) => setTimeout(resolve, 200)));
    await database.db.insertInto("ledger_entry").values({ index: 1, entry: "{}" }).execute();
    await assert.rejects(append());
    assert.deepEqual(unheard, []);
  });

  test("a database that lost its index gets it back from the ledger", async () => {
    await append();
    await database.db.deleteFrom("ledger_entry").execute();
    await restart();
    await writer.recover();
    assert.deepEqual(await sizes(), agree(2));
    assert.deepEqual(projected, [0, 1]);
  });

  test("files that hold fewer entries than were signed stop the start, saying what to do", async () => {
    vault.range = appendLeaves(vault.range, [leafHash(encodeEntry(entry()))]);
    await restart();
    await assert.rejects(writer.recover(), {
      code: "ledger.short",
      message: /hold 1 entries, the vault has signed 2/,
    });
  });

  test("appends asked for at once are in the order they were asked for, under two signatures", async () => {
    const indices = await Promise.all(Array.from({ length: 8 }, append));
    assert.deepEqual(indices.flat(), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert.deepEqual(await sizes(), agree(9));
    assert.deepEqual(vault.signed.slice(1), [8], "all that waited for the turn went together");
  });

  test("no more wait for one signature than the vault takes at once", async () => {
    await Promise.all(Array.from({ length: 70 }, append));
    assert.deepEqual(vault.signed.slice(1), [64, 6]);
    assert.deepEqual(await sizes(), agree(71));
  });

  test("of appends that came together, only the one that the vault refuses fails", async () => {
    vault.refused = "b";
    const answers = await Promise.allSettled(["a", "b", "c"].map((decision) => append(decision)));
    assert.deepEqual(
      answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.code)),
      [[1], "vault.approval", [2]],
    );
    assert.deepEqual(await sizes(), agree(3));
  });

  test("a vault that dies under appends that came together fails them all, and keeps none twice", async () => {
    vault.mood = "signs and dies";
    const answers = await Promise.allSettled(["a", "b"].map((decision) => append(decision)));
    assert.ok(answers.every(({ status }) => status === "rejected"));
    vault.mood = "signs";
    assert.deepEqual(await append(), [3]);
    assert.deepEqual(await sizes(), agree(4));
  });

  test("what runs after an append may fail without failing it", async () => {
    writer.onAppended(() => Promise.reject(new Error("no mail today")));
    assert.deepEqual(await append(), [1]);
  });
});
