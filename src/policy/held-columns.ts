import type { Steps } from "../lib/slices.ts";
import { firstNotBelow, Interned, RowLists, resized, withRoomFor } from "./columns.ts";
import {
  type HeldMeasure,
  isInForce,
  isInside,
  type TaggedMeasure,
  type Terms,
  type VisitorCountry,
} from "./held.ts";
import { packId, unpackId } from "./packed-id.ts";
import { TAG_WORDS } from "./tag-table.ts";
import { type TaggedParam, tagText, tagWords } from "./tags.ts";

const ID_WORDS = 4;
/** In a column of seconds: without an end; not to be said in whole seconds. */
const NEVER = 0xffff_ffff;
const ODD = 0xffff_fffe;
const MAX_INDEX = 0xffff_ffff;
const PAUSE_EVERY = 4096;

/** Of one measure in very many: what has no place in the columns. */
interface Odd {
  readonly host: string | undefined;
  readonly decision: string | undefined;
  readonly startsMs: number | undefined;
  readonly endsMs: number | undefined;
}

/**
 * Measures by row, in columns of 36 bytes altogether, where an object takes ten times that. Rows are added at the end and
 * never changed. Their tags are elsewhere, because they are looked up.
 */
export class HeldColumns {
  count = 0;
  /** Ledger indices, ascending. */
  #indices: Uint32Array;
  /** Seconds since 1970: what the ledger has. */
  #starts: Uint32Array;
  #ends: Uint32Array;
  #termsOf: Uint32Array;
  #siteOf: Uint32Array;
  #decisions: Uint32Array;
  readonly #terms = new Interned<Terms>();
  /** Site ids and, for the grain account, account ids. */
  readonly sites = new Interned<string>();
  readonly #odd = new Map<number, Odd>();
  /** A parameter is two tags: its name's and its pair's, which is zero where the name must be absent. */
  readonly #params = new RowLists(2 * TAG_WORDS);

  constructor(capacity = 0) {
    this.#indices = new Uint32Array(capacity);
    this.#starts = new Uint32Array(capacity);
    this.#ends = new Uint32Array(capacity);
    this.#termsOf = new Uint32Array(capacity);
    this.#siteOf = new Uint32Array(capacity);
    this.#decisions = new Uint32Array(ID_WORDS * capacity);
  }

  /** The highest ledger index; -1 without any. */
  get lastIndex(): number {
    return this.count === 0 ? -1 : this.index(this.count - 1);
  }

  /** Adds a row and returns it. Its ledger index must be higher than the last one and fit in 32 bits. */
  add(measure: TaggedMeasure): number {
    const { index, decision, startsMs, endsMs, host, site, params } = measure;
    if (index <= this.lastIndex || index > MAX_INDEX)
      throw new RangeError(`no place for ledger index ${index}`);
    const row = this.#newRow();
    this.#indices[row] = index;
    this.#starts[row] = secondsOf(startsMs);
    this.#ends[row] = endsMs === null ? NEVER : secondsOf(endsMs);
    this.#termsOf[row] = this.#terms.ordinal(termsName(measure), () => termsFrom(measure));
    this.#siteOf[row] = this.sites.ordinal(site, () => site);
    const odd: Odd = {
      host,
      decision: packId(decision, this.#decisions, ID_WORDS * row) ? undefined : decision,
      startsMs: this.#starts[row] === ODD ? startsMs : undefined,
      endsMs: this.#ends[row] === ODD ? endsMs! : undefined,
    };
    if (Object.values(odd).some((value) => value !== undefined)) this.#odd.set(row, odd);
    for (const { name, pair } of params) {
      const at = this.#params.add(row);
      tagWords(name, this.#params.words, at);
      if (pair !== null) tagWords(pair, this.#params.words, at + TAG_WORDS);
    }
    return row;
  }

  /** Adds a row of other columns as it is there, and returns it. */
  copy(from: HeldColumns, source: number): number {
    const row = this.#newRow();
    this.#indices[row] = from.#indices[source]!;
    this.#starts[row] = from.#starts[source]!;
    this.#ends[row] = from.#ends[source]!;
    const terms = from.#termsOf[source]!;
    this.#termsOf[row] = this.#terms.ordinal(from.#terms.name(terms), () => from.#terms.value(terms));
    const site = from.sites.name(from.#siteOf[source]!);
    this.#siteOf[row] = this.sites.ordinal(site, () => site);
    for (let i = 0; i < ID_WORDS; i++)
      this.#decisions[ID_WORDS * row + i] = from.#decisions[ID_WORDS * source + i]!;
    const odd = from.#odd.get(source);
    if (odd !== undefined) this.#odd.set(row, odd);
    from.#params.forEach(source, (at) => {
      const to = this.#params.add(row);
      this.#params.words.set(from.#params.words.subarray(at, at + this.#params.width), to);
    });
    return row;
  }

  /** Gives back the memory that was kept for more rows. */
  trim(): void {
    if (this.#indices.length === this.count) return;
    this.#indices = resized(this.#indices, this.count);
    this.#starts = resized(this.#starts, this.count);
    this.#ends = resized(this.#ends, this.count);
    this.#termsOf = resized(this.#termsOf, this.count);
    this.#siteOf = resized(this.#siteOf, this.count);
    this.#decisions = resized(this.#decisions, ID_WORDS * this.count);
  }

  /** Whether a row has the ledger index. O(log count). */
  has(index: number): boolean {
    return (
      this.#indices[firstNotBelow(this.#indices, this.count, index)] === index && index <= this.lastIndex
    );
  }

  index = (row: number): number => this.#indices[row]!;
  terms = (row: number): Terms => this.#terms.value(this.#termsOf[row]!);
  host = (row: number): string | undefined => this.#odd.get(row)?.host;
  /** Number of the row's site (or account) in {@link sites}. */
  site = (row: number): number => this.#siteOf[row]!;

  startsMs(row: number): number {
    const seconds = this.#starts[row]!;
    return seconds === ODD ? this.#odd.get(row)!.startsMs! : seconds * 1000;
  }

  endsMs(row: number): number | null {
    const seconds = this.#ends[row]!;
    if (seconds === NEVER) return null;
    return seconds === ODD ? this.#odd.get(row)!.endsMs! : seconds * 1000;
  }

  holds(row: number, nowMs: number, country: VisitorCountry | undefined): boolean {
    return isInForce(this.startsMs(row), this.endsMs(row), nowMs) && isInside(this.terms(row), country);
  }

  /** Calls `found` with the ledger index of each row in force; ends in the next time at which one begins or ends. */
  *inForce(nowMs: number, found: (index: number) => void): Steps<number> {
    let untilMs = Number.POSITIVE_INFINITY;
    for (let row = 0; row < this.count; row++) {
      if (row % PAUSE_EVERY === 0) yield;
      const startsMs = this.startsMs(row);
      const endsMs = this.endsMs(row) ?? Number.POSITIVE_INFINITY;
      if (nowMs < startsMs) untilMs = Math.min(untilMs, startsMs);
      else if (nowMs < endsMs) {
        untilMs = Math.min(untilMs, endsMs);
        found(this.index(row));
      }
    }
    return untilMs;
  }

  /** The first start after `nowMs`; Infinity if there is none. */
  nextStartMs(nowMs: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (let row = 0; row < this.count; row++) {
      const startsMs = this.startsMs(row);
      if (startsMs > nowMs && startsMs < next) next = startsMs;
    }
    return next;
  }

  params(row: number): readonly TaggedParam[] {
    const params: TaggedParam[] = [];
    const { words } = this.#params;
    this.#params.forEach(row, (at) => {
      const pair = at + TAG_WORDS;
      const absent = words.subarray(pair, pair + TAG_WORDS).every((word) => word === 0);
      params.push({ name: tagText(words, at), pair: absent ? null : tagText(words, pair) });
    });
    return params;
  }

  measure(row: number): HeldMeasure {
    const odd = this.#odd.get(row);
    return {
      index: this.index(row),
      ...this.terms(row),
      decision: odd?.decision ?? unpackId(this.#decisions, ID_WORDS * row),
      startsMs: this.startsMs(row),
      endsMs: this.endsMs(row),
      site: this.sites.name(this.site(row)),
      ...(odd?.host === undefined ? {} : { host: odd.host }),
    };
  }

  #newRow(): number {
    const row = this.count++;
    if (row < this.#indices.length) return row;
    this.#indices = withRoomFor(this.#indices, this.count);
    const rows = this.#indices.length;
    this.#starts = withRoomFor(this.#starts, rows);
    this.#ends = withRoomFor(this.#ends, rows);
    this.#termsOf = withRoomFor(this.#termsOf, rows);
    this.#siteOf = withRoomFor(this.#siteOf, rows);
    this.#decisions = withRoomFor(this.#decisions, ID_WORDS * rows);
    return row;
  }
}

const secondsOf = (ms: number): number => {
  const seconds = ms / 1000;
  return Number.isInteger(seconds) && seconds >= 0 && seconds < ODD ? seconds : ODD;
};

const termsName = ({ verb, grain, role, clause, territory, anyCase }: Terms): string =>
  `${verb} ${grain} ${role} ${clause} ${territory?.join() ?? "*"}${anyCase ? " any-case" : ""}`;

const termsFrom = ({ verb, grain, role, clause, territory, anyCase }: Terms): Terms =>
  Object.freeze({
    ...{ verb, grain, role, clause },
    ...(territory === undefined ? {} : { territory }),
    ...(anyCase === undefined ? {} : { anyCase }),
  });
