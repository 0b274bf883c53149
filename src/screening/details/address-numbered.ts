import { after, isCapital, type Reading } from "../reading.ts";
import { englishWords, frenchName, kindAhead } from "./address-name.ts";
import { KINDS_FR, made, saysLives, standsAlone } from "./address-proof.ts";
import { tailFrom } from "./address-tail.ts";
import { AMBIGUOUS, COMPOUND_STREET, LATE_STREETS_EN, SHORT_WORDS, STREETS_EN } from "./address-words.ts";
import { type Hit, isWord, matchAt } from "./finder.ts";

export const KINDS_EN: ReadonlySet<string> = new Set(
  Object.entries(STREETS_EN).flatMap(([full, short]) => [full, ...short]),
);

/** A house number: "14", "14 bis", "14B", "12-14", "3/7". */
export const NUMBER =
  /\d{1,6}(?:(?: ?(?:bis|ter|quater)|[a-z]| [a-f](?= |,))(?![\w']))?(?:[-/]\d{1,4}[a-z]?(?!\w))?/y;
const AFTER_NUMBER = /(?: ?, ?| {1,2})/y;
const KIND_FR = new RegExp(`(${KINDS_FR.join("|")})(?!\\w)\\.? {0,2}`, "y");
const SIDE = /^ (?:(?:ne|nw|se|sw|n|s|e|w)\.?|north|south|east|west)(?![\w'])/;

/** An address that begins with the number of a house, which ends at `stop`. */
export function numbered(reading: Reading, start: number, stop: number, covered: number): Hit | undefined {
  const { text } = reading;
  // A blank, a comma, a letter or a range; most numbers of a text end here.
  if (!/[ ,a-z/-]/.test(text[stop] ?? "")) return undefined;
  const number = matchAt(NUMBER, text, start);
  if (number === undefined) return undefined;
  let end = start + number[0].length;
  // "12 A rue …", but "1995 à …".
  if (/ [a-f]$/.test(number[0]) && !isCapital(reading, end - 1)) end -= 2;
  const gap = matchAt(AFTER_NUMBER, text, end);
  if (gap === undefined) return undefined;
  const next = end + gap[0].length;
  if (!isWord(text.charCodeAt(next))) return undefined;
  // Of numbers only ordinals are names: "350 5th Avenue".
  if (/\d/.test(text[next] as string) && !/^\d{1,3}(?:st|nd|rd|th)/.test(text.slice(next, next + 5)))
    return undefined;
  return french(reading, start, next, covered) ?? english(reading, start, next, covered);
}

function french(reading: Reading, start: number, next: number, covered: number): Hit | undefined {
  const kind = matchAt(KIND_FR, reading.text, next);
  if (kind === undefined) return undefined;
  const name = frenchName(reading, next + kind[0].length);
  if (name === undefined) return undefined;
  const tail = tailFrom(reading, name.end);
  const lives = saysLives(reading, start);
  const street = kind[1] as string;
  if (!tail.postcode && (!lives || reading.hidden)) {
    const dotted = kind[0].includes(".");
    if (AMBIGUOUS.has(street) && !dotted && (!(name.capital && name.proper) || SHORT_WORDS.has(street)))
      return undefined;
    if (!name.capital && !name.joined && !standsAlone(reading, start, name.end)) return undefined;
  }
  return made(reading, start, tail, { base: 0.82, lives, covered });
}

const isKind = (word: string): boolean =>
  KINDS_EN.has(word) || LATE_STREETS_EN.has(word) || (word.length > 5 && COMPOUND_STREET.test(word));

type Words = ReturnType<typeof englishWords>;

function english(reading: Reading, start: number, next: number, covered: number): Hit | undefined {
  if (!isCapital(reading, next) && !kindAhead(reading.text, next, isKind)) return undefined;
  const words = englishWords(reading, next);
  const [first] = words;
  if (first === undefined || /^\d+$/.test(first.word)) return undefined;
  const kinds = words.flatMap(({ word }, at) => (at > 0 && isKind(word) ? [at] : []));
  if (kinds.length === 0) return unnamed(reading, start, words, covered);
  const lives = saysLives(reading, start);
  // The last kind that capitals lead up to: "100 Lake View Drive".
  for (const at of kinds.toReversed()) {
    const found = endsWith(reading, start, words.slice(0, at + 1), lives, covered);
    if (found !== undefined) return found;
  }
  return unnamed(reading, start, words, covered);
}

/** The street whose last word is its kind. */
function endsWith(
  reading: Reading,
  start: number,
  words: Words,
  lives: boolean,
  covered: number,
): Hit | undefined {
  const kind = words.at(-1) as Words[number];
  const capital = words.every(({ at }) => isCapital(reading, at) || /\d/.test(reading.text[at] ?? ""));
  const usual = KINDS_EN.has(kind.word);
  const dot = reading.text[kind.end] === "." && usual && kind.word.length < 6 ? 1 : 0;
  const side = sideAfter(reading, start, kind.end + dot);
  const end = kind.end + dot + side;
  const tail = tailFrom(reading, end);
  if (!tail.postcode) {
    // What hides must be written like an address all the more: "one visitor, whichever way".
    if (!capital && (reading.hidden || !lives)) return undefined;
    if (!usual && !(lives && capital)) return undefined;
    if (usual && !tail.town && !lives && !endsPhrase(reading, kind.word, end)) return undefined;
  }
  // The dot of "St." ends the sentence where nothing follows.
  const abbreviated = dot > 0 && isAbbreviation(reading, start, end);
  const stop = tail.end === end && side === 0 && !abbreviated ? kind.end : tail.end;
  return made(reading, start, { ...tail, end: stop }, { base: 0.85, lives, covered });
}

/** How long "NW" or "East" is behind a street; its dot counts where the sentence goes on. */
function sideAfter(reading: Reading, start: number, at: number): number {
  const side = SIDE.exec(after(reading, at, 8))?.[0] ?? "";
  return side.length - (side.endsWith(".") && !isAbbreviation(reading, start, at + side.length) ? 1 : 0);
}

/** Whether the dot before `end` belongs to the street: the sentence goes on, or ends itself, or there is none. */
const isAbbreviation = (reading: Reading, start: number, end: number): boolean =>
  (/^(?:[,;).!?]| [a-z])/.test(after(reading, end, 2)) && !isCapital(reading, end + 1)) ||
  standsAlone(reading, start, end);

/** "12 Monkeys Park movie": a word that titles and clubs use too must end the phrase. */
function endsPhrase(reading: Reading, kind: string, end: number): boolean {
  if (!AMBIGUOUS.has(kind) || kind.length <= 2) return true;
  return (
    /^(?:$|[.,;\n:)"'!?]|,? [a-z])/.test(after(reading, end, 3)) &&
    !isCapital(reading, end + 1) &&
    /^(?:$|[^ ])/.test(after(reading, end, 2))
  );
}

/** "10 The Maltings, Exampleton EX1 2AB", "12 Fable Ridge Apt. 5": a number, a name, and a postcode or a flat as proof. */
function unnamed(reading: Reading, start: number, words: Words, covered: number): Hit | undefined {
  const first = words[0] as Words[number];
  // Without its punctuation any row of words may be one.
  if (reading.hidden || !isCapital(reading, first.at) || /^[afd]po$/.test(first.word)) return undefined;
  let end = 0;
  for (const { word, at, end: stop } of words.slice(0, 5)) {
    const elided = /^[ld]'/.test(word) && isCapital(reading, at + 2);
    if (!elided && !isCapital(reading, at) && !/^(?:de|du|des|la|le|les|of|the|l|d)$/.test(word)) break;
    end = stop;
  }
  const tail = tailFrom(reading, end);
  return (tail.postcode && tail.end > end && tail.digits !== 4) || tail.unit
    ? made(reading, start, tail, { base: 0.8, lives: false, covered })
    : undefined;
}
