import type { Stream } from "./stream.ts";
import { LETTER_A, SIGNS } from "./symbols.ts";

/** What a digit may be written for, in a word. */
const LETTERS_OF = ["o", "il", "z", "e", "a", "s", "gb", "t", "b", "gq"];
/** What a letter may be written for, in a number. */
const DIGITS_OF: Readonly<Record<string, string>> = { o: "0", i: "1", l: "1", z: "2", s: "5", b: "8" };
/** Digits in a row that are digits, whatever stands around them. */
const NUMBER_LENGTH = 5;
/** Spellings tried of one stretch of text. */
const MOST = 16_384;
const FEW = 64;

const LONGEST_LEET = 3;

/** Whether a word of a signed reading goes on in the words around it. */
const isGlued = (stream: Stream, start: number, end: number): boolean =>
  stream.signed && (stream.gapBefore(start) === "" || (end < stream.length && stream.gapBefore(end) === ""));

/**
 * What the symbols `from`..`to` say: as they stand first, then with each ambiguous one read as what it may be written for
 * (1 as i or l, ! as i or l, I as l; in a number O as 0). Where that gives too many, one sign is read alike wherever it
 * stands.
 */
export function spellings(stream: Stream, from: number, to: number, thrifty = false): string[] {
  const choices: string[] = [];
  const keys: string[] = [];
  for (let word = wordOf(stream, from); (stream.words[word] as number) < to; word++) {
    const start = stream.words[word] as number;
    const end = stream.words[word + 1] as number;
    const edge = start === from || end === to;
    addWord(stream, word, start, end, edge, choices, keys);
  }
  let all = 1;
  for (const choice of choices) all *= choice.length;
  const most = thrifty ? FEW : MOST;
  return all <= most ? product(choices) : alike(choices, keys, most);
}

/** The word that begins at a symbol. */
export function wordOf({ words, count }: Stream, symbol: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle] as number) < symbol) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addWord(
  stream: Stream,
  word: number,
  start: number,
  end: number,
  edge: boolean,
  choices: string[],
  keys: string[],
): void {
  const plain = stream.slice(start, end);
  // A number is one, but for "14" that may be "la" between other words, or in one with signs.
  const number =
    stream.isNumber(word) &&
    end - start > 1 &&
    (edge || end - start > LONGEST_LEET) &&
    !isGlued(stream, start, end);
  const digits = plain.replace(/\D/g, "").length;
  const looksLikeNumber =
    !number && digits > 0 && (/^[\doilzsb]+$/.test(plain) || plain.length <= 4 || 2 * digits >= plain.length);
  const written = caseOf(stream, start, end);
  const characters = [...plain];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] as string;
    const source = sourceOf(stream, start + at);
    keys.push(source);
    const sign = stream.signed ? SIGNS[source] : undefined;
    if (sign !== undefined) choices.push(sign);
    else if ((stream.symbols[start + at] as number) < LETTER_A) {
      choices.push(
        number || isLongNumber(characters, at) ? character : character + LETTERS_OF[Number(character)],
      );
    } else choices.push(character + othersOf(character, source, written, looksLikeNumber, at === 0));
  }
}

const sourceOf = ({ text, at }: Stream, symbol: number): string =>
  String.fromCodePoint(text.codePointAt(at[symbol] as number) ?? 0);

function isLongNumber(characters: readonly string[], at: number): boolean {
  let from = at;
  let to = at;
  while (from > 0 && isDigit(characters[from - 1])) from--;
  while (to < characters.length && isDigit(characters[to])) to++;
  return to - from >= NUMBER_LENGTH;
}
const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= "0" && character <= "9";

/** Whether a word is in capitals but for i and l, which pass for each other in the other case. */
function caseOf(stream: Stream, start: number, end: number): "capitals" | "other" {
  const others = stream.text.slice(stream.at[start], stream.endOf(end - 1)).replace(/[il]/gi, "");
  return /\p{Lu}/u.test(others) && !/\p{Ll}/u.test(others) ? "capitals" : "other";
}

/** Letters drawn as one Latin letter (see fold) that mean another, or whose capital is drawn as another. */
const TWO_FACED: Readonly<Record<string, string>> = { ν: "n", η: "h", н: "n", υ: "y", у: "u" };

/** Whether a letter is the plain one with a mark on it (í), and not one that only looks like it (ł, ı). */
const isAccented = (source: string, letter: string): boolean =>
  source.normalize("NFKD").toLowerCase().startsWith(letter);

function othersOf(
  character: string,
  source: string,
  written: string,
  inNumber: boolean,
  begins: boolean,
): string {
  const digit = inNumber ? (DIGITS_OF[character] ?? "") : "";
  if (source > "\u007f" && !isAccented(source, character))
    return digit + (TWO_FACED[source] ?? (character === "i" ? "l" : character === "l" ? "i" : ""));
  if (character !== "i" && character !== "l") return digit;
  const other = character === "i" ? "l" : "i";
  const passes = source === "I" ? written === "other" && !begins : source === "l" && written === "capitals";
  return digit + (passes ? other : "");
}

function product(choices: readonly string[]): string[] {
  let found = [""];
  for (const choice of choices) {
    if (choice.length === 1) for (let at = 0; at < found.length; at++) found[at] += choice;
    else found = [...choice].flatMap((one) => found.map((start) => start + one));
  }
  return found;
}

function alike(choices: readonly string[], keys: readonly string[], most: number): string[] {
  // Before all else: every sign the digit that it may be, and every sign a letter.
  const extremes = [/\d/, /[^\d]/].map((wanted) =>
    choices.map((choice) => [...choice].find((one) => wanted.test(one)) ?? choice[0]).join(""),
  );
  const ambiguous = [...new Set(keys.filter((_, at) => (choices[at] as string).length > 1))];
  let picks: Map<string, number>[] = [new Map()];
  for (const key of ambiguous) {
    const count = Math.max(...choices.filter((_, at) => keys[at] === key).map((choice) => choice.length));
    if (picks.length * count > most) break;
    picks = Array.from({ length: count }, (_, pick) =>
      picks.map((chosen) => new Map(chosen).set(key, pick)),
    ).flat();
  }
  const mixed = picks.map((chosen) =>
    choices
      .map((choice, at) => choice[Math.min(chosen.get(keys[at] as string) ?? 0, choice.length - 1)])
      .join(""),
  );
  return [...extremes, ...mixed];
}
