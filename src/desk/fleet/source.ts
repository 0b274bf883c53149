import type { SignedConfig } from "../../feed/config.ts";
import type { Batch, Snapshot } from "../../feed/wire.ts";
import { base64 } from "../../lib/bytes.ts";
import { leafHash } from "../../lib/merkle.ts";
import type { DeskContext } from "../context.ts";
import { configAfter, oldestPurge } from "../sites/stream-store.ts";
import { living, openingsBetween } from "./store.ts";

/** An edge further behind than this takes a snapshot instead of all the entries between. */
const MAX_BATCH = 5_000;
/** Of configuration in one message; a larger item travels alone. */
const CONFIG_BYTES = 4 * 1024 * 1024;

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
      openings: await openingsBetween(db, from, head.size),
      checkpoint: head.note,
    };
  }

  /** What an edge at `version` needs next of the configuration, in order; as much as fits into one message. */
  async config(version: number, { purges }: { purges: boolean }): Promise<SignedConfig[]> {
    const items = await configAfter(this.#context.database.db, version, purges);
    let room = CONFIG_BYTES;
    const tooMuch = items.findIndex((one) => {
      room -= JSON.stringify(one).length;
      return room < 0;
    });
    return tooMuch === -1 ? items : items.slice(0, Math.max(1, tooMuch));
  }

  /** Whether an edge at `version` may have missed purges that are not in {@link config} any more; asked after it. */
  async hasLostPurges(version: number): Promise<boolean> {
    return version < (await oldestPurge(this.#context.database.db));
  }

  async snapshot(): Promise<Snapshot> {
    const { database, ledger, clock } = this.#context;
    const { head } = this.#context.writer;
    if (head === undefined) return { checkpoint: "", leaves: "", entries: [], openings: [] };
    const leaves: Uint8Array[] = [];
    for await (const entry of ledger.entries(0, head.size)) leaves.push(leafHash(entry));
    const { indices, openings } = await living(database.db, head.size, clock.now());
    const entries = await Promise.all(
      indices.map(async (index) => ({ index, entry: base64(await ledger.entry(index)) })),
    );
    return { checkpoint: head.note, leaves: base64(Buffer.concat(leaves)), entries, openings };
  }
}
