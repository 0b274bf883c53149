import { classes } from "./form.ts";
import type { Stream } from "./stream.ts";
import { isDirection, SUFFIX } from "./street-words.ts";
import { isSign } from "./symbols.ts";

/** Whether words are spelled out, character by character or nearly so: then separators say nothing. */
export function isApart(stream: Stream, word: number, end: number): boolean {
  let pieces = 1;
  for (let at = word + 1; at < end; at++) if (!stream.signed || before(stream, at) !== "") pieces++;
  return pieces > 2 && 2 * ((stream.words[end] as number) - (stream.words[word] as number)) < 3 * pieces;
}

const JOINER = /^[-._+]$/;
const SENTENCE_END = /[.!?…]["')\]»”]*\s+$/;

/** The gap before a word, and the one behind the words. */
const before = (stream: Stream, word: number): string => stream.gapBefore(stream.words[word] as number);
const after = (stream: Stream, end: number): string =>
  end < stream.count
    ? before(stream, end)
    : stream.text.slice(stream.endOf((stream.words[end] as number) - 1));

function gapsInside(stream: Stream, word: number, end: number): string[] {
  const gaps: string[] = [];
  for (let at = word + 1; at < end; at++) gaps.push(before(stream, at));
  return gaps;
}

/** Whether the words begin or end with a sign that touches none of their letters: then it is no letter. */
export function hasLooseSign(stream: Stream, word: number, end: number): boolean {
  if (!stream.signed || end - word < 2) return false;
  const isSignAt = (at: number) => isSign(stream.text[stream.at[stream.words[at] as number] as number] ?? "");
  return (
    (isSignAt(word) && before(stream, word + 1) !== "") ||
    (isSignAt(end - 1) && before(stream, end - 1) !== "")
  );
}

/** A name goes on over a hyphen ("Sample-Martin") unless hyphens stand inside it too; and not over the end of a sentence. */
export function isWordEnd(stream: Stream, word: number, end: number, apart: boolean): boolean {
  if (apart) return !isSpelledOn(stream, word, end) && !isLetterBeside(stream, word, end, false);
  const inside = gapsInside(stream, word, end);
  const goesOn = (gap: string) => gap === "-" && !inside.includes(gap);
  if ((word > 0 && goesOn(before(stream, word))) || (end < stream.count && goesOn(after(stream, end))))
    return false;
  return !inside.some(
    (gap, at) => SENTENCE_END.test(gap) && isLong(stream, word + at) && isLong(stream, word + at + 1),
  );
}

/** Whether words that are spelled out go on beyond their ends in the same way; one letter more may be a word ("à", "I"). */
function isSpelledOn(stream: Stream, word: number, end: number): boolean {
  const inner = before(stream, word + 1);
  const single = (at: number) =>
    at >= 0 && at < stream.count && (stream.words[at + 1] as number) - (stream.words[at] as number) === 1;
  if (inner === "") return false;
  const tight = /\S/.test(inner);
  if (single(word - 1) && (tight || single(word - 2)) && before(stream, word) === inner) return true;
  if (single(end) && (tight || single(end + 1)) && before(stream, end) === inner) return true;
  return isLoose(stream, word, end);
}

/** A letter before an account that is spelled out, or a digit behind it, is of the account: "x c o m e t"; of a name, only without a blank. */
function isLetterBeside(stream: Stream, word: number, end: number, strict: boolean): boolean {
  const single = (at: number) => (stream.words[at + 1] as number) - (stream.words[at] as number) === 1;
  const alike = (gap: string) =>
    (gap !== "" || !stream.signed) && (!/\s/.test(gap) || (strict && gap === before(stream, word + 1)));
  if (word > 0 && single(word - 1) && alike(before(stream, word))) return true;
  if (end >= stream.count || !single(end) || !alike(before(stream, end))) return false;
  return stream.isNumber(end) || !/\s/.test(before(stream, end));
}

/** Whether the first or last letter stands apart by a blank, and no other does: it is of another word ("L.o.ï c'est"). */
function isLoose(stream: Stream, word: number, end: number): boolean {
  const gaps = gapsInside(stream, word, end);
  const blank = (gap: string | undefined) => gap !== undefined && /\s/.test(gap);
  const blanks = gaps.filter(blank).length;
  if (gaps.length < 2 || blanks !== 1) return false;
  const single = (at: number) => (stream.words[at + 1] as number) - (stream.words[at] as number) === 1;
  return (blank(gaps[0]) && single(word)) || (blank(gaps.at(-1)) && single(end - 1));
}

const isLong = ({ words }: Stream, word: number): boolean =>
  (words[word + 1] as number) - (words[word] as number) > 2;

/** An account or address goes on over any joining sign: "mirabelle.x@…", "@mirabelle_fan", "….example.test". */
export function isAccount(stream: Stream, word: number, end: number, apart: boolean): boolean {
  if (apart) return !isSpelledOn(stream, word, end) && !isLetterBeside(stream, word, end, true);
  const joins = (gap: string) => JOINER.test(gap.replace(/[*~`]+/g, ""));
  if (word > 0 && joins(before(stream, word))) return false;
  return end >= stream.count || !joins(after(stream, end));
}

/**
 * A street with its number, in one: undefined where number or name go on; else the postcodes under which it counts, by the
 * one that follows ("" and "*" stand for none).
 */
export function isStreetEnd(stream: Stream, word: number, end: number): string[] | undefined {
  const { symbols, words } = stream;
  const from = words[word] as number;
  const to = words[end] as number;
  const startsWithNumber = (symbols[from] as number) < 10;
  const endsWithNumber = (symbols[to - 1] as number) < 10;
  if (
    !startsWithNumber &&
    !endsWithNumber &&
    !/(?:bis|ter|quater|[a-f])$/.test(stream.slice(Math.max(from, to - 6), to))
  )
    return undefined;
  if (startsWithNumber && word > 0 && goesOn(stream, word, word - 1)) return undefined;
  if (endsWithNumber && end < stream.count && (goesOn(stream, end - 1, end) || isSuffix(stream, end)))
    return undefined;
  if (!endsWithNumber && !isApart(stream, word, end) && nameGoesOn(stream, end)) return undefined;
  return placesAfter(stream, end);
}

/** Whether a number spelled digit by digit goes on from one word to the other. */
function goesOn(stream: Stream, inside: number, outside: number): boolean {
  const isDigit = (word: number) =>
    (stream.words[word + 1] as number) - (stream.words[word] as number) === 1 && stream.isNumber(word);
  return isDigit(inside) && isDigit(outside);
}

/** Whether a word adds to the house number before it: "14 bis", "14 B". */
export function isSuffix(stream: Stream, word: number): boolean {
  if (word >= stream.count || /[\n,;.]/.test(before(stream, word))) return false;
  const text = stream.word(word);
  if (!SUFFIX.test(text)) return false;
  return (
    text.length > 1 || /\p{Lu}/u.test(stream.text[stream.at[stream.words[word] as number] as number] ?? "")
  );
}

/** Whether a street's name goes on behind `end`: over a hyphen, or with a point of the compass. */
export function nameGoesOn(stream: Stream, end: number): boolean {
  if (end >= stream.count) return false;
  const gap = before(stream, end);
  return gap === "-" || (/^ ?$/.test(gap) && isDirection(classes(stream.word(end))));
}

const WORDS_TO_POSTCODE = 6;
const YEAR = /^(?:19|20)\d\d$/;

/** The postcodes under which a street that ends before the word `end` may have been registered. */
export function placesAfter(stream: Stream, end: number): string[] {
  const { text, count } = stream;
  for (let word = end; word < Math.min(count, end + WORDS_TO_POSTCODE); word++) {
    const from = stream.words[word] as number;
    const lead = before(stream, word);
    if (/[.!?]\s/.test(lead)) break;
    if (!stream.isNumber(word)) continue;
    const digits = digitsFrom(stream, word);
    if (word === end && /^[^\p{L}\p{N}]{1,6}$/u.test(lead)) {
      // Markup inside the number: the reading without it will tell.
      if (digits.length < 4 && /^[<[]/.test(text.slice(stream.endOf(from + digits.length - 1)))) return [];
      if (digits.length === 5 || (digits.length === 4 && (!YEAR.test(digits) || isTown(stream, from + 4))))
        return [digits, "*"];
      continue;
    }
    if (digits.length !== 5) continue;
    // What follows a postcode is a town; what a ZIP code follows is a state.
    const next = text.slice(stream.endOf(from + digits.length - 1)).match(/^[ -]{1,2}(.)/u)?.[1] ?? "";
    const state = /\b[A-Z]{2} $/.test(
      text.slice(Math.max(0, (stream.at[from] as number) - 4), stream.at[from]),
    );
    if (/\p{Lu}/u.test(next) || state) return [digits, "*"];
  }
  return [""];
}

/** Whether a capital follows: what stands behind a postcode is a town. */
const isTown = (stream: Stream, symbol: number): boolean =>
  /^[ -]{1,2}\p{Lu}/u.test(stream.text.slice(stream.endOf(symbol - 1), stream.endOf(symbol - 1) + 4));

/** The same of a street written from its end: the postcode stands before or behind it, from its end too. */
export function placesBeside(stream: Stream, word: number, end: number): string[] {
  for (const at of [word - 1, end]) {
    if (at < 0 || at >= stream.count || !stream.isNumber(at)) continue;
    const digits = [...stream.word(at)].reverse().join("");
    if (digits.length === 5 || (digits.length === 4 && !YEAR.test(digits))) return [digits, "*"];
  }
  return [""];
}

/** A number, with those that stand right behind it where something other than a blank divides it. */
function digitsFrom(stream: Stream, word: number): string {
  let digits = stream.word(word);
  for (let next = word + 1; next < stream.count && stream.isNumber(next) && digits.length < 5; next++) {
    const gap = before(stream, next);
    if (/\s/.test(gap) && (stream.words[next + 1] as number) - (stream.words[next] as number) > 1) break;
    digits += stream.word(next);
  }
  return digits;
}
