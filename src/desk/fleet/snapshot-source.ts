import type { SnapshotPart } from "../../feed/wire.ts";
import { TILE_WIDTH, tilePath, viewWidth } from "../../ledger/tiles.ts";
import { base64 } from "../../lib/bytes.ts";
import { notFound } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import type { Head } from "../ledger-writer.ts";
import type { Serves } from "../sites/served.ts";
import { living } from "./store.ts";

/** Leaves of one part. */
const TILES_A_PART = 4;
const PART = TILES_A_PART * TILE_WIDTH;
/** Parts in memory, of some hundred KiB where every measure of the stretch is active. */
const KEPT_PARTS = 32;
/** Snapshots that begin within this time are of one checkpoint; the batches after it bring an edge up to date. */
const SAME_HEAD_MS = 10_000;

interface Taken extends Head {
  readonly atMs: number;
}

/**
 * Snapshots as lines of JSON: the head, then one line a part. Each part is made when a connection has room for it. Edges that
 * ask at the same time, as after a failure of the desk, share the parts that are made; a slow one makes its own.
 */
export class SnapshotSource {
  readonly #context: DeskContext;
  readonly #parts = new Map<string, Promise<string>>();
  #taken: Taken | undefined;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** Of a checkpoint of at least `size`. Throws `feed.empty` while there is none. */
  async *lines(size: number, serves: Serves, servesVersion: number): AsyncGenerator<string> {
    if (size > (this.#context.writer.head?.size ?? 0)) await this.#context.writer.indexed();
    const head = this.#headFrom(size);
    yield `${JSON.stringify({ checkpoint: head.note, serves: servesVersion })}\n`;
    for (let from = 0; from < head.size; from += PART) yield await this.#part(head, from, serves);
  }

  #headFrom(size: number): Taken {
    const nowMs = this.#context.clock.now();
    const taken = this.#taken;
    if (taken !== undefined && taken.size >= size && nowMs - taken.atMs < SAME_HEAD_MS) return taken;
    const { head } = this.#context.writer;
    if (head === undefined) throw notFound("feed.empty", "nothing is in the ledger yet");
    this.#taken = { ...head, atMs: nowMs };
    return this.#taken;
  }

  #part(head: Taken, from: number, serves: Serves): Promise<string> {
    const key = `${head.size} ${head.atMs} ${from} ${JSON.stringify(serves)}`;
    const kept = this.#parts.get(key);
    if (kept !== undefined) return kept;
    const made = this.#makePart(head, from, serves);
    made.catch(() => this.#parts.delete(key));
    this.#parts.set(key, made);
    if (this.#parts.size > KEPT_PARTS) this.#parts.delete(this.#parts.keys().next().value!);
    return made;
  }

  async #makePart({ size, atMs }: Taken, from: number, serves: Serves): Promise<string> {
    const to = Math.min(size, from + PART);
    const { indices, openings } = await living(this.#context.database.db, {
      ...{ from, to, size, nowMs: atMs, serves },
    });
    const part: SnapshotPart = {
      leaves: base64(await this.#leaves(from, to, size)),
      entries: await this.#entries(indices),
      openings,
    };
    return `${JSON.stringify(part)}\n`;
  }

  async #leaves(from: number, to: number, size: number): Promise<Buffer> {
    const tiles: Buffer[] = [];
    for (let n = from / TILE_WIDTH; n * TILE_WIDTH < to; n++) {
      const tile = await this.#context.ledger.readView(tilePath(0, n, viewWidth(0, n, size)));
      if (tile === undefined) throw new Error(`tile ${n} of the ledger is not there`);
      tiles.push(tile);
    }
    return Buffer.concat(tiles);
  }

  /** Each bundle of the ledger is read once. `indices` ascend. */
  async #entries(indices: readonly number[]): Promise<SnapshotPart["entries"]> {
    const found: SnapshotPart["entries"] = [];
    for (let i = 0; i < indices.length; ) {
      const first = indices[i]!;
      const end = (Math.floor(first / TILE_WIDTH) + 1) * TILE_WIDTH;
      const last = indices.findLastIndex((index) => index < end);
      let at = first;
      for await (const entry of this.#context.ledger.entries(first, indices[last]! + 1)) {
        if (indices[i] === at) {
          found.push({ index: at, entry: base64(entry) });
          i += 1;
        }
        at += 1;
      }
    }
    return found;
  }
}
