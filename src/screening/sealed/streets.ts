import { nameParts } from "./address.ts";
import { spellings } from "./exact.ts";
import { classes, streetGate } from "./form.ts";
import type { Found } from "./found.ts";
import type { Group } from "./number-run.ts";
import type { Stream } from "./stream.ts";
import { infoOf, isSmall, SUFFIX, streetName, wordKey } from "./street-words.ts";
import type { TagTable } from "./table.ts";
import type { TagKeys } from "./tag.ts";
import { isSuffix, nameGoesOn, placesAfter } from "./word-ends.ts";

/** Words between the number and the street, and words of the street's name. */
const MOST_BETWEEN = 6;
const MOST_NAME = 7;
export const LONGEST_HOUSE = 5;
const CACHE_BITS = 12;

/** A house number in a text. */
interface House {
  readonly value: number;
  /** "bis", "a". */
  readonly suffix: string;
  /** Symbols. */
  readonly from: number;
  readonly to: number;
  /** Its first word, and the first behind it. */
  readonly word: number;
  readonly next: number;
}

/** Finds registered streets beside house numbers: number, kind of street and name, in the orders in which people put them. */
export class Streets {
  readonly #keys: TagKeys;
  readonly #table: TagTable;
  readonly #found: Found;
  /** Gates asked for last: number and side, beginning of the word, and the answer. */
  readonly #askedNumbers = new Int32Array(1 << CACHE_BITS).fill(-1);
  readonly #askedWords = new Int32Array(1 << CACHE_BITS);
  readonly #answers = new Uint8Array(1 << CACHE_BITS);

  constructor(keys: TagKeys, table: TagTable, found: Found) {
    this.#keys = keys;
    this.#table = table;
    this.#found = found;
  }

  /** Around a word of figures, or of figures and a suffix ("14bis"). */
  around(stream: Stream, word: number): void {
    const from = stream.words[word] as number;
    const end = stream.words[word + 1] as number;
    let to = from;
    let value = 0;
    while (to < end && to - from <= LONGEST_HOUSE && (stream.symbols[to] as number) < 10) {
      value = value * 10 + (stream.symbols[to] as number);
      to++;
    }
    if (to === from || to - from > LONGEST_HOUSE || value === 0) return;
    // "1 1 4 rue": the 4 is no house number.
    if (to - from === 1 && word > 0 && stream.isNumber(word - 1) && isDigit(stream, word - 1)) return;
    let suffix = "";
    if (to < end) {
      suffix = end - to <= 6 ? stream.slice(to, end) : "";
      if (!SUFFIX.test(suffix)) return;
    }
    this.#at(stream, { value, suffix, from, to: end, word, next: word + 1 });
  }

  /** Around a number in words. */
  spelled(stream: Stream, group: Group, word: number, next: number): void {
    const { digits, from, to, article } = group;
    if (article || digits.length > LONGEST_HOUSE || Number(digits) === 0) return;
    this.#at(stream, { value: Number(digits), suffix: "", from, to, word, next });
  }

  #at(stream: Stream, house: House): void {
    const { next, suffix } = house;
    if (suffix === "" && next < stream.count && infoOf(stream, next)?.isSuffix) {
      const text = stream.word(next);
      const street = next + 1 < stream.count ? infoOf(stream, next + 1) : undefined;
      if (SUFFIX.test(text) && (text.length > 1 || (street?.french.length ?? 0) > 0)) {
        const to = stream.words[next + 1] as number;
        this.#both(stream, { ...house, suffix: text, to, next: next + 1 });
        return;
      }
      if (isSuffix(stream, next)) {
        this.#forwards(stream, house);
        return;
      }
    }
    this.#both(stream, house);
  }

  #both(stream: Stream, house: House): void {
    this.#forwards(stream, house);
    this.#backwards(stream, house);
  }

  /** "14 rue des Lavandières", "14, de la rue …", "12 Fictional Crescent". */
  #forwards(stream: Stream, house: House): void {
    const { next } = house;
    let word = next;
    let kinds: readonly string[] = [];
    while (word < stream.count && word - next < MOST_BETWEEN) {
      const info = infoOf(stream, word);
      if (info === undefined || !(info.french.length > 0 || info.isBetween || info.isSmall)) break;
      if (isNotreDame(stream, word)) break;
      if (info.french.length > 0) kinds = [...kinds, ...info.french];
      word++;
    }
    if (kinds.length > 0 && this.#opens("A", house, stream, word)) {
      for (let end = word + 1; end <= Math.min(stream.count, word + MOST_NAME); end++)
        this.#look(stream, house, word, end, kinds, end);
    }
    for (let start = next; start <= word && start < next + 3; start++) {
      if (!this.#opens("A", house, stream, start)) continue;
      for (let end = start + 1; end < Math.min(stream.count, start + MOST_NAME); end++) {
        const english = infoOf(stream, end)?.english ?? [];
        if (english.length > 0) this.#look(stream, house, start, end, english, end + 1);
      }
    }
  }

  /** "rue des Lavandières, 14", "Fictional Crescent no. 12". */
  #backwards(stream: Stream, house: House): void {
    let end = house.word;
    while (end > 0 && house.word - end < MOST_BETWEEN && infoOf(stream, end - 1)?.isBetween) end--;
    if (end === 0) return;
    if (this.#opens("B", house, stream, end - 1)) {
      for (let start = end - 1; start > 0 && end - start <= MOST_NAME; start--) {
        const french = this.#kindBefore(stream, start);
        if (french.length > 0) this.#look(stream, house, start, end, french, end);
      }
    }
    const english = infoOf(stream, end - 1)?.english ?? [];
    if (english.length === 0 || !this.#opens("B", house, stream, end - 2)) return;
    for (let start = end - 2; start >= 0 && end - start <= MOST_NAME; start--)
      this.#look(stream, house, start, end - 1, english, end);
  }

  /** The kind of street before a word, over a small word or two ("rue de la"). */
  #kindBefore(stream: Stream, word: number): readonly string[] {
    for (let before = word - 1; before >= 0 && word - before <= 3; before--) {
      const info = infoOf(stream, before);
      if (info !== undefined && info.french.length > 0) return info.french;
      if (info?.isSmall !== true) break;
    }
    return [];
  }

  /** Whether a street by this number may begin (B: end) with a word. */
  #opens(side: "A" | "B", { value, suffix }: House, stream: Stream, word: number): boolean {
    if (word < 0 || word >= stream.count) return false;
    const info = infoOf(stream, word);
    if (info?.isSmall && !info.isPaired) return false;
    // What depends on more than the word is not remembered; nor are words with figures, by classes, but numbers are.
    const number = stream.isNumber(word) && isShort(stream, word);
    if (suffix !== "" || info?.isPaired || (!number && (stream.digits[word] as number) > 0))
      return this.#asks(side, `${value}${suffix}`, stream, word);
    const key = number ? ~Number(stream.word(word)) : wordKey(stream, word);
    const asked = 2 * value + (side === "A" ? 0 : 1);
    const slot = Math.imul(key ^ Math.imul(asked, 0x85ebca6b), 0x9e3779b1) >>> (32 - CACHE_BITS);
    if (this.#askedNumbers[slot] === asked && this.#askedWords[slot] === key)
      return this.#answers[slot] === 1;
    const opens = this.#asks(side, String(value), stream, word);
    this.#askedNumbers[slot] = asked;
    this.#askedWords[slot] = key;
    this.#answers[slot] = opens ? 1 : 0;
    return opens;
  }

  #asks(side: "A" | "B", number: string, stream: Stream, word: number): boolean {
    const next = side === "A" && word + 1 < stream.count ? [stream.word(word + 1)] : [];
    const words = [stream.word(word), ...next];
    const name = nameParts(words)[0] ?? (words[0] as string);
    return this.#table.opens(this.#keys.gate(streetGate(side, number, classes(name))));
  }

  /** `start`..`end`: the words of the name; `last`: where the whole ends, if it goes on behind the name. */
  #look(
    stream: Stream,
    house: House,
    start: number,
    end: number,
    kinds: readonly string[],
    last: number,
  ): void {
    if (isSmall(classes(stream.word(end - 1)))) return; // of what follows the name
    const words = Array.from({ length: end - start }, (_, at) => stream.word(start + at));
    const parts = nameParts(words);
    if (parts.length === 0) return;
    const number = `${house.value}${house.suffix}`;
    const look = this.#keys.hash(`A${number}/${classes(parts.join(""))}`);
    if (!this.#table.has(look)) return;
    if (last > house.word && nameGoesOn(stream, last)) return;
    const places = placesAfter(stream, Math.max(last, house.next));
    const from = Math.min(house.from, stream.words[start] as number);
    const to = Math.max(house.to, stream.words[last] as number);
    for (const name of namesOf(stream, start, words)) {
      for (const kind of kinds) {
        for (const place of places) {
          const mac = this.#keys.mac(`A${number}/${kind}/${name}/${place}`);
          for (const use of this.#table.uses(look, mac)) this.#found.add(stream, from, to, use);
        }
      }
    }
  }
}

const isShort = ({ words }: Stream, word: number): boolean =>
  (words[word + 1] as number) - (words[word] as number) <= LONGEST_HOUSE;

const isDigit = ({ words }: Stream, word: number): boolean =>
  (words[word + 1] as number) - (words[word] as number) === 1;

/** "N.-D." of a name, and no "n°" before a number. */
const isNotreDame = (stream: Stream, word: number): boolean =>
  isDigit(stream, word) &&
  word + 1 < stream.count &&
  isDigit(stream, word + 1) &&
  stream.word(word) === "n" &&
  stream.word(word + 1) === "d";

const MOST_SPELLINGS = 64;

/** What a name of some words may be, exactly: as it stands, or with look-alikes read as what they are written for. */
function namesOf(stream: Stream, start: number, words: readonly string[]): string[] {
  let all = [[] as string[]];
  for (const [at, word] of words.entries()) {
    const from = stream.words[start + at] as number;
    const to = stream.words[start + at + 1] as number;
    const fixed = isSmall(classes(word)) || streetName(word) !== undefined;
    const choices = fixed ? [word] : spellings(stream, from, to, true);
    if (all.length * choices.length > MOST_SPELLINGS)
      all = all.map((beginning) => [...beginning, choices[0] as string]);
    else all = choices.flatMap((choice) => all.map((beginning) => [...beginning, choice]));
  }
  return all.map((one) => nameParts(one).join(""));
}
