import { ARTICLES, NUMBER_WORDS, type SpelledNumber, spelledNumber } from "../normalise/number-words.ts";
import { numberWord } from "./number-typos.ts";
import type { Stream } from "./stream.ts";

/** Digits that stand together in a text: "06", "trente-neuf". */
export interface Group {
  readonly digits: string;
  /** Symbols. */
  readonly from: number;
  readonly to: number;
  /** Read from letters that digits are written with; it may as well be a word. */
  readonly weak: boolean;
  /** "un", "one": more often an article than a number. */
  readonly article: boolean;
}

/** Words of a stream with numbers among them, near enough to each other to be one number. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** Longest words that may stand between two parts of a number: "puis", "followed by". */
const MOST_BETWEEN = 2;
const LONGEST_BETWEEN = 12;
/** Units of the text between two parts of a number. */
const WIDEST_GAP = 200;
const FILLERS = new Set(
  `et puis ensuite apres alors euh hum virgule tiret point slash barre espace suivi de then and next followed by uh um er dash
  dot comma space minus hyphen plus le les`.split(/\s+/),
);
const LOOKS = "oilzeasgtbq";
const LOOK_DIGITS = "01123459789";
const LONGEST_LOOK = 4;
/** Words of a run, from its end, of which each may begin a number of its own. */
const MOST_BEGINNINGS = 24;

const SHAPES = new Uint8Array(16 * 1024);
const shape = (length: number, first: number, last: number): number =>
  (length << 10) | ((first & 31) << 5) | (last & 31);
for (const word of NUMBER_WORDS)
  SHAPES[shape(word.length, word.charCodeAt(0) - 97, word.charCodeAt(word.length - 1) - 97)] = 1;

function isNumeric(stream: Stream, word: number): boolean {
  if ((stream.digits[word] as number) > 0) return true;
  const from = stream.words[word] as number;
  const length = (stream.words[word + 1] as number) - from;
  if (length > 10 || length < 2) return false;
  const first = (stream.symbols[from] as number) - 10;
  const last = (stream.symbols[from + length - 1] as number) - 10;
  return SHAPES[shape(length, first, last)] === 1 && NUMBER_WORDS.has(stream.word(word));
}

/** Letters alone that may all be digits: "OO", "IA". */
const isLook = (stream: Stream, word: number): boolean => {
  const length = (stream.words[word + 1] as number) - (stream.words[word] as number);
  return length <= LONGEST_LOOK && [...stream.word(word)].every((letter) => LOOKS.includes(letter));
};

/** Numbers in figures or words, and what may be part of one beside them. */
export function runs(stream: Stream, first: number): Run[] {
  const found: Run[] = [];
  for (let word = first; word < stream.count; word++) {
    if (!isNumeric(stream, word)) continue;
    let from = word;
    const least = found.at(-1)?.to ?? first;
    while (from > least && word - from < 2 && isPart(stream, from - 1) && isNear(stream, from - 1, from))
      from--;
    let to = word + 1;
    for (;;) {
      const next = nextPart(stream, to);
      if (next === undefined) break;
      to = next + 1;
    }
    found.push({ from, to });
    word = to - 1;
  }
  return found;
}

const isPart = (stream: Stream, word: number): boolean =>
  isNumeric(stream, word) || isLook(stream, word) || numberWord(stream.word(word)) !== undefined;

const isNear = (stream: Stream, word: number, next: number): boolean =>
  (stream.at[stream.words[next] as number] as number) -
    (stream.at[(stream.words[word + 1] as number) - 1] as number) <=
  WIDEST_GAP;

/** The next word that goes on with a number which ended before `word`. */
function nextPart(stream: Stream, word: number): number | undefined {
  for (let next = word; next <= word + MOST_BETWEEN && next < stream.count; next++) {
    if (!isNear(stream, next - 1, next)) return undefined;
    if (isNumeric(stream, next) || (next === word && isPart(stream, next))) return next;
    if ((stream.words[next + 1] as number) - (stream.words[next] as number) > LONGEST_BETWEEN)
      return undefined;
  }
  return undefined;
}

/** How a run may be read. */
export interface Reading {
  /**
   * Numbers in words: as long as possible; only over hyphens where there are some; only over hyphens; 60 and 80 without 10 to
   * 19; each alone.
   */
  readonly join: "all" | "hyphens" | "strictly" | "tens" | "none";
  /** But that the word at this index begins a number. */
  readonly begin?: number;
  /** Letters that look like digits are digits, b and g as in "8" and "9" or both as 6. */
  readonly looks: "no" | "yes" | "six";
}

export function readings(stream: Stream, { from, to }: Run): Reading[] {
  let words = 0;
  let looks = false;
  let sixes = false;
  for (let word = from; word < to; word++) {
    const length = (stream.words[word + 1] as number) - (stream.words[word] as number);
    if (stream.digits[word] === length) continue;
    if (stream.digits[word] === 0 && numberWord(stream.word(word)) !== undefined) words++;
    const text = stream.word(word);
    if (!/^[\doilzeasgtbq]+$/.test(text)) continue;
    looks = true;
    if (/[bg]/.test(text)) sixes = true;
  }
  const all: Reading[] = [{ join: "all", looks: "no" }];
  if (words > 1) {
    for (const join of ["hyphens", "strictly", "tens", "none"] as const) all.push({ join, looks: "no" });
    for (let begin = to - 1; begin > from && to - begin <= MOST_BEGINNINGS; begin--)
      if (stream.digits[begin] === 0) all.push({ join: "all", looks: "no", begin });
  }
  if (looks) all.push({ join: "all", looks: "yes" });
  if (sixes) all.push({ join: "all", looks: "six" });
  return all;
}

/** The digits of a run in one of its readings. */
export function groupsOf(stream: Stream, run: Run, { join, looks, begin }: Reading): Group[] {
  const groups: Group[] = [];
  const texts: string[] = [];
  for (let word = run.from; word < run.to; word++) {
    const text = stream.word(word);
    texts.push((stream.digits[word] === 0 ? numberWord(text) : undefined) ?? text);
  }
  const joined = (at: number): boolean =>
    run.from + at !== begin && isJoined(stream, run.from + at, texts[at - 1] ?? "", texts[at] ?? "", join);
  for (let at = 0; at < texts.length; ) {
    const word = run.from + at;
    const from = stream.words[word] as number;
    const text = texts[at] as string;
    const spelled: SpelledNumber | undefined =
      stream.digits[word] === 0
        ? spelledNumber(texts, at, join === "none" ? () => false : joined)
        : undefined;
    if (spelled !== undefined) {
      const to = stream.words[word + spelled.words] as number;
      const article = ARTICLES.has(text) && spelled.words === 1;
      const weak = Array.from({ length: spelled.words }, (_, more) => stream.word(word + more)).some(
        (one) => !NUMBER_WORDS.has(one) && !/^(?:et|and)$/.test(one),
      );
      groups.push({ digits: spelled.digits, from, to, weak, article });
    } else if (looks !== "no" && /^[\doilzeasgtbq]+$/.test(text)) {
      const digits = text.replace(/[a-z]/g, (letter) =>
        looks === "six" && /[bg]/.test(letter) ? "6" : (LOOK_DIGITS[LOOKS.indexOf(letter)] as string),
      );
      groups.push({ digits, from, to: from + text.length, weak: !/\d/.test(text), article: false });
    } else if ((stream.digits[word] as number) > 0) {
      for (const match of text.matchAll(/\d+/g)) {
        const start = from + match.index;
        groups.push({
          digits: match[0],
          from: start,
          to: start + match[0].length,
          weak: false,
          article: false,
        });
      }
    }
    at += spelled?.words ?? 1;
  }
  return groups;
}

const HYPHEN = /^[\s-]*[-‐‑–][\s-]*$/;
const BLANK = /^[\s'’.-]{0,4}$/;

/** Whether a word may be one number with the word before it. */
function isJoined(
  stream: Stream,
  word: number,
  before: string,
  text: string,
  join: Reading["join"],
): boolean {
  if (word >= stream.count) return false;
  const gap = stream.gapBefore(stream.words[word] as number);
  if (!BLANK.test(gap) && !HYPHEN.test(gap)) return false;
  if (join === "strictly") return HYPHEN.test(gap);
  if (join === "hyphens" && !HYPHEN.test(gap)) {
    return word + 1 >= stream.count || !HYPHEN.test(stream.gapBefore(stream.words[word + 1] as number));
  }
  return (
    join !== "tens" ||
    (before !== "vingts" && !/^(?:dix|onze|douze|treize|quatorze|quinze|seize)$/.test(text))
  );
}

const MARKUP = /[<[][/!]?[a-z-]/i;
const UNIT = /^(?:kg|km|cm|mm|ml|mg|mn|go|mo|eu|us)$/;

/** Whether what stands between the groups `first`..`last` may stand inside a number: fillers, a letter or two. No markup. */
export function hasOnlyFillers(
  stream: Stream,
  groups: readonly Group[],
  first: number,
  last: number,
): boolean {
  for (let at = first + 1; at <= last; at++) {
    const from = (groups[at - 1] as Group).to;
    const to = (groups[at] as Group).from;
    if (from === to) continue;
    if (MARKUP.test(stream.text.slice(stream.at[from - 1], stream.at[to]))) return false;
    const between = wordsBetween(stream, from, to);
    if (!between.every((word) => (word.length <= 2 && !UNIT.test(word)) || FILLERS.has(word))) return false;
  }
  return true;
}

function wordsBetween(stream: Stream, from: number, to: number): string[] {
  const found: string[] = [];
  let text = "";
  for (let at = from; at < to; at++) {
    const apart = at > from && stream.gapBefore(at) !== "";
    if (apart) {
      found.push(text);
      text = "";
    }
    text += stream.slice(at, at + 1);
  }
  return [...found, text];
}
