import { randomBytes } from "node:crypto";
import { diskBytes, type HeadRoom, type ObjectPlace } from "./object-file.ts";
import type { Span } from "./segment.ts";

/** What the index knows of one kept answer. */
export interface IndexedObject {
  /** Names its file; never used twice. */
  readonly id: number;
  readonly key: string;
  /** The secondary key, as text (cache/vary.ts). */
  readonly vary: string;
  readonly groups: readonly string[];
  readonly place: ObjectPlace;
  /** When a soft purge made it stale, Unix ms. */
  readonly expiredAtMs?: number | undefined;
}

const NONE = -1;
const FIRST_CAPACITY = 1024;
const VARIES_ON_NOTHING = "[]";

/**
 * All kept answers of a disk, a number each ("slot"): columns of numbers and one string, because a disk holds millions. Slots
 * of one hash are chained. Room is made by second chance: a hand goes round and takes the first that was not used since
 * it last came by, which is nearly as good as the order of use and takes a bit instead of two links.
 */
export class ObjectIndex {
  #capacity = FIRST_CAPACITY;
  #ids = new Float64Array(FIRST_CAPACITY);
  #bodyBytes = new Float64Array(FIRST_CAPACITY);
  /** Length of the head, and which room it is in as the lowest bit. */
  #heads = new Uint32Array(FIRST_CAPACITY);
  #hashes = new Uint32Array(FIRST_CAPACITY);
  /** Where its line of the journal begins, and how long that is. */
  #lineAts = new Float64Array(FIRST_CAPACITY);
  #lineBytes = new Uint32Array(FIRST_CAPACITY);
  /** The next slot of the same bucket, or of the free ones. */
  #next = new Int32Array(FIRST_CAPACITY);
  #used = new Uint8Array(FIRST_CAPACITY);
  /** Key, secondary key and groups, one a line: none of them can hold a line's end. */
  readonly #texts: (string | undefined)[] = [];
  #buckets = new Int32Array(FIRST_CAPACITY).fill(NONE);
  readonly #expired = new Map<number, number>();
  #free = NONE;
  #hand = 0;
  bytes = 0;
  objects = 0;

  /** Every slot that was ever in use is below it. */
  get end(): number {
    return this.#texts.length;
  }

  /** `line`: its line of the journal. */
  add(object: IndexedObject, line: Span): number {
    const slot = this.#claim();
    this.setLine(slot, line);
    const { id, key, place } = object;
    const vary = object.vary === VARIES_ON_NOTHING ? "" : object.vary;
    const hash = hashOf(key);
    this.#ids[slot] = id;
    this.#bodyBytes[slot] = place.bodyBytes;
    this.#heads[slot] = place.headBytes * 2 + place.room;
    this.#hashes[slot] = hash;
    this.#used[slot] = 0;
    this.#texts[slot] = flat([key, vary, ...object.groups].join("\n"));
    if (object.expiredAtMs !== undefined) this.#expired.set(slot, object.expiredAtMs);
    const bucket = hash & (this.#capacity - 1);
    this.#next[slot] = this.#buckets[bucket]!;
    this.#buckets[bucket] = slot;
    this.objects += 1;
    this.bytes += diskBytes(place);
    return slot;
  }

  remove(slot: number): void {
    const bucket = this.#hashes[slot]! & (this.#capacity - 1);
    if (this.#buckets[bucket] === slot) this.#buckets[bucket] = this.#next[slot]!;
    else {
      let before = this.#buckets[bucket]!;
      while (this.#next[before] !== slot) before = this.#next[before]!;
      this.#next[before] = this.#next[slot]!;
    }
    this.bytes -= diskBytes(this.place(slot));
    this.objects -= 1;
    this.#texts[slot] = undefined;
    this.#expired.delete(slot);
    this.#next[slot] = this.#free;
    this.#free = slot;
  }

  /** All variants under a key. */
  slotsOf(key: string): readonly number[] {
    const hash = hashOf(key);
    let found: number[] | undefined;
    for (let slot = this.#buckets[hash & (this.#capacity - 1)]!; slot !== NONE; slot = this.#next[slot]!) {
      if (this.#hashes[slot] !== hash || !isOf(this.#texts[slot]!, key)) continue;
      found ??= [];
      found.push(slot);
    }
    return found ?? EMPTY;
  }

  /** Is the slot in use, and still by the object with this id? */
  holds(slot: number, id = this.#ids[slot]): boolean {
    return this.#texts[slot] !== undefined && this.#ids[slot] === id;
  }

  id(slot: number): number {
    return this.#ids[slot]!;
  }

  key(slot: number): string {
    const text = this.#texts[slot]!;
    return text.slice(0, text.indexOf("\n"));
  }

  vary(slot: number): string {
    return this.#texts[slot]!.split("\n", 2)[1] || VARIES_ON_NOTHING;
  }

  groups(slot: number): readonly string[] {
    return this.#texts[slot]!.split("\n").slice(2);
  }

  place(slot: number): ObjectPlace {
    const head = this.#heads[slot]!;
    return { bodyBytes: this.#bodyBytes[slot]!, headBytes: head >>> 1, room: (head & 1) as HeadRoom };
  }

  line(slot: number): Span {
    return { at: this.#lineAts[slot]!, bytes: this.#lineBytes[slot]! };
  }

  setLine(slot: number, { at, bytes }: Span): void {
    this.#lineAts[slot] = at;
    this.#lineBytes[slot] = bytes;
  }

  expiredAtMs(slot: number): number | undefined {
    return this.#expired.get(slot);
  }

  object(slot: number): IndexedObject {
    const [key = "", vary, ...groups] = this.#texts[slot]!.split("\n");
    const expiredAtMs = this.#expired.get(slot);
    return {
      id: this.id(slot),
      key,
      vary: vary || VARIES_ON_NOTHING,
      groups,
      place: this.place(slot),
      ...(expiredAtMs === undefined ? {} : { expiredAtMs }),
    };
  }

  expire(slot: number, atMs: number): void {
    if (!this.#expired.has(slot)) this.#expired.set(slot, atMs);
  }

  use(slot: number): void {
    this.#used[slot] = 1;
  }

  /** Whose turn it is to go; undefined if nothing is kept. */
  victim(): number | undefined {
    if (this.objects === 0) return undefined;
    for (;;) {
      if (this.#hand >= this.end) this.#hand = 0;
      const slot = this.#hand++;
      if (this.#texts[slot] === undefined) continue;
      if (this.#used[slot] === 0) return slot;
      this.#used[slot] = 0;
    }
  }

  #claim(): number {
    if (this.#free !== NONE) {
      const slot = this.#free;
      this.#free = this.#next[slot]!;
      return slot;
    }
    if (this.end === this.#capacity) this.#double();
    return this.#texts.push(undefined) - 1;
  }

  #double(): void {
    this.#capacity *= 2;
    this.#ids = enlarged(this.#ids, new Float64Array(this.#capacity));
    this.#bodyBytes = enlarged(this.#bodyBytes, new Float64Array(this.#capacity));
    this.#heads = enlarged(this.#heads, new Uint32Array(this.#capacity));
    this.#hashes = enlarged(this.#hashes, new Uint32Array(this.#capacity));
    this.#lineAts = enlarged(this.#lineAts, new Float64Array(this.#capacity));
    this.#lineBytes = enlarged(this.#lineBytes, new Uint32Array(this.#capacity));
    this.#used = enlarged(this.#used, new Uint8Array(this.#capacity));
    this.#next = new Int32Array(this.#capacity);
    this.#buckets = new Int32Array(this.#capacity).fill(NONE);
    for (let slot = 0; slot < this.end; slot++) {
      const bucket = this.#hashes[slot]! & (this.#capacity - 1);
      this.#next[slot] = this.#buckets[bucket]!;
      this.#buckets[bucket] = slot;
    }
  }
}

const EMPTY: readonly number[] = [];

function enlarged<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

const isOf = (text: string, key: string): boolean =>
  text.charCodeAt(key.length) === 0x0a && text.startsWith(key);

/** Keys come from visitors: without it they could be chosen to fall into one bucket. */
const SEED = randomBytes(4).readInt32LE();

/** FNV-1a with a last mix: the low bits choose the bucket. */
function hashOf(key: string): number {
  let hash = SEED;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}

/** The same text as one run of bytes: a string put together holds on to its parts. */
const flat = (text: string): string => Buffer.from(text).toString();
