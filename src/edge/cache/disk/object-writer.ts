import { willBeGarbage } from "../../../lib/buffer-garbage.ts";
import type { Overflow } from "../body.ts";
import type { DiskIo } from "./io.ts";
import { BlockSums } from "./object-file.ts";

export interface ObjectWriterOwner {
  readonly io: DiskIo;
  pathOf(id: number): string;
  /** Makes room on the disk; false if the object may not grow to `bytes`. */
  reserve(bytes: number): boolean;
  /** A write failed. */
  failed(error: unknown): void;
  /** Nobody needs the writer any more. */
  released(writer: ObjectWriter): void;
}

/** The file of a body that is too large for memory, written while it arrives and read by those who are behind. */
export class ObjectWriter implements Overflow {
  readonly id: number;
  readonly #owner: ObjectWriterOwner;
  readonly #sums = new BlockSums();
  #fd: Promise<number>;
  bytes = 0;
  /** The file is kept: it stays when this writer goes. */
  kept = false;

  constructor(owner: ObjectWriterOwner, id: number) {
    this.id = id;
    this.#owner = owner;
    this.#fd = owner.io.open(owner.pathOf(id), "wx+");
    this.#fd.catch(() => {}); // told to whoever writes
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (!this.#owner.reserve(this.bytes + chunk.length)) throw new Error("larger than the disk tier takes");
    this.#sums.add(chunk);
    await this.#append([chunk]);
    this.bytes += chunk.length;
  }

  /** Puts checksums, which it returns, and head behind the body; the head's room is the first. */
  async finish(head: Buffer): Promise<Buffer> {
    const sums = this.#sums.finish();
    await this.#append([sums, head]);
    return sums;
  }

  async read(at: number, maxBytes: number): Promise<Uint8Array> {
    const bytes = Buffer.allocUnsafeSlow(maxBytes);
    willBeGarbage(maxBytes);
    if (!(await this.#owner.io.read(await this.#fd, [bytes], at))) throw new Error("a file was cut short");
    return bytes;
  }

  release(): void {
    this.#fd.then((fd) => this.#owner.io.close(fd)).catch(() => {});
    this.#fd = Promise.reject(new Error("released")); // the number may soon be another file's
    this.#fd.catch(() => {});
    this.#owner.released(this);
  }

  async #append(buffers: readonly Uint8Array[]): Promise<void> {
    try {
      await this.#owner.io.write(await this.#fd, buffers, this.bytes);
    } catch (error) {
      this.#owner.failed(error);
      throw error;
    }
  }
}
