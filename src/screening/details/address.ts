import { lines } from "../pattern.ts";
import { after, before, isCapital, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { AMBIGUOUS, CONNECTORS_FR, NOT_A_NAME, STREETS_EN, STREETS_FR } from "./address-words.ts";
import { digits, type Finder, type Hit, hit } from "./finder.ts";

const alternatives = (streets: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(streets)
    .flatMap(([full, short]) => [full, ...short])
    .sort((a, b) => b.length - a.length)
    .join("|");

const NUMBER = "(?<![\\w.,/:+#-])\\d{1,5}(?: ?(?:bis|ter|quater|[a-d])(?!\\w))?(?:[-/]\\d{1,4})?";
const FRENCH = new RegExp(`${NUMBER} ?,? {1,2}(${alternatives(STREETS_FR)})\\b\\.? {0,2}`, "g");
const ENGLISH = new RegExp(
  lines`
    ${NUMBER} ?,? {1,2}((?:[nsew]\.? |north |south |east |west )?(?:[a-z0-9][a-z0-9'-]{0,24} ){0,3}[a-z0-9][a-z0-9'-]{0,24}) (${alternatives(STREETS_EN)})\b(?!')
  `,
  "g",
);
const WORD = /[a-z0-9]+(?:-[a-z0-9]+)*/y;
/** What may follow: unit, town, region, postcode (FR, CH, BE, CA, GB, US). */
const FR_POSTCODE = new RegExp(lines`
  ^[ ,;\n-]{0,4}(?:(?:app?t?|appartement|bat|batiment|etage|porte|esc)\.? ?[\w-]{1,6}[ ,-]{1,3}){0,2}(?:f-
  |b-|ch-)?(\d{5}|\d{4})[ ,]{1,2}([a-z][a-z'-]+(?: [a-z'-]+){0,3})
`);
const POSTCODE = new RegExp(lines`
  [ ,\n(]{1,3}(?:[abceghj-nprstvxy]\d[abceghj-nprstv-z] ?\d[abceghj-nprstv-z]\d
  |[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]{2},? \d{5}(?:-\d{4})?)(?!\w)
`);
/** What may stand between a street and its postcode: unit, town, region. */
const UP_TO_POSTCODE = /^[\w.'#(), \n-]*$/;
/** The rest of a name all in small letters, known by the postcode behind it. */
const LOWER_NAME = /^((?:[ '-][a-z'-]+){1,3})[ ,]{1,2}\d{5}(?!\d)/;
const TOWN = new RegExp(lines`
  ^(?:, ?(?:apt|apartment|suite|unit|flat
  |#) ?\.?#?\w{1,5})?,? ?(?:, |a |in )?([a-z][a-z'-]+(?: [a-z'-]+){0,2})
`);
const LIVES = new RegExp(lines`
  \b(?:lives?|living|resides?|house|home|address|adresse|habite|vit|reside|domicile|loge|crashes|found
  |trouve|chez (?:elle|lui|eux|iel)|demeure|staying|domiciliee?)\b[^\n]{0,24}$
`);

/** Street addresses: number, kind of street and name in French or English order, with what follows them. */
export const address: Finder = { kind: "address", gate: digits(1), find };

function* find(reading: Reading): Generator<Hit> {
  let covered = 0;
  for (const match of reading.text.matchAll(FRENCH)) {
    const found = french(reading, match);
    if (found === undefined) continue;
    covered = found.end;
    yield found;
  }
  ENGLISH.lastIndex = 0;
  for (let match = ENGLISH.exec(reading.text); match !== null; match = ENGLISH.exec(reading.text)) {
    const found = english(reading, match);
    // "at 7, 8 Venue Road": where the first number begins no address, the next may.
    if (found === undefined) ENGLISH.lastIndex = match.index + match[0].search(/(?!\d)/);
    else if (found.start >= covered) yield found;
  }
}

function french(reading: Reading, match: RegExpExecArray): Hit | undefined {
  const street = match[1] as string;
  const nameStart = match.index + match[0].length;
  const name = frenchName(reading, nameStart);
  if (name === undefined) return undefined;
  const abbreviated = /\.\s*$/.test(match[0]);
  const lives = LIVES.test(before(reading, match.index, 60));
  const tail = FR_POSTCODE.exec(reading.text.slice(name.end, name.end + 80)) ?? undefined;
  const canadian = tail === undefined ? postcodeAfter(reading, name.end) : undefined;
  const located = tail !== undefined || canadian !== undefined;
  if (AMBIGUOUS.has(street) && !abbreviated && !located && !lives && !name.capital) return undefined;
  let end = name.end;
  if (tail !== undefined) end += endOfTown(reading, end, tail);
  else if (canadian !== undefined) end += canadian;
  return addressHit(match.index, end, 0.82, located, lives);
}

/** A French street name: small words, then words in capitals, or one word where nothing is in capitals. */
function frenchName(reading: Reading, start: number): { end: number; capital: boolean } | undefined {
  let end = start;
  let words = 0;
  let capital = false;
  for (let at = start; at < reading.text.length && words < 6; ) {
    WORD.lastIndex = at;
    const word = WORD.exec(reading.text)?.[0];
    if (word === undefined) break;
    const upper = isCapital(reading, at);
    const small = CONNECTORS_FR.has(word);
    if (!small) {
      if (words === 0 && (NOT_A_NAME.has(word) || (word.length < 2 && !upper))) return undefined;
      if (words > 0 && (!upper || /^\d/.test(word)) && !/^(?:ouest|est|nord|sud)$/.test(word)) break;
      words++;
      capital ||= upper;
      end = at + word.length;
    }
    at += word.length;
    const gap = /^(?:'|\. | {1,2})/.exec(reading.text.slice(at, at + 2))?.[0];
    if (gap === undefined || (gap === ". " && !/^(?:st|ste|dr|gal|mal|pdt)$/.test(word))) break;
    at += gap.length;
  }
  if (words > 0 && !capital) end += LOWER_NAME.exec(reading.text.slice(end, end + 80))?.[1]?.length ?? 0;
  return words === 0 ? undefined : { end, capital };
}

/** The town ends where the capitals end; a town all in small letters is one word. */
function endOfTown(reading: Reading, from: number, tail: RegExpExecArray): number {
  const town = tail[2] as string;
  const start = tail[0].length - town.length;
  let end = start;
  let seen = 0;
  for (const word of town.split(" ")) {
    if (seen > 0 && !isCapital(reading, from + end + 1)) break;
    end += word.length + (seen > 0 ? 1 : 0);
    seen++;
  }
  return end;
}

function english(reading: Reading, match: RegExpExecArray): Hit | undefined {
  const names = (match[1] as string).split(" ");
  const street = match[2] as string;
  if (names.some((word) => NOT_A_NAME.has(word)) || /^\d+$/.test(names[0] as string)) return undefined;
  const nameStart = match.index + match[0].length - street.length - 1 - (match[1] as string).length;
  const streetStart = match.index + match[0].length - street.length;
  const capital =
    (isCapital(reading, nameStart) || /^\d/.test(names[0] as string)) && isCapital(reading, streetStart);
  const end = match.index + match[0].length;
  const located = postcodeAfter(reading, end);
  const lives = LIVES.test(before(reading, match.index, 50));
  if (!capital && located === undefined && !lives) return undefined;
  if (
    located === undefined &&
    !lives &&
    AMBIGUOUS.has(street) &&
    street.length > 2 &&
    !/^,? [a-z]/.test(reading.text.slice(end, end + 3))
  ) {
    // "12 Monkeys Park": capitals alone are not enough for a word that titles and clubs use too.
    if (!/^[.,;\n]|^$/.test(reading.text.slice(end, end + 1))) return undefined;
  }
  let length = 0;
  if (located !== undefined) length = located;
  else {
    const town = TOWN.exec(after(reading, end, 60));
    if (
      town !== null &&
      /^,/.test(town[0]) &&
      isCapital(reading, end + town[0].length - (town[1] as string).length)
    ) {
      length = townLength(reading, end, town);
    }
  }
  return addressHit(match.index, end + length, 0.85, located !== undefined || length > 0, lives);
}

/** How far the postcode of a Canadian, British or American address reaches from `from`, if one follows. */
function postcodeAfter(reading: Reading, from: number): number | undefined {
  const text = reading.text.slice(from, from + 100);
  const found = POSTCODE.exec(text);
  if (found === null || !UP_TO_POSTCODE.test(text.slice(0, found.index))) return undefined;
  return found.index + found[0].length;
}

function townLength(reading: Reading, from: number, town: RegExpExecArray): number {
  let length = town[0].length - (town[1] as string).length;
  for (const [at, word] of (town[1] as string).split(" ").entries()) {
    if (at > 0 && !isCapital(reading, from + length + 1)) break;
    length += word.length + (at > 0 ? 1 : 0);
  }
  return length;
}

function addressHit(start: number, end: number, base: number, located: boolean, lives: boolean): Hit {
  const reasons: Reason[] = ["a house number, a kind of street and a street name"];
  if (located) reasons.push("followed by a postcode or a town");
  if (lives) reasons.push("introduced as where someone lives");
  return hit(start, end, Math.min(0.98, base + (located ? 0.1 : 0) + (lives ? 0.05 : 0)), ...reasons);
}
