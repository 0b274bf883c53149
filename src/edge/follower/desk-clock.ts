import { type Clock, HOUR, SECOND } from "../../lib/clock.ts";

/** Further than this the edge does not follow: whoever had stolen the desk's TLS key could end measures with it. */
const MAX_CORRECTION_MS = 2 * HOUR;
/** From here on a person should know that one of the two clocks is wrong. */
const TELL_MS = 5 * SECOND;

/**
 * This machine's clock, moved forward where the desk's shows it to be behind: what the desk has decided has begun, and what has
 * ended there ends here. Never back: which of the two is wrong cannot be told, and a measure must not be enforced after its end. Cut
 * off, an edge keeps the correction that it had; after a start without the desk it has none.
 */
export class DeskClock implements Clock {
  readonly #own: Clock;
  #correctionMs = 0;
  #offMs = 0;

  constructor(own: Clock) {
    this.#own = own;
  }

  now(): number {
    return this.#own.now() + this.#correctionMs;
  }

  /** How far this machine's clock is behind the desk's (ahead of it: negative); 0 where it may be right. */
  get offMs(): number {
    return this.#offMs;
  }

  /**
   * The desk's time, whole seconds (`Date`, RFC 9110 §6.6.1), in an answer that took so long: it is between that and a second and the
   * answer's way later. Returns whether the two clocks were found to differ since the last answer.
   */
  hear(deskMs: number, tookMs: number): boolean {
    const behindMs = deskMs - this.#own.now();
    const wasOff = Math.abs(this.#offMs) > TELL_MS;
    this.#offMs = behindMs > 0 ? behindMs : Math.min(0, behindMs + SECOND + tookMs);
    if (this.#offMs <= MAX_CORRECTION_MS) this.#correctionMs = Math.max(0, this.#offMs);
    return !wasOff && Math.abs(this.#offMs) > TELL_MS;
  }
}
