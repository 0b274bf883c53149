import { willBeGarbage } from "../../../lib/buffer-garbage.ts";
import type { ByteRange, Keeper, StoredBody } from "../body.ts";
import type { DiskIo } from "./io.ts";
import { BLOCK_BYTES, isIntact } from "./object-file.ts";

/** What is held of a body that is being read. */
const SHARED_BLOCKS = 4;

export interface DiskBodyOwner {
  readonly io: DiskIo;
  pathOf(id: number): string;
  /** The file is not what was written, or cannot be read. */
  damaged(body: DiskBody, error?: unknown): void;
  /** Memory keeps the answer it belongs to, and lets go of it. */
  rose(body: DiskBody): void;
  landed(body: DiskBody): void;
}

/** A whole body in a file, read block by block; no byte of a block leaves before its checksum was compared. */
export class DiskBody implements StoredBody {
  readonly id: number;
  readonly key: string;
  readonly bytes: number;
  readonly whole = true;
  readonly onDisk = true;
  readonly #owner: DiskBodyOwner;
  readonly #sums: Buffer;
  #keeper: Keeper | undefined;
  #failure: Error | undefined;
  #gone = false;
  /** Open while somebody reads; shared. */
  #fd: Promise<number> | undefined;
  #readers = 0;
  readonly #recent = new Map<number, Promise<Buffer>>();

  constructor(owner: DiskBodyOwner, id: number, key: string, bytes: number, sums: Buffer) {
    this.#owner = owner;
    this.id = id;
    this.key = key;
    this.bytes = bytes;
    this.#sums = sums;
  }

  get heldBytes(): number {
    return this.#sums.length;
  }

  get readable(): boolean {
    return this.#failure === undefined && !this.#gone;
  }

  /** Its file has lost its name: who reads it reads on, nobody new can. */
  leave(): void {
    this.#gone = true;
  }

  keep(keeper: Keeper): void {
    this.#keeper = keeper;
    this.#owner.rose(this);
  }

  letGo(keeper: Keeper): void {
    if (this.#keeper !== keeper) return;
    this.#keeper = undefined;
    this.#owner.landed(this);
  }

  abort(reason: Error): void {
    this.#failure ??= reason;
  }

  open(range?: ByteRange): AsyncIterable<Uint8Array> {
    let at = range?.from ?? 0;
    const end = Math.min(this.bytes, range === undefined ? this.bytes : range.to + 1);
    let reading = true;
    this.#readers += 1;
    this.#fd ??= this.#owner.io.open(this.#owner.pathOf(this.id), "r"); // at once: afterwards it may lose its name
    this.#fd.catch(() => {}); // told to whoever reads
    const close = (): void => {
      if (!reading) return;
      reading = false;
      this.#close();
    };
    const next = async (): Promise<IteratorResult<Uint8Array>> => {
      if (at >= end || !reading) {
        close();
        return { done: true, value: undefined };
      }
      try {
        const bytes = await this.#block(Math.floor(at / BLOCK_BYTES));
        if (this.#failure !== undefined) throw this.#failure;
        const first = at % BLOCK_BYTES;
        const value = bytes.subarray(first, first + end - at);
        at += value.length;
        return { done: false, value };
      } catch (error) {
        close();
        throw error;
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

  /** Shared by those who read the same place at about the same time, as when many come at once. */
  #block(block: number): Promise<Buffer> {
    let reading = this.#recent.get(block);
    if (reading === undefined) {
      reading = this.#read(block);
      this.#recent.set(block, reading);
      if (this.#recent.size > SHARED_BLOCKS) {
        for (const oldest of this.#recent.keys()) {
          this.#recent.delete(oldest);
          break;
        }
      }
    }
    return reading;
  }

  async #read(block: number): Promise<Buffer> {
    if (this.#failure !== undefined) throw this.#failure;
    const at = block * BLOCK_BYTES;
    const bytes = Buffer.allocUnsafeSlow(Math.min(BLOCK_BYTES, this.bytes - at));
    willBeGarbage(bytes.length);
    let intact = false;
    try {
      intact =
        (await this.#owner.io.read(await this.#fd!, [bytes], at)) && isIntact(this.#sums, block, bytes);
    } catch (error) {
      this.#fail(error);
    }
    if (!intact) this.#fail();
    return bytes;
  }

  #fail(error?: unknown): never {
    this.#failure ??= new Error("a kept file cannot be read as it was written", { cause: error });
    this.#owner.damaged(this, error);
    throw this.#failure;
  }

  #close(): void {
    this.#readers -= 1;
    if (this.#readers > 0) return;
    this.#fd?.then((fd) => this.#owner.io.close(fd)).catch(() => {});
    this.#fd = undefined;
    this.#recent.clear();
  }
}
