import type { Traffic } from "../../feed/wire.ts";
import { MINUTE } from "../../lib/clock.ts";
import { isServedBy, type Serves } from "../sites/served.ts";

/** What an edge said about its sites counts for so long: it says it every minute. */
const KEPT_MS = 5 * MINUTE;

interface Edge {
  readonly name: string;
  readonly serves: Serves;
}

interface Site {
  readonly id: string;
  readonly account: string;
}

/** How often sites were asked for, as their edges told us. */
export class EdgeTraffic {
  readonly #told = new Map<string, Traffic & { readonly atMs: number }>();

  tell(edge: string, traffic: Traffic, atMs: number): void {
    this.#told.set(edge, { ...traffic, atMs });
  }

  forget(edge: string): void {
    this.#told.delete(edge);
  }

  /**
   * Requests of the last hour to these sites; null where no edge serves them, or one that does has not said so lately, or only
   * of busier sites: a number that is too small would make a measure look narrower than it is.
   */
  requestsOf(sites: readonly Site[], edges: readonly Edge[], nowMs: number): number | null {
    let sum: number | null = null;
    for (const { name, serves } of edges) {
      const told = this.#told.get(name);
      for (const site of sites.filter((one) => isServedBy(serves, one))) {
        if (told === undefined || nowMs - told.atMs >= KEPT_MS) return null;
        if (told.counts[site.id] === undefined && !told.all) return null;
        sum = (sum ?? 0) + (told.counts[site.id] ?? 0);
      }
    }
    return sum;
  }
}
