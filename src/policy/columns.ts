/** Parts of a table in typed arrays that grows by rows at its end and then stays as it is. */

/** The array if it holds `length` words, otherwise a longer copy; longer than asked, so that growing stays cheap. */
export function withRoomFor(array: Uint32Array, length: number): Uint32Array {
  return length <= array.length ? array : resized(array, Math.max(length, 2 * array.length, 64));
}

/** A copy of exactly `length` words. */
export function resized(array: Uint32Array, length: number): Uint32Array {
  const copy = new Uint32Array(length);
  copy.set(array.subarray(0, length));
  return copy;
}

/** Position of the first of `count` ascending words that is not below `wanted`; `count` if all are. O(log count). */
export function firstNotBelow(ascending: Uint32Array, count: number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Distinct values under their names, numbered in the order they came. */
export class Interned<T> {
  readonly #ordinals = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #values: T[] = [];

  get size(): number {
    return this.#names.length;
  }

  /** The number of a name; `make` gives the value where the name is new. */
  ordinal(name: string, make: () => T): number {
    const known = this.#ordinals.get(name);
    if (known !== undefined) return known;
    this.#ordinals.set(name, this.#names.length);
    this.#values.push(make());
    return this.#names.push(name) - 1;
  }

  find = (name: string): number | undefined => this.#ordinals.get(name);
  name = (ordinal: number): string => this.#names[ordinal]!;
  value = (ordinal: number): T => this.#values[ordinal]!;
}

/** Any number of records for each row, each of `width` words. */
export class RowLists {
  readonly width: number;
  words: Uint32Array;
  rows: Uint32Array;
  count = 0;

  constructor(width: number, capacity = 0) {
    this.width = width;
    this.words = new Uint32Array(width * capacity);
    this.rows = new Uint32Array(capacity);
  }

  /** Adds a record; returns where in {@link words}, which may be another array than before, its own are to be written. */
  add(row: number): number {
    const at = this.count++;
    this.words = withRoomFor(this.words, this.count * this.width);
    this.rows = withRoomFor(this.rows, this.count);
    this.rows[at] = row;
    return at * this.width;
  }

  /** Calls `visit` with where the words of each of the row's records begin. For rows in ascending order. O(log count). */
  forEach(row: number, visit: (at: number) => void): void {
    const first = firstNotBelow(this.rows, this.count, row);
    for (let i = first; i < this.count && this.rows[i] === row; i++) visit(i * this.width);
  }
}
