import { decodeEntry, type Entry, encodeEntry } from "../ledger/entry.ts";
import type { LedgerStore } from "../ledger/store.ts";
import { base64 } from "../lib/bytes.ts";
import { RempartError } from "../lib/errors.ts";
import { createLog, errorFields, type Log } from "../lib/log.ts";
import { Turns } from "../lib/turns.ts";
import type { Approval, CallInput } from "../vault/calls.ts";
import type { VaultClient } from "../vault/client.ts";
import { countEntries, insertEntry } from "./db/ledger-entries.ts";
import type { Database, Tx } from "./db/open.ts";
import type { Signal } from "./signal.ts";

/** What happens in the database when an entry is in the ledger. Also run at start for entries it missed. */
export type Projector = (tx: Tx, index: number, entry: Entry) => Promise<void>;

export interface Append {
  readonly decision: string;
  readonly entries: readonly Entry[];
  readonly approvals: readonly Approval[];
  readonly roles?: readonly string[];
  readonly policy?: string;
}

export interface Head {
  readonly size: number;
  readonly note: string;
}

/**
 * The one writer of the ledger. Entries are on the disk before the vault signs, the checkpoint is published after it has
 * signed, and the database follows: it is an index that can be rebuilt.
 */
export class LedgerWriter {
  readonly #store: LedgerStore;
  readonly #vault: VaultClient;
  readonly #database: Database;
  readonly #appended: Signal;
  readonly #log: Log;
  readonly #projectors: Projector[] = [];
  readonly #after: (() => Promise<void>)[] = [];
  readonly #turns = new Turns();
  #head: Head | undefined;
  /** False while disk, vault and database may differ: at start, and after an append that failed halfway. */
  #settled = false;

  constructor(
    store: LedgerStore,
    vault: VaultClient,
    database: Database,
    appended: Signal,
    log = createLog("ledger"),
  ) {
    this.#store = store;
    this.#vault = vault;
    this.#database = database;
    this.#appended = appended;
    this.#log = log;
  }

  /** The newest checkpoint whose entries the database knows: what the feed may send, openings included. */
  get head(): Head | undefined {
    return this.#head;
  }

  onEntry(projector: Projector): void {
    this.#projectors.push(projector);
  }

  /** Runs after entries are in ledger and database. What must not be lost belongs into a projector. */
  onAppended(run: () => Promise<void>): void {
    this.#after.push(run);
  }

  /** Appends or throws what the vault says; returns the entries' indices. */
  append(request: Append): Promise<number[]> {
    return this.#turns.run(async () => {
      if (!this.#settled) await this.#settle();
      return this.#append(request);
    });
  }

  /**
   * Brings disk, vault and database together after a crash: entries that were never signed are dropped, a checkpoint
   * that was signed but not published is published, and the database gets the entries it missed.
   */
  recover(): Promise<void> {
    return this.#turns.run(() => this.#settle());
  }

  async #settle(): Promise<void> {
    const { size, checkpoint } = await this.#vault.call("describe", {});
    if (this.#store.size > size) await this.#store.truncate(size);
    if (this.#store.size < size) {
      throw new RempartError(
        "ledger.short",
        500,
        `the ledger's files hold ${this.#store.size} entries, the vault has signed ${size}: restore them first`,
      );
    }
    if (checkpoint !== "") await this.#store.publish(checkpoint);
    const indexed = await countEntries(this.#database.db);
    if (indexed < size) this.#log.warn("ledger.reindex", { from: indexed, to: size });
    await this.#index(indexed, size);
    if (checkpoint !== "") this.#head = { size, note: checkpoint };
    this.#settled = true;
    if (indexed < size) this.#tell();
  }

  async #append({ decision, entries, approvals, roles = [], policy }: Append): Promise<number[]> {
    const from = this.#store.size;
    const leaves = entries.map(encodeEntry);
    await this.#store.append(leaves);
    this.#settled = false; // until all three agree again
    const checkpoint = await this.#sign(from, {
      ...{ decision, from, entries: leaves.map(base64), approvals: [...approvals], roles: [...roles] },
      ...(policy === undefined ? {} : { policy }),
    });
    await this.#store.publish(checkpoint);
    await this.#index(from, from + entries.length);
    this.#head = { size: from + entries.length, note: checkpoint };
    this.#settled = true;
    this.#tell();
    return entries.map((_, i) => from + i);
  }

  /**
   * The checkpoint over the entries. Where the vault refuses, they go and its error is thrown; where only its answer was
   * lost, what it says it has signed counts. While it cannot be asked the entries stay: it may have signed them.
   */
  async #sign(from: number, request: CallInput<"append">): Promise<string> {
    try {
      return (await this.#vault.call("append", request)).checkpoint;
    } catch (error) {
      const { size, checkpoint } = await this.#vault.call("describe", {}).catch(() => {
        throw error;
      });
      if (size === this.#store.size) return checkpoint;
      await this.#store.truncate(from);
      this.#settled = true;
      throw error;
    }
  }

  async #index(from: number, to: number): Promise<void> {
    for (let index = from; index < to; index++) {
      const entry = decodeEntry(await this.#store.entry(index));
      await this.#database.transaction(async (tx) => {
        await insertEntry(tx, index, entry);
        for (const project of this.#projectors) await project(tx, index, entry);
      });
    }
  }

  #tell(): void {
    this.#appended.notify();
    for (const run of this.#after) {
      run().catch((error) => this.#log.error("ledger.after-append", errorFields(error)));
    }
  }
}
