/** Words of 32 bits in a tag. */
export const TAG_WORDS = 4;
/** About as many tags a bucket: four fill one cache line. */
const PER_BUCKET = 4;
const PAUSE_EVERY = 4096;

const NONE: readonly number[] = [];

/** A tag whose second half is made only where the first one is found. */
export interface LazyTag {
  readonly words: Uint32Array;
  complete(): void;
}

/**
 * Tags to the rows that hold them, for many tags: bucket after bucket in typed arrays, 21 bytes a tag. A tag is uniform
 * under a key nobody else knows, so its first word says the bucket and cannot be chosen to crowd one. Immutable once
 * sorted.
 */
export class TagTable {
  /** Four words a tag, in the order of buckets. */
  readonly words: Uint32Array;
  /** The row of each tag. */
  readonly rows: Uint32Array;
  /** Where each bucket begins; one entry more, where the last one ends. */
  readonly #starts: Uint32Array;
  readonly #bucketsPerWord: number;

  private constructor(count: number) {
    const buckets = Math.ceil(count / PER_BUCKET);
    this.words = new Uint32Array(count * TAG_WORDS);
    this.rows = new Uint32Array(count);
    this.#starts = new Uint32Array(buckets + 1);
    this.#bucketsPerWord = buckets / 2 ** 32;
  }

  /** A counting sort of the first `count` tags and their rows, in steps short enough for a loop that serves. */
  static *sort(words: Uint32Array, rows: Uint32Array, count: number): Generator<void, TagTable> {
    const table = new TagTable(count);
    const starts = table.#starts;
    for (let i = 0; i < count; i++) {
      starts[table.#bucket(words[TAG_WORDS * i]!)]! += 1;
      if (i % PAUSE_EVERY === 0) yield;
    }
    // Each entry becomes its bucket's end, and goes back to its beginning as the bucket is filled from the end.
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
    for (let i = count - 1; i >= 0; i--) {
      const bucket = table.#bucket(words[TAG_WORDS * i]!);
      starts[bucket]! -= 1;
      const at = starts[bucket]!;
      for (let word = 0; word < TAG_WORDS; word++)
        table.words[TAG_WORDS * at + word] = words[TAG_WORDS * i + word]!;
      table.rows[at] = rows[i]!;
      if (i % PAUSE_EVERY === 0) yield;
    }
    return table;
  }

  get size(): number {
    return this.rows.length;
  }

  /** Every row stored with the tag; one tag may have several. */
  find(tag: LazyTag): readonly number[] {
    if (this.size === 0) return NONE;
    const { words } = this;
    const wanted = tag.words;
    const bucket = this.#bucket(wanted[0]!);
    const end = this.#starts[bucket + 1]!;
    let found: number[] | undefined;
    for (let i = this.#starts[bucket]!; i < end; i++) {
      const at = TAG_WORDS * i;
      if (words[at] !== wanted[0] || words[at + 1] !== wanted[1]) continue;
      tag.complete();
      if (words[at + 2] !== wanted[2] || words[at + 3] !== wanted[3]) continue;
      found ??= [];
      found.push(this.rows[i]!);
    }
    return found ?? NONE;
  }

  /** Positions in {@link words} of each row's tags, for rows below `rowCount`. O(rows and tags). */
  byRow(rowCount: number): (row: number) => Uint32Array {
    const ends = new Uint32Array(rowCount + 1);
    for (const row of this.rows) ends[row]! += 1;
    for (let i = 1; i <= rowCount; i++) ends[i]! += ends[i - 1]!;
    const positions = new Uint32Array(this.size);
    for (let i = this.size - 1; i >= 0; i--) {
      const row = this.rows[i]!;
      ends[row]! -= 1;
      positions[ends[row]!] = i;
    }
    return (row) => positions.subarray(ends[row], ends[row + 1]);
  }

  #bucket(firstWord: number): number {
    return (firstWord * this.#bucketsPerWord) >>> 0;
  }
}
