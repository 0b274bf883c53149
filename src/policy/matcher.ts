import { HeldIndex, type HeldMeasure } from "./held.ts";
import { wholeSegmentPrefixes } from "./path.ts";
import { compareOthers, compareRefusals } from "./precedence.ts";
import { queryMatcher } from "./query-match.ts";
import { Tagger } from "./tags.ts";
import { MAX_PATH_SEGMENTS } from "./target.ts";
import { isRefusing } from "./words.ts";

export type { HeldMeasure } from "./held.ts";

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

export interface MatchedRequest {
  readonly host: string;
  /** Readings of the path (identity.ts). */
  readonly paths: readonly string[];
  /** Raw, without `?`. */
  readonly query: string;
}

const NOTHING: Verdict = Object.freeze({ also: Object.freeze([]) });

/**
 * What an edge asks before it serves: a large index that is rarely rebuilt and a small one over it, both
 * immutable. A change makes a new Matcher; requests in flight keep the one they began with.
 */
export class Matcher {
  readonly #tagger: Tagger;
  readonly #base: HeldIndex;
  readonly #overlay: HeldIndex;
  /** Ledger indices that no longer count in the base: lifted, or held anew in the overlay. */
  readonly #hidden: ReadonlySet<number>;

  private constructor(tagger: Tagger, base: HeldIndex, overlay: HeldIndex, hidden: ReadonlySet<number>) {
    this.#tagger = tagger;
    this.#base = base;
    this.#overlay = overlay;
    this.#hidden = hidden;
  }

  /** `key`: the edge's own 32 random bytes, under which its tags were made. */
  static empty(key: Uint8Array): Matcher {
    return Matcher.build(key, []);
  }

  static build(key: Uint8Array, held: readonly HeldMeasure[]): Matcher {
    return new Matcher(new Tagger(key), new HeldIndex(held), new HeldIndex([]), new Set());
  }

  /**
   * This matcher with measures added (replacing those of the same index) and then removed, by ledger index.
   * Costs as much as the overlay is large, and at times a rebuild: the overlay's bound grows with the root of
   * the base, which makes both shares about equal.
   */
  with(added: readonly HeldMeasure[], removed: readonly number[] = []): Matcher {
    const recent = new Map(this.#overlay.measures.map((measure) => [measure.index, measure]));
    for (const measure of added) recent.set(measure.index, measure);
    for (const index of removed) recent.delete(index);
    const hidden = new Set(this.#hidden);
    for (const { index } of added) hidden.add(index);
    for (const index of removed) hidden.add(index);
    const next = new Matcher(this.#tagger, this.#base, new HeldIndex([...recent.values()]), hidden);
    return hidden.size > Math.max(256, 4 * Math.sqrt(this.#base.measures.length)) ? next.#merged() : next;
  }

  /** Every measure, in force or not. */
  held(): readonly HeldMeasure[] {
    return [
      ...this.#base.measures.filter(({ index }) => !this.#hidden.has(index)),
      ...this.#overlay.measures,
    ];
  }

  /** What holds for a request at `nowMs`. `country`: of the visitor; unknown is never inside a territory. */
  match(site: MatchedSite, request: MatchedRequest, nowMs: number, country?: string): Verdict {
    const found = this.#find(site, request);
    if (found.length === 0) return NOTHING;
    const inForce = [...new Set(found)].filter((measure) => isInForce(measure, nowMs, country));
    const [refusal] = inForce.filter(({ verb }) => isRefusing(verb)).sort(compareRefusals);
    const also = inForce.filter(({ verb }) => !isRefusing(verb)).sort(compareOthers);
    return refusal === undefined ? { also } : { refusal, also };
  }

  #merged(): Matcher {
    return new Matcher(this.#tagger, new HeldIndex(this.held()), new HeldIndex([]), new Set());
  }

  #find(site: MatchedSite, { host, paths, query }: MatchedRequest): readonly HeldMeasure[] {
    const wide = this.#live((index) => index.ofSite(site.id, site.account));
    const found = wide.filter((one) => one.grain !== "host" || one.host === host);
    const inBase = this.#base.needs(site.id);
    const inOverlay = this.#overlay.needs(site.id);
    if (inBase.url || inOverlay.url) {
      let queryMatches: ((params: HeldMeasure["params"]) => boolean) | undefined;
      for (const path of paths) {
        for (const one of this.#tagged("url", site.id, path)) {
          queryMatches ??= queryMatcher(this.#tagger, site.id, query);
          if (queryMatches(one.params)) found.push(one);
        }
      }
    }
    if (inBase.path || inOverlay.path) {
      const prefixes = new Set(paths.flatMap((path) => wholeSegmentPrefixes(path, MAX_PATH_SEGMENTS)));
      for (const prefix of prefixes) found.push(...this.#tagged("path", site.id, prefix));
    }
    return found;
  }

  #tagged(purpose: "url" | "path", site: string, path: string): readonly HeldMeasure[] {
    const tag = this.#tagger.tag(purpose, site, path);
    return this.#live((index) => index.ofTag(tag));
  }

  /** What both indexes hold, without what no longer counts in the base. */
  #live(pick: (index: HeldIndex) => readonly HeldMeasure[]): readonly HeldMeasure[] {
    const base = pick(this.#base);
    const overlay = pick(this.#overlay);
    if (base.length === 0) return overlay;
    return [...base.filter(({ index }) => !this.#hidden.has(index)), ...overlay];
  }
}

function isInForce(
  { startsMs, endsMs, territory }: HeldMeasure,
  nowMs: number,
  country: string | undefined,
): boolean {
  if (nowMs < startsMs || (endsMs !== null && nowMs >= endsMs)) return false;
  return territory === undefined || (country !== undefined && territory.includes(country));
}
