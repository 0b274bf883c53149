import type { SignedConfig } from "../../feed/config.ts";
import { formatEvent } from "../../feed/sse.ts";
import type { Batch, FeedMessage, Position } from "../../feed/wire.ts";
import { base64 } from "../../lib/bytes.ts";
import type { DeskContext } from "../context.ts";
import type { Serves } from "../sites/served.ts";
import { configAfter, oldestPurge } from "../sites/stream-store.ts";
import { SnapshotSource } from "./snapshot-source.ts";
import { openingsBetween } from "./store.ts";

/** An edge further behind than this takes a snapshot instead of all the entries between. */
const MAX_BATCH = 5_000;
/** Of configuration in one message; a larger item travels alone. */
const CONFIG_BYTES = 4 * 1024 * 1024;

/** Answers that are shared by edges at the same position: of one turn, and of the positions that most are at. */
const SHARED = 16;

/** What comes after a position: nothing if there are no messages. */
export interface Next {
  readonly messages: readonly FeedMessage[];
  /** The same as events of a stream. */
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly config: number;
}

/** What the feed sends: read from the ledger's files and the index, for whichever position an edge is at. */
export class FeedSource {
  readonly #context: DeskContext;
  readonly snapshots: SnapshotSource;
  readonly #shared = new Map<string, Promise<Next | "resync">>();
  #turn = 0;

  constructor(context: DeskContext) {
    this.#context = context;
    this.snapshots = new SnapshotSource(context);
  }

  /**
   * What an edge needs next; "resync" where only a snapshot helps. `purges`: whether it needs those, too. Read once for all
   * edges that are at the same position and serve the same.
   */
  after({ size, config }: Pick<Position, "size" | "config">, purges: boolean, serves: Serves) {
    const { turn } = this.#context.grown;
    if (turn !== this.#turn) this.#shared.clear();
    this.#turn = turn;
    const key = `${size} ${config} ${purges} ${JSON.stringify(serves)}`;
    return this.#shared.getOrInsertComputed(key, () => {
      if (this.#shared.size >= SHARED) this.#shared.delete(this.#shared.keys().next().value!);
      const next = this.#read(size, config, purges, serves);
      next.catch(() => this.#shared.delete(key));
      return next;
    });
  }

  /** Said where there is nothing else to say. */
  ping(): FeedMessage {
    const { config, ledger } = this.#context;
    const checkpoint = config.witnesses.length === 0 ? undefined : ledger.checkpoint();
    return { kind: "ping", ...(checkpoint === undefined ? {} : { checkpoint }) };
  }

  async #read(size: number, config: number, purges: boolean, serves: Serves): Promise<Next | "resync"> {
    const news = this.#context.writer.news.after(size, serves);
    if (news !== undefined) return nextOf([{ kind: "batch", batch: news }], news.to, config);
    // Configuration is read first and sent last: an item that cites a request finds it in the edge's ledger.
    const items = await this.#config(config, purges, serves);
    const forget = purges && items.length > 0 && (await this.#hasLostPurges(config));
    const batch = await this.#batch(size, serves);
    if (batch === "resync") return batch;
    const messages: FeedMessage[] = [];
    if (batch !== undefined) messages.push({ kind: "batch", batch });
    if (forget) messages.push({ kind: "forget" });
    if (items.length > 0) messages.push({ kind: "config", items });
    return nextOf(messages, batch?.to ?? size, items.at(-1)?.version ?? config);
  }

  /** Everything after `from`; undefined if there is nothing; "resync" where only a snapshot helps. */
  async #batch(from: number, serves: Serves): Promise<Batch | "resync" | undefined> {
    const { head, news } = this.#context.writer;
    if (head === undefined || from === head.size) return undefined;
    // Who has the newest of the news has more than the database, for a moment.
    if (from > head.size) return from === news.size ? undefined : "resync";
    if (head.size - from > MAX_BATCH) return "resync";
    const entries: string[] = [];
    for await (const entry of this.#context.ledger.entries(from, head.size)) entries.push(base64(entry));
    const { db } = this.#context.database;
    return {
      from,
      to: head.size,
      entries,
      openings: await openingsBetween(db, from, head.size, serves),
      checkpoint: head.note,
    };
  }

  /** What an edge at `version` needs next of the configuration, in order; as much as fits into one message. */
  async #config(version: number, purges: boolean, serves: Serves): Promise<SignedConfig[]> {
    const items = await configAfter(this.#context.database.db, version, purges, serves);
    let room = CONFIG_BYTES;
    const tooMuch = items.findIndex((one) => {
      room -= JSON.stringify(one).length;
      return room < 0;
    });
    return tooMuch === -1 ? items : items.slice(0, Math.max(1, tooMuch));
  }

  /** Whether an edge at `version` may have missed purges that are not in the configuration any more; asked after it. */
  async #hasLostPurges(version: number): Promise<boolean> {
    return version < (await oldestPurge(this.#context.database.db));
  }
}

const nextOf = (messages: readonly FeedMessage[], size: number, config: number): Next => ({
  ...{ messages, size, config },
  bytes: Buffer.from(messages.map(formatEvent).join("")),
});
