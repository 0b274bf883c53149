import { NORMALISER_VERSION } from "../normalise/index.ts";
import type { View } from "../normalise/view.ts";
import type { SealedMatcher, Span } from "../types.ts";
import { Found, type SealedSpan } from "./found.ts";
import { Numbers, type Numeral } from "./numbers.ts";
import { inDigits, type OtherReading, otherReadings, type Signals } from "./readings.ts";
import { Stream } from "./stream.ts";
import { Streets } from "./streets.ts";
import { TagTable } from "./table.ts";
import { type SealedTags, TagKeys } from "./tag.ts";
import { Words } from "./words.ts";

/** Units read at once, and how many of them are read again with the next: a detail is shorter. */
const STRETCH = 1 << 16;
const OVERLAP = 1 << 11;

/** Looks a list of registered details up in texts; holds the key as long as it lives. */
export class SealedIndex implements SealedMatcher {
  readonly #keys: TagKeys;
  readonly #table: TagTable;
  readonly #conditional: ReadonlySet<number>;
  readonly #stream = new Stream();
  readonly #found = new Found();
  readonly #words: Words;
  readonly #numbers: Numbers;
  /** Details (by their place in the list) whose tags are of another version of the normaliser: they can match nothing. */
  readonly outdated: readonly number[];

  constructor(key: Uint8Array, details: readonly SealedTags[]) {
    this.#keys = new TagKeys(key);
    this.outdated = [...details.keys()].filter((at) => details[at]?.normaliser !== NORMALISER_VERSION);
    this.#conditional = new Set([...details.keys()].filter((at) => (details[at]?.near.length ?? 0) > 0));
    this.#table = new TagTable(details, NORMALISER_VERSION);
    const streets = new Streets(this.#keys, this.#table, this.#found);
    this.#words = new Words(this.#keys, this.#table, this.#found);
    this.#numbers = new Numbers(this.#keys, this.#table, this.#found, streets);
  }

  match(text: string): readonly Span[] {
    return this.find(text).map(({ start, end }) => ({ start, end }));
  }

  /** In the order of their start; a former name only where a companion stands near. Linear in the text; never throws. */
  find(text: string): SealedSpan[] {
    this.#found.clear();
    this.#words.begin(text.length);
    this.#read({ view: { text }, signed: false }, 0);
    return this.#found.spans(this.#conditional);
  }

  /** A text and, once more, what its signs uncover; those may be inside markup, but no markup inside that is undone twice. */
  #read({ view, signed, whole = false, squeezed = false }: OtherReading, depth: number): void {
    this.#stream.squeezed = squeezed;
    const { signals, numerals, glued } = this.#scan(view, signed, whole);
    for (const [list, isGlued] of [
      [numerals, false],
      [glued, true],
    ] as const) {
      for (const other of inDigits(view, list)) {
        this.#found.readIn(other);
        for (const first of this.#stretches(other, signed, whole)) {
          this.#words.scan(this.#stream, first);
          if (isGlued) this.#numbers.scan(this.#stream, first);
        }
      }
    }
    if (signed || depth > 1) return;
    for (const other of otherReadings(view, signals, depth > 0)) this.#read(other, depth + 1);
  }

  /** One reading of a text; gives back what asks for others. */
  #scan(
    view: View,
    signed: boolean,
    whole: boolean,
  ): { signals: Signals; numerals: Numeral[]; glued: Numeral[] } {
    const signals = {
      marks: [] as number[],
      stretched: [] as number[],
      coded: [] as number[],
      mixed: [] as number[],
    };
    const numerals: Numeral[] = [];
    const glued: Numeral[] = [];
    this.#found.readIn(view);
    for (const first of this.#stretches(view, signed, whole)) {
      this.#words.scan(this.#stream, first);
      this.#numbers.scan(this.#stream, first);
      addNew(signals.marks, this.#stream.marks);
      addNew(signals.stretched, this.#stream.stretched);
      const { coded, mixed } = this.#words.odd(this.#stream, first);
      addNew(signals.coded, coded);
      addNew(signals.mixed, mixed);
      for (const one of this.#numbers.spelled)
        if (one.start >= (numerals.at(-1)?.end ?? 0)) numerals.push(one);
      for (const one of this.#numbers.glued(this.#stream, first))
        if (one.start >= (glued.at(-1)?.end ?? 0)) glued.push(one);
    }
    return { signals, numerals, glued };
  }

  /** Reads a text stretch by stretch; gives the first word to be looked at in each. */
  *#stretches({ text }: View, signed: boolean, whole: boolean): Generator<number> {
    for (let from = 0; ; from += STRETCH - OVERLAP) {
      const to = Math.min(text.length, from + STRETCH);
      this.#stream.read(text, from, to, signed, whole);
      // The first word of a later stretch may be the end of a longer one; it was read whole before.
      yield from === 0 ? 0 : 1;
      if (to === text.length) return;
    }
  }
}

/** Adds what lies behind all that is there: stretches overlap. */
function addNew(all: number[], more: readonly number[]): void {
  for (const one of more) if (one > (all.at(-1) ?? -1)) all.push(one);
}

export type { SealedSpan } from "./found.ts";

export const createSealedMatcher = (key: Uint8Array, details: readonly SealedTags[]): SealedIndex =>
  new SealedIndex(key, details);

/** One text against one list; for more texts make a matcher once. */
export const matchSealed = (key: Uint8Array, details: readonly SealedTags[], text: string): SealedSpan[] =>
  new SealedIndex(key, details).find(text);
