import type { Selection, Subject } from "../subject.ts";
import type { Flights } from "./flights.ts";
import type { Store } from "./store.ts";

/** Scans take one part in this many of the time. */
const PARTS = 10;

/**
 * RFC 9875 §3: an answer to an unsafe request names groups that are out of date. To find them the whole store is looked
 * through, and any visitor may send such requests: so one scan serves all that came during a rest, and the rests are as long
 * as keeps the scans cheap. §3 leaves it to the cache when and whether it does it.
 */
export class GroupInvalidation {
  readonly #store: Pick<Store, "dropWhere">;
  readonly #flights: Pick<Flights<unknown>, "markStale">;
  #named = new Map<string, Set<string>>();
  #resting = false;

  constructor(store: Pick<Store, "dropWhere">, flights: Pick<Flights<unknown>, "markStale">) {
    this.#store = store;
    this.#flights = flights;
  }

  /** `subject`: what the request was for. §2.1: groups are those of one origin; scheme and port are not told apart here. */
  add(subject: Subject, groups: readonly string[]): void {
    if (groups.length === 0) return;
    const origin = originOf(subject);
    this.#named.set(origin, new Set([...(this.#named.get(origin) ?? []), ...groups]));
    this.#flights.markStale((other) => originOf(other) === origin);
    if (!this.#resting) void this.#scan();
  }

  async #scan(): Promise<void> {
    const named = this.#named;
    this.#named = new Map();
    const selects: Selection = (subject, groups) => {
      if (groups === undefined || groups.length === 0) return false;
      const gone = named.get(originOf(subject));
      return gone !== undefined && groups.some((group) => gone.has(group));
    };
    this.#resting = true;
    const startedMs = performance.now();
    try {
      await this.#store.dropWhere(selects);
    } catch {
      // The disk did not take it, which the store says; they are gone from what is served all the same.
    }
    const rest = setTimeout(
      () => {
        this.#resting = false;
        if (this.#named.size > 0) void this.#scan();
      },
      (performance.now() - startedMs) * (PARTS - 1),
    );
    rest.unref();
  }
}

const originOf = ({ site, identities }: Subject): string => `${site.id} ${identities.host}`;
