import { runThrough, type Steps } from "../lib/slices.ts";
import type { HeldMeasure, TaggedMeasure, VisitorCountry } from "./held.ts";
import { HeldDraft, type HeldIndex, WIDE } from "./held-index.ts";
import type { RequestIdentities } from "./identity.ts";
import { compareOthers, compareRefusals } from "./precedence.ts";
import { queryMatcher } from "./query-match.ts";
import { findTagged } from "./tag-search.ts";
import { Tagger } from "./tags.ts";
import { isRefusing } from "./words.ts";

export type { HeldMeasure, TaggedMeasure, VisitorCountry } from "./held.ts";

export interface Verdict {
  /** The measure that is shown; absent: the request goes on. */
  readonly refusal?: HeldMeasure;
  /** Measures that do not refuse, mildest verb first; they combine. */
  readonly also: readonly HeldMeasure[];
}

export interface MatchedSite {
  readonly id: string;
  readonly account: string;
}

type Recent = ReadonlyMap<number, TaggedMeasure>;

const NOTHING: Verdict = Object.freeze({ also: Object.freeze([]) });
const NOBODY: HeldIndex = runThrough(new HeldDraft().finish());

/** What a matcher is made of: a large index, and what changed since it was made. */
interface Layers {
  readonly base: HeldIndex;
  /** Ledger indices that count no more in the base: lifted, or held anew in `recent`. */
  readonly hidden: ReadonlySet<number>;
  readonly recent: Recent;
}

/**
 * What an edge asks before it serves: a large index that is rarely rebuilt and a small one over it, both
 * immutable. A change makes a new Matcher; requests in flight keep the one they began with.
 */
export class Matcher {
  readonly #tagger: Tagger;
  readonly #layers: Layers;
  readonly #overlay: HeldIndex;

  private constructor(tagger: Tagger, layers: Layers, overlay = indexOf(layers.recent)) {
    this.#tagger = tagger;
    this.#layers = layers;
    this.#overlay = overlay;
  }

  /** `key`: the edge's own 32 random bytes, under which its tags were made. */
  static empty(key: Uint8Array): Matcher {
    return Matcher.build(key, []);
  }

  /** As {@link with} on an empty matcher, for any number of measures; those by ascending index take the least memory. */
  static build(key: Uint8Array, held: Iterable<TaggedMeasure>): Matcher {
    const builder = new MatcherBuilder(key);
    for (const measure of held) builder.add(measure);
    return builder.finish();
  }

  /** For {@link MatcherBuilder}. */
  static ofLayers(key: Uint8Array, layers: Layers): Matcher {
    return new Matcher(new Tagger(key), layers);
  }

  /**
   * This matcher with measures added (replacing those of the same index) and then removed, by ledger index.
   * Costs as much as what changed since the last merge is large.
   */
  with(added: readonly TaggedMeasure[], removed: readonly number[] = []): Matcher {
    const { base } = this.#layers;
    const hidden = new Set(this.#layers.hidden);
    const recent = new Map(this.#layers.recent);
    const hide = (index: number) => void (base.columns.has(index) && hidden.add(index));
    for (const measure of added) {
      hide(measure.index);
      recent.set(measure.index, measure);
    }
    let isSame = added.length === 0;
    for (const index of removed) {
      hide(index);
      if (recent.delete(index)) isSame = false;
    }
    return new Matcher(this.#tagger, { base, hidden, recent }, isSame ? this.#overlay : undefined);
  }

  /** So much has changed that a {@link merge} pays: its cost, shared by the changes since the last one, is about theirs. */
  get isMergeDue(): boolean {
    const { base, hidden, recent } = this.#layers;
    return hidden.size + recent.size > Math.max(256, Math.sqrt(base.columns.count));
  }

  /**
   * Puts both indexes together, in steps. It ends in a function that brings this matcher, or a later one of its line, onto
   * the merged base: what changed while the merge went on stays on top.
   */
  *merge(): Steps<(latest: Matcher) => Matcher> {
    const merged = this.#layers;
    const { base, hidden, recent } = merged;
    const draft = new HeldDraft(
      base.columns.count - hidden.size + recent.size,
      base.tags.size + this.#overlay.tags.size,
    );
    yield* draft.merge(base, (index) => !hidden.has(index), ascending(recent));
    const next = yield* draft.finish();
    return (latest) => new Matcher(this.#tagger, since(merged, latest.#layers, next));
  }

  /** Every measure, in force or not, by ascending ledger index. */
  *held(): Generator<TaggedMeasure> {
    const { base, hidden, recent } = this.#layers;
    const others = ascending(recent);
    let next = 0;
    for (const measure of base.measures((index) => !hidden.has(index))) {
      while (next < others.length && others[next]!.index < measure.index) yield others[next++]!;
      yield measure;
    }
    yield* others.slice(next);
  }

  /**
   * Calls `found` with the ledger index of each measure that is in force at `nowMs`, whoever carries it out. Ends in a
   * time before which the answer stays the same.
   */
  *inForce(nowMs: number, found: (index: number) => void): Steps<number> {
    const { base, hidden } = this.#layers;
    const ofBase = yield* base.columns.inForce(nowMs, (index) => void (hidden.has(index) || found(index)));
    return Math.min(ofBase, yield* this.#overlay.columns.inForce(nowMs, found));
  }

  /** When the first of those begins that have not begun at `nowMs`; Infinity if there is none. Looks at every measure. */
  nextStartMs(nowMs: number): number {
    const { base } = this.#layers;
    return Math.min(base.columns.nextStartMs(nowMs), this.#overlay.columns.nextStartMs(nowMs));
  }

  /** What holds for a request at `nowMs`. */
  match(site: MatchedSite, request: RequestIdentities, nowMs: number, country?: VisitorCountry): Verdict {
    const { base, hidden } = this.#layers;
    const layers = [base, this.#overlay];
    const marks = base.marks(site.id, site.account) | this.#overlay.marks(site.id, site.account);
    if (marks === 0) return NOTHING;

    const found: HeldMeasure[] = [];
    const add = (layer: HeldIndex, row: number): void => {
      const { columns } = layer;
      const index = columns.index(row);
      if ((layer === base && hidden.has(index)) || !columns.holds(row, nowMs, country)) return;
      if (!found.some((one) => one.index === index)) found.push(columns.measure(row));
    };
    if ((marks & WIDE) !== 0) {
      for (const layer of layers) {
        for (const row of layer.wide(site.id, site.account)) {
          const host = layer.columns.host(row);
          if (host === undefined || host === request.host) add(layer, row);
        }
      }
    }
    const pages = findTagged(this.#tagger, layers, site.id, marks, request);
    if (pages.length === 0) return verdictOf(found);
    const holdsFor = queryMatcher(this.#tagger, site.id, request);
    for (const { layer, row } of pages) if (holdsFor(layer.columns.params(row))) add(layer, row);
    return verdictOf(found);
  }
}

/** Reads many measures into a matcher, in whatever order changes came. */
export class MatcherBuilder {
  readonly #key: Uint8Array;
  readonly #draft = new HeldDraft();
  readonly #hidden = new Set<number>();
  readonly #recent = new Map<number, TaggedMeasure>();

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  has(index: number): boolean {
    return this.#recent.has(index) || (this.#draft.columns.has(index) && !this.#hidden.has(index));
  }

  add(measure: TaggedMeasure): void {
    const { columns } = this.#draft;
    const { index } = measure;
    if (index > columns.lastIndex && !this.#recent.has(index)) this.#draft.add(measure);
    else {
      if (columns.has(index)) this.#hidden.add(index);
      this.#recent.set(index, measure);
    }
  }

  remove(index: number): void {
    if (this.#draft.columns.has(index)) this.#hidden.add(index);
    this.#recent.delete(index);
  }

  /** Then the builder is of no use any more. */
  finish(): Matcher {
    return runThrough(this.finishInSteps());
  }

  *finishInSteps(): Steps<Matcher> {
    const base = yield* this.#draft.finish();
    return Matcher.ofLayers(this.#key, { base, hidden: this.#hidden, recent: this.#recent });
  }
}

const ascending = (recent: Recent): readonly TaggedMeasure[] =>
  [...recent.values()].sort((a, b) => a.index - b.index);

function indexOf(recent: Recent): HeldIndex {
  if (recent.size === 0) return NOBODY;
  const draft = new HeldDraft(recent.size);
  for (const measure of ascending(recent)) draft.add(measure);
  return runThrough(draft.finish());
}

/** What `latest` has on top of `base`, into which `merged`, an earlier state of its line, was put. */
function since(merged: Layers, latest: Layers, base: HeldIndex): Layers {
  const isNew = (index: number) => merged.recent.get(index) !== latest.recent.get(index);
  const hidden = new Set<number>();
  for (const index of latest.hidden) if (!merged.hidden.has(index)) hidden.add(index);
  for (const index of merged.recent.keys()) if (isNew(index)) hidden.add(index);
  return { base, hidden, recent: new Map([...latest.recent].filter(([index]) => isNew(index))) };
}

function verdictOf(found: readonly HeldMeasure[]): Verdict {
  if (found.length === 0) return NOTHING;
  const [refusal] = found.filter(({ verb }) => isRefusing(verb)).sort(compareRefusals);
  const also = found.filter(({ verb }) => !isRefusing(verb)).sort(compareOthers);
  return refusal === undefined ? { also } : { refusal, also };
}
