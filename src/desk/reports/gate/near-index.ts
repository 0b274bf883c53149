import { BANDS, likeness, ROWS, SIZE } from "./min-hash.ts";

const BUCKETS = 1 << 16;
/** Of one bucket, at most so many are compared, the newest first: a flood into one bucket must not cost more and more. */
const MOST_OF_A_BUCKET = 16;

export interface Near {
  readonly cluster: string;
  readonly likeness: number;
}

/**
 * The newest `most` signatures, found by any band that is equal. As in zlib's window: each band has a table of its newest
 * entries by hash, each entry names the one before it, and what has been overwritten since ends the chain. Nothing is
 * ever deleted or moved.
 */
export class NearIndex {
  readonly #most: number;
  readonly #signatures: Uint32Array;
  readonly #clusters: string[] = [];
  /** Numbers of entries, from 1; 0 is none. Entry n is in place n % most. */
  readonly #newest = Array.from({ length: BANDS }, () => new Uint32Array(BUCKETS));
  readonly #before: readonly Uint32Array[];
  #count = 0;

  constructor(most: number) {
    this.#most = most;
    this.#signatures = new Uint32Array(most * SIZE);
    this.#before = Array.from({ length: BANDS }, () => new Uint32Array(most));
  }

  get size(): number {
    return Math.min(this.#count, this.#most);
  }

  /** The entry that is most like this one, and at least as much as `least`. */
  nearest(signature: Uint32Array, least: number): Near | undefined {
    const seen = new Set<number>();
    let best: Near | undefined;
    for (let band = 0; band < BANDS; band++) {
      let left = MOST_OF_A_BUCKET;
      let entry = this.#newest[band]?.[bucketOf(signature, band)] ?? 0;
      for (; entry > 0 && entry > this.#count - this.#most && left > 0; left--) {
        const place = entry % this.#most;
        if (!seen.has(entry)) {
          seen.add(entry);
          const found = likeness(signature, this.#signatures, place * SIZE);
          if (found >= (best?.likeness ?? least) && found !== best?.likeness)
            best = { cluster: this.#clusters[place] as string, likeness: found };
        }
        entry = this.#before[band]?.[place] ?? 0;
      }
    }
    return best;
  }

  /** Overwrites the oldest where it is full. */
  add(signature: Uint32Array, cluster: string): void {
    this.#count++;
    const place = this.#count % this.#most;
    this.#signatures.set(signature, place * SIZE);
    this.#clusters[place] = cluster;
    for (let band = 0; band < BANDS; band++) {
      const newest = this.#newest[band] as Uint32Array;
      const bucket = bucketOf(signature, band);
      (this.#before[band] as Uint32Array)[place] = newest[bucket] as number;
      newest[bucket] = this.#count;
    }
  }
}

function bucketOf(signature: Uint32Array, band: number): number {
  let hash = 0;
  for (let at = band * ROWS; at < (band + 1) * ROWS; at++)
    hash = Math.imul(hash ^ (signature[at] as number), 0x9e3779b1);
  return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
}
