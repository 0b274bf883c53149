import { RempartError } from "../../lib/errors.ts";
import type { Steps } from "../../lib/slices.ts";
import { resized, withRoomFor } from "../../policy/columns.ts";
import { type AddressWords, addressWords } from "./address-words.ts";

/** ISO 3166-1 alpha-2, by number; 0 is a range of which nothing is known. */
const UNKNOWN = 0;
const PAUSE_EVERY = 1000;

/**
 * Addresses of one family to countries. Each row begins a range that goes on to the next row, and what lies between two ranges
 * is a row of its own without a country: so a start and a number are all that is kept, 6 bytes a row for IPv4 and 18 for IPv6.
 */
class Ranges {
  readonly #width: number;
  #starts: Uint32Array = new Uint32Array(0);
  #codes = new Uint16Array(0);
  #count = 0;
  /** The first address behind the last range; undefined: none is. */
  #next: AddressWords | undefined;

  constructor(width: number) {
    this.#width = width;
    this.#next = Array<number>(width).fill(0);
  }

  /** False unless the range begins behind all that were added before, and ends where it begins or later. */
  add(start: AddressWords, end: AddressWords, code: number): boolean {
    if (this.#next === undefined || compare(start, this.#next) < 0 || compare(end, start) < 0) return false;
    if (compare(start, this.#next) > 0) this.#push(this.#next, UNKNOWN);
    this.#push(start, code);
    this.#next = successor(end);
    return true;
  }

  /** No more will come. */
  trim(): void {
    if (this.#next !== undefined) this.#push(this.#next, UNKNOWN);
    this.#starts = resized(this.#starts, this.#width * this.#count);
    this.#codes = this.#codes.slice(0, this.#count);
  }

  /** O(log rows). */
  find(address: AddressWords): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compareAt(middle, address) <= 0) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? UNKNOWN : this.#codes[low - 1]!;
  }

  get bytes(): number {
    return this.#starts.byteLength + this.#codes.byteLength;
  }

  #push(start: AddressWords, code: number): void {
    if (this.#count > 0 && this.#codes[this.#count - 1] === code) return; // one country, in two lines
    const row = this.#count++;
    this.#starts = withRoomFor(this.#starts, this.#width * this.#count);
    for (let word = 0; word < this.#width; word++) this.#starts[this.#width * row + word] = start[word]!;
    if (row >= this.#codes.length) {
      const longer = new Uint16Array(Math.max(64, 2 * row));
      longer.set(this.#codes);
      this.#codes = longer;
    }
    this.#codes[row] = code;
  }

  #compareAt(row: number, address: AddressWords): number {
    for (let word = 0; word < this.#width; word++) {
      const difference = this.#starts[this.#width * row + word]! - address[word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }
}

/** Where addresses are registered. Immutable once read. */
export class CountryTable {
  readonly #v4 = new Ranges(1);
  readonly #v6 = new Ranges(4);
  readonly #names: string[] = [""];
  #lines = 0;

  private constructor() {}

  /**
   * Reads `start,end,CC` or `network/bits,CC`, one a line, by ascending address: what the free tables of several publishers
   * have, quoted or not, separated by commas or tabs; further columns are left alone. `ZZ` and the like are no country. Throws
   * `country.table` naming the line.
   */
  static *read(text: string): Steps<CountryTable> {
    const table = new CountryTable();
    const numbers = new Map<string, number>();
    let from = 0;
    for (let line = 1; from < text.length; line++) {
      if (line % PAUSE_EVERY === 0) yield;
      const end = text.indexOf("\n", from);
      const to = end === -1 ? text.length : end;
      table.#add(text.slice(from, to).trimEnd(), line, numbers);
      from = to + 1;
    }
    if (table.#lines === 0) throw wrong("there is no line in it");
    table.#v4.trim();
    table.#v6.trim();
    return table;
  }

  /** ISO 3166-1 alpha-2; undefined where it is not known. */
  countryOf(address: string): string | undefined {
    const words = addressWords(address);
    if (words === undefined) return undefined;
    return this.#names[(words.length === 1 ? this.#v4 : this.#v6).find(words)] || undefined;
  }

  /** Lines that name a range. */
  get lines(): number {
    return this.#lines;
  }

  get bytes(): number {
    return this.#v4.bytes + this.#v6.bytes;
  }

  #add(line: string, number: number, numbers: Map<string, number>): void {
    if (line === "" || line.startsWith("#")) return;
    const columns = line.split(/[,\t]/).map((column) => column.replace(/^"(.*)"$/, "$1"));
    const network = columns[0]!.includes("/");
    const range = network ? blockOf(columns[0]!) : rangeOf(columns[0]!, columns[1] ?? "");
    const country = columns[network ? 1 : 2];
    if (range === undefined || country === undefined)
      throw wrong(`line ${number} is neither start,end,country nor network/bits,country`);
    const [start, end] = range;
    const code = codeOf(country, numbers, this.#names);
    if (!(start.length === 1 ? this.#v4 : this.#v6).add(start, end, code))
      throw wrong(`line ${number} begins before the one above it ends, or ends before it begins`);
    this.#lines += 1;
  }
}

const wrong = (why: string): RempartError => new RempartError("country.table", 500, why);

const COUNTRY = /^[A-Z]{2}$/;
/** User-assigned codes (ISO 3166-1 §8.1.3) that tables have where they know nothing. */
const NOWHERE: ReadonlySet<string> = new Set(["ZZ", "XX"]);

function codeOf(country: string, numbers: Map<string, number>, names: string[]): number {
  if (!COUNTRY.test(country) || NOWHERE.has(country)) return UNKNOWN;
  const known = numbers.get(country);
  if (known !== undefined) return known;
  numbers.set(country, names.length);
  return names.push(country) - 1;
}

type Range = readonly [start: AddressWords, end: AddressWords];

function rangeOf(start: string, end: string): Range | undefined {
  const range = [addressWords(start), addressWords(end)];
  const [first, last] = range;
  return first === undefined || last === undefined || first.length !== last.length
    ? undefined
    : [first, last];
}

function blockOf(text: string): Range | undefined {
  const [address = "", prefix = ""] = text.split("/");
  const start = addressWords(address);
  if (start === undefined || !/^\d{1,3}$/.test(prefix) || Number(prefix) > 32 * start.length)
    return undefined;
  const hosts = start.map((_, word) => hostMask(Number(prefix) - 32 * word));
  if (start.some((word, i) => (word & hosts[i]!) !== 0)) return undefined; // an address within a network, not one
  return [start, start.map((word, i) => (word | hosts[i]!) >>> 0)];
}

/** Bits of a word that are not in its first `bits`. */
const hostMask = (bits: number): number => (bits >= 32 ? 0 : bits <= 0 ? 0xffff_ffff : 0xffff_ffff >>> bits);

function compare(a: AddressWords, b: AddressWords): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** The address behind; undefined behind the last one. */
function successor(address: AddressWords): AddressWords | undefined {
  const next = [...address];
  for (let i = next.length - 1; i >= 0; i--) {
    if (next[i]! < 0xffff_ffff) {
      next[i]! += 1;
      return next;
    }
    next[i] = 0;
  }
  return undefined;
}
