import type { Steps } from "../lib/slices.ts";
import { RowLists } from "./columns.ts";
import type { TaggedMeasure } from "./held.ts";
import { HeldColumns } from "./held-columns.ts";
import { executor } from "./measures.ts";
import { TAG_WORDS, TagTable } from "./tag-table.ts";
import { tagText, tagWords } from "./tags.ts";

/** Which look-ups a site needs. */
export const URL_TAGS = 1;
export const PATH_TAGS = 2;
export const WIDE = 4;
/** Some of its tagged measures hold in any case. */
export const ANY_CASE = 8;
const MARK_OF = { url: URL_TAGS, path: PATH_TAGS, host: WIDE, site: WIDE, account: WIDE } as const;

const PAUSE_EVERY = 2048;
/** Instead of a row that was not taken along. */
const GONE = 0xffff_ffff;
const NONE: readonly number[] = [];

/**
 * Measures indexed for look-up, by row. Host, site and account measures are on a record of their site or account; only
 * url and path measures are tags. Measures that other executors than an edge carry out are kept, and mark nothing.
 * Immutable.
 */
export class HeldIndex {
  readonly columns: HeldColumns;
  readonly tags: TagTable;
  /** By number of the site (or account). */
  readonly #marks: Uint8Array;
  readonly #wide: ReadonlyMap<number, readonly number[]>;
  readonly #accounts: ReadonlyMap<number, readonly number[]>;

  private constructor(columns: HeldColumns, tags: TagTable, { marks, wide, accounts }: Records) {
    this.columns = columns;
    this.tags = tags;
    this.#marks = marks;
    this.#wide = wide;
    this.#accounts = accounts;
  }

  static *of(columns: HeldColumns, tags: RowLists): Steps<HeldIndex> {
    columns.trim();
    const records = yield* recordsOf(columns);
    return new HeldIndex(columns, yield* TagTable.sort(tags.words, tags.rows, tags.count), records);
  }

  /** {@link URL_TAGS}, {@link PATH_TAGS}, {@link WIDE} and {@link ANY_CASE} of a site and its account. */
  marks(site: string, account: string): number {
    const ordinal = this.columns.sites.find(site);
    const marks = ordinal === undefined ? 0 : this.#marks[ordinal]!;
    return this.#accounts.size > 0 && this.#rowsOf(this.#accounts, account) !== NONE ? marks | WIDE : marks;
  }

  /** Rows on the site as a whole, on any of its hosts, or on its account. */
  wide(site: string, account: string): readonly number[] {
    const onAccount = this.#rowsOf(this.#accounts, account);
    const onSite = this.#rowsOf(this.#wide, site);
    return onAccount === NONE ? onSite : [...onSite, ...onAccount];
  }

  /** Every measure that `counts`, by ascending ledger index. Takes 8 bytes a row while it goes. */
  *measures(counts: (index: number) => boolean): Generator<TaggedMeasure> {
    const { columns, tags } = this;
    const positions = tags.byRow(columns.count);
    for (let row = 0; row < columns.count; row++) {
      if (!counts(columns.index(row))) continue;
      const texts = [...positions(row)].map((at) => tagText(tags.words, TAG_WORDS * at));
      yield { ...columns.measure(row), tags: texts, params: columns.params(row) };
    }
  }

  #rowsOf(records: ReadonlyMap<number, readonly number[]>, name: string): readonly number[] {
    const ordinal = this.columns.sites.find(name);
    return (ordinal === undefined ? undefined : records.get(ordinal)) ?? NONE;
  }
}

interface Records {
  readonly marks: Uint8Array;
  readonly wide: Map<number, number[]>;
  readonly accounts: Map<number, number[]>;
}

function* recordsOf(columns: HeldColumns): Steps<Records> {
  const marks = new Uint8Array(columns.sites.size);
  const wide = new Map<number, number[]>();
  const accounts = new Map<number, number[]>();
  for (let row = 0; row < columns.count; row++) {
    if (row % PAUSE_EVERY === 0) yield;
    const { role, grain, anyCase } = columns.terms(row);
    if (executor(role) !== "edge") continue;
    const ordinal = columns.site(row);
    marks[ordinal]! |= MARK_OF[grain] | (anyCase ? ANY_CASE : 0);
    if (MARK_OF[grain] !== WIDE) continue;
    const records = grain === "account" ? accounts : wide;
    const rows = records.get(ordinal);
    if (rows === undefined) records.set(ordinal, [row]);
    else rows.push(row);
  }
  return { marks, wide, accounts };
}

/** Measures on their way into an index, by ascending ledger index. */
export class HeldDraft {
  readonly columns: HeldColumns;
  readonly #tags: RowLists;

  /** `measures`, `tags`: how many are expected. */
  constructor(measures = 0, tags = measures) {
    this.columns = new HeldColumns(measures);
    this.#tags = new RowLists(TAG_WORDS, tags);
  }

  add(measure: TaggedMeasure): void {
    const row = this.columns.add(measure);
    for (const tag of measure.tags) {
      const at = this.#tags.add(row);
      tagWords(tag, this.#tags.words, at);
    }
  }

  /** Adds those of an index that `counts`, and others between them, in the order of ledger indices. */
  *merge(base: HeldIndex, counts: (index: number) => boolean, others: readonly TaggedMeasure[]): Steps<void> {
    const rows = new Uint32Array(base.columns.count);
    let next = 0;
    const addBefore = (index: number): void => {
      while (next < others.length && others[next]!.index < index) this.add(others[next++]!);
    };
    for (let row = 0; row < rows.length; row++) {
      if (row % PAUSE_EVERY === 0) yield;
      const index = base.columns.index(row);
      addBefore(index);
      rows[row] = counts(index) ? this.columns.copy(base.columns, row) : GONE;
    }
    addBefore(Number.POSITIVE_INFINITY);
    for (let i = 0; i < base.tags.size; i++) {
      if (i % PAUSE_EVERY === 0) yield;
      const row = rows[base.tags.rows[i]!]!;
      if (row === GONE) continue;
      const at = this.#tags.add(row);
      for (let word = 0; word < TAG_WORDS; word++)
        this.#tags.words[at + word] = base.tags.words[TAG_WORDS * i + word]!;
    }
  }

  /** The index of what was added; then the draft is of no use any more. */
  finish(): Steps<HeldIndex> {
    return HeldIndex.of(this.columns, this.#tags);
  }
}
