import { createHmac, randomBytes } from "node:crypto";
import { inspect } from "node:util";
import { type Clock, DAY, MINUTE } from "../../../lib/clock.ts";
import { base32 } from "../../../lib/ids.ts";
import { MinHash, SEED_BYTES } from "./min-hash.ts";
import { NearIndex } from "./near-index.ts";
import { Recent } from "./recent.ts";
import { wordsOf } from "./text-words.ts";

/** With a sweep every minute, nothing of a text stands for longer than a day. */
export const KEY_LIFE_MS = DAY - MINUTE;
/** Together 50,000: of what is compared word by word, and of short texts. The first costs 0.9 kB each. */
export const MOST = { near: 40_000, short: 10_000 } as const;

/** Fewer words are near to what anybody may write. */
const FEWEST_WORDS = 8;

/**
 * From here on texts are one cluster. Two of one raid, each with its slots filled and a typo in one word of twelve, have
 * mostly 0.43 of their pairs in common, and of a hundred such pairs one has less than this; honest ones of our own
 * collections have at most 0.15. Whoever is like any member joins, so that a raid gathers although some of it is far
 * from its first.
 */
const LEAST_LIKENESS = 0.3;
/** What is nearer than this to an entry adds nothing to find others by; a thousand copies take one place. */
const SAME = 0.9;

export interface ClustersOptions {
  readonly clock: Clock;
  readonly random?: (bytes: number) => Uint8Array;
  readonly most?: { readonly near: number; readonly short: number };
}

/** What stands and falls with one key. */
interface Kept {
  readonly madeAtMs: number;
  readonly key: Uint8Array;
  readonly hashes: MinHash;
  readonly near: NearIndex;
  /** Of short texts: cluster by tag. */
  readonly exact: Recent<string>;
}

/**
 * Which texts were made from one another. It says nothing about who is right: a helpline's own form makes a cluster as a
 * raid's does, and volume never changes severity or order. What is kept is hashes under a key that is random, never leaves
 * and is replaced every day with everything under it; an id is random. Not found: the same said in other words, and what
 * is mostly padding. Per process. There is nothing to print, serialise or enumerate.
 */
export class Clusters {
  readonly #clock: Clock;
  readonly #random: (bytes: number) => Uint8Array;
  readonly #most: { readonly near: number; readonly short: number };
  #kept: Kept | undefined;

  constructor({ clock, random = randomBytes, most = MOST }: ClustersOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#most = most;
  }

  /** The id of the cluster that this text is in, a new one where it is like none. Takes any text; one without words is alone. */
  place(text: string): string {
    const words = wordsOf(text);
    if (words.length === 0) return this.#newId();
    const kept = this.#current();
    return words.length < FEWEST_WORDS ? this.#placeExact(kept, words) : this.#placeNear(kept, words);
  }

  /** How many texts something is kept of. */
  get size(): number {
    return (this.#kept?.near.size ?? 0) + (this.#kept?.exact.size ?? 0);
  }

  /** Forgets what is due. To be called every minute: nobody may come by who would have it forgotten. */
  sweep(): void {
    if (this.#kept === undefined) return;
    const age = this.#clock.now() - this.#kept.madeAtMs;
    // Also when the clock was set back: how long it stood is not known then.
    if (age >= 0 && age < KEY_LIFE_MS) return;
    this.#kept.key.fill(0);
    this.#kept.hashes.wipe();
    this.#kept = undefined;
  }

  #current(): Kept {
    this.sweep();
    if (this.#kept === undefined) {
      const seed = this.#random(SEED_BYTES);
      this.#kept = {
        madeAtMs: this.#clock.now(),
        key: this.#random(32),
        hashes: new MinHash(seed),
        near: new NearIndex(this.#most.near),
        exact: new Recent(this.#most.short),
      };
      seed.fill(0);
    }
    return this.#kept;
  }

  #placeNear({ hashes, near }: Kept, words: readonly string[]): string {
    const signature = hashes.signature(words);
    const found = near.nearest(signature, LEAST_LIKENESS);
    const cluster = found?.cluster ?? this.#newId();
    if (found === undefined || found.likeness < SAME) near.add(signature, cluster);
    return cluster;
  }

  #placeExact({ key, exact }: Kept, words: readonly string[]): string {
    const tag = createHmac("sha256", key).update(words.join(" ")).digest("base64url");
    return exact.of(tag, this.#newId);
  }

  #newId = (): string => base32(this.#random(16));

  toJSON(): undefined {
    return undefined;
  }

  [inspect.custom](): string {
    return "[clusters]";
  }
}
