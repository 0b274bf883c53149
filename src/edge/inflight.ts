import type { VisitorCountry } from "../policy/matcher.ts";
import type { EdgeView } from "./state.ts";
import { isRefused, type Subject } from "./subject.ts";

export interface InFlight {
  readonly subject: Subject;
  /** Of whom it is for; undefined: not known here. */
  readonly country?: VisitorCountry | undefined;
  /** Destroys the visitor's connection or stream, at once. */
  cut(): void;
}

/**
 * Every exchange between its policy check and its last byte, WebSockets included. A request goes on with the view it began
 * with; what makes a new measure hold for it too is that it is found here and cut.
 */
export class InFlightRegister {
  readonly #open = new Set<InFlight>();

  get count(): number {
    return this.#open.size;
  }

  /** Call in the same tick as the policy check, so that no view can come between. */
  add(exchange: InFlight): void {
    this.#open.add(exchange);
  }

  /** Signs off, also what never signed on. */
  delete(exchange: InFlight): void {
    this.#open.delete(exchange);
  }

  /** Cuts what the view refuses; how many. */
  cutRefused(view: EdgeView, nowMs: number): number {
    let cut = 0;
    for (const exchange of this.#open) {
      if (!isRefused(view, exchange.subject, nowMs, exchange.country)) continue;
      this.#open.delete(exchange);
      exchange.cut();
      cut += 1;
    }
    return cut;
  }

  cutAll(): void {
    for (const exchange of this.#open) exchange.cut();
    this.#open.clear();
  }
}
