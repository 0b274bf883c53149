import { nameParts } from "./address.ts";
import { spellings } from "./exact.ts";
import { classes, streetGate } from "./form.ts";
import type { Found } from "./found.ts";
import type { Group } from "./number-run.ts";
import type { Stream } from "./stream.ts";
import { englishKinds, frenchKinds, isBetween, isSmall, SUFFIX, streetName } from "./street-words.ts";
import type { TagTable } from "./table.ts";
import type { TagKeys } from "./tag.ts";
import { isSuffix, nameGoesOn, placesAfter } from "./word-ends.ts";

/** Words between the number and the street, and words of the street's name. */
const MOST_BETWEEN = 4;
const MOST_NAME = 7;
const LONGEST_NUMBER = 5;

/** Finds registered streets beside house numbers: number, kind of street and name, in the orders in which people put them. */
export class Streets {
  readonly #keys: TagKeys;
  readonly #table: TagTable;
  readonly #found: Found;

  constructor(keys: TagKeys, table: TagTable, found: Found) {
    this.#keys = keys;
    this.#table = table;
    this.#found = found;
  }

  scan(stream: Stream, groups: readonly Group[]): void {
    for (const [at, group] of groups.entries()) {
      const house = houseOf(stream, groups, at, group);
      if (house === undefined) continue;
      for (const number of house.numbers) {
        this.#forwards(stream, house, number);
        if (!house.suffixAfter) this.#backwards(stream, house, number);
      }
    }
  }

  /** "14 rue des Lavandières", "14, de la rue …", "12 Fictional Crescent". */
  #forwards(stream: Stream, house: House, number: string): void {
    const { next } = house;
    let word = next;
    const kinds = new Set<string>();
    while (word < stream.count && word - next < MOST_BETWEEN) {
      const text = classes(stream.word(word));
      const french = frenchKinds(text);
      if (french.length === 0 && !isBetween(text) && !isSmall(text)) break;
      if (stream.word(word) === "n" && word + 1 < stream.count && stream.word(word + 1) === "d") break;
      for (const kind of french) kinds.add(kind);
      word++;
    }
    if (kinds.size > 0 && this.#opens("A", number, stream, word)) {
      for (let end = word + 1; end <= Math.min(stream.count, word + MOST_NAME); end++)
        this.#look(stream, house, number, word, end, kinds);
    }
    for (let start = next; start <= word && start < next + 3; start++) {
      if (!this.#opens("A", number, stream, start)) continue;
      for (let end = start + 1; end < Math.min(stream.count, start + MOST_NAME); end++) {
        const english = englishKinds(classes(stream.word(end)));
        if (english.length > 0) this.#look(stream, house, number, start, end, english, end + 1);
      }
    }
  }

  /** "rue des Lavandières, 14", "Fictional Crescent no. 12". */
  #backwards(stream: Stream, house: House, number: string): void {
    let end = house.word;
    while (end > 0 && house.word - end < MOST_BETWEEN && isBetween(classes(stream.word(end - 1)))) end--;
    for (const [last, english] of [
      [end, []],
      [end - 1, end > 0 ? englishKinds(classes(stream.word(end - 1))) : []],
    ] as const) {
      if (last < 1 || (last < end && english.length === 0)) continue;
      if (!this.#opens("B", number, stream, last - 1)) continue;
      for (let start = last - 1; start >= Math.max(0, last - MOST_NAME); start--) {
        const french = start > 0 ? frenchKinds(classes(stream.word(start - 1))) : [];
        if (last < end) this.#look(stream, house, number, start, last, english);
        else if (french.length > 0) this.#look(stream, house, number, start, last, french);
        else if (start > 1 && isSmall(classes(stream.word(start - 1)))) {
          const before = frenchKinds(classes(stream.word(start - 2)));
          if (before.length > 0) this.#look(stream, house, number, start, last, before);
        }
      }
    }
  }

  #opens(side: "A" | "B", number: string, stream: Stream, word: number): boolean {
    if (word < 0 || word >= stream.count) return false;
    const words =
      side === "A" && word + 1 < stream.count
        ? [stream.word(word), stream.word(word + 1)]
        : [stream.word(word)];
    return this.#table.opens(
      this.#keys,
      streetGate(side, number, classes(nameParts(words)[0] ?? (words[0] as string))),
    );
  }

  /** `start`..`end`: the words of the name; `last`: where the whole ends, if it goes on behind the name. */
  #look(
    stream: Stream,
    house: House,
    number: string,
    start: number,
    end: number,
    kinds: Iterable<string>,
    last = end,
  ): void {
    const words = Array.from({ length: end - start }, (_, at) => stream.word(start + at));
    const parts = nameParts(words);
    if (parts.length === 0) return;
    const look = this.#keys.hash(`A${number}/${classes(parts.join(""))}`);
    if (!this.#table.has(look)) return;
    const behind = Math.max(last, house.next);
    if (last > house.word && nameGoesOn(stream, last)) return;
    const places = placesAfter(stream, behind);
    for (const name of namesOf(stream, start, words)) {
      for (const kind of kinds) {
        for (const place of places) {
          const mac = this.#keys.mac(`A${number}/${kind}/${name}/${place}`);
          for (const use of this.#table.uses(look, mac)) {
            const from = Math.min(house.from, stream.words[start] as number);
            const to = Math.max(house.to, stream.words[last] as number);
            this.#found.add(stream, from, to, use);
          }
        }
      }
    }
  }
}

const MOST_SPELLINGS = 64;

/** What a name of some words may be, exactly: as it stands, or with look-alikes read as what they are written for. */
function namesOf(stream: Stream, start: number, words: readonly string[]): string[] {
  let all = [[] as string[]];
  for (const [at, word] of words.entries()) {
    const from = stream.words[start + at] as number;
    const to = stream.words[start + at + 1] as number;
    const fixed = isSmall(classes(word)) || streetName(word) !== undefined;
    const choices = fixed ? [word] : spellings(stream, from, to);
    if (all.length * choices.length > MOST_SPELLINGS)
      all = all.map((start) => [...start, choices[0] as string]);
    else all = choices.flatMap((choice) => all.map((start) => [...start, choice]));
  }
  return all.map((one) => nameParts(one).join(""));
}

/** A house number in a text. */
interface House {
  readonly numbers: readonly string[];
  readonly suffixAfter: boolean;
  /** Symbols. */
  readonly from: number;
  readonly to: number;
  /** Its first word, and the first behind it. */
  readonly word: number;
  readonly next: number;
}

function houseOf(stream: Stream, groups: readonly Group[], at: number, group: Group): House | undefined {
  const { digits, from, to } = group;
  if (digits.length > LONGEST_NUMBER || group.article || /^0+$/.test(digits)) return undefined;
  const word = firstWordAt(stream, from);
  const single = (other: Group | undefined): boolean =>
    other !== undefined && other.digits.length === 1 && digits.length === 1;
  // "1 1 4 rue": the 4 is no house number.
  if (single(groups[at - 1]) && stream.gapBefore(from).length <= 1) return undefined;
  const wordEnd = stream.words[firstWordAt(stream, to - 1) + 1] as number;
  const glued = stream.slice(to, wordEnd);
  let next = firstWordAt(stream, wordEnd - 1) + 1;
  const number = String(Number(digits));
  if (glued !== "") {
    if (!SUFFIX.test(glued)) return undefined;
    return { numbers: [number + glued], suffixAfter: false, from, to: wordEnd, word, next };
  }
  if (stream.words[word] !== from && !/^(?:n|no|nr)$/.test(stream.slice(stream.words[word] as number, from)))
    return undefined;
  const suffixAfter = isSuffix(stream, next);
  const suffix = next < stream.count && SUFFIX.test(stream.word(next)) ? stream.word(next) : "";
  const street =
    suffix.length === 1 &&
    frenchKinds(classes(next + 1 < stream.count ? stream.word(next + 1) : "")).length > 0;
  if (suffix.length > 1 || street) {
    next++;
    return {
      numbers: [number + suffix],
      suffixAfter: false,
      from,
      to: stream.words[next] as number,
      word,
      next,
    };
  }
  return { numbers: [number], suffixAfter, from, to, word, next };
}

/** The word that a symbol is of. */
function firstWordAt({ words, count }: Stream, symbol: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((words[middle] as number) <= symbol) low = middle;
    else high = middle - 1;
  }
  return low;
}
