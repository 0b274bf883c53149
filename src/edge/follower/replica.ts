import type { ConfigFacts } from "../../feed/config-rules.ts";
import type { CompactRange } from "../../lib/merkle.ts";
import type { EdgeView } from "../state.ts";
import type { Change, ConfigChange } from "./change.ts";
import { LedgerState } from "./ledger-state.ts";
import { inPortions } from "./portions.ts";
import { SiteTable } from "./site-table.ts";

/** How much one line of a fresh state file holds. */
const SITES_A_CHANGE = 100;
const REQUESTS_A_CHANGE = 1000;

/**
 * Everything an edge knows, in memory, in two halves that change independently: what it keeps of the ledger, and the sites.
 * Changes go through `apply` when they are on disk.
 */
export class Replica {
  #ledger: LedgerState;
  readonly #sites = new SiteTable();
  /** By site the last request of its account that was carried out: an older one is not asked for any more. */
  readonly #carriedOut = new Map<string, number>();
  #config = 0;
  #view: EdgeView | undefined;

  constructor(tagKey: Uint8Array) {
    this.#ledger = new LedgerState(tagKey);
  }

  get range(): CompactRange {
    return this.#ledger.range;
  }

  get config(): number {
    return this.#config;
  }

  get ledger(): LedgerState {
    return this.#ledger;
  }

  apply(change: Change): void {
    this.#view = undefined;
    if (change.t === "batch") this.#ledger.apply(change);
    else this.#configure(change);
  }

  /** Puts another state of the ledger in the place of this one's. The sites stay. */
  take(ledger: LedgerState): void {
    this.#view = undefined;
    this.#ledger = ledger;
  }

  /** What requests see from now on; the same object until something changes. */
  view(): EdgeView {
    const { matcher, needsOpenings, range, protectedHosts } = this.#ledger;
    if (this.#view?.matcher !== matcher)
      this.#view = {
        ...{ matcher, siteOf: this.#sites.view(), size: needsOpenings ? 0 : range.size },
        ...(protectedHosts === undefined ? {} : { protectedHosts }),
      };
    return this.#view;
  }

  /** The whole state now as changes, for a fresh file; where one is to take the place of this one's, with that ledger. */
  changes(nowMs: number, ledger = this.#ledger): Iterable<Change> {
    const version = this.#config;
    const carriedOut = [...this.#carriedOut];
    const sites = this.#sites.view().sites();
    return inTurn<Change>(
      ledger.changes(nowMs),
      [{ t: "config", version }],
      mapped(inPortions(carriedOut, REQUESTS_A_CHANGE), (requests) => ({ t: "carried-out", requests })),
      mapped(inPortions(sites, SITES_A_CHANGE), (some) => ({ t: "sites", version, sites: some })),
    );
  }

  readonly facts: ConfigFacts = {
    site: (id) => this.#sites.site(id),
    ownerOf: (hostname) => this.#sites.ownerOf(hostname),
    request: (index, site) =>
      index > (this.#carriedOut.get(site) ?? -1) ? this.#ledger.request(index) : undefined,
  };

  #configure(change: ConfigChange): void {
    if (change.t === "carried-out") {
      for (const [site, index] of change.requests) this.#carriedOut.set(site, index);
      return;
    }
    this.#config = change.version;
    if (change.t === "sites") for (const site of change.sites) this.#sites.set(site);
    else if (change.item !== undefined) this.#carryOut(change.item);
  }

  #carryOut(item: NonNullable<Extract<ConfigChange, { t: "config" }>["item"]>): void {
    const id = item.kind === "site" ? item.site.id : item.site;
    const { request } = item;
    if (request !== undefined && this.facts.request(request, id) !== undefined)
      this.#carriedOut.set(id, request);
    if (item.kind === "site") this.#sites.set(item.site);
    else this.#sites.delete(id);
  }
}

function* inTurn<T>(...all: readonly Iterable<T>[]): Generator<T> {
  for (const some of all) yield* some;
}

function* mapped<T, U>(all: Iterable<T>, make: (one: T) => U): Generator<U> {
  for (const one of all) yield make(one);
}
