import { syncFolder } from "../../../lib/files.ts";
import { Turns } from "../../../lib/turns.ts";
import type { CacheFolder } from "./folder.ts";
import type { DiskIo } from "./io.ts";
import type { IndexedObject } from "./object-index.ts";
import { sealLine } from "./sealed-line.ts";
import { Segment, type Span } from "./segment.ts";

/** Where the line of an object is; `at` says in which of two neighbouring segments as well. */
export type Line = Span;

/** It is written anew when it is twice as long as its lines, and this much more. */
const SLACK_BYTES = 4 * 1024 * 1024;

/**
 * The index on disk: a checksummed line for each object, and no other. What is dropped is blanked where it lies, so that
 * nothing tells afterwards that it was kept. Changes are on the disk soon; `sync` says when what was erased cannot come back.
 * To be written anew its lines move to a second segment, after which the first is removed; a crash leaves both.
 */
export class Journal {
  readonly #io: DiskIo;
  readonly #folder: CacheFolder;
  readonly #turns = new Turns();
  /** By the lowest bit of their numbers. */
  readonly #segments: (Segment | undefined)[] = [undefined, undefined];
  /** Number of the segment that takes lines; the one before it, if there is one, is being emptied. */
  #newest: number;
  #scheduled = false;
  #abandoned = false;

  private constructor(io: DiskIo, folder: CacheFolder, newest: number) {
    this.#io = io;
    this.#folder = folder;
    this.#newest = newest;
  }

  /**
   * Reads what is there, or begins a new one. `found` is called in the order of writing; of an object with two lines, which a
   * crash can leave, the last one holds and the other is to be erased.
   */
  static async open(
    io: DiskIo,
    folder: CacheFolder,
    found: (object: IndexedObject, line: Line) => void,
  ): Promise<Journal> {
    const numbers = await folder.journals();
    if (numbers.length === 0) numbers.push(1);
    const journal = new Journal(io, folder, numbers.at(-1)!);
    for (const number of numbers) {
      journal.#segments[number % 2] = await Segment.open(io, folder.journalPath(number), (value, span) =>
        found(value as IndexedObject, lineOf(span, number)),
      );
    }
    journal.#schedule(); // damaged lines are to be blanked
    return journal;
  }

  /** So much of it is blank that it should be written anew; or that was begun. */
  get isLong(): boolean {
    const [active, old] = [this.#active, this.#old];
    return old !== undefined || active.bytes > 2 * active.live + SLACK_BYTES;
  }

  /** Is the line in the segment that is being emptied? */
  isOld({ at }: Line): boolean {
    return this.#old !== undefined && at % 2 !== this.#newest % 2;
  }

  append(object: IndexedObject): Line {
    const span = this.#active.append(sealLine(object));
    this.#schedule();
    return lineOf(span, this.#newest);
  }

  erase({ at, bytes }: Line): void {
    this.#segments[at % 2]!.erase({ at: Math.floor(at / 2), bytes });
    this.#schedule();
  }

  /** All that was appended so far is written. Rejects if it could not be: it waits and is tried again, as all here. */
  written(): Promise<void> {
    return this.#turn(() => this.#write());
  }

  /** All that was erased so far is off the disk. Rejects if that could not be done. */
  sync(): Promise<void> {
    return this.#turn(async () => {
      await this.#write().catch(() => {}); // what waits may be lost, what is gone may not stay:
      for (const segment of this.#all()) await segment.blank();
      for (const segment of this.#all()) await segment.sync();
    });
  }

  /** From now on lines go to a new segment. */
  startAnew(): Promise<void> {
    return this.#turn(async () => {
      if (this.#old !== undefined) return; // begun already
      const number = this.#newest + 1;
      this.#segments[number % 2] = await Segment.open(this.#io, this.#folder.journalPath(number), () => {});
      this.#newest = number;
    });
  }

  /** Removes the old segment. Call when none of its lines is left. */
  async dropOld(): Promise<void> {
    await this.sync(); // or a power cut, which can undo the removal too, might bring its lines back
    await this.#turn(async () => {
      const number = this.#newest - 1;
      await this.#io.unlink(this.#folder.journalPath(number));
      this.#old?.close();
      this.#segments[number % 2] = undefined;
      await syncFolder(this.#folder.path);
    });
  }

  async close(): Promise<void> {
    await this.sync().finally(() => this.abandon());
  }

  /** Writes nothing more. */
  async abandon(): Promise<void> {
    this.#abandoned = true;
    await this.#turns.ended();
    for (const segment of this.#all()) segment.close();
  }

  get #active(): Segment {
    return this.#segments[this.#newest % 2]!;
  }

  get #old(): Segment | undefined {
    return this.#segments[(this.#newest - 1) % 2];
  }

  #all(): readonly Segment[] {
    return this.#segments.filter((segment) => segment !== undefined);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const write = (): Promise<void> => {
      this.#scheduled = false;
      return this.#write();
    };
    this.#turn(write).catch(() => {}); // whoever syncs hears of it
  }

  /** Once abandoned, a number may be another file's. */
  #turn(work: () => Promise<void>): Promise<void> {
    return this.#turns.run(() => {
      if (this.#abandoned) throw new Error("the journal was closed");
      return work();
    });
  }

  async #write(): Promise<void> {
    for (const segment of this.#all()) await segment.blank();
    for (const segment of this.#all()) await segment.write();
  }
}

const lineOf = ({ at, bytes }: Span, segment: number): Line => ({ at: at * 2 + (segment % 2), bytes });
