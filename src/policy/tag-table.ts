/** Words of 32 bits in a tag. */
const WORDS = 4;

const NONE: readonly number[] = [];

/**
 * Tags (32 hex digits) to numbers, for many tags: open addressing in two typed arrays, 20 bytes a slot, at
 * most half full. A tag is uniform under a key nobody else knows, so it is its own hash and cannot be made to
 * collide. Immutable once built.
 */
export class TagTable {
  readonly #words: Uint32Array;
  /** Number + 1; 0 is a free slot. */
  readonly #values: Uint32Array;
  readonly #mask: number;

  constructor(pairs: readonly (readonly [tag: string, value: number])[]) {
    const slots = 2 ** Math.ceil(Math.log2(2 * pairs.length + 1));
    this.#mask = slots - 1;
    this.#words = new Uint32Array(slots * WORDS);
    this.#values = new Uint32Array(slots);
    for (const [tag, value] of pairs) this.#insert(tag, value);
  }

  /** Every number stored with the tag; one tag may have several. */
  find(tag: string): readonly number[] {
    let found: number[] | undefined;
    const first = wordOf(tag, 0);
    for (let slot = first & this.#mask; this.#values[slot] !== 0; slot = (slot + 1) & this.#mask) {
      if (this.#words[slot * WORDS] !== first || !this.#holds(slot, tag)) continue;
      found ??= [];
      found.push((this.#values[slot] ?? 0) - 1);
    }
    return found ?? NONE;
  }

  #holds(slot: number, tag: string): boolean {
    for (let i = 1; i < WORDS; i++) if (this.#words[slot * WORDS + i] !== wordOf(tag, i)) return false;
    return true;
  }

  #insert(tag: string, value: number): void {
    let slot = wordOf(tag, 0) & this.#mask;
    while (this.#values[slot] !== 0) slot = (slot + 1) & this.#mask;
    for (let i = 0; i < WORDS; i++) this.#words[slot * WORDS + i] = wordOf(tag, i);
    this.#values[slot] = value + 1;
  }
}

const wordOf = (tag: string, i: number): number => Number.parseInt(tag.slice(8 * i, 8 * i + 8), 16);
