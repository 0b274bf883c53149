import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { RempartError } from "../../lib/errors.ts";
import { type AddressRange, addressNumber, parsePrefix } from "./addresses.ts";

/** Disjoint ranges in order: membership is one binary search. */
class RangeSet {
  readonly #first: readonly bigint[];
  readonly #last: readonly bigint[];

  constructor(ranges: readonly AddressRange[]) {
    const merged: { first: bigint; last: bigint }[] = [];
    for (const { first, last } of ranges.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
      const before = merged.at(-1);
      if (before !== undefined && first <= before.last + 1n)
        before.last = last > before.last ? last : before.last;
      else merged.push({ first, last });
    }
    this.#first = merged.map((range) => range.first);
    this.#last = merged.map((range) => range.last);
  }

  has(address: bigint): boolean {
    let low = 0;
    let high = this.#first.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#first[middle]! <= address) low = middle + 1;
      else high = middle;
    }
    return low > 0 && address <= this.#last[low - 1]!;
  }
}

/** Which providers publish a range that holds an address. A prefix says who announces it, not who runs the site. */
export interface RangeTable {
  /** Providers with at least one range: for these "outside" means something. */
  readonly providers: ReadonlySet<string>;
  providersOf(address: string): readonly string[];
}

/** Builds a table from prefixes by provider. Throws `attribution.range` naming what is not a prefix. */
export function rangeTable(prefixes: ReadonlyMap<string, readonly string[]>): RangeTable {
  const sets = new Map<string, RangeSet>();
  for (const [provider, texts] of prefixes) {
    const ranges = texts.map((text) => {
      const range = parsePrefix(text);
      if (range === undefined)
        throw new RempartError("attribution.range", 500, `${provider}: "${text}" is not a prefix`);
      return range;
    });
    sets.set(provider, new RangeSet(ranges));
  }
  return {
    providers: new Set(sets.keys()),
    providersOf: (text) => {
      const address = addressNumber(text);
      if (address === undefined) return [];
      return [...sets].filter(([, set]) => set.has(address)).map(([provider]) => provider);
    },
  };
}

const RANGE_FILE = /^(.+)-ipv[46]\.txt$/;

/**
 * Prefixes of a folder of `<provider>-ipv4.txt` and `-ipv6.txt`, one a line: addresses change hands, so they are no
 * part of the code.
 */
export async function readRangeFolder(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const prefixes = new Map<string, string[]>();
  for (const name of (await readdir(folder)).toSorted()) {
    const provider = RANGE_FILE.exec(name)?.[1];
    if (provider === undefined) continue;
    const lines = (await readFile(join(folder, name), "utf8")).split(/\s+/).filter((line) => line !== "");
    prefixes.set(provider, [...(prefixes.get(provider) ?? []), ...lines]);
  }
  return prefixes;
}
