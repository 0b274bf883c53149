import { createReadStream } from "node:fs";
import { lineRuns } from "../../../lib/lines.ts";
import type { DiskIo } from "./io.ts";
import { openLine } from "./sealed-line.ts";

/** Where a line is in its file; its end counts. */
export interface Span {
  readonly at: number;
  readonly bytes: number;
}

/** Lines that lie this near to each other are blanked together. */
const BLOCK_BYTES = 64 * 1024;
const SPACE = 0x20;
const NEWLINE = 0x0a;

/**
 * A file of lines, each of which stands for itself: it is there, or it was blanked where it lay, which needs no room and
 * leaves nothing of it to read. A line keeps its place for good, also while the disk does not take it yet. Callers take turns:
 * one `write`, `sync` or `close` at a time.
 */
export class Segment {
  readonly #io: DiskIo;
  readonly #fd: number;
  /** Up to here the file holds what it is to hold; behind it is what waits. */
  #written: number;
  #waiting: Buffer[] = [];
  #gone: Span[] = [];
  #unsynced = false;
  /** Length of the file, what waits included. */
  bytes: number;
  /** Of that, lines that are there. */
  live = 0;

  private constructor(io: DiskIo, fd: number, bytes: number) {
    this.#io = io;
    this.#fd = fd;
    this.#written = bytes;
    this.bytes = bytes;
  }

  /**
   * Reads what is there, or makes the file. A line that is not as it was written is blanked, as nobody could find it to do so
   * later; a last one that was not finished is cut off.
   */
  static async open(io: DiskIo, path: string, found: (value: unknown, span: Span) => void): Promise<Segment> {
    io.close(await io.open(path, "a")); // made if absent
    const fd = await io.open(path, "r+");
    const segment = new Segment(io, fd, 0);
    let torn = false;
    for await (const lines of lineRuns(createReadStream(path, { highWaterMark: 1024 * 1024 }))) {
      for (const line of lines) {
        torn = line.at(-1) !== NEWLINE;
        if (!torn) segment.#found(line.subarray(0, -1), found);
      }
    }
    segment.#written = segment.bytes;
    if (torn) await io.truncate(fd, segment.bytes);
    return segment;
  }

  #found(line: Buffer, found: (value: unknown, span: Span) => void): void {
    const span = { at: this.bytes, bytes: line.length + 1 };
    this.bytes += span.bytes;
    if (line[0] === SPACE && line.equals(Buffer.alloc(line.length, SPACE))) return;
    this.live += span.bytes;
    const value = openLine(line);
    if (value === undefined) this.erase(span);
    else found(value, span);
  }

  /** `line` with its end. */
  append(line: Buffer): Span {
    const span = { at: this.bytes, bytes: line.length };
    this.#waiting.push(line);
    this.bytes += span.bytes;
    this.live += span.bytes;
    return span;
  }

  erase(span: Span): void {
    this.#gone.push(span);
    this.live -= span.bytes;
  }

  /** Blanks what is gone. Rejects where the disk does not take that: it may be tried again, here and below. */
  async blank(): Promise<void> {
    const gone = this.#gone.sort((a, b) => a.at - b.at);
    this.#gone = [];
    try {
      for (const spans of neighbours(gone, this.#written)) await this.#blankOnDisk(spans);
    } catch (error) {
      this.#gone = [...gone, ...this.#gone]; // what is blank already may be blanked again
      throw error;
    }
    this.#blankWaiting(gone.filter(({ at }) => at >= this.#written));
  }

  /** Writes what waits. */
  async write(): Promise<void> {
    const lines = this.#waiting;
    if (lines.length === 0) return;
    this.#waiting = [];
    const text = Buffer.concat(lines);
    try {
      await this.#io.write(this.#fd, [text], this.#written);
    } catch (error) {
      this.#waiting = [...lines, ...this.#waiting];
      throw error;
    }
    this.#written += text.length;
    this.#unsynced = true;
  }

  /** What was blanked and written cannot come back or be lost. */
  async sync(): Promise<void> {
    if (!this.#unsynced) return;
    await this.#io.sync(this.#fd);
    this.#unsynced = false;
  }

  close(): void {
    this.#io.close(this.#fd);
  }

  async #blankOnDisk(spans: readonly Span[]): Promise<void> {
    const from = spans[0]!.at;
    const end = spans.at(-1)!.at + spans.at(-1)!.bytes;
    const text = Buffer.alloc(end - from);
    if (spans.length > 1 && !(await this.#io.read(this.#fd, [text], from)))
      throw new Error("a journal was cut short");
    for (const { at, bytes } of spans) blankLine(text.subarray(at - from, at - from + bytes));
    await this.#io.write(this.#fd, [text], from);
    this.#unsynced = true;
  }

  #blankWaiting(gone: readonly Span[]): void {
    let at = this.#written;
    let next = 0;
    for (const line of this.#waiting) {
      if (next === gone.length) return;
      if (gone[next]!.at === at) {
        blankLine(line);
        next += 1;
      }
      at += line.length;
    }
  }
}

function blankLine(line: Buffer): void {
  line.fill(SPACE);
  line[line.length - 1] = NEWLINE;
}

/** The spans before `end`, which are in order, by the block in which they begin: one read and one write for each. */
function* neighbours(spans: readonly Span[], end: number): Generator<readonly Span[]> {
  let group: Span[] = [];
  for (const span of spans) {
    if (span.at >= end) break;
    if (group.length > 0 && blockOf(span) !== blockOf(group[0]!)) {
      yield group;
      group = [];
    }
    group.push(span);
  }
  if (group.length > 0) yield group;
}

const blockOf = ({ at }: Span): number => Math.floor(at / BLOCK_BYTES);
