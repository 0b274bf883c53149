import type { SignedConfig } from "../../feed/config.ts";
import type { Batch, SentOpening, Snapshot } from "../../feed/wire.ts";
import { base64, concat } from "../../lib/bytes.ts";
import { leafHash } from "../../lib/merkle.ts";
import type { DeskContext } from "../context.ts";
import { configItemsAfter } from "../sites/store.ts";
import { livingIndices, openings } from "./store.ts";

/** An edge further behind than this takes a snapshot instead of all the entries between. */
const MAX_BATCH = 5_000;

/** What the feed sends: read from the ledger's files and the index, for whichever position an edge is at. */
export class FeedSource {
  readonly #context: DeskContext;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Everything after `from`; undefined if there is nothing; "resync" where only a snapshot helps. */
  async batch(from: number): Promise<Batch | "resync" | undefined> {
    const { head } = this.#context.writer;
    if (head === undefined || from === head.size) return undefined;
    if (from > head.size || head.size - from > MAX_BATCH) return "resync";
    const entries: string[] = [];
    for await (const entry of this.#context.ledger.entries(from, head.size)) entries.push(base64(entry));
    const { db } = this.#context.database;
    return {
      from,
      to: head.size,
      entries,
      openings: await openings(db, { from, to: head.size }),
      checkpoint: head.note,
    };
  }

  /** Versions of the configuration after `version`, in order. */
  async config(version: number): Promise<SignedConfig[]> {
    const rows = await configItemsAfter(this.#context.database.db, version);
    return rows.map(({ version: number, item, note }) => ({
      version: number,
      item: item as SignedConfig["item"],
      note,
    }));
  }

  async snapshot(): Promise<Snapshot> {
    const { database, ledger, clock } = this.#context;
    const { head } = this.#context.writer;
    if (head === undefined) return { checkpoint: "", leaves: "", entries: [], openings: [], config: [] };
    const leaves: Uint8Array[] = [];
    for await (const entry of ledger.entries(0, head.size)) leaves.push(leafHash(entry));
    const living = await livingIndices(database.db, head.size, clock.now());
    const entries = await Promise.all(
      living.map(async (index) => ({ index, entry: base64(await ledger.entry(index)) })),
    );
    const sent = living.length === 0 ? [] : await openings(database.db, { indices: living });
    const config = (await this.config(0)).filter(({ item }) => item.kind !== "purge");
    return { checkpoint: head.note, leaves: base64(concat(...leaves)), entries, openings: sent, config };
  }

  openings(indices: readonly number[]): Promise<SentOpening[]> {
    return openings(this.#context.database.db, { indices });
  }
}
