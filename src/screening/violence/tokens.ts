import { nextHash, WordTable } from "../word-table.ts";
import {
  BRACKET,
  COLON,
  COMMA,
  EXCLAMATION,
  NUMBER,
  QUESTION,
  QUOTE,
  STOP,
  symbolsOf,
  UNKNOWN,
  WORDS,
} from "./lexicon/index.ts";

/** A stretch of text as symbols; the range of the text that each was read from. */
export interface Tokens {
  readonly symbols: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const SIGNS: readonly string[] = (() => {
  const signs: string[] = [];
  const all = {
    ",;": COMMA,
    ":": COLON,
    '"«»': QUOTE,
    "?": QUESTION,
    ".…\n": STOP,
    "!": EXCLAMATION,
    "()": BRACKET,
  };
  for (const [characters, symbol] of Object.entries(all)) {
    for (const character of characters) signs[character.charCodeAt(0)] = symbol;
  }
  const and = symbolsOf("&");
  if (and !== undefined) signs[38] = and;
  return signs;
})();

const TABLE = new WordTable(WORDS);
const UNITS: readonly string[] = TABLE.words.map((word) => symbolsOf(word) ?? UNKNOWN);

/** French elisions and English contractions, which are words of their own. */
const ELISION = new Set("c d j l m n s t qu jusqu lorsqu puisqu".split(" "));
const CONTRACTION = /'(?:s|m|re|ll|ve|d|em)(?![a-z])/y;

const APOSTROPHE = 39;
const isLetter = (unit: number): boolean => unit >= 97 && unit <= 122;
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/**
 * Reads `start..end` of a folded text: words, handles, numbers and the signs that matter. One pass; several full
 * stops count once.
 */
export function tokensOf(text: string, start: number, end: number): Tokens {
  let symbols = "";
  const starts: number[] = [];
  const ends: number[] = [];
  const push = (units: string, from: number, to: number): void => {
    if (units === STOP && symbols.endsWith(STOP)) return;
    symbols += units;
    for (let at = 0; at < units.length; at++) {
      starts.push(from);
      ends.push(to);
    }
  };
  for (let at = start; at < end; ) {
    const from = at;
    const unit = text.charCodeAt(at);
    if (isLetter(unit)) {
      at = wordEnd(text, at, end);
      push(wordSymbols(text, from, at), from, at);
    } else if (isDigit(unit)) {
      while (at < end && /[\d.,:h]/.test(text[at] as string)) at++;
      push(NUMBER, from, at);
    } else if (unit === 64 && isLetter(text.charCodeAt(at + 1))) {
      at++;
      while (at < end && /[a-z0-9_.-]/.test(text[at] as string)) at++;
      push(UNKNOWN, from, at);
    } else if (unit === APOSTROPHE) {
      CONTRACTION.lastIndex = at;
      const length = CONTRACTION.exec(text)?.[0].length ?? 1;
      at += length;
      const units = length > 1 ? symbolsOf(text.slice(from, at)) : undefined;
      if (units !== undefined) push(units, from, at);
    } else {
      const width = unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
      at += width;
      const units = SIGNS[unit] ?? (unit > 0x2000 ? symbolsOf(text.slice(from, at)) : undefined);
      if (units !== undefined) push(units, from, at);
    }
  }
  return { symbols, starts, ends };
}

/** Where the word at `at` ends: letters, with the apostrophe of an elision or of "n't". */
function wordEnd(text: string, at: number, end: number): number {
  let to = at;
  while (to < end && isLetter(text.charCodeAt(to))) to++;
  if (text.charCodeAt(to) !== APOSTROPHE || to + 1 >= end) return to;
  if (text.charCodeAt(to - 1) === 110 && text[to + 1] === "t" && !isLetter(text.charCodeAt(to + 2)))
    return to + 2;
  if (to - at <= 6 && isLetter(text.charCodeAt(to + 1)) && ELISION.has(text.slice(at, to))) return to + 1;
  return to;
}

function wordSymbols(text: string, start: number, end: number): string {
  let hash = 0;
  for (let at = start; at < end; at++) hash = nextHash(hash, text.charCodeAt(at));
  const entry = TABLE.find(hash, text, start, end);
  return entry === 0 ? UNKNOWN : (UNITS[entry] as string);
}
