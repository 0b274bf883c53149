/** What a signature is made of, and compared by: bands of rows (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, §3.4). */
export const BANDS = 42;
export const ROWS = 3;
export const SIZE = BANDS * ROWS;

/** Random bytes that {@link MinHash} takes. */
export const SEED_BYTES = 4 * (2 + SIZE);

/**
 * MinHash (Broder 1997) of the pairs of words that follow each other: the share of places at which two signatures are equal
 * is, but for chance (0.04), the share of pairs that two texts have in common, whatever their order. Pairs, as three words
 * in a row rarely survive a typo and a filled-in slot.
 *
 * The hashes are fast and keyed, not one-way: who holds key and signature can test a guess. Both stay in this process and
 * go together. Who sends texts sees no hash, and gains nothing by a collision that a copy would not give.
 */
export class MinHash {
  readonly #seeds: Uint32Array;

  constructor(seed: Uint8Array) {
    const view = new DataView(seed.buffer, seed.byteOffset, SEED_BYTES);
    this.#seeds = Uint32Array.from({ length: 2 + SIZE }, (_, at) => view.getUint32(4 * at));
  }

  /** For two words or more. */
  signature(words: readonly string[]): Uint32Array {
    const seeds = this.#seeds;
    const least = new Uint32Array(SIZE).fill(0xffffffff);
    let before = 0;
    for (const [at, word] of words.entries()) {
      const hash = this.#hash(word);
      if (at > 0) {
        const pair = mixed((Math.imul(before, 0x9e3779b1) ^ hash) >>> 0);
        for (let i = 0; i < SIZE; i++) {
          const value = mixed(pair ^ (seeds[i + 2] as number));
          if (value < (least[i] as number)) least[i] = value;
        }
      }
      before = hash;
    }
    return least;
  }

  /** What this keeps is gone afterwards. */
  wipe(): void {
    this.#seeds.fill(0);
  }

  #hash(word: string): number {
    let state = this.#seeds[0] as number;
    for (let at = 0; at < word.length; at++) {
      state = Math.imul(state ^ word.charCodeAt(at), 0x01000193);
      state ^= state >>> 15;
    }
    return mixed(state ^ (this.#seeds[1] as number));
  }
}

/** A bijection of 32 bits in which every bit of the one changes every bit of the other (lowbias32, Chris Wellons, public domain). */
function mixed(value: number): number {
  let x = value ^ (value >>> 16);
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** How much of a signature is equal to the one that stands in `others` from `offset` on; 0 to 1. */
export function likeness(signature: Uint32Array, others: Uint32Array, offset = 0): number {
  let equal = 0;
  for (let at = 0; at < SIZE; at++) if (signature[at] === others[offset + at]) equal++;
  return equal / SIZE;
}
