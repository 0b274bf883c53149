import { createReadStream } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname } from "node:path";
import { syncFolder } from "../../../lib/files.ts";
import { Turns } from "../../../lib/turns.ts";
import type { DiskIo } from "./io.ts";
import type { IndexedObject } from "./object-index.ts";
import { openLine, sealLine } from "./sealed-line.ts";

/** One change of the index. Objects are named by their ids, which are never used twice. */
export type IndexChange =
  /** Is kept from now on; of one that is kept already, where its newer head is. */
  | { readonly put: IndexedObject }
  | { readonly drop: readonly number[] }
  | { readonly expire: readonly number[]; readonly atMs: number }
  /** A process opened the folder: the ids it gives out begin here. */
  | { readonly life: number; readonly format: typeof FORMAT };

/** Of journal and files together; another one is not read. */
export const FORMAT = 1;

const NEWLINE = Buffer.from("\n");

/** How many records a rewrite takes at a time, so that requests go on in between. */
const SLICE = 500;

/**
 * The index on disk: changes appended, one checksummed line each. What was appended is written soon and in order; `sync`
 * says when it cannot be lost any more.
 */
export class Journal {
  readonly #io: DiskIo;
  readonly #path: string;
  readonly #turns = new Turns();
  #fd: number;
  #bytes: number;
  #lines: Buffer[] = [];
  #scheduled = false;
  /** Written, and not yet known to be on the disk. */
  #unsynced = false;
  /** A line may have been written in part and could not be taken back: nothing may follow it. */
  #torn = false;
  #abandoned = false;
  /** While it is rewritten: what the new file is still to be told. */
  #meanwhile: Buffer[] | undefined;

  private constructor(io: DiskIo, path: string, fd: number, bytes: number) {
    this.#io = io;
    this.#path = path;
    this.#fd = fd;
    this.#bytes = bytes;
  }

  /**
   * Reads what is there, or begins a new one. A last line that was not finished is cut off: nobody was told that it is on
   * the disk. Any other damage may have been anything, a purge too, so `apply` is told `damage` and must forget all that
   * came before.
   */
  static async open(
    io: DiskIo,
    path: string,
    apply: (change: IndexChange | "damage") => void,
  ): Promise<Journal> {
    io.close(await io.open(path, "a")); // made if absent
    const fd = await io.open(path, "r+");
    let held: Buffer = Buffer.alloc(0);
    let bytes = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) {
      const text = held.length === 0 ? (chunk as Buffer) : Buffer.concat([held, chunk as Buffer]);
      let from = 0;
      for (let end = text.indexOf(0x0a); end !== -1; end = text.indexOf(0x0a, from)) {
        apply((openLine(text.subarray(from, end)) as IndexChange | undefined) ?? "damage");
        from = end + 1;
      }
      bytes += from;
      held = text.subarray(from);
    }
    const last = held.length > 0 ? (openLine(held.subarray(0, -1)) as IndexChange | undefined) : undefined;
    if (last !== undefined) {
      apply(last); // only its end was changed: it was finished once, and somebody was told
      await io.write(fd, [NEWLINE], bytes + held.length - 1);
      bytes += held.length;
    } else if (held.length > 0) await io.truncate(fd, bytes);
    return new Journal(io, path, fd, bytes);
  }

  get bytes(): number {
    return this.#bytes;
  }

  append(change: IndexChange): void {
    const line = sealLine(change);
    this.#lines.push(line);
    this.#meanwhile?.push(line);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const write = (): Promise<void> => {
      this.#scheduled = false;
      return this.#write();
    };
    this.#turns.run(write).catch(() => {}); // the lines stay; whoever syncs hears of it
  }

  /** All that was appended so far is on the disk. Rejects if it could not be written: it may be tried again. */
  sync(): Promise<void> {
    return this.#turns.run(async () => {
      await this.#write();
      if (!this.#unsynced) return;
      await this.#io.sync(this.#fd);
      this.#unsynced = false;
    });
  }

  /** Writes it anew, without what is over. `objects` is read piece by piece while changes go on. */
  async rewrite(life: number, objects: Iterable<IndexedObject>): Promise<void> {
    if (this.#meanwhile !== undefined) return;
    this.#meanwhile = [];
    try {
      const path = `${this.#path}.new`;
      const fd = await this.#io.open(path, "w+");
      try {
        const bytes = await this.#copy(fd, life, objects);
        await this.#turns.run(() => this.#takeOn(fd, path, bytes));
      } catch (error) {
        this.#io.close(fd);
        throw error;
      }
    } finally {
      this.#meanwhile = undefined;
    }
  }

  async close(): Promise<void> {
    await this.sync().finally(() => this.abandon());
  }

  /** Writes nothing more, and does not take the place of a newer one. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    await this.#turns.ended();
    this.#io.close(this.#fd);
  }

  async #copy(fd: number, life: number, objects: Iterable<IndexedObject>): Promise<number> {
    let bytes = 0;
    let lines: Buffer[] = [sealLine({ life, format: FORMAT } satisfies IndexChange)];
    const flush = async (): Promise<void> => {
      const text = Buffer.concat(lines);
      lines = [];
      await this.#io.write(fd, [text], bytes);
      bytes += text.length;
    };
    for (const object of objects) {
      lines.push(sealLine({ put: object } satisfies IndexChange));
      if (lines.length >= SLICE) await flush();
    }
    await flush();
    return bytes;
  }

  /** The objects were read while changes went on, so some of these are in the new file already: all may be applied twice. */
  async #takeOn(fd: number, path: string, bytes: number): Promise<void> {
    if (this.#abandoned) throw new Error("the journal was abandoned");
    const unwritten = this.#lines;
    const text = Buffer.concat(this.#meanwhile!);
    this.#lines = [];
    this.#meanwhile = undefined;
    try {
      await this.#io.write(fd, [text], bytes);
      await this.#io.sync(fd);
      await rename(path, this.#path);
      await syncFolder(dirname(this.#path));
    } catch (error) {
      this.#lines = [...unwritten, ...this.#lines];
      throw error;
    }
    const old = this.#fd;
    this.#fd = fd;
    this.#bytes = bytes + text.length;
    this.#unsynced = false;
    this.#torn = false;
    this.#io.close(old);
  }

  async #write(): Promise<void> {
    if (this.#torn || this.#abandoned) throw new Error("the journal takes no more");
    if (this.#lines.length === 0) return;
    const lines = this.#lines;
    this.#lines = [];
    const text = Buffer.concat(lines);
    try {
      await this.#io.write(this.#fd, [text], this.#bytes);
    } catch (error) {
      this.#lines = [...lines, ...this.#lines];
      this.#torn = true;
      await this.#io.truncate(this.#fd, this.#bytes);
      this.#torn = false;
      throw error;
    }
    this.#bytes += text.length;
    this.#unsynced = true;
  }
}
