import { ARTICLES, NUMBER_WORDS, type SpelledNumber, spelledNumber } from "../normalise/number-words.ts";
import { FOREIGN_ALONE, numberWord } from "./number-typos.ts";
import type { Stream } from "./stream.ts";
import { isSign } from "./symbols.ts";

/** Digits that stand together in a text: "06", "trente-neuf". */
export interface Group {
  readonly digits: string;
  /** Symbols. */
  readonly from: number;
  readonly to: number;
  /** Read from a slip, or from letters that digits are written with: it may as well be a word. */
  readonly weak: boolean;
  /** "un", "one": more often an article than a number. */
  readonly article: boolean;
}

/** Words of a stream with numbers among them, near enough to each other to be one number. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** A way on from an atom: the digits it is read as, and the atom that follows. No digits: it is no number after all. */
export interface Step extends Group {
  readonly next: number;
  /** Whether no number begins there: it is the rest of one. */
  readonly isRest?: boolean;
}

/** A place in a run where a number may go on, with all its readings, the likeliest first. */
export type Atom = readonly Step[];

/** Longest words that may stand between two parts of a number: "puis", "followed by". */
const MOST_BETWEEN = 2;
const LONGEST_BETWEEN = 12;
/** Units of the text between two parts of a number. */
const WIDEST_GAP = 200;
export const FILLERS: ReadonlySet<string> = new Set(
  `et puis ensuite apres alors euh hum virgule tiret point slash barre espace suivi de then and next followed by uh um er dash
  dot comma space minus hyphen plus le les`.split(/\s+/),
);
/** Slips before the first number that is one for sure. */
const MOST_BEFORE = 6;
/** Shorter words that are nearly a number may be none. */
const SURE_SLIP = 5;
const LOOKS = "oilzeasgtbq";
const LOOK_DIGITS = "01123459789";
export const LONGEST_LOOK = 4;
const LOOK = /^[\doilzeasgtbq]+$/;

const SHAPES = new Uint8Array(16 * 1024);
const shape = (length: number, first: number, last: number): number =>
  (length << 10) | ((first & 31) << 5) | (last & 31);
const STARTS: ReadonlySet<string> = new Set([...NUMBER_WORDS, ...FOREIGN_ALONE]);
for (const word of STARTS)
  SHAPES[shape(word.length, word.charCodeAt(0) - 97, word.charCodeAt(word.length - 1) - 97)] = 1;

const lengthOf = ({ words }: Stream, word: number): number =>
  (words[word + 1] as number) - (words[word] as number);

function isNumeric(stream: Stream, word: number): boolean {
  if ((stream.digits[word] as number) > 0) return true;
  const from = stream.words[word] as number;
  const length = lengthOf(stream, word);
  if (length > 10 || length < 2) return false;
  const first = (stream.symbols[from] as number) - 10;
  const last = (stream.symbols[from + length - 1] as number) - 10;
  return SHAPES[shape(length, first, last)] === 1 && STARTS.has(stream.word(word));
}

/** Letters alone that may all be digits: "OO", "IA". */
function isLook(stream: Stream, word: number): boolean {
  if (lengthOf(stream, word) > LONGEST_LOOK) return false;
  for (let at = stream.words[word] as number; at < (stream.words[word + 1] as number); at++)
    if (IS_LOOK[stream.symbols[at] as number] === 0) return false;
  return true;
}
const IS_LOOK = new Uint8Array(64);
IS_LOOK.fill(1, 0, 10);
for (const letter of LOOKS) IS_LOOK[letter.charCodeAt(0) - 87] = 1;

/** Numbers in figures or words, and what may be part of one beside them. */
export function runs(stream: Stream, first: number): Run[] {
  const found: Run[] = [];
  for (let word = first; word < stream.count; word++) {
    if (!isNumeric(stream, word)) continue;
    const spelled = stream.digits[word] === 0;
    if (spelled && isLoneArticle(stream, word)) continue;
    let from = word;
    const least = found.at(-1)?.to ?? first;
    while (
      from > least &&
      word - from < MOST_BEFORE &&
      isNear(stream, from - 1, from) &&
      isPart(stream, from - 1, spelled)
    )
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

const isLoneArticle = (stream: Stream, word: number): boolean =>
  ARTICLES.has(stream.word(word)) &&
  !(word + 1 < stream.count && isNumberWord(stream, word + 1)) &&
  !(word > 0 && isNumberWord(stream, word - 1));

const isNumberWord = (stream: Stream, word: number): boolean =>
  isNumeric(stream, word) ||
  (lengthOf(stream, word) <= LONGEST_BETWEEN && numberWord(stream.word(word)) !== undefined);

/** `spelled`: the number beside it is in words; slips are looked for only there. */
const isPart = (stream: Stream, word: number, spelled: boolean): boolean =>
  isNumeric(stream, word) ||
  isLook(stream, word) ||
  (spelled && lengthOf(stream, word) <= LONGEST_BETWEEN && numberWord(stream.word(word)) !== undefined);

const isNear = (stream: Stream, word: number, next: number): boolean =>
  (stream.at[stream.words[next] as number] as number) -
    (stream.at[(stream.words[word + 1] as number) - 1] as number) <=
  WIDEST_GAP;

/** The next word that goes on with a number which ended before `word`. */
function nextPart(stream: Stream, word: number): number | undefined {
  for (let next = word; next <= word + MOST_BETWEEN && next < stream.count; next++) {
    if (!isNear(stream, next - 1, next)) return undefined;
    if (isNumeric(stream, next)) return next;
    if (next === word && isPart(stream, next, stream.digits[next - 1] === 0)) return next;
    if (lengthOf(stream, next) > LONGEST_BETWEEN) return undefined;
  }
  return undefined;
}

/** The places of a run where numbers begin or go on. The last step leads to their count. */
export function atomsOf(stream: Stream, run: Run): Atom[] {
  const texts: string[] = [];
  for (let word = run.from; word < run.to; word++) {
    const text = stream.word(word);
    texts.push((stream.digits[word] === 0 ? numberWord(text) : undefined) ?? text);
  }
  // First where the atom of each word will be: a number in words leads on by words.
  const places: number[] = [];
  let count = 0;
  for (const [at, text] of texts.entries()) {
    places.push(count);
    count += atomsIn(stream, run.from + at, text);
  }
  places.push(count);
  const atoms: Atom[] = [];
  const least = texts.some((text) => VALUED.has(text)) ? dividing(stream, run, texts) : [];
  for (const [at, text] of texts.entries()) {
    const word = run.from + at;
    if (atomsIn(stream, word, text) === 0) continue;
    if (stream.digits[word] === 0 && VALUED.has(text))
      atoms.push(spelledSteps(stream, run, texts, at, places, least));
    else addFigures(stream, word, text, places[at + 1] as number, atoms);
  }
  return atoms;
}

const VALUED = NUMBER_WORDS;

/** How many atoms a word makes: its numbers, or one if its letters may be digits. */
function atomsIn(stream: Stream, word: number, text: string): number {
  if ((stream.digits[word] as number) > 0) {
    if (stream.isNumber(word)) return 1;
    return text.match(/\d+/g)?.length ?? 0;
  }
  return VALUED.has(text) || (text.length <= LONGEST_LOOK && LOOK.test(text)) ? 1 : 0;
}

function spelledSteps(
  stream: Stream,
  run: Run,
  texts: readonly string[],
  at: number,
  places: readonly number[],
  least: readonly number[],
): Step[] {
  const steps: Step[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (;;) {
    const spelled: SpelledNumber | undefined = spelledNumber(
      texts,
      at,
      (next) => next < at + limit && next < texts.length && isJoined(stream, run.from + next),
    );
    if (spelled === undefined) break;
    steps.push(
      stepOf(stream, run.from + at, spelled, texts[at] as string, places[at + spelled.words] as number),
    );
    do limit = Math.min(limit, spelled.words) - 1;
    while (limit > 0 && strength(gapAt(stream, run.from + at + limit)) < (least[at] as number));
    if (limit <= 0) break;
  }
  const before = texts[at - 1];
  const isRest =
    before !== undefined &&
    VALUED.has(before) &&
    isJoined(stream, run.from + at) &&
    strength(gapAt(stream, run.from + at)) < (least[at] as number);
  if (isRest) return steps.map((step) => ({ ...step, isRest }));
  return steps.length > 0 ? steps : [nothing(stream, run.from + at, places[at + 1] as number)];
}

function stepOf(stream: Stream, word: number, spelled: SpelledNumber, text: string, next: number): Step {
  let weak = false;
  for (let more = word; more < word + spelled.words; more++) {
    const one = stream.word(more);
    if (one.length < SURE_SLIP && !NUMBER_WORDS.has(one) && one !== "et" && one !== "and") weak = true;
  }
  return {
    digits: spelled.digits,
    from: stream.words[word] as number,
    to: stream.words[word + spelled.words] as number,
    weak,
    article: spelled.words === 1 && ARTICLES.has(text),
    next,
  };
}

/** How far a gap sets numbers apart: a hyphen hardly, a blank more, a comma or a word most. */
function strength(gap: string): number {
  if (/^[-‐‑–]?$/.test(gap)) return 0;
  return /^\s+$/.test(gap) ? 1 : 2;
}

/**
 * For each word of a run, how strong a gap must be to divide the number that it is of, as it is read at first sight: as the
 * weaker of those around that number ("quatre-vingt-dix-sept cinquante" is no 90 7, "deux cent cinq, …" no 2 105).
 */
function dividing(stream: Stream, run: Run, texts: readonly string[]): number[] {
  const least = texts.map(() => 0);
  let last = -1;
  let lastFrom = 0;
  for (let at = 0; at < texts.length; ) {
    const spelled = VALUED.has(texts[at] as string)
      ? spelledNumber(texts, at, (next) => next < texts.length && isJoined(stream, run.from + next))
      : undefined;
    const end = at + (spelled?.words ?? 1);
    if (spelled !== undefined || (stream.digits[run.from + at] as number) > 0) {
      const gap = last < 0 ? undefined : strength(gapAt(stream, run.from + at));
      if (gap !== undefined) {
        least.fill(Math.min(least[lastFrom] || gap, gap), lastFrom, last);
        least.fill(gap, at, end);
      }
      last = end;
      lastFrom = at;
    }
    at = end;
  }
  return least;
}

const gapAt = (stream: Stream, word: number): string => stream.gapBefore(stream.words[word] as number);

const nothing = (stream: Stream, word: number, next: number): Step => ({
  digits: "",
  from: stream.words[word] as number,
  to: stream.words[word + 1] as number,
  weak: true,
  article: false,
  next,
});

function addFigures(stream: Stream, word: number, text: string, next: number, atoms: Atom[]): void {
  const from = stream.words[word] as number;
  const to = stream.words[word + 1] as number;
  if (stream.isNumber(word)) {
    atoms.push([{ digits: text, from, to, weak: false, article: false, next }]);
    return;
  }
  const looks = LOOK.test(text)
    ? looksOf(text).map((digits) => ({ digits, from, to, article: false, next }))
    : [];
  const numbers = [...text.matchAll(/\d+/g)];
  if (numbers.length === 0) {
    const steps = looks.map((look) => ({ ...look, weak: true }));
    // A sign that is read as a letter is no separator in the same reading.
    const sign = stream.signed && isSign(stream.text[stream.at[from] as number] ?? "");
    atoms.push(sign ? steps : [nothing(stream, word, next), ...steps]);
    return;
  }
  // Round and straight letters among digits are digits; others ("06h39") may stand between them.
  if (/[oilzs]/.test(text) && looks.length > 0) {
    const steps = looks.map((look) => ({ ...look, weak: false }));
    for (let at = 0; at < numbers.length; at++) atoms.push(at === 0 ? steps : []);
    return;
  }
  for (const [at, match] of numbers.entries()) {
    const start = from + match.index;
    const step = { digits: match[0], from: start, to: start + match[0].length, weak: false, article: false };
    const steps: Step[] = [{ ...step, next: atoms.length + 1 }];
    if (at === 0) steps.push(...looks.map((look) => ({ ...look, weak: false })));
    atoms.push(steps);
  }
}

/** Letters as the digits that they are written for; b and g as in "8" and "9", or both as 6. */
function looksOf(text: string): string[] {
  const read = (six: boolean) =>
    text.replace(/[a-z]/g, (letter) =>
      six && (letter === "b" || letter === "g") ? "6" : (LOOK_DIGITS[LOOKS.indexOf(letter)] as string),
    );
  return [...new Set([read(false), read(true)])];
}

/** Numbers as they are read at first sight. */
export function groupsOf(atoms: readonly Atom[]): Group[] {
  const groups: Group[] = [];
  for (let at = 0; at < atoms.length; ) {
    const step = atoms[at]?.[0];
    if (step !== undefined && step.digits !== "") groups.push(step);
    at = Math.max(at + 1, step?.next ?? 0);
  }
  return groups;
}

const JOINED = /^[\s'’.‐‑–-]{0,4}$/;

/** Whether a word may be one number with the word before it. */
const isJoined = (stream: Stream, word: number): boolean =>
  word < stream.count && JOINED.test(stream.gapBefore(stream.words[word] as number));

const MARKUP = /[<[][/!]?[a-z-]/i;
const UNIT = /^(?:kg|km|cm|mm|ml|mg|mn|go|mo|eu|us)$/;

/** Whether what stands between groups may stand inside a number: fillers, a letter or two. No markup. */
export function hasOnlyFillers(stream: Stream, groups: readonly Group[]): boolean {
  for (let at = 1; at < groups.length; at++) {
    const from = (groups[at - 1] as Group).to;
    const to = (groups[at] as Group).from;
    if (MARKUP.test(stream.text.slice(stream.at[from - 1], stream.at[to]))) return false;
    if (from === to) continue;
    const between = wordsBetween(stream, from, to);
    if (between.filter((word) => word.length === 1).length > 1) return false; // a word, its letters apart
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

/** Number words without blanks between ("zerosixtrente") as digits; undefined for any other word. */
export function gluedNumber(stream: Stream, word: number): string | undefined {
  const length = lengthOf(stream, word);
  if (length < SHORTEST_GLUED || length > LONGEST_GLUED || (stream.digits[word] as number) > 0)
    return undefined;
  const from = stream.words[word] as number;
  if (BEGINNINGS[beginning(stream.symbols, from)] === 0) return undefined;
  const text = stream.word(word);
  const words: string[] = [];
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + 10);
    while (end > at && !NUMBER_WORDS.has(text.slice(at, end))) end--;
    if (end === at) return undefined;
    words.push(text.slice(at, end));
    at = end;
  }
  let digits = "";
  for (let at = 0; at < words.length; ) {
    const spelled = spelledNumber(words, at);
    if (spelled === undefined) return undefined;
    digits += spelled.digits;
    at += spelled.words;
  }
  return words.length > 2 ? digits : undefined;
}

const SHORTEST_GLUED = 8;
const LONGEST_GLUED = 200;
const beginning = (symbols: ArrayLike<number>, from: number): number =>
  ((symbols[from] as number) << 12) | ((symbols[from + 1] as number) << 6) | (symbols[from + 2] as number);
const BEGINNINGS = new Uint8Array(1 << 18);
for (const word of NUMBER_WORDS) {
  const symbols = [...word].map((letter) => letter.charCodeAt(0) - 87);
  if (symbols.length > 2) BEGINNINGS[beginning(symbols, 0)] = 1;
}
