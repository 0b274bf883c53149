import type { ByteRange, Keeper, StoredBody } from "./body.ts";

/** What a body without a keeper may hold ahead of its slowest reader. */
const WINDOW_BYTES = 512 * 1024;
/** Up to here a whole body is joined into one chunk: one write instead of several. */
const JOIN_BYTES = 256 * 1024;

/**
 * A body that many read while it arrives, each at their own pace. While it has a keeper all of it stays in memory and no
 * reader holds up another. Without one (too large, evicted, purged) it becomes a window: read chunks are let go, the
 * source waits for the slowest reader, and nobody new can start.
 */
export class KeptBody implements StoredBody {
  #chunks: Uint8Array[] = [];
  /** How many chunks were let go before `#chunks[0]`. */
  #gone = 0;
  #end: "whole" | Error | undefined;
  #keeper: Keeper | undefined;
  readonly #readers = new Set<Reader>();
  /** Present once it is being filled. */
  #stopSource: (() => void) | undefined;
  #pulse = Promise.withResolvers<void>();
  bytes = 0;

  get whole(): boolean {
    return this.#end === "whole";
  }

  get readable(): boolean {
    return this.#gone === 0 && !(this.#end instanceof Error);
  }

  keep(keeper: Keeper): void {
    this.#keeper = keeper;
  }

  /** Takes it from `keeper`, if it is still the one. */
  letGo(keeper: Keeper): void {
    if (this.#keeper !== keeper) return;
    this.#keeper = undefined;
    this.#wake();
    this.#stopIfUnwanted();
  }

  /** Ends it for all readers at once, as broken, and stops its source. */
  abort(reason: Error): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#chunks = [];
    this.#wake();
    this.#stopSource?.();
  }

  /** Fills it from `source` until that ends, fails, or nobody wants it. Never rejects. */
  async fill(source: AsyncIterable<Uint8Array>): Promise<void> {
    const iterator = source[Symbol.asyncIterator]();
    this.#stopSource = () => void iterator.return?.();
    if (this.#end !== undefined) this.#stopSource();
    this.#stopIfUnwanted();
    try {
      while (this.#end === undefined) {
        const { done, value } = await iterator.next();
        if (done) this.#end ??= "whole";
        else if (this.#end === undefined) await this.#take(value);
      }
    } catch (error) {
      this.#end ??= error as Error;
    }
    this.#keeper?.end(this.#end === "whole");
    this.#wake();
  }

  /** Check `readable` first. */
  open(_range?: ByteRange): readonly Uint8Array[] | AsyncIterable<Uint8Array> {
    if (this.#end === "whole" && this.#gone === 0) {
      const small = this.bytes <= JOIN_BYTES && this.#readers.size === 0;
      if (small && this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
      return this.#chunks;
    }
    const reader: Reader = { at: 0 };
    this.#readers.add(reader);
    const close = (): void => {
      if (!this.#readers.delete(reader)) return;
      this.#wake();
      this.#stopIfUnwanted();
    };
    const next = async (): Promise<IteratorResult<Uint8Array>> => {
      for (;;) {
        if (this.#end instanceof Error) {
          close();
          throw this.#end;
        }
        const chunk = this.#chunks[reader.at - this.#gone];
        if (chunk !== undefined) {
          reader.at += 1;
          if (this.#keeper === undefined) this.#wake();
          return { done: false, value: chunk };
        }
        if (this.#end === "whole") {
          close();
          return { done: true, value: undefined };
        }
        await this.#pulse.promise;
      }
    };
    const iterator: AsyncIterator<Uint8Array> = {
      next,
      return: async () => {
        close();
        return { done: true, value: undefined };
      },
    };
    return { [Symbol.asyncIterator]: () => iterator };
  }

  async #take(chunk: Uint8Array): Promise<void> {
    this.#chunks.push(owned(chunk));
    this.bytes += chunk.length;
    if (this.#keeper?.grow(chunk.length) === false) this.#keeper = undefined;
    this.#wake();
    this.#stopIfUnwanted();
    await this.#room();
  }

  #stopIfUnwanted(): void {
    if (this.#keeper === undefined && this.#readers.size === 0 && this.#stopSource !== undefined) {
      this.abort(new Error("nobody reads it"));
    }
  }

  /** Without a keeper: lets go of what all have read and waits until the slowest is near enough. */
  async #room(): Promise<void> {
    for (;;) {
      if (this.#keeper !== undefined || this.#end !== undefined || this.#readers.size === 0) return;
      const slowest = Math.min(...[...this.#readers].map((reader) => reader.at));
      this.#chunks.splice(0, slowest - this.#gone);
      this.#gone = slowest;
      if (this.#chunks.reduce((sum, chunk) => sum + chunk.length, 0) <= WINDOW_BYTES) return;
      await this.#pulse.promise;
    }
  }

  #wake(): void {
    this.#pulse.resolve();
    this.#pulse = Promise.withResolvers();
  }
}

interface Reader {
  /** Index of the next chunk. */
  at: number;
}

/** A small slice can pin a whole read buffer: then it is copied, so that what is accounted is what is held. */
const owned = (chunk: Uint8Array): Uint8Array =>
  chunk.length * 2 < chunk.buffer.byteLength ? Buffer.from(chunk) : chunk;
