import { parseCheckpoint } from "../../ledger/checkpoint.ts";
import { cosignatures } from "../../ledger/cosignature.ts";
import { type NoteKey, parseNote } from "../../ledger/note.ts";
import { MINUTE } from "../../lib/clock.ts";
import { type CompactRange, type Hash, rangeRoot, sameHash } from "../../lib/merkle.ts";

/** What no witness has vouched for after this long is told of (docs/design.md §8). */
export const UNCOSIGNED_ALARM_MS = 10 * MINUTE;
/** Sizes whose roots are remembered: a witness is asked about the newest, and answers within minutes. */
const KEPT = 1024;

interface Step {
  readonly size: number;
  readonly root: Hash;
  readonly atMs: number;
}

/** How far witnesses that this edge knows have vouched for the very ledger that it follows. It enforces all the same. */
export class Cosigned {
  readonly #witnesses: readonly NoteKey[];
  readonly #origin: string;
  /** Ascending; what was vouched for is let go of. */
  #open: Step[] = [];
  #size = 0;
  #isTold = false;

  constructor(witnesses: readonly NoteKey[], origin: string) {
    this.#witnesses = witnesses;
    this.#origin = origin;
  }

  /** The ledger that is in force has grown to this. */
  follow(range: CompactRange, nowMs: number): void {
    if (this.#witnesses.length === 0 || range.size === this.#size) return;
    this.#size = range.size;
    this.#open.push({ size: range.size, root: rangeRoot(range), atMs: nowMs });
    if (this.#open.length > KEPT) this.#open.splice(1, 1); // the first says since when
  }

  /** A checkpoint with what witnesses have signed below it. False where they vouch for another ledger than this edge's. */
  hear(note: string): boolean {
    const { origin, size, root } = parseCheckpoint(parseNote(note).text);
    const step = this.#open.find((one) => one.size === size);
    if (step === undefined || origin !== this.#origin || cosignatures(note, this.#witnesses).length === 0)
      return true;
    if (!sameHash(step.root, root)) return false;
    this.#open = this.#open.filter((one) => one.size > size);
    this.#isTold = false;
    return true;
  }

  /** For how long the oldest entries that no witness has vouched for have been in force, ms; 0: there are none. */
  ageMs(nowMs: number): number {
    const [first] = this.#open;
    return first === undefined ? 0 : Math.max(0, nowMs - first.atMs);
  }

  /** Whether it is time to tell of it; once, until a witness vouches again. */
  isAlarmDue(nowMs: number): boolean {
    if (this.#isTold || this.ageMs(nowMs) < UNCOSIGNED_ALARM_MS) return false;
    this.#isTold = true;
    return true;
  }
}
