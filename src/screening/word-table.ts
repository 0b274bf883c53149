/**
 * A set of words, asked while a text is scanned: the hash grows with each letter, so that a word which is not
 * in the table (almost every one) costs no string.
 */
export class WordTable {
  /** The words by entry; entry 0 is no word. */
  readonly words: readonly string[];
  readonly #hashes: Int32Array;
  readonly #entries: Int32Array;
  readonly #mask: number;

  constructor(words: ReadonlySet<string>) {
    this.words = ["", ...words];
    let size = 1024;
    while (size < words.size * 4) size *= 2;
    this.#mask = size - 1;
    this.#hashes = new Int32Array(size);
    this.#entries = new Int32Array(size);
    for (const [entry, word] of this.words.entries()) {
      if (entry === 0) continue;
      let hash = 0;
      for (let at = 0; at < word.length; at++) hash = nextHash(hash, word.charCodeAt(at));
      let slot = this.#slot(hash);
      while (this.#entries[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#hashes[slot] = hash;
      this.#entries[slot] = entry;
    }
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  /** The entry of the word at `start..end` of `text`, whose letters made `hash`; 0 for an unknown one. */
  find(hash: number, text: string, start: number, end: number): number {
    for (let slot = this.#slot(hash); this.#entries[slot] !== 0; slot = (slot + 1) & this.#mask) {
      if (this.#hashes[slot] !== hash) continue;
      const entry = this.#entries[slot] as number;
      const word = this.words[entry] as string;
      if (word.length === end - start && text.startsWith(word, start)) return entry;
    }
    return 0;
  }
}

/** The hash of a word and one more letter. */
export const nextHash = (hash: number, unit: number): number =>
  (Math.imul(hash, 0x01000193) + unit * 0x9e3779b1) | 0;
