import type { ByteRange, Keeper, Overflow, StoredBody } from "./body.ts";

/** What is held in memory of a body that memory does not keep: ahead of its slowest reader, or of its file. */
const WINDOW_BYTES = 512 * 1024;
/** Up to here a whole body is joined into one chunk: one write instead of several. */
const JOIN_BYTES = 256 * 1024;
/** How much a reader behind the window takes from the file at a time. */
const READ_BYTES = 128 * 1024;

/**
 * A body that many read while it arrives, each at their own pace. While it has a keeper all of it stays in memory and no
 * reader holds up another. One that outgrows memory goes on in a file, if there is one: memory holds a window of it, the
 * source waits for the disk, readers behind the window read the file. Without a keeper and a file (evicted, purged, no
 * disk) read chunks are let go, the source waits for the slowest reader, and nobody new can start.
 */
export class KeptBody implements StoredBody {
  #chunks: Uint8Array[] = [];
  #end: "whole" | Error | undefined;
  #keeper: Keeper | undefined;
  /** What only matters until all has arrived and been read: a kept body is many, this is few. */
  #arrival: Arrival | undefined;
  #file: Spilled | undefined;
  /** What became of the file: whoever comes now reads that. */
  #moved: StoredBody | undefined;
  bytes = 0;

  /** A body that is all here already. */
  static of(bytes: Uint8Array): KeptBody {
    const body = new KeptBody();
    if (bytes.length > 0) body.#chunks.push(bytes);
    body.bytes = bytes.length;
    body.#end = "whole";
    return body;
  }

  get whole(): boolean {
    return this.#end === "whole";
  }

  get onDisk(): boolean {
    return this.#file !== undefined;
  }

  get heldBytes(): number {
    if (this.#moved !== undefined) return this.#moved.heldBytes;
    return this.#file === undefined ? this.bytes : WINDOW_BYTES;
  }

  get readable(): boolean {
    if (this.#moved !== undefined) return this.#moved.readable;
    if (this.#end instanceof Error || this.#file?.released === true) return false;
    return this.#base <= (this.#file?.written ?? 0);
  }

  /** Bytes that were let go before the first chunk. */
  get #base(): number {
    return this.#arrival?.base ?? 0;
  }

  keep(keeper: Keeper): void {
    this.#keeper = keeper;
    this.#moved?.keep(keeper);
  }

  letGo(keeper: Keeper): void {
    if (this.#keeper !== keeper) return;
    this.#keeper = undefined;
    this.#moved?.letGo(keeper);
    this.#wake();
    this.#settle();
  }

  /** From now on memory holds only a window of it. Call while it arrives and is kept; the keeper is not asked to grow any more. */
  spillTo(overflow: Overflow): void {
    this.#file = { overflow, written: 0, taking: true };
    void this.#pour(this.#file);
  }

  /** Its file is kept: `body` is that. Call when it is whole and all of it was written. */
  moveTo(body: StoredBody): void {
    this.#moved = body;
    if (this.#keeper !== undefined) body.keep(this.#keeper);
    this.#settle();
  }

  abort(reason: Error): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#chunks = [];
    const stop = this.#arrival?.stop;
    this.#wake();
    this.#settle();
    stop?.();
  }

  /** Fills it from `source` until that ends, fails, or nobody wants it. Never rejects. */
  async fill(source: AsyncIterable<Uint8Array>): Promise<void> {
    const iterator = source[Symbol.asyncIterator]();
    const stop = (): void => void iterator.return?.();
    this.#arriving.stop = stop;
    if (this.#end !== undefined) stop();
    this.#settle();
    try {
      while (this.#end === undefined) {
        const { done, value } = await iterator.next();
        if (done) this.#end ??= "whole";
        else if (this.#end === undefined) await this.#take(value);
      }
    } catch (error) {
      this.#end ??= error as Error;
    }
    this.#wake();
    while (this.#file?.taking && this.#end === "whole" && this.#file.written < this.bytes) {
      await this.#change();
    }
    if (this.#arrival !== undefined) this.#arrival.stop = undefined;
    const keeper = this.#keeper;
    // A file that took only a part is no copy.
    keeper?.end(this.#end === "whole" && this.#file?.taking !== false);
    this.#settle();
  }

  /** Check `readable` first. */
  open(range?: ByteRange): readonly Uint8Array[] | AsyncIterable<Uint8Array> {
    if (this.#moved !== undefined) return this.#moved.open(range);
    if (this.#end === "whole" && this.#file === undefined && this.#base === 0) {
      if (this.#chunks.length > 1 && this.bytes <= JOIN_BYTES && this.#arrival === undefined) {
        this.#chunks = [joined(this.#chunks, this.bytes)];
      }
      return range === undefined ? this.#chunks : slice(this.#chunks, range);
    }
    const reader: Reader = {
      at: range?.from ?? 0,
      end: range === undefined ? Number.POSITIVE_INFINITY : range.to + 1,
      chunk: 0,
      chunkAt: 0,
    };
    this.#arriving.readers.add(reader);
    this.#wake();
    const close = (): void => {
      if (!this.#arrival?.readers.delete(reader)) return;
      this.#wake();
      this.#settle();
    };
    const iterator: AsyncIterator<Uint8Array> = {
      next: async () => {
        let value: Uint8Array | undefined;
        try {
          value = await this.#next(reader);
        } catch (error) {
          close();
          throw error;
        }
        if (value !== undefined) return { done: false, value };
        close();
        return { done: true, value: undefined };
      },
      return: async () => {
        close();
        return { done: true, value: undefined };
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  /** The next bytes for a reader, waiting for them; undefined at its end. */
  async #next(reader: Reader): Promise<Uint8Array | undefined> {
    for (;;) {
      if (!this.#arrival?.readers.has(reader)) return undefined; // it was told to stop while it waited
      if (this.#end instanceof Error) throw this.#end;
      if (reader.at >= reader.end || (this.#end === "whole" && reader.at >= this.bytes)) return undefined;
      let value = this.#inMemory(reader);
      if (value === undefined && reader.at < this.#base) {
        const file = this.#file;
        if (file === undefined || reader.at >= file.written) throw new Error("its beginning was let go");
        const maxBytes = Math.min(READ_BYTES, file.written - reader.at, reader.end - reader.at);
        value = await file.overflow.read(reader.at, maxBytes);
        if ((this.#end as unknown) instanceof Error) continue;
      }
      if (value === undefined) {
        await this.#change();
        continue;
      }
      reader.at += value.length;
      if (this.#keeper === undefined) this.#wake();
      return value;
    }
  }

  #inMemory(reader: Reader): Uint8Array | undefined {
    const { gone, base } = this.#arriving;
    if (reader.at < base) return undefined;
    if (reader.chunk < gone) {
      reader.chunk = gone;
      reader.chunkAt = base;
    }
    for (;;) {
      const chunk = this.#chunks[reader.chunk - gone];
      if (chunk === undefined) return undefined;
      const from = reader.at - reader.chunkAt;
      if (from < chunk.length) return part(chunk, from, reader.end - reader.chunkAt);
      reader.chunk += 1;
      reader.chunkAt += chunk.length;
    }
  }

  async #take(chunk: Uint8Array): Promise<void> {
    if (chunk.length === 0) return;
    this.#chunks.push(owned(chunk));
    this.bytes += chunk.length;
    if (this.#file === undefined && this.#keeper?.grow(chunk.length) === false) this.#keeper = undefined;
    this.#wake();
    this.#settle();
    while (this.#letGo() > WINDOW_BYTES && this.#end === undefined) await this.#change();
  }

  /**
   * Lets go of chunks that are in the file and beyond the window, or that all readers have passed and nobody keeps. Returns
   * what is held beyond need; 0 where memory keeps it.
   */
  #letGo(): number {
    const arrival = this.#arriving;
    const { readers } = arrival;
    const file = this.#file;
    if (file === undefined && (this.#keeper !== undefined || readers.size === 0)) return 0;
    let held = this.bytes - arrival.base;
    const passed = this.#keeper === undefined && file?.taking !== true ? slowest(readers) : 0;
    let count = 0;
    for (const { length } of this.#chunks) {
      const end = arrival.base + length;
      const spare = end <= (file?.written ?? 0) && held > WINDOW_BYTES / 2;
      if (end > passed && !spare) break;
      arrival.base = end;
      held -= length;
      count += 1;
    }
    arrival.gone += count;
    if (count > 0) this.#chunks.splice(0, count);
    return held;
  }

  /** Writes what arrives to the file, at the disk's pace. A file that fails is read on, and written no more. */
  async #pour(file: Spilled): Promise<void> {
    let chunk = 0;
    try {
      while (!(this.#end instanceof Error)) {
        const next = this.#chunks[chunk - this.#arriving.gone];
        if (next !== undefined) {
          await file.overflow.write(next);
          file.written += next.length;
          chunk += 1;
          this.#letGo();
          this.#wake();
        } else if (this.#end === "whole" || this.#unwanted) return;
        else await this.#change();
      }
    } catch {
      file.taking = false;
      this.#keeper?.end(false);
      this.#wake();
    } finally {
      file.idle = true;
      this.#settle();
    }
  }

  get #arriving(): Arrival {
    this.#arrival ??= { base: 0, gone: 0, readers: new Set(), stop: undefined, pulse: undefined };
    return this.#arrival;
  }

  get #unwanted(): boolean {
    return this.#keeper === undefined && (this.#arrival?.readers.size ?? 0) === 0;
  }

  /** Stops a source that nobody wants, and forgets what is needed no longer once all have read. */
  #settle(): void {
    if (this.#unwanted && this.#end === undefined && this.#arrival?.stop !== undefined) {
      this.abort(new Error("nobody reads it"));
    }
    if (this.#end === undefined || this.#arrival === undefined) return;
    const { readers, stop, base } = this.#arrival;
    if (readers.size > 0 || stop !== undefined) return;
    if (this.#file === undefined) {
      if (base === 0) this.#arrival = undefined;
    } else if (
      this.#file.idle &&
      !this.#file.released &&
      (this.#keeper === undefined || this.#moved !== undefined)
    ) {
      this.#file.released = true;
      this.#chunks = [];
      this.#file.overflow.release();
    }
  }

  /** Resolves at the next change of anything. */
  #change(): Promise<void> {
    const arrival = this.#arriving;
    arrival.pulse ??= Promise.withResolvers<void>();
    return arrival.pulse.promise;
  }

  #wake(): void {
    const pulse = this.#arrival?.pulse;
    if (pulse === undefined) return;
    this.#arrival!.pulse = undefined;
    pulse.resolve();
  }
}

interface Arrival {
  /** Bytes, and chunks, that were let go before the first chunk held. */
  base: number;
  gone: number;
  readonly readers: Set<Reader>;
  /** Present while it is being filled. */
  stop: (() => void) | undefined;
  pulse: PromiseWithResolvers<void> | undefined;
}

interface Spilled {
  readonly overflow: Overflow;
  written: number;
  /** False once a write failed. */
  taking: boolean;
  /** Nothing more will be written. */
  idle?: boolean;
  released?: boolean;
}

interface Reader {
  /** The next byte, and the one after its last. */
  at: number;
  readonly end: number;
  /** Where it was last found: number of the chunk, counted from the first that ever came, and the byte that chunk begins at. */
  chunk: number;
  chunkAt: number;
}

function slowest(readers: ReadonlySet<Reader>): number {
  let at = Number.POSITIVE_INFINITY;
  for (const reader of readers) at = Math.min(at, reader.at);
  return at;
}

const part = (chunk: Uint8Array, from: number, end: number): Uint8Array =>
  from === 0 && end >= chunk.length ? chunk : chunk.subarray(from, end);

/** The chunks that a range covers, cut to it. */
function slice(chunks: readonly Uint8Array[], { from, to }: ByteRange): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const chunk of chunks) {
    if (at > to) break;
    if (at + chunk.length > from) parts.push(part(chunk, Math.max(0, from - at), to + 1 - at));
    at += chunk.length;
  }
  return parts;
}

/** A small slice can pin a whole read buffer: then it is copied, so that what is accounted is what is held. */
const owned = (chunk: Uint8Array): Uint8Array =>
  chunk.length * 2 < chunk.buffer.byteLength ? joined([chunk], chunk.length) : chunk;

/** In memory of its own: what Buffer takes from its pool pins all that was taken with it. */
function joined(chunks: readonly Uint8Array[], length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
