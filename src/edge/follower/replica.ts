import type { ConfigItem, SiteConfig } from "../../feed/config.ts";
import type { ConfigFacts } from "../../feed/config-rules.ts";
import type { Verified } from "../../feed/verify.ts";
import type { MeasureEntry, RequestEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import { type CompactRange, EMPTY_RANGE } from "../../lib/merkle.ts";
import { runInSlices, runThrough } from "../../lib/slices.ts";
import { NORMALISER } from "../../policy/identity.ts";
import { type Matcher, MatcherBuilder, type TaggedMeasure } from "../../policy/matcher.ts";
import { TAG_FUNCTION, tagOpening } from "../../policy/tags.ts";
import { targetProblem } from "../../policy/target.ts";
import type { EdgeView } from "../state.ts";
import { type ActiveDigests, activeDigests } from "./active-digests.ts";
import { type Known, KnownTable } from "./known-table.ts";
import { SiteTable } from "./site-table.ts";

/** What must be the same for a tag on the disk to be the tag of a request. */
const TAGS = `${TAG_FUNCTION}/normaliser-${NORMALISER}`;
/** How much one line of a fresh state file holds. */
const MEASURES_A_CHANGE = 250;
const SITES_A_CHANGE = 100;

/** One change as it is written to disk: what was verified, boiled down to what the edge keeps. No clear URL is in it. */
export type Change =
  | {
      readonly t: "batch";
      readonly range: CompactRange;
      readonly known: readonly Known[];
      readonly held: readonly TaggedMeasure[];
      /** How the tags in `held` were made; absent in what version 0.1.0 wrote. */
      readonly tags?: string;
      /** Known measures whose opening this edge had, and whose tags another function made. */
      readonly unreadable?: readonly number[];
      readonly lifted: readonly number[];
      readonly requests: readonly (readonly [number, RequestEntry])[];
    }
  /** Sites as of a version, many at once. */
  | { readonly t: "sites"; readonly version: number; readonly sites: readonly SiteConfig[] }
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
    tags: TAGS,
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
function holdMeasure(key: Uint8Array, index: number, entry: MeasureEntry, opening: Opening): TaggedMeasure[] {
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
  /** A builder until the matcher is first asked for: a whole state from the disk is not a series of changes. */
  #measures: MatcherBuilder | Matcher;
  /** Measures that are known and not held. */
  readonly #others = new KnownTable();
  /** Those of them whose opening this edge had, and whose tags it can no longer use. */
  readonly #unreadable = new Set<number>();
  readonly #sites: SiteTable;
  readonly #requests = new Map<number, RequestEntry>();
  #range: CompactRange = EMPTY_RANGE;
  #config = 0;
  #isMerging = false;
  #view: EdgeView | undefined;
  #digests: ActiveDigests | undefined;

  /** `before`: the state that this one is to replace; its configuration is carried over. */
  constructor(tagKey: Uint8Array, before?: Replica) {
    this.#measures = new MatcherBuilder(tagKey);
    this.#sites = before === undefined ? SiteTable.empty() : before.#sites.copy();
    this.#config = before?.config ?? 0;
  }

  get range(): CompactRange {
    return this.#range;
  }

  get config(): number {
    return this.#config;
  }

  /**
   * Some tags on the disk are of another tag function or normaliser: what they refuse cannot be told, so nothing is served
   * until the desk has sent the openings again.
   */
  get needsOpenings(): boolean {
    return this.#unreadable.size > 0;
  }

  apply(change: Change): void {
    this.#view = undefined;
    if (change.t === "batch") this.#applyBatch(change);
    else this.#applyConfig(change);
  }

  /** What requests see from now on; the same object until something changes. */
  view(): EdgeView {
    this.#view ??= {
      matcher: this.#matcher,
      siteOf: this.#sites.view(),
      size: this.needsOpenings ? 0 : this.#range.size,
    };
    return this.#view;
  }

  /** Digest of the active set at `nowMs`; equal on every edge of the same size. */
  known(nowMs: number): string {
    return this.#digestsAt(nowMs).known;
  }

  /** Digest of the active measures whose openings this edge had. */
  held(nowMs: number): string {
    return this.#digestsAt(nowMs).held;
  }

  /** Computes {@link known} and {@link held} without holding anything else up. */
  async prepareDigests(nowMs: number): Promise<void> {
    if (this.#hasDigests(nowMs)) return;
    const range = this.#range;
    const digests = await runInSlices(this.#computeDigests(nowMs));
    if (range === this.#range) this.#digests = digests;
  }

  /** The whole state now as changes, for a fresh file. What has ended is left out. */
  changes(nowMs: number): Iterable<Change> {
    const live = (one: Known) => one.endsMs === null || one.endsMs > nowMs;
    return wholeState({
      range: this.#range,
      config: this.#config,
      requests: [...this.#requests],
      unreadable: [...this.#unreadable],
      known: Iterator.from(this.#others.values()).filter(live),
      held: this.#matcher.held().filter(live),
      sites: this.#sites.view().sites(),
    });
  }

  readonly facts: ConfigFacts = {
    site: (id) => this.#sites.site(id),
    ownerOf: (hostname) => this.#sites.ownerOf(hostname),
    request: (index) => this.#requests.get(index),
  };

  get #matcher(): Matcher {
    if (this.#measures instanceof MatcherBuilder) this.#measures = this.#measures.finish();
    return this.#measures;
  }

  #applyConfig(change: Exclude<Change, { t: "batch" }>): void {
    this.#config = change.version;
    if (change.t === "sites") for (const site of change.sites) this.#sites.set(site);
    else if (change.item?.kind === "site") this.#sites.set(change.item.site);
    else if (change.item?.kind === "remove-site") this.#sites.delete(change.item.site);
  }

  #applyBatch(change: Change & { t: "batch" }): void {
    const { range, known, held, tags, unreadable = [], lifted, requests } = change;
    this.#digests = undefined;
    this.#range = range;
    const readable = tags === TAGS ? held : held.filter((measure) => measure.tags.length === 0);
    const isHeld = new Set(readable.map(({ index }) => index));
    for (const one of known) if (!isHeld.has(one.index)) this.#others.set(one);
    for (const { index } of readable) this.#others.delete(index);
    for (const one of readable === held ? [] : held) {
      if (isHeld.has(one.index)) continue;
      this.#others.set(one);
      this.#unreadable.add(one.index);
    }
    for (const index of unreadable) this.#unreadable.add(index);
    for (const index of lifted) {
      this.#others.delete(index);
      this.#unreadable.delete(index);
    }
    for (const [index, request] of requests) this.#requests.set(index, request);
    if (this.#measures instanceof MatcherBuilder) {
      for (const measure of readable) this.#measures.add(measure);
      for (const index of lifted) this.#measures.remove(index);
    } else {
      this.#measures = this.#measures.with(readable, lifted);
      this.#mergeIfDue(this.#measures);
    }
  }

  /** In the background; what is refused is the same before and after. */
  #mergeIfDue(matcher: Matcher): void {
    if (this.#isMerging || !matcher.isMergeDue) return;
    this.#isMerging = true;
    void runInSlices(matcher.merge()).then((ontoMerged) => {
      this.#isMerging = false;
      this.#view = undefined;
      this.#measures = ontoMerged(this.#matcher);
      this.#mergeIfDue(this.#measures);
    });
  }

  #digestsAt(nowMs: number): ActiveDigests {
    if (!this.#hasDigests(nowMs)) this.#digests = runThrough(this.#computeDigests(nowMs));
    return this.#digests!;
  }

  #hasDigests = (nowMs: number): boolean =>
    this.#digests !== undefined && nowMs >= this.#digests.nowMs && nowMs < this.#digests.untilMs;

  #computeDigests(nowMs: number) {
    const matcher = this.#matcher;
    return activeDigests(this.#range.size, nowMs, {
      held: (atMs, found) => matcher.inForce(atMs, found),
      others: (atMs, found) => this.#others.inForce(atMs, found),
    });
  }
}

interface WholeState {
  readonly range: CompactRange;
  readonly config: number;
  readonly requests: readonly (readonly [number, RequestEntry])[];
  readonly unreadable: readonly number[];
  readonly known: Iterable<Known>;
  readonly held: Iterable<TaggedMeasure>;
  readonly sites: Iterable<SiteConfig>;
}

function* wholeState(state: WholeState): Generator<Change> {
  const { range, config, requests, unreadable, known, held, sites } = state;
  const batch = { t: "batch", range, known: [], held: [], tags: TAGS, lifted: [], requests: [] } as const;
  yield { ...batch, requests, unreadable };
  for (const some of inPortions(known, MEASURES_A_CHANGE)) yield { ...batch, known: some };
  for (const some of inPortions(held, MEASURES_A_CHANGE)) yield { ...batch, held: some };
  yield { t: "config", version: config };
  for (const some of inPortions(sites, SITES_A_CHANGE)) yield { t: "sites", version: config, sites: some };
}

function* inPortions<T>(all: Iterable<T>, size: number): Generator<T[]> {
  let portion: T[] = [];
  for (const one of all) {
    portion.push(one);
    if (portion.length < size) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}
