import { type Clock, MINUTE, SECOND } from "../../../lib/clock.ts";
import { errorFields, type Log } from "../../../lib/log.ts";

/** How long nothing is written after the disk refused something. */
const PAUSE_MS = 30 * SECOND;

/** What goes wrong with a disk: counted always, logged at most once a minute, and left alone for a while. */
export class Faults {
  readonly #clock: Clock;
  readonly #log: Log;
  #pausedAtMs = Number.NEGATIVE_INFINITY;
  #loggedAtMs = Number.NEGATIVE_INFINITY;
  count = 0;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  get paused(): boolean {
    return Math.abs(this.#clock.now() - this.#pausedAtMs) < PAUSE_MS; // a clock set back must not make it last
  }

  /** Something could not be read, or is not as it was written. */
  note(error: unknown): void {
    this.count += 1;
    const nowMs = this.#clock.now();
    if (Math.abs(nowMs - this.#loggedAtMs) < MINUTE) return;
    this.#loggedAtMs = nowMs;
    this.#log.warn("edge.disk-cache", { ...errorFields(error), count: this.count });
  }

  /** Something could not be written: the disk is full, broken or read-only. */
  pause(error: unknown): void {
    this.note(error);
    this.#pausedAtMs = this.#clock.now();
  }
}
