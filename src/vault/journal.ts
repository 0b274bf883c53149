import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { truncate } from "node:fs/promises";
import { RempartError } from "../lib/errors.ts";
import { readIfPresent } from "../lib/files.ts";

/**
 * A file of lines that only grows. Written without leaving the thread: the vault does one thing at a time, and a sync takes
 * less than the way to another thread and back, four times over.
 */
export class Journal {
  readonly #fd: number;
  #bytes: number;
  #isBroken = false;
  /** Lines written since it was opened. */
  count = 0;

  constructor(path: string) {
    this.#fd = openSync(path, "a", 0o600);
    this.#bytes = fstatSync(this.#fd).size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Lines, and with `durable` they are on the disk on return. Where that fails, the file is as before. */
  append(lines: readonly object[], durable: boolean): void {
    if (this.#isBroken)
      throw new RempartError("vault.journal", 500, "an earlier failure could not be undone");
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done);
      if (durable) fdatasyncSync(this.#fd);
    } catch (error) {
      this.#cutBack();
      throw error;
    }
    this.#bytes += bytes.length;
    this.count += lines.length;
  }

  close(): void {
    closeSync(this.#fd);
  }

  #cutBack(): void {
    try {
      ftruncateSync(this.#fd, this.#bytes);
      fdatasyncSync(this.#fd);
    } catch {
      this.#isBroken = true;
    }
  }
}

/** The lines of a file, undefined if there is none; a last one that a power cut left half written is cut off, or the next would join it. */
export async function wholeLines(path: string): Promise<string[] | undefined> {
  const bytes = await readIfPresent(path);
  if (bytes === undefined) return undefined;
  const whole = bytes.lastIndexOf(10) + 1;
  if (whole < bytes.length) await truncate(path, whole);
  return bytes.toString("utf8", 0, whole).split("\n").slice(0, -1);
}
