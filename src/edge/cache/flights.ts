import { MINUTE, SECOND } from "../../lib/clock.ts";
import type { Selection, Subject } from "../subject.ts";
import { Remembered } from "./remembered.ts";

/** How long after an answer that cannot be shared nobody waits for another's answer to the same request. */
const UNSHARED_MS = 10 * SECOND;
/** How long after a failure of the origin a stale answer is used at once, while the origin is asked behind it. */
const FAILING_MS = MINUTE;
/** Keys remembered of each kind. */
const MAX_REMEMBERED = 10_000;

/** A question on its way to an origin. */
export interface Flight {
  readonly subject: Subject;
  /** Aborted when all who wait have left. */
  readonly signal: AbortSignal;
  /** True once a purge, an unsafe method or a measure touched its subject: its answer is not to be kept. */
  stale: boolean;
}

interface Shared<Outcome> extends Flight {
  readonly outcome: Promise<Outcome>;
  readonly leave: () => void;
  waiting: number;
}

/**
 * Request collapsing (RFC 9111 §4: one request may satisfy many): of concurrent requests with one key the first asks the
 * origin and the others wait for the head of its answer. A key whose answer turned out to be for one visitor only is
 * remembered for a while, so that such pages are not served one after the other.
 */
export class Flights<Outcome> {
  readonly #open = new Set<Flight>();
  readonly #shared = new Map<string, Shared<Outcome>>();
  /** Keys whose answers turned out to be for one visitor each. */
  readonly unshared = new Remembered(UNSHARED_MS, MAX_REMEMBERED);
  /** Keys for which a stale answer stood in: the next visitor need not wait for the origin to fail once more. */
  readonly failing = new Remembered(FAILING_MS, MAX_REMEMBERED);

  get count(): number {
    return this.#open.size;
  }

  /**
   * Joins the flight of `key` or starts it. `led`: whether it was started here. A rejected `start` rejects for all.
   * `interest`: aborted when the one who asks is gone.
   */
  async join(
    key: string,
    subject: Subject,
    interest: AbortSignal,
    start: (flight: Flight) => Promise<Outcome>,
  ): Promise<{ readonly outcome: Outcome; readonly led: boolean }> {
    const held = this.#shared.get(key);
    const flight = held ?? this.#launch(key, subject, start);
    flight.waiting += 1;
    interest.addEventListener("abort", flight.leave);
    if (interest.aborted) flight.leave();
    try {
      return { outcome: await flight.outcome, led: held === undefined };
    } finally {
      interest.removeEventListener("abort", flight.leave);
    }
  }

  /** Asks without company. */
  async alone(
    subject: Subject,
    signal: AbortSignal,
    start: (flight: Flight) => Promise<Outcome>,
  ): Promise<Outcome> {
    const flight: Flight = { subject, signal, stale: false };
    this.#open.add(flight);
    try {
      return await start(flight);
    } finally {
      this.#open.delete(flight);
    }
  }

  /** What arrives for these subjects from now on was asked before they changed: it may be passed on, not kept. */
  markStale(selects: Selection): void {
    for (const flight of this.#open) if (selects(flight.subject, undefined)) flight.stale = true;
  }

  #launch(key: string, subject: Subject, start: (flight: Flight) => Promise<Outcome>): Shared<Outcome> {
    const controller = new AbortController();
    const base: Flight = { subject, signal: controller.signal, stale: false };
    const land = (): void => {
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
    };
    const outcome = start(base).finally(() => {
      this.#open.delete(base);
      land();
    });
    const shared: Shared<Outcome> = Object.assign(base, {
      outcome,
      waiting: 0,
      leave: () => {
        shared.waiting -= 1;
        if (shared.waiting > 0) return;
        land(); // nobody may join what is being given up
        controller.abort();
      },
    });
    this.#open.add(base);
    this.#shared.set(key, shared);
    return shared;
  }
}
