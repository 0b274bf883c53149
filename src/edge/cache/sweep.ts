import type { EdgeView } from "../state.ts";
import { measuresOn, type Subject } from "../subject.ts";
import type { Flights } from "./flights.ts";
import type { Store } from "./store.ts";

/** How long a slice may hold up requests. */
const SLICE_MS = 2;

/**
 * Drops the copies that a new view refuses or forbids to keep. Policy stands before the store, so none of them would be
 * served; they go so that memory does not hold them and that, when the measure ends, the page is fetched anew. Nothing is
 * urgent about it, and a large store takes a while: it is done in slices, the first one at once.
 */
export class Sweep {
  readonly #store: Store;
  readonly #flights: Pick<Flights<unknown>, "markStale">;
  #view: EdgeView | undefined;
  #nowMs = 0;
  #round: ReturnType<Store["subjects"]> | undefined;
  /** A view came during a round: those already looked at must be looked at again. */
  #again = false;
  #dropped = false;

  constructor(store: Store, flights: Pick<Flights<unknown>, "markStale">) {
    this.#store = store;
    this.#flights = flights;
  }

  start(view: EdgeView, nowMs: number): void {
    this.#view = view;
    this.#nowMs = nowMs;
    this.#flights.markStale((subject) => this.#verdict(subject) !== "keep");
    this.#again = this.#round !== undefined;
    if (this.#again) return;
    this.#round = this.#store.subjects();
    this.#slice();
  }

  #slice(): void {
    const untilMs = performance.now() + SLICE_MS;
    while (this.#round !== undefined && performance.now() < untilMs) {
      const next = this.#round.next();
      if (!next.done) this.#look(...next.value);
      else {
        this.#round = this.#again ? this.#store.subjects() : undefined;
        this.#again = false;
      }
    }
    if (this.#round !== undefined) setImmediate(() => this.#slice());
    else if (this.#dropped) this.#settle();
  }

  /** What was dropped is not to be read off the disk either, after a power cut too. */
  #settle(): void {
    this.#dropped = false;
    this.#store.settled().catch(() => {}); // the store has told that the disk takes nothing
  }

  #look(key: string, subject: Subject): void {
    const verdict = this.#verdict(subject);
    if (verdict === "keep") return;
    this.#dropped = true;
    for (const { body } of this.#store.dropKey(key)) {
      // Still arriving, for visitors that were cut just now. Under `no-cache` it goes on to the visitors it has.
      if (verdict === "refused") body.abort(new Error("refused by a measure"));
    }
  }

  #verdict(subject: Subject): "refused" | "unkept" | "keep" {
    const { refusal, also } = measuresOn(this.#view!, subject, this.#nowMs);
    if (refusal !== undefined) return "refused";
    return also.some(({ verb }) => verb === "no-cache") ? "unkept" : "keep";
  }
}
