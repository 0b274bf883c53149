import { lines } from "../pattern.ts";
import { before, isCapital, type Reading } from "../reading.ts";
import { CODE_CA, CODE_GB } from "./address-codes.ts";
import { englishWords } from "./address-name.ts";
import { KINDS_EN } from "./address-numbered.ts";
import { made, unitBefore } from "./address-proof.ts";
import { tailFrom } from "./address-tail.ts";
import { LATE_STREETS_EN, STREETS_FR } from "./address-words.ts";
import { type Hit, hit, isWord, matchAt } from "./finder.ts";

/** The longest address without a number that is looked for before a postcode. */
const REACH = 110;
const FOREIGN = new RegExp(`(?<!\\w)(?:${CODE_CA}|${CODE_GB})(?!\\w)`, "y");

/** An address without a house number, known by its postcode: "Le Bourg, 24000 …", "Rose Cottage, Mill Lane, …". */
export function coded(reading: Reading, digit: number, covered: number): Hit | undefined {
  const { text } = reading;
  if (isWord(text.charCodeAt(digit - 1))) return british(reading, digit, covered);
  const code = /^(\d{4,5})(?!\w|[.,/-]\d)/.exec(text.slice(digit, digit + 7))?.[1];
  if (code === undefined) return undefined;
  return french(reading, digit, code.length, covered) ?? military(reading, digit, code.length, covered);
}

function british(reading: Reading, digit: number, covered: number): Hit | undefined {
  const letters = /(?<!\w)[a-z]{1,2}$/.exec(before(reading, digit, 3))?.[0].length ?? 0;
  const start = digit - letters;
  if (letters === 0 || !isCapital(reading, start)) return undefined;
  const code = matchAt(FOREIGN, reading.text, start)?.[0];
  if (code === undefined) return undefined;
  const from = houseBefore(reading, Math.max(covered, start - REACH), start);
  return from === undefined ? undefined : place(reading, from, start, start + code.length, covered);
}

const place = (reading: Reading, from: number, code: number, least: number, covered: number): Hit =>
  hit(
    unitBefore(reading, from, covered),
    Math.max(least, tailFrom(reading, code - 1).end),
    0.8,
    "a street or a place, and its postcode",
  );

/** What houses without a number are called. */
const HOUSE = lines`
  \b(?:cottages?|house|farm|farmhouse|lodge|barn|hall|rectory|vicarage|manor|villa|court|grange|mill|flat|apartment|studio|bungalow
  |chalet|towers?)$
`;
const IS_HOUSE = new RegExp(HOUSE);

/**
 * Where "Rose Cottage, Mill Lane, Exampleton" begins that leads up to a postcode: parts in capitals, one of them a
 * street, the one before it perhaps a house.
 */
function houseBefore(reading: Reading, from: number, to: number): number | undefined {
  const lead = reading.text.slice(from, to);
  const parts = [...lead.matchAll(/[^,\n:;=(]+/g)].map((part) => ({
    at: from + part.index + (part[0].length - part[0].trimStart().length),
    text: part[0].trim(),
  }));
  for (let at = parts.length - 2; at >= Math.max(0, parts.length - 4); at--) {
    const { text, at: start } = parts[at] as { text: string; at: number };
    const last = text.slice(text.lastIndexOf(" ") + 1);
    if (!KINDS_EN.has(last) && !LATE_STREETS_EN.has(last)) continue;
    const street = start + capitalsFrom(reading, start, text);
    const house = parts[at - 1];
    if (street === start && house !== undefined && IS_HOUSE.test(house.text))
      return house.at + capitalsFrom(reading, house.at, house.text);
    return street < start + text.length - last.length ? street : undefined;
  }
  return undefined;
}

/** How far into a part its last unbroken row of words in capitals begins. */
function capitalsFrom(reading: Reading, at: number, text: string): number {
  let from = text.length;
  for (const word of [...text.matchAll(/[a-z0-9][^ ]*/g)].toReversed()) {
    if (!isCapital(reading, at + word.index) && !/^\d/.test(word[0])) break;
    from = word.index;
  }
  return from;
}

const STREET = new RegExp(
  lines`
    (?<![\w'-])(?:${Object.keys(STREETS_FR).join("|")}|lieu-?dit|le bourg|ferme|chateau|moulin|zone|z\.?[ai]\.?c?\.?|domaine
    |immeuble)(?![\w'])
  `,
  "g",
);
/** Words in small letters that an address without a number may hold besides the kind of street. */
const SMALL = new RegExp(
  lines`
    ^(?:de|du|des|la|le|les|l|d|et|aux?|en|sur|sous|saint|sainte|bis|dit|industrielle|artisanale|${Object.keys(STREETS_FR).join("|")}
    |lieu-?dit|ferme|zone|domaine|chateau|moulin|immeuble)$
  `,
);

/** "rue de la Fiction, 24000 Exempleville": only small words and words in capitals lead up to the postcode. */
function french(reading: Reading, digit: number, digits: number, covered: number): Hit | undefined {
  const { text } = reading;
  const from = Math.max(covered, digit - 80);
  const lead = text.slice(from, digit);
  const gap = /[ ,\n-]{1,3}(?:(?:f|b|ch|be|l)-)?$/.exec(lead)?.[0];
  // Four digits are also a year.
  if (gap === undefined || (digits === 4 && !(/[,\n]/.test(gap) && isCapital(reading, digit + 5))))
    return undefined;
  for (const kind of lead.matchAll(STREET)) {
    const words = lead.slice(kind.index, lead.length - gap.length);
    if (/[.!?;:] |\n.*\n|\d/.test(words) || words.length < kind[0].length + 3) continue;
    let capitals = 0;
    const odd = [...words.matchAll(/[a-z][a-z'-]*/g)].some((word) => {
      const upper = isCapital(reading, from + kind.index + word.index) || /^[ld]'/.test(word[0]);
      if (upper) capitals++;
      return !upper && !SMALL.test(word[0]);
    });
    if (!odd && capitals > 0) return place(reading, from + kind.index, digit, digit + digits, covered);
  }
  return undefined;
}

/** "PSC 7140, Box 6947, APO AA 19202": United States military mail (USPS Publication 28, 225). */
const MILITARY = /(?<!\w)(?:psc|cmr|unit|us[a-z]{1,4}) [^\n]{1,24}[,\n] ?(?:apo|fpo|dpo),? (?:aa|ae|ap) $/;
const UNITED_STATES_UNIT =
  /(?<!\w)(?:psc|cmr|unit) \d{1,5},? box \d{1,5}[,\n ]{1,2}(?:apo|fpo|dpo),? (?:aa|ae|ap) $/;

function military(reading: Reading, digit: number, digits: number, covered: number): Hit | undefined {
  const { text } = reading;
  if (digits !== 5 || !/ a[aep] $/.test(text.slice(Math.max(0, digit - 4), digit))) return undefined;
  const lead = text.slice(Math.max(covered, digit - 60), digit);
  const words = (UNITED_STATES_UNIT.exec(lead) ?? MILITARY.exec(lead))?.[0];
  return words === undefined
    ? undefined
    : hit(digit - words.length, digit + digits, 0.85, "a street or a place, and its postcode");
}

const FLAT = /(?<![\w-])(?:flat|studio|apartment|apt\.?|unit|suite) ?$/;

/** "Flat 3, Fable Drive": a flat and a street in capitals, the house without its number. */
export function flatFirst(reading: Reading, start: number, stop: number, covered: number): Hit | undefined {
  const { text } = reading;
  if (!/[taeo.] ?$/.test(text.slice(Math.max(0, start - 2), start))) return undefined;
  const flat = FLAT.exec(before(reading, start, 12))?.[0];
  if (flat === undefined) return undefined;
  const separator = /^[a-z]?(?:, ?|\n)/.exec(text.slice(stop, stop + 4))?.[0];
  if (separator === undefined) return undefined;
  const words = englishWords(reading, stop + separator.length);
  const last = words.findLastIndex(
    ({ word }, at) => at > 0 && (KINDS_EN.has(word) || LATE_STREETS_EN.has(word)),
  );
  if (last < 0 || !words.slice(0, last + 1).every(({ at }) => isCapital(reading, at))) return undefined;
  const tail = tailFrom(reading, (words[last] as { end: number }).end);
  return made(reading, start - flat.length, tail, { base: 0.8, lives: false, covered });
}
