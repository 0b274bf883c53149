import type { ConfigItem, SiteConfig } from "../../feed/config.ts";
import { type ConfigFacts, configProblem } from "../../feed/config-rules.ts";
import type { Verified } from "../../feed/verify.ts";
import { isActive, knownDigest } from "../../ledger/active.ts";
import type { MeasureEntry, RequestEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import { type CompactRange, EMPTY_RANGE } from "../../lib/merkle.ts";
import { type HeldMeasure, Matcher } from "../../policy/matcher.ts";
import { tagOpening } from "../../policy/tags.ts";
import { targetProblem } from "../../policy/target.ts";
import type { EdgeView } from "../state.ts";

/** A measure that this edge knows of, whether or not it serves the site. */
export interface Known {
  readonly index: number;
  readonly startsMs: number;
  readonly endsMs: number | null;
}

/** One change as it is written to disk: what was verified, boiled down to what the edge keeps. No clear URL is in it. */
export type Change =
  | {
      readonly t: "batch";
      readonly range: CompactRange;
      readonly known: readonly Known[];
      readonly held: readonly HeldMeasure[];
      readonly lifted: readonly number[];
      readonly requests: readonly (readonly [number, RequestEntry])[];
    }
  /** Without a site: the version alone. A purge leaves nothing else, least of all its path. */
  | {
      readonly t: "config";
      readonly version: number;
      readonly item?: Exclude<ConfigItem, { kind: "purge" }>;
    };

/** Boils a verified batch down. The opening is used for its tags and then forgotten. */
export function changeOf({ range, entries, openings }: Verified, tagKey: Uint8Array): Change {
  const measures = entries.filter(
    (pair): pair is readonly [number, MeasureEntry] => pair[1].kind === "measure",
  );
  return {
    t: "batch",
    range,
    known: measures.map(([index, entry]) => ({ index, ...times(entry) })),
    held: measures.flatMap(([index, entry]) => {
      const opening = openings.get(index);
      return opening === undefined ? [] : holdMeasure(tagKey, index, entry, opening);
    }),
    // Only what came before it, as in ledger/active.ts: all parties must add the entries up alike.
    lifted: entries.flatMap(([index, entry]) =>
      entry.kind === "lift" && entry.measure < index ? [entry.measure] : [],
    ),
    requests: entries.filter((pair): pair is readonly [number, RequestEntry] => pair[1].kind === "request"),
  };
}

/** A configuration item, without what an edge does once and forgets. */
export const configChange = (version: number, item: ConfigItem): Change =>
  item.kind === "purge" ? { t: "config", version } : { t: "config", version, item };

const times = ({ starts, ends }: MeasureEntry) => ({
  startsMs: parseRfc3339(starts),
  endsMs: ends === null ? null : parseRfc3339(ends),
});

/** Empty if this edge cannot read the target: one such measure must not stop the others, and the `held` digest shows it. */
function holdMeasure(key: Uint8Array, index: number, entry: MeasureEntry, opening: Opening): HeldMeasure[] {
  if (targetProblem(opening) !== undefined) return [];
  const { verb, grain, role, decision, clause, territory } = entry;
  return [
    {
      ...{ index, verb, grain, role, decision, clause },
      ...times(entry),
      ...(territory === undefined ? {} : { territory }),
      site: opening.site,
      ...(grain === "host" ? { host: opening.canonical } : {}),
      ...tagOpening(key, opening),
    },
  ];
}

/** Everything an edge knows, in memory. Changes go through `apply`, after they are on disk. */
export class Replica {
  readonly #known = new Map<number, Known>();
  readonly #sites = new Map<string, SiteConfig>();
  /** Site ids by hostname. */
  readonly #owners = new Map<string, string>();
  readonly #requests = new Map<number, RequestEntry>();
  #range: CompactRange = EMPTY_RANGE;
  #config = 0;
  #matcher: Matcher;

  /** `before`: the state that this one is to replace; its configuration is carried over. */
  constructor(tagKey: Uint8Array, before?: Replica) {
    this.#matcher = Matcher.empty(tagKey);
    if (before === undefined) return;
    for (const site of before.sites.values()) this.#configure({ kind: "site", site });
    this.#config = before.config;
  }

  get sites(): ReadonlyMap<string, SiteConfig> {
    return this.#sites;
  }

  get range(): CompactRange {
    return this.#range;
  }

  get config(): number {
    return this.#config;
  }

  apply(change: Change): void {
    if (change.t === "config") {
      this.#config = change.version;
      if (change.item !== undefined) this.#configure(change.item);
      return;
    }
    this.#range = change.range;
    for (const known of change.known) this.#known.set(known.index, known);
    for (const index of change.lifted) this.#known.delete(index);
    for (const [index, request] of change.requests) this.#requests.set(index, request);
    this.#matcher = this.#matcher.with(change.held, change.lifted);
  }

  /** Why the item is not acceptable: it is old, or this edge would serve less without a request in the ledger. */
  configProblem(version: number, item: ConfigItem): string | undefined {
    if (version <= this.#config) return `configuration ${version} is not newer than ${this.#config}`;
    return configProblem(item, this.#facts);
  }

  view(): EdgeView {
    const siteOf = new Map([...this.#owners].map(([hostname, id]) => [hostname, this.#sites.get(id)!]));
    return { size: this.#range.size, siteOf, matcher: this.#matcher };
  }

  /** Digest of the active set at `nowMs`; equal on every edge of the same size. */
  known(nowMs: number): string {
    return activeDigest([...this.#known.values()], nowMs);
  }

  /** Digest of the active measures whose openings this edge had. */
  held(nowMs: number): string {
    return activeDigest(this.#matcher.held(), nowMs);
  }

  /** The whole state as changes, for a fresh file. What has ended is left out. */
  changes(nowMs: number): Change[] {
    const live = (one: Known) => one.endsMs === null || one.endsMs > nowMs;
    const version = this.#config;
    const sites = [...this.#sites.values()].map((site) => configChange(version, { kind: "site", site }));
    return [
      {
        t: "batch",
        range: this.#range,
        known: [...this.#known.values()].filter(live),
        held: this.#matcher.held().filter(live),
        lifted: [],
        requests: [...this.#requests],
      },
      { t: "config", version },
      ...sites,
    ];
  }

  readonly #facts: ConfigFacts = {
    site: (id) => this.#sites.get(id),
    ownerOf: (hostname) => this.#owners.get(hostname),
    request: (index) => this.#requests.get(index),
  };

  #configure(item: NonNullable<(Change & { t: "config" })["item"]>): void {
    const id = item.kind === "site" ? item.site.id : item.site;
    for (const hostname of this.#sites.get(id)?.hostnames ?? []) this.#owners.delete(hostname);
    this.#sites.delete(id);
    if (item.kind === "remove-site") return;
    this.#sites.set(id, item.site);
    for (const hostname of item.site.hostnames) this.#owners.set(hostname, id);
  }
}

const activeDigest = (measures: readonly Known[], nowMs: number): string =>
  knownDigest(measures.filter((one) => isActive(one, nowMs)).map(({ index }) => index));
