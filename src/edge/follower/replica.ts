import type { ConfigItem, SiteConfig } from "../../feed/config.ts";
import { configProblem } from "../../feed/config-rules.ts";
import type { Verified } from "../../feed/verify.ts";
import { knownDigest } from "../../ledger/active.ts";
import type { MeasureEntry, RequestEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
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
  | { readonly t: "config"; readonly version: number; readonly item: ConfigItem };

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
    lifted: entries.flatMap(([, entry]) => (entry.kind === "lift" ? [entry.measure] : [])),
    requests: entries.filter((pair): pair is readonly [number, RequestEntry] => pair[1].kind === "request"),
  };
}

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
  readonly #sites: Map<string, SiteConfig>;
  readonly #requests = new Map<number, RequestEntry>();
  #range: CompactRange = EMPTY_RANGE;
  #config = 0;
  #matcher: Matcher;

  constructor(tagKey: Uint8Array, sites: ReadonlyMap<string, SiteConfig> = new Map()) {
    this.#matcher = Matcher.empty(tagKey);
    this.#sites = new Map(sites);
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
      this.#configure(change.item);
      return;
    }
    this.#range = change.range;
    for (const known of change.known) this.#known.set(known.index, known);
    for (const index of change.lifted) this.#known.delete(index);
    for (const [index, request] of change.requests) this.#requests.set(index, request);
    this.#matcher = this.#matcher.with(change.held, change.lifted);
  }

  /** Throws `feed.refused` if the item would make this edge serve less without a request in the ledger. */
  checkConfig(version: number, item: ConfigItem): void {
    const refuse = (why: string) => new RempartError("feed.refused", 400, why);
    if (version <= this.#config) throw refuse(`configuration ${version} is not newer than ${this.#config}`);
    const siteId = item.kind === "site" ? item.site.id : item.kind === "remove-site" ? item.site : undefined;
    const current = siteId === undefined ? undefined : this.#sites.get(siteId);
    const problem = configProblem(item, current, (index) => this.#requests.get(index));
    if (problem !== undefined) throw refuse(problem);
  }

  view(): EdgeView {
    const siteOf = new Map<string, SiteConfig>();
    for (const site of this.#sites.values()) for (const name of site.hostnames) siteOf.set(name, site);
    return { size: this.#range.size, siteOf, matcher: this.#matcher };
  }

  /** Digest of the active set at `nowMs`; equal on every edge of the same size. */
  known(nowMs: number): string {
    const active = [...this.#known.values()].filter((one) => one.endsMs === null || one.endsMs > nowMs);
    return knownDigest(active.map((one) => one.index).sort((a, b) => a - b));
  }

  /** Digest of the measures whose openings this edge had. */
  held(nowMs: number): string {
    const active = this.#matcher.held().filter((one) => one.endsMs === null || one.endsMs > nowMs);
    return knownDigest(active.map((one) => one.index).sort((a, b) => a - b));
  }

  /** The whole state as changes, for a fresh file. What has ended is left out. */
  changes(nowMs: number): Change[] {
    const live = (one: { endsMs: number | null }) => one.endsMs === null || one.endsMs > nowMs;
    const sites = [...this.#sites.values()].map(
      (site): Change => ({ t: "config", version: this.#config, item: { kind: "site", site } }),
    );
    return [
      {
        t: "batch",
        range: this.#range,
        known: [...this.#known.values()].filter(live),
        held: this.#matcher.held().filter(live),
        lifted: [],
        requests: [...this.#requests],
      },
      ...sites,
    ];
  }

  #configure(item: ConfigItem): void {
    if (item.kind === "site") this.#sites.set(item.site.id, item.site);
    if (item.kind === "remove-site") this.#sites.delete(item.site);
  }
}
