import { NORMALISER_VERSION } from "../normalise/index.ts";
import type { View } from "../normalise/view.ts";
import type { SealedMatcher, Span } from "../types.ts";
import { Found, type SealedSpan } from "./found.ts";
import { Numbers } from "./numbers.ts";
import { otherReadings } from "./readings.ts";
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
    const marks = this.#scan({ text }, false);
    for (const { view, signed } of otherReadings({ text }, marks)) {
      const inner = this.#scan(view, signed);
      if (!signed) for (const other of otherReadings(view, inner, true)) this.#scan(other.view, other.signed);
    }
    return this.#found.spans(this.#conditional);
  }

  /** One reading of a text, stretch by stretch; gives back where signs stand that ask for other readings. */
  #scan(view: View, signed: boolean): number[] {
    const { text } = view;
    const marks: number[] = [];
    this.#found.readIn(view);
    for (let from = 0; ; from += STRETCH - OVERLAP) {
      const to = Math.min(text.length, from + STRETCH);
      this.#stream.read(text, from, to, signed);
      // The first word of a later stretch may be the end of a longer one; it was read whole before.
      const first = from === 0 ? 0 : 1;
      this.#words.scan(this.#stream, first);
      this.#numbers.scan(this.#stream, first);
      for (const mark of this.#stream.marks) if (mark >= (marks.at(-1) ?? -1)) marks.push(mark);
      if (to === text.length) return marks;
    }
  }
}

export type { SealedSpan } from "./found.ts";

export const createSealedMatcher = (key: Uint8Array, details: readonly SealedTags[]): SealedIndex =>
  new SealedIndex(key, details);

/** One text against one list; for more texts make a matcher once. */
export const matchSealed = (key: Uint8Array, details: readonly SealedTags[], text: string): SealedSpan[] =>
  new SealedIndex(key, details).find(text);
