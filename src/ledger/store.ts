import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fromUtf8 } from "../lib/bytes.ts";
import { conflict, RempartError } from "../lib/errors.ts";
import { lockFolder, readIfPresent, replaceFile } from "../lib/files.ts";
import { type CompactRange, EMPTY_RANGE, leafHash, rangeRoot, sameHash } from "../lib/merkle.ts";
import { Turns } from "../lib/turns.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { parseNote } from "./note.ts";
import { CHECKPOINT_PATH, fileReader, type LedgerReader } from "./reader.ts";
import {
  cutFile,
  growingPath,
  lastFile,
  readGrowingBundle,
  removeFilesAfter,
  writeTail,
} from "./store-files.ts";
import { readEdge, repairTiles } from "./store-tiles.ts";
import { TileEdge } from "./tile-edge.ts";
import { edgeRange, encodeBundle, HASH_BYTES, parseTilePath, TILE_WIDTH, viewWidth } from "./tiles.ts";

/**
 * The ledger on disk, one writer. `append` puts entries on the disk; only what `publish` covers is shown to anyone.
 * Entries are the truth, synced before anything is signed; the hash tiles follow from them and are repaired at open.
 */
export class LedgerStore implements LedgerReader {
  readonly #folder: string;
  readonly #release: () => void;
  #edge = new TileEdge(0, []);
  /** Bytes in the last, partial bundle file. */
  #tailBytes = 0;
  #note: string | undefined;
  #published: Checkpoint | undefined;
  readonly #turns = new Turns();
  #broken = false;

  private constructor(folder: string, release: () => void) {
    this.#folder = folder;
    this.#release = release;
  }

  /**
   * Opens or begins the ledger in a folder and cuts an entry that a power cut left half written. Throws `lock.held`
   * if another writer is alive, `ledger.damaged` if the entries are not those that the checkpoint on disk covers.
   */
  static async open(folder: string): Promise<LedgerStore> {
    await mkdir(folder, { recursive: true });
    const store = new LedgerStore(folder, lockFolder(join(folder, "writer.lock")));
    try {
      await store.#load();
    } catch (error) {
      store.close();
      throw error;
    }
    return store;
  }

  /** Lets another writer open the folder. */
  close(): void {
    this.#release();
  }

  /** Entries on the disk. */
  get size(): number {
    return this.#edge.range.size;
  }

  /** Entries that the checkpoint covers. Larger than `size` if the disk lost some: take them from a copy (restore.ts). */
  get publishedSize(): number {
    return this.#published?.size ?? 0;
  }

  /**
   * Appends entries; on return they are synced. Throws `ledger.entry` on one that is empty or longer than 65,535
   * bytes. Where the disk is full or fails, it throws that error and the store is as before.
   */
  append(entries: readonly Uint8Array[]): Promise<CompactRange> {
    return this.#alone(async () => {
      const runs = this.#bundleRuns(entries);
      const size = this.size;
      try {
        for (const { n, offset, bytes } of runs) {
          await writeTail(growingPath(this.#folder, "entries", n), offset, bytes, true);
        }
        for (const { level, n, offset, hashes } of this.#edge.append(entries.map(leafHash))) {
          // A full tile is synced before the next is begun; a partial one can be made again.
          const full = offset + hashes.length === TILE_WIDTH;
          const path = growingPath(this.#folder, level, n);
          await writeTail(path, offset * HASH_BYTES, Buffer.concat(hashes), full);
        }
      } catch (error) {
        await this.#cut(size).catch(() => {}); // then #broken stays, and the first error is the one to tell
        throw error;
      }
      const last = runs.at(-1);
      if (last !== undefined) {
        this.#tailBytes = this.size % TILE_WIDTH === 0 ? 0 : last.offset + last.bytes.length;
      }
      return this.#edge.range;
    });
  }

  /** What the entries add to each bundle file. */
  #bundleRuns(
    entries: readonly Uint8Array[],
  ): { readonly n: number; readonly offset: number; readonly bytes: Buffer }[] {
    const runs = [];
    for (let at = 0; at < entries.length; ) {
      const size = this.size + at;
      const part = entries.slice(at, at + TILE_WIDTH - (size % TILE_WIDTH));
      const offset = at === 0 ? this.#tailBytes : 0;
      runs.push({ n: Math.floor(size / TILE_WIDTH), offset, bytes: encodeBundle(part) });
      at += part.length;
    }
    return runs;
  }

  /** Drops the entries from `size` on: those of an append that was not signed before a crash. Never published ones. */
  truncate(size: number): Promise<void> {
    return this.#alone(async () => {
      const published = this.publishedSize;
      if (size < published) throw conflict("ledger.published", `${published} entries are published`);
      if (size < this.size) await this.#cut(size);
    });
  }

  /** The compact range of the first `size` entries. */
  async range(size = this.size): Promise<CompactRange> {
    if (size === this.size) return this.#edge.range;
    if (!(size >= 0 && size < this.size)) throw new RangeError(`no range of ${size} entries in ${this.size}`);
    return edgeRange(size, await readEdge(this.#folder, size));
  }

  /** The bytes of one entry; RangeError beyond `size`. */
  async entry(index: number): Promise<Uint8Array> {
    for await (const entry of this.entries(index, index + 1)) return entry;
    throw new RangeError(`no entry ${index} in a ledger of ${this.size}`);
  }

  /** Entries from…to−1 as far as they exist, reading one bundle at a time. */
  async *entries(from = 0, to = this.size): AsyncGenerator<Uint8Array> {
    const end = Math.min(to, this.size);
    for (let at = from; at < end; ) {
      const n = Math.floor(at / TILE_WIDTH);
      const { entries } = await readGrowingBundle(this.#folder, n);
      const stop = Math.min(end, (n + 1) * TILE_WIDTH);
      if (entries.length < stop - n * TILE_WIDTH) {
        throw damaged(`bundle ${n} holds ${entries.length} entries`);
      }
      for (; at < stop; at++) yield entries[at % TILE_WIDTH]!;
    }
  }

  /** What is served at a public path; undefined beyond the published size and for anything else. */
  async readView(path: string): Promise<Buffer | undefined> {
    if (path === CHECKPOINT_PATH) return this.#note === undefined ? undefined : Buffer.from(this.#note);
    const view = parseTilePath(path);
    const there = view === undefined ? 0 : viewWidth(view.level, view.n, this.publishedSize);
    if (view === undefined || there < view.width) return undefined;
    return fileReader(this.#folder).readView(path);
  }

  /** The signed note last published. */
  checkpoint(): string | undefined {
    return this.#note;
  }

  /**
   * Shows a signed checkpoint to the world. Not synced: its signer remembers it, and publishes it again. Throws `ledger.publish` unless it covers entries on this disk, with this
   * root, and at least those published before. The signature is the signer's matter (checkpoint.ts).
   */
  publish(note: string): Promise<void> {
    return this.#alone(async () => {
      const checkpoint = parseCheckpoint(parseNote(note).text);
      const { size, root } = checkpoint;
      if (
        size < this.publishedSize ||
        size > this.size ||
        !sameHash(rangeRoot(await this.range(size)), root)
      ) {
        throw conflict("ledger.publish", `the checkpoint of ${size} entries is not one of this ledger`, {
          size,
        });
      }
      replaceFile(join(this.#folder, CHECKPOINT_PATH), note, 0o644);
      this.#note = note;
      this.#published = checkpoint;
    });
  }

  /** One change at a time, in the order they were asked for. */
  #alone<T>(change: () => Promise<T>): Promise<T> {
    return this.#turns.run(() => {
      if (this.#broken) throw damaged("an earlier failure could not be undone; open it again");
      return change();
    });
  }

  /** Back to a smaller size, on disk and in memory; if that fails too, no further change is taken. */
  async #cut(size: number): Promise<void> {
    this.#broken = true;
    const n = Math.floor(size / TILE_WIDTH);
    const whole = size % TILE_WIDTH;
    await removeFilesAfter(this.#folder, "entries", whole === 0 ? n - 1 : n);
    if (whole > 0) {
      const { entries } = await readGrowingBundle(this.#folder, n);
      await cutFile(growingPath(this.#folder, "entries", n), encodeBundle(entries.slice(0, whole)).length);
    }
    await this.#load();
    this.#broken = false;
  }

  async #load(): Promise<void> {
    const size = await this.#loadTail();
    const bytes = await readIfPresent(join(this.#folder, CHECKPOINT_PATH));
    this.#note = bytes?.length === 0 ? undefined : bytes && fromUtf8(bytes); // empty: the power went before it was on the disk
    this.#published = this.#note === undefined ? undefined : parseCheckpoint(parseNote(this.#note).text);
    await repairTiles(this.#folder, size);
    if (!(await this.#holdsPublished(size))) {
      await repairTiles(this.#folder, size, true);
      if (!(await this.#holdsPublished(size))) {
        throw damaged("the entries are not those that the checkpoint covers");
      }
    }
    this.#edge = new TileEdge(size, await readEdge(this.#folder, size));
  }

  /** Cuts a torn entry off the last bundle and returns how many whole ones there are in all. */
  async #loadTail(): Promise<number> {
    const n = Math.max(0, await lastFile(this.#folder, "entries"));
    const { entries, bytes, torn } = await readGrowingBundle(this.#folder, n);
    if (torn) await cutFile(growingPath(this.#folder, "entries", n), bytes);
    this.#tailBytes = entries.length === TILE_WIDTH ? 0 : bytes;
    return n * TILE_WIDTH + entries.length;
  }

  /** False only if the checkpoint covers entries that are all here, and its root is not theirs. */
  async #holdsPublished(size: number): Promise<boolean> {
    const published = this.#published;
    if (published === undefined || published.size > size) return true;
    const range =
      published.size === 0
        ? EMPTY_RANGE
        : edgeRange(published.size, await readEdge(this.#folder, published.size));
    return sameHash(rangeRoot(range), published.root);
  }
}

const damaged = (why: string): RempartError =>
  new RempartError("ledger.damaged", 500, `the ledger's files: ${why}`);
