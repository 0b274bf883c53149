import { DROP, UNITS } from "../normalise/characters.ts";
import { endOf, startOf, type View, ViewBuilder } from "../normalise/view.ts";
import { decoded, unmorsed } from "./decoded.ts";
import type { Numeral } from "./numbers.ts";
import { copy, slice } from "./part.ts";
import { squeezed, undrawn } from "./reshaped.ts";
import { SIGNS, UPSIDE_DOWN } from "./symbols.ts";
import { turnedUp } from "./turned.ts";
import { unwrapped } from "./unwrapped.ts";

/** Another way to read a part of a text. */
export interface OtherReading {
  readonly view: View;
  /** Whether signs are letters there. */
  readonly signed: boolean;
  /** Whether they are of the words that they stand in, and no words of their own. */
  readonly whole?: boolean;
  /** Whether letters that stood several times in a row were made one. */
  readonly squeezed?: boolean;
}

/** What a reading shows that asks for others, in units of its text. */
export interface Signals {
  /** Signs, and letters upside down. */
  readonly marks: readonly number[];
  readonly stretched: readonly number[];
  readonly coded: readonly number[];
  /** Words of letters and digits. */
  readonly mixed: readonly number[];
}

/** How much of the text around a mark is read again. */
const AROUND = 120;

const WRAPS = /^(?:<[a-z/!]|\+[0-9a-f]{2}|\[[a-z/*]|&[#a-z]|%[0-9a-f]{2}|\\[ux]|=[0-9A-F]{2})/i;
/** Signs that most letters drawn with several signs have. */
const DRAWS = "\\|<(";
const ALNUM = /[\p{L}\p{N}]/u;
const LETTER = /\p{L}/u;
/** Signs that begin or end a word often enough to be nothing else. */
const USUAL = "@!([{<+";

/**
 * What the signs at `marks` ask for: markup, escapes and entities undone; signs inside words read as letters; letters upside
 * down turned. Only the parts around them, so that ordinary text is read once.
 */
export function* otherReadings(
  base: View,
  { marks, stretched, coded, mixed }: Signals,
  nested = false,
): Generator<OtherReading> {
  const { text } = base;
  for (const part of parts(text, stretched)) {
    yield { view: squeezed(base, part.from, part.to), signed: false, squeezed: true };
  }
  if (!nested) {
    const view = unmorsed(base);
    if (view !== undefined) yield { view, signed: false };
  }
  for (const part of nested ? [] : parts(text, coded)) {
    const view = decoded(base, part.from, part.to);
    if (view !== undefined) yield { view, signed: false };
  }
  if (marks.length === 0) return;
  for (const part of parts(
    text,
    marks.filter((at) => DRAWS.includes(text[at] as string)),
  )) {
    const view = undrawn(base, part.from, part.to);
    if (view !== undefined) yield { view, signed: true };
  }
  const wraps = nested
    ? []
    : marks.filter(
        (at) => WRAPS.test(text.slice(at, at + 3)) && (text[at] !== "+" || /u/i.test(text[at - 1] ?? "")),
      );
  for (const part of parts(text, wraps)) {
    const view = unwrapped(base, part.from, part.to);
    if (view !== undefined) yield { view, signed: false };
  }
  const signs = marks.filter(
    (at) => isInWord(text, at) || (mayBegin(text, at) && isAmidLeet(text, at, mixed)),
  );
  for (const part of parts(text, signs)) {
    const view = slice(base, part.from, part.to);
    yield { view, signed: true };
    yield { view, signed: true, whole: true };
  }
  for (const part of parts(
    text,
    marks.filter((at) => UPSIDE_DOWN.includes(text[at] as string)),
  )) {
    yield { view: turnedUp(base, part.from, part.to), signed: false };
  }
}

function* parts(text: string, marks: readonly number[]): Generator<{ from: number; to: number }> {
  for (let first = 0; first < marks.length; ) {
    let last = first;
    while (last + 1 < marks.length && (marks[last + 1] as number) - (marks[last] as number) <= 2 * AROUND)
      last++;
    const [start, end] = [marks[first] as number, marks[last] as number];
    // An empty line ends what belongs together.
    const least = Math.max(0, start - AROUND);
    const before = text.slice(least, start).lastIndexOf("\n\n");
    const after = text.slice(end, end + AROUND).indexOf("\n\n");
    const from = before < 0 ? wordStart(text, least) : least + before + 1;
    yield { from, to: after < 0 ? Math.min(text.length, end + AROUND) : end + after };
    first = last + 1;
  }
}

/** A part begins at a blank where there is one, so that the end of a word is not read as a word. */
function wordStart(text: string, from: number): number {
  if (from === 0) return 0;
  const blank = text.slice(from, from + AROUND / 2).search(/\s/);
  return blank < 0 ? from : from + blank;
}

/** The next character that is seen: invisible ones are stepped over, a few. */
function neighbour(text: string, at: number, step: 1 | -1): string {
  for (let next = at + step; Math.abs(next - at) <= 4; next += step) {
    const character = text[next];
    if (character === undefined) break;
    if (UNITS[character.charCodeAt(0)] !== DROP) return character;
  }
  return " ";
}

/** Whether a sign stands for a letter, as far as its neighbours tell. */
function isInWord(text: string, at: number): boolean {
  const sign = text[at] as string;
  if (SIGNS[sign] === undefined) return false;
  const before = neighbour(text, at, -1);
  const after = neighbour(text, at, 1);
  const joins = (one: string) => ALNUM.test(one) || (SIGNS[one] !== undefined && one !== sign);
  if (joins(before) && joins(after)) return LETTER.test(text.slice(Math.max(0, at - 5), at + 6));
  if (/[_.-]/.test(before) && LETTER.test(text[at - 2] ?? " ") && LETTER.test(after)) return true;
  if (USUAL.includes(sign)) return false;
  return LETTER.test(before) || LETTER.test(after);
}

/** Whether a sign that usually stands before a word may be its first letter. */
const mayBegin = (text: string, at: number): boolean =>
  SIGNS[text[at] as string] !== undefined &&
  (LETTER_OR_SIGN.test(text[at + 1] ?? " ") || ALNUM.test(text[at - 1] ?? " "));
const LETTER_OR_SIGN = /[\p{L}\p{N}@$!|€+-]/u;
const NEAR = 40;

/** Whether words near by have digits in them, or a bracket is not closed: then a sign may be a letter too. */
function isAmidLeet(text: string, at: number, mixed: readonly number[]): boolean {
  let low = 0;
  let high = mixed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((mixed[middle] as number) < at - NEAR) low = middle + 1;
    else high = middle;
  }
  if ((mixed[low] ?? Number.POSITIVE_INFINITY) <= at + NEAR) return true;
  const close = CLOSING[text[at] as string];
  return close !== undefined && !text.slice(at, at + 2 * AROUND).includes(close);
}
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "<": ">" };

/** The parts of a text around numbers in words, with digits in their place. */
export function* inDigits(base: View, numerals: readonly Numeral[]): Generator<View> {
  const { text } = base;
  const starts = numerals.map(({ start }) => start);
  let next = 0;
  for (const { from, to } of parts(text, starts)) {
    const view = new ViewBuilder(to - from);
    let done = from;
    for (; next < numerals.length && (numerals[next] as Numeral).start < to; next++) {
      const { digits, start, end } = numerals[next] as Numeral;
      if (start < done) continue;
      copy(view, base, done, start);
      for (const digit of digits) view.push(digit.charCodeAt(0), startOf(base, start), endOf(base, end - 1));
      done = end;
    }
    copy(view, base, done, Math.max(done, to));
    yield view.finish();
  }
}
