import { executor } from "./measures.ts";
import { TagTable } from "./tag-table.ts";
import type { TaggedParam } from "./tags.ts";
import type { Grain, ServiceRole, Verb } from "./words.ts";

/** A measure as an edge keeps it: the public entry's facts, and tags instead of the page. */
export interface HeldMeasure {
  /** Ledger index of its entry. */
  readonly index: number;
  readonly verb: Verb;
  readonly grain: Grain;
  readonly role: ServiceRole;
  readonly decision: string;
  readonly clause: string;
  readonly startsMs: number;
  readonly endsMs: number | null;
  /** ISO 3166-1 alpha-2 codes; absent: everywhere. */
  readonly territory?: readonly string[];
  /** Site id; for the grain account, the account id. */
  readonly site: string;
  /** Grain host: the hostname. */
  readonly host?: string;
  readonly tags: readonly string[];
  readonly params: readonly TaggedParam[];
}

/** Which lookups by tag a site needs. */
export interface TagNeeds {
  readonly url: boolean;
  readonly path: boolean;
}

const NO_NEEDS: TagNeeds = { url: false, path: false };
const NONE: readonly HeldMeasure[] = [];

/**
 * Measures indexed for lookup. Host, site and account measures are on a record of their site or account; only
 * url and path measures are tags. Measures that other executors than an edge carry out are kept, and never
 * found.
 */
export class HeldIndex {
  readonly measures: readonly HeldMeasure[];
  readonly #sites = new Map<string, HeldMeasure[]>();
  readonly #accounts = new Map<string, HeldMeasure[]>();
  readonly #needs = new Map<string, TagNeeds>();
  readonly #tags: TagTable;

  constructor(measures: readonly HeldMeasure[]) {
    this.measures = measures;
    const tags: (readonly [string, number])[] = [];
    for (const [position, measure] of measures.entries()) {
      const { role, grain, site } = measure;
      if (executor(role) !== "edge") continue;
      if (grain === "url" || grain === "path") {
        this.#needs.set(site, { ...this.needs(site), [grain]: true });
        for (const tag of measure.tags) tags.push([tag, position]);
      } else {
        const records = grain === "account" ? this.#accounts : this.#sites;
        const record = records.get(site);
        if (record === undefined) records.set(site, [measure]);
        else record.push(measure);
      }
    }
    this.#tags = new TagTable(tags);
  }

  needs(site: string): TagNeeds {
    return this.#needs.get(site) ?? NO_NEEDS;
  }

  /** Measures on the site as a whole, on any of its hosts, or on its account. */
  ofSite(site: string, account: string): readonly HeldMeasure[] {
    const onSite = this.#sites.get(site) ?? NONE;
    const onAccount = this.#accounts.get(account);
    return onAccount === undefined ? onSite : [...onSite, ...onAccount];
  }

  ofTag(tag: string): readonly HeldMeasure[] {
    const positions = this.#tags.find(tag);
    return positions.length === 0
      ? NONE
      : positions.map((position) => this.measures[position] as HeldMeasure);
  }
}
