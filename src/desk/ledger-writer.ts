import { type Core, entryOf } from "../ledger/approval.ts";
import { decodeEntry, type Entry, encodeEntry } from "../ledger/entry.ts";
import type { LedgerStore } from "../ledger/store.ts";
import { base64 } from "../lib/bytes.ts";
import { type Clock, parseRfc3339, systemClock } from "../lib/clock.ts";
import { RempartError } from "../lib/errors.ts";
import { jcs } from "../lib/jcs.ts";
import { createLog, errorFields, type Log } from "../lib/log.ts";
import { Turns } from "../lib/turns.ts";
import { type Approval, type AskedDecision, type CallInput, MAX_DECISIONS } from "../vault/calls.ts";
import type { VaultClient } from "../vault/client.ts";
import { countEntries, entriesFrom, insertEntry, measuresWithoutOpening } from "./db/ledger-entries.ts";
import type { Database, Tx } from "./db/open.ts";
import { LedgerNews, type NewOpening } from "./ledger-news.ts";
import { indexAhead } from "./ledger-repair.ts";
import type { Signal } from "./signal.ts";

/** What happens in the database when an entry is in the ledger. Also run at start for entries it missed. */
export type Projector = (tx: Tx, index: number, entry: Entry) => Promise<void>;

export interface Append {
  readonly decision: string;
  /** What people approved. An entry is dated when it is written, not before: another may come between. */
  readonly cores: readonly Core[];
  readonly approvals: readonly Approval[];
  readonly roles?: readonly string[];
  readonly policy?: string;
  /** Beside each core, where it commits to something that edges are told. */
  readonly openings?: readonly (NewOpening | undefined)[];
}

export interface Head {
  readonly size: number;
  readonly note: string;
}

/** An append that was asked for and not answered yet. */
interface Waiting {
  readonly request: Append;
  resolve(indices: number[]): void;
  reject(error: unknown): void;
}

/** The same with its entries, dated and encoded. */
interface Written extends Waiting {
  readonly entries: readonly Entry[];
  readonly leaves: readonly Uint8Array[];
}

const asked = ({ request, leaves }: Written): AskedDecision => {
  const { decision, approvals, roles = [], policy } = request;
  return {
    ...{ decision, entries: leaves.map(base64), approvals: [...approvals], roles: [...roles] },
    ...(policy === undefined ? {} : { policy }),
  };
};

/** Entries in one transaction of the database. */
const INDEX_AT_ONCE = 256;

/** What disk, vault and database do not agree about is looked at again after a second, then twice that, a minute at most. */
const AGAIN_MS = [1_000, 60_000] as const;

/**
 * The one writer of the ledger. Entries are on the disk before the vault signs, the checkpoint is published after it has
 * signed, then edges are told and the database follows: it is an index that can be rebuilt.
 */
export class LedgerWriter {
  readonly #store: LedgerStore;
  readonly #vault: VaultClient;
  readonly #database: Database;
  readonly #appended: Signal;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #projectors: Projector[] = [];
  readonly #after: (() => Promise<void>)[] = [];
  readonly #turns = new Turns();
  /** The next append is signed while the database is told of the last one. */
  readonly #indexing = new Turns();
  readonly #waiting: Waiting[] = [];
  /** What edges may be told before {@link head} has it. */
  readonly news = new LedgerNews();
  #head: Head | undefined;
  /** False while disk and vault may differ: at start, and after an append that failed halfway. */
  #settled = false;
  /** Of the last settling with the vault. */
  #turn: string | undefined;
  /** The database has missed an entry: no later one before it. */
  #hasGap = false;
  /** `at` of the last entry. */
  #lastMs = 0;
  #againMs: number = AGAIN_MS[0];
  #again: NodeJS.Timeout | undefined;

  constructor(
    store: LedgerStore,
    vault: VaultClient,
    database: Database,
    appended: Signal,
    log = createLog("ledger"),
    clock = systemClock,
  ) {
    this.#store = store;
    this.#vault = vault;
    this.#database = database;
    this.#appended = appended;
    this.#log = log;
    this.#clock = clock;
  }

  /** The newest checkpoint whose entries the database knows. */
  get head(): Head | undefined {
    return this.#head;
  }

  /** When the database has all that was signed so far, as far as it ever will. */
  indexed(): Promise<void> {
    return this.#indexing.ended();
  }

  onEntry(projector: Projector): void {
    this.#projectors.push(projector);
  }

  /** Runs after entries are in ledger and database. What must not be lost belongs into a projector. */
  onAppended(run: () => Promise<void>): void {
    this.#after.push(run);
  }

  /**
   * Appends or throws what the vault says; returns the entries' indices. What is asked for while an append is under way
   * goes into the next one together: one sync, one signature, one transaction.
   */
  append(request: Append): Promise<number[]> {
    const { cores, openings = [] } = request;
    if (cores.some(({ kind }, i) => kind === "measure" && openings[i] === undefined))
      throw new Error("a measure without its opening would be obeyed nowhere");
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#turns.run(() => this.#appendWaiting());
    });
  }

  /**
   * Brings disk, vault and database together after a crash: entries that were never signed are dropped, a checkpoint
   * that was signed but not published is published, and the database gets the entries it missed.
   */
  recover(): Promise<void> {
    return this.#turns.run(() => this.#settle());
  }

  close(): void {
    clearTimeout(this.#again);
  }

  async #settle(): Promise<void> {
    await this.#indexing.ended();
    const { size, checkpoint } = await this.#settleVault();
    if (this.#store.size > size) await this.#store.truncate(size);
    if (this.#store.size < size) {
      throw new RempartError(
        "ledger.short",
        500,
        `the ledger's files hold ${this.#store.size} entries, the vault has signed ${size}: restore them first`,
      );
    }
    if (checkpoint !== "") await this.#store.publish(checkpoint);
    if (size > 0) this.#lastMs = parseRfc3339(decodeEntry(await this.#store.entry(size - 1)).at);
    const indexed = await countEntries(this.#database.db);
    await this.#checkIndex(indexed, size);
    if (indexed < size) this.#log.warn("ledger.reindex", { from: indexed, to: size });
    await this.#index(indexed, size);
    if (checkpoint !== "") this.#head = { size, note: checkpoint };
    this.#settled = true;
    this.#hasGap = false;
    this.#againMs = AGAIN_MS[0];
    if (indexed === size) return;
    this.#appended.notify();
    this.#runAfter();
    const lost = await measuresWithoutOpening(this.#database.db);
    if (lost.length > 0)
      this.#log.warn("ledger.openings-lost", { measures: lost.length, first: lost.slice(0, 20).join(" ") });
  }

  /** The database must be an index of this ledger: of no more entries, and of the same. */
  async #checkIndex(indexed: number, size: number): Promise<void> {
    if (indexed > size) throw indexAhead(indexed, size);
    const [last] = await entriesFrom(this.#database.db, Math.max(0, indexed - 1), 1);
    if (last === undefined) return;
    const entry = decodeEntry(await this.#store.entry(last.index));
    if (last.index === indexed - 1 && jcs(last.entry) === jcs(entry)) return;
    const message = `entry ${last.index} of the database is not that of the ledger: run rempart ledger reindex`;
    throw new RempartError("ledger.index", 500, message);
  }

  async #appendWaiting(): Promise<void> {
    const group = this.#waiting.splice(0, MAX_DECISIONS);
    if (group.length === 0) return; // gone with an earlier turn
    try {
      await this.#append(group);
    } catch (error) {
      if (!this.#settled) this.#settleLater();
      if (group.length === 1 || !this.#settled) {
        for (const { reject } of group) reject(error);
        return;
      }
      // The vault judges decisions apart but signs them together: which of them it refuses shows one by one.
      for (const one of group) await this.#append([one]).catch(one.reject);
    }
  }

  /** What people were not promised may yet be signed, and what was signed must reach edges and database: nobody may ask for more. */
  #settleLater(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => {
      if (this.#settled && !this.#hasGap) return;
      this.recover().catch((error) => {
        this.#log.error("ledger.unsettled", errorFields(error));
        this.#settleLater();
      });
    }, this.#againMs);
    this.#again.unref();
    this.#againMs = Math.min(2 * this.#againMs, AGAIN_MS[1]);
  }

  async #append(asking: readonly Waiting[]): Promise<void> {
    if (!this.#settled || this.#hasGap) await this.#settle();
    const from = this.#store.size;
    const atMs = Math.max(this.#clock.now(), this.#lastMs); // a clock that was set back stops nobody
    const group = asking.map((one) => {
      const entries = one.request.cores.map((core) => entryOf(core, atMs));
      return { ...one, entries, leaves: entries.map(encodeEntry) };
    });
    await this.#store.append(group.flatMap(({ leaves }) => leaves));
    this.#settled = false; // until vault and files agree again
    const turn = this.#turn === undefined ? {} : { turn: this.#turn };
    const checkpoint = await this.#sign(from, { from, ...turn, decisions: group.map(asked) });
    const to = this.#store.size;
    await this.#store.publish(checkpoint);
    this.#settled = true;
    this.#lastMs = atMs;
    this.news.add({
      ...{ from, checkpoint, leaves: group.flatMap(({ leaves }) => leaves) },
      openings: group.flatMap(({ request: { cores, openings } }) => openings ?? cores.map(() => undefined)),
    });
    this.#appended.notify();
    void this.#indexing.run(() => this.#indexGroup(group, from, { size: to, note: checkpoint }));
  }

  /** The answers wait for it: what is asked for next finds the database as the ledger is. */
  async #indexGroup(group: readonly Written[], from: number, head: Head): Promise<void> {
    try {
      if (this.#hasGap) throw new Error("the database has missed an earlier entry");
      await this.#project(
        from,
        group.flatMap(({ entries }) => entries),
      );
    } catch (error) {
      this.#hasGap = true;
      this.#settleLater();
      for (const { reject } of group) reject(error);
      return;
    }
    this.#head = head;
    this.news.forget(head.size);
    let next = from;
    for (const { leaves, resolve } of group) resolve(leaves.map(() => next++));
    this.#runAfter();
  }

  /**
   * The checkpoint over the entries. Where the vault refuses, they go and its error is thrown; where only its answer was
   * lost, what it says it has signed counts, and it signs nothing of it later. While it cannot be asked the entries stay: it
   * may have signed them.
   */
  async #sign(from: number, request: CallInput<"append">): Promise<string> {
    try {
      return (await this.#vault.call("append", request)).checkpoint;
    } catch (error) {
      const { size, checkpoint } = await this.#settleVault().catch(() => {
        throw error;
      });
      if (size === this.#store.size) return checkpoint;
      await this.#store.truncate(from);
      this.#settled = true;
      throw error;
    }
  }

  async #settleVault(): Promise<{ readonly size: number; readonly checkpoint: string }> {
    const { turn, ...signed } = await this.#vault.call("settle", {});
    this.#turn = turn;
    return signed;
  }

  async #index(from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += INDEX_AT_ONCE) {
      const leaves = this.#store.entries(at, Math.min(to, at + INDEX_AT_ONCE));
      await this.#project(at, await Array.fromAsync(leaves, decodeEntry));
    }
  }

  #project(from: number, entries: readonly Entry[]): Promise<void> {
    return this.#database.transaction(async (tx) => {
      for (const [i, entry] of entries.entries()) {
        const inserted = insertEntry(tx, from + i, entry);
        inserted.catch(() => {}); // it may fail while what is beside it is under way, and that is no end of the desk
        for (const project of this.#projectors) await project(tx, from + i, entry);
        await inserted;
      }
    });
  }

  #runAfter(): void {
    for (const run of this.#after) {
      run().catch((error) => this.#log.error("ledger.after-append", errorFields(error)));
    }
  }
}
