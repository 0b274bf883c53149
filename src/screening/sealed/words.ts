import { spellings } from "./exact.ts";
import { classChar, GATE_SYMBOLS, LONGEST } from "./form.ts";
import type { Found } from "./found.ts";
import type { Stream } from "./stream.ts";
import { CLASS, END } from "./symbols.ts";
import type { TagTable } from "./table.ts";
import type { TagKeys } from "./tag.ts";
import { hasLooseSign, isAccount, isApart, isStreetEnd, isWordEnd, placesBeside } from "./word-ends.ts";

/** Beginnings of words remembered: a page has some thousands, many pages some ten thousands. */
const FEW_BITS = 12;
const MANY_BITS = 17;
const MANY_TAGS = 2000;
const CODED_LENGTH = 11;
const CODED_PAIRS = 6;
const CODED_NUMBERS = 7;
const LEAST_BUDGET = 20_000;
const BITS = 5;
const PAD = CLASS[END] as number;
/** By how many symbols are there: which bits of a key stay, and the rest filled as beyond the end of a text. */
const KEPT = Array.from({ length: GATE_SYMBOLS + 1 }, (_, count) => 2 ** (BITS * count) - 1);
const FILLED = KEPT.map((kept, count) => {
  let filled = 0;
  for (let at = count; at < GATE_SYMBOLS; at++) filled |= PAD << (BITS * at);
  return filled & ~kept;
});

/** Finds details that are words: names, accounts, addresses in one. At every word of a text: may one begin here? */
export class Words {
  readonly #keys: TagKeys;
  readonly #table: TagTable;
  readonly #found: Found;
  /** The gates asked for last, each with its answer as lowest bit: texts say the same words again and again, and asking costs a keyed hash. */
  readonly #asked: Int32Array;
  readonly #shift: number;
  /** Spellings that may still be tried before the matcher grows thrifty: pages are hostile. */
  #budget = 0;

  constructor(keys: TagKeys, table: TagTable, found: Found) {
    this.#keys = keys;
    this.#table = table;
    this.#found = found;
    const bits = table.size < MANY_TAGS ? FEW_BITS : MANY_BITS;
    this.#asked = new Int32Array(1 << bits).fill(-1);
    this.#shift = 32 - bits;
  }

  /** Before each text. */
  begin(length: number): void {
    this.#budget = LEAST_BUDGET + length;
  }

  /**
   * Where words stand that may be coded (so long, or so many pairs of hexadecimal digits), and words with letters and digits
   * in them: units of the text.
   */
  odd(stream: Stream, firstWord: number): { coded: number[]; mixed: number[] } {
    const { symbols, words, digits, count } = stream;
    const coded: number[] = [];
    const mixed: number[] = [];
    let pairs = 0;
    let numbers = 0;
    for (let word = firstWord; word < count; word++) {
      const from = words[word] as number;
      const length = (words[word + 1] as number) - from;
      pairs =
        length === 2 && (symbols[from] as number) < 16 && (symbols[from + 1] as number) < 16 ? pairs + 1 : 0;
      const binary = length === 8 && (symbols[from] as number) < 2 && (symbols[from + 7] as number) < 2;
      if (length >= CODED_LENGTH || pairs >= CODED_PAIRS || binary) coded.push(stream.at[from] as number);
      const figures = digits[word] as number;
      numbers = figures === length && length > 1 && length < 4 ? numbers + 1 : 0;
      if (numbers === CODED_NUMBERS) coded.push(stream.at[from] as number);
      if (figures > 0 && length - figures > ((symbols[from] as number) < 10 || figures === 1 ? 1 : 0))
        mixed.push(stream.at[from] as number);
    }
    return { coded, mixed };
  }

  scan(stream: Stream, firstWord: number): void {
    const { symbols, words, count } = stream;
    for (let word = firstWord; word < count; word++) {
      const from = words[word] as number;
      const key =
        (CLASS[symbols[from] as number] as number) |
        ((CLASS[symbols[from + 1] as number] as number) << 5) |
        ((CLASS[symbols[from + 2] as number] as number) << 10) |
        ((CLASS[symbols[from + 3] as number] as number) << 15) |
        ((CLASS[symbols[from + 4] as number] as number) << 20) |
        ((CLASS[symbols[from + 5] as number] as number) << 25);
      if (this.#opens(key)) this.#extend(stream, word);
      // Details shorter than the gate have one of their own length.
      for (let end = word + 1, length = 0; end <= count; end++) {
        length = (words[end] as number) - from;
        if (length >= GATE_SYMBOLS) break;
        if (this.#opens((key & (KEPT[length] as number)) | (FILLED[length] as number)))
          this.#look(stream, word, end);
      }
    }
  }

  #opens(key: number): boolean {
    const slot = Math.imul(key, 0x9e3779b1) >>> this.#shift;
    const asked = this.#asked[slot] as number;
    if (asked >> 1 === key) return (asked & 1) === 1;
    const opens = this.#table.opens(this.#keys.gateOfWords(key));
    this.#asked[slot] = (key << 1) | (opens ? 1 : 0);
    return opens;
  }

  /** Every stretch that begins at a word and is not too long, by the end of each further word. */
  #extend(stream: Stream, word: number): void {
    const { words, count } = stream;
    const from = words[word] as number;
    const { sip } = this.#keys;
    sip.begin();
    sip.take("L");
    for (let end = word + 1; end <= count; end++) {
      const length = (words[end] as number) - from;
      if (length > LONGEST) return;
      sip.take(classText(stream, words[end - 1] as number, words[end] as number));
      if (length < GATE_SYMBOLS) continue;
      sip.end();
      const look = sip.words[0] as number;
      if (this.#table.has(look)) this.#verify(stream, word, end, look);
    }
  }

  #look(stream: Stream, word: number, end: number): void {
    const look = this.#keys.hash(
      `L${classText(stream, stream.words[word] as number, stream.words[end] as number)}`,
    );
    if (this.#table.has(look)) this.#verify(stream, word, end, look);
  }

  #verify(stream: Stream, word: number, end: number, look: number): void {
    const from = stream.words[word] as number;
    const to = stream.words[end] as number;
    const ways = waysOf(stream, word, end);
    if (ways.length === 0) return;
    for (const exact of spellings(stream, from, to, this.#budget < 0)) {
      this.#budget--;
      let found = false;
      for (const [before, after] of ways) {
        for (const use of this.#table.uses(look, this.#keys.mac(before + exact + after))) {
          this.#found.add(stream, from, to, use);
          found = true;
        }
      }
      if (found) return;
    }
  }
}

/** How the words `word`..`end` may be read, by what stands around them. */
function waysOf(stream: Stream, word: number, end: number): [before: string, after: string][] {
  const ways: [string, string][] = [];
  const apart = isApart(stream, word, end);
  if (!apart && hasLooseSign(stream, word, end)) return [];
  if (isWordEnd(stream, word, end, apart)) {
    ways.push(["L", ""]);
    if (stream.squeezed) ways.push(["S", ""]);
  }
  if (isAccount(stream, word, end, apart)) {
    ways.push(["H", ""]);
    if (stream.squeezed) ways.push(["Z", ""]);
    if (/[@/]$/.test(stream.gapBefore(stream.words[word] as number))) ways.push(["@", ""]);
  }
  const place = isStreetEnd(stream, word, end);
  if (place !== undefined) {
    for (const one of place) ways.push(["R", `/${one}`]);
    for (const one of placesBeside(stream, word, end)) ways.push(["Q", `/${one}`]);
  }
  return ways;
}

function classText(stream: Stream, from: number, to: number): string {
  let text = "";
  for (let at = from; at < to; at++) text += classChar(stream.symbols[at] as number);
  return text;
}
