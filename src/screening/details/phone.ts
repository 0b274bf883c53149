import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import { lines } from "../pattern.ts";
import { after, before, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { isMeasured, isOfAThing, labelBefore } from "./context.ts";
import { digits, type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";
import { isAnnounceable, isInternational, isLaidOut, type Written } from "./phone-plans.ts";
import type { Runs } from "./runs.ts";

const MIN_DIGITS = 7;
const MAX_DIGITS = 15;
/** One digit a group is the most that hides a number: "0 6 3 9 9 8 0 0 1 4". */
const MAX_GROUPS = 15;
const GAP = /^(?: {1,2}| ?[./_-] ?|\) ?[-. ]? ?|[ .-]? ?\()$/;

const ANNOUNCED = new RegExp(lines`
  (?:\b(?:tels?|telephones?|phones?|portables?|mobiles?|mob|cells?|cellphone|cellulaire|gsm|natel|fixe|landline|ligne
  |(?:direct|home|work|private) line|fax|telecopie|whatsapp|signal|sms|text|texto|call|calling|dial|ring|appel\w{0,4}
  |rappel\w{0,4}|compose[rz]?|joindre|joignable|contact\w{0,4}|reach\w{0,3}|standard|hotline|urgence|ph
  |(?:his|her|my|their|your|son|mon|ton|leur|votre) (?:\w{1,12} )?(?:num|numero|number|06|07)
  |(?:num|numero|number) (?:c'est|is|est)|0[67] (?:de|d')[a-z ]{1,20})\b[^\d\n]{0,36}
  |\b[tmp] ?[:.] ?|☎ ?|wa\.me\/|tel:)$
`);
/** The same with hardly anything between: then the digits may be of any plan. */
const AT_ONCE = new RegExp(lines`
  \b(?:tels?|telephones?|phones?|portables?|mobiles?|cells?|cellphone|gsm|natel|fixe|landline|fax|whatsapp|call|dial|ring|text|appelle[rz]?
  |contacter?|joindre|reach|ph)\b[ .:=#-]{0,3}(?:(?:(?:him|her|them|me|us|la|le|les|au|on|at|is|est|c'est|number|numero|n°|no) ?:? ?)){0,3}$
`);
/** Weaker: numbers of telephones and of much else are called so. */
const CALLED_NUMBER = /\b(?:num|numero|number|no|n°)\b[^\d\n]{0,12}$/;
const EXTENSION = / ?,? ?(?:x|ext\.?|extension|poste) ?\d{1,6}(?!\w)/y;

/**
 * Telephone numbers of France, Canada, the United States, Great Britain, Belgium, Switzerland, or written
 * with +. Known by their layout, or by what announces them.
 */
export const phone: Finder = { kind: "phone", gate: digits(MIN_DIGITS), find };

/** Looking a number up in its plan costs as much as finding a hundred; a list of numbers proves no more by it. */
const MAX_LOOKED_UP = 50;

function* find(reading: Reading, runs: Runs): Generator<Hit> {
  let end = -1;
  let count = 0;
  for (let first = 0; first < runs.count; ) {
    const found = isStart(reading, runs, first)
      ? longestFrom(reading, runs, first, end, !reading.hidden && count < MAX_LOOKED_UP)
      : undefined;
    if (found !== undefined) {
      count++;
      yield found.hit;
      end = found.hit.end;
    }
    first = found?.next ?? first + 1;
  }
}

/** A number does not begin inside a word, a decimal or another number. */
function isStart({ text }: Reading, runs: Runs, at: number): boolean {
  const start = runs.start(at);
  if (runs.length(at) > MAX_DIGITS) return false;
  const unit = text.charCodeAt(start - 1);
  if (isWord(unit)) return false;
  // ".5", "1,5": the sign belongs to the number, unless it hangs on a word or stands alone.
  return !((unit === 46 || unit === 44) && isDigit(text.charCodeAt(start - 2)));
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/**
 * Whether the groups before go on here: then a label belongs to them, and only a number by its layout may begin.
 * Not so right behind a number.
 */
const isInside = ({ text }: Reading, runs: Runs, first: number, end: number): boolean =>
  first > 0 &&
  runs.start(first) - runs.end(first - 1) <= 4 &&
  runs.end(first - 1) !== end &&
  GAP.test(text.slice(runs.end(first - 1), runs.start(first)));

interface Found {
  readonly hit: Hit;
  readonly next: number;
}

function longestFrom(
  reading: Reading,
  runs: Runs,
  first: number,
  lastEnd: number,
  lookUp: boolean,
): Found | undefined {
  const { text } = reading;
  const start = runs.start(first);
  const plus = /\+ ?\(?$/.test(text.slice(Math.max(0, start - 3), start));
  let announced: boolean | undefined;
  if (!plus && isInside(reading, runs, first, lastEnd)) {
    const size = runs.length(first);
    if (size !== 3 && size !== 1 && text[start] !== "0") return undefined;
    announced = false;
  }
  const sizes: number[] = [];
  const gaps: string[] = [];
  let all = "";
  let best: (Belief & Pick<Candidate, "all" | "end">) | undefined;
  let singles = 0;
  for (let at = first; at < runs.count && at < first + MAX_GROUPS; at++) {
    const end = runs.end(at);
    if (at > first) {
      const gap = text.slice(runs.end(at - 1), runs.start(at));
      if (gap.length > 4 || !GAP.test(gap)) break;
      gaps.push(gap);
    }
    all += text.slice(runs.start(at), end);
    sizes.push(runs.length(at));
    // Digit by digit: that is read in the skeleton, where it is one number.
    if (runs.length(at) === 1 && ++singles > 2 && !reading.hidden) break;
    if (all.length > MAX_DIGITS) break;
    if (all.length < MIN_DIGITS) continue;
    if (isWord(text.charCodeAt(end)) && matchAt(EXTENSION, text, end) === undefined) continue;
    announced ??= isAnnounced(reading, plus ? start - 1 : start);
    const candidate = { all, sizes, gaps, plus, announced, start, end };
    const belief = believe(reading, candidate);
    if (
      belief === undefined ||
      belief.rank < (best?.rank ?? 0) ||
      isOfList(reading, runs, candidate, first, at)
    )
      continue;
    best = { ...belief, all, end };
  }
  if (best === undefined) return undefined;
  const hit = found(reading, start, best.end, { ...best, plus, announced: announced === true, lookUp });
  // No order has a number with "+" or an area code in brackets.
  if (!/[+(]/.test(text.slice(hit.start, start + 1)) && isOfAThing(reading, hit.start)) return undefined;
  return { hit, next: runs.from(hit.end) };
}

interface Candidate {
  readonly all: string;
  readonly sizes: readonly number[];
  readonly gaps: readonly string[];
  readonly plus: boolean;
  readonly announced: boolean;
  readonly start: number;
  readonly end: number;
}

/** The stronger belief holds against more digits with a weaker one: "06 39 98 00 14 5" ends before the 5. */
interface Belief {
  readonly confidence: number;
  readonly rank: number;
}

/** Undefined where nothing says that the digits are a telephone number. */
function believe(reading: Reading, candidate: Candidate): Belief | undefined {
  const { all, sizes, plus, announced, start, end } = candidate;
  if (isMeasured(reading, end)) return undefined;
  if (plus) {
    if (isInternational(all)) return { confidence: 0.97, rank: 3 };
    // A country whose lengths we do not know better, or a number that is none of its plan.
    return all.length >= 9 && (announced || sizes.length <= 2) ? { confidence: 0.8, rank: 1 } : undefined;
  }
  if (all.startsWith("00") && all.length > 10 && isInternational(all.slice(2)))
    return { confidence: 0.95, rank: 3 };
  if (isLaidOut(written(reading, candidate))) {
    if (sizes.length > 1 || announced) return { confidence: announced ? 0.95 : 0.88, rank: 3 };
    return isAlone(reading, start, end) ? { confidence: 0.75, rank: 3 } : undefined;
  }
  if (announced && isAnnounceable(all)) return { confidence: 0.95, rank: 2 };
  if (announced && sizes.length <= 6 && AT_ONCE.test(labelBefore(reading, start, 40).replace(/\($/, "")))
    return { confidence: 0.8, rank: 1 };
  if (sizes.length > 1) {
    const spelled = reading.hidden && (sizes.length >= 10 || (all.startsWith("0") && sizes.length > 3));
    return spelled && isAnnounceable(all) ? { confidence: 0.85, rank: 2 } : undefined;
  }
  const said = CALLED_NUMBER.test(before(reading, start, 30)) || isAmongContacts(reading, start, end);
  return said && isAnnounceable(all) && isAlone(reading, start, end)
    ? { confidence: 0.7, rank: 2 }
    : undefined;
}

function written(reading: Reading, { all, sizes, gaps, start }: Candidate): Written {
  const marks = gaps.map((gap) => gap.trim() || " ");
  const even = marks[0] === "/" ? marks.slice(1) : marks;
  return {
    digits: all,
    shape: sizes.join("-"),
    separator: even.every((mark) => mark === even[0]) ? (even[0] ?? marks[0] ?? "") : undefined,
    mixed: /^(?:-| )? -$/.test(marks.join("")),
    parenthesis: marks[0]?.startsWith(")") === true && reading.text[start - 1] === "(",
  };
}

/** Beside an e-mail address, on the same line. */
const isAmongContacts = (reading: Reading, start: number, end: number): boolean =>
  /[a-z0-9]@[a-z0-9]/.test(before(reading, start, 48)) || /[a-z0-9]@[a-z0-9]/.test(after(reading, end, 48));

/** A number in one piece, part of no address, path or identifier. */
const isAlone = (reading: Reading, start: number, end: number): boolean =>
  !/[=/&_%#@:.-]$/.test(before(reading, start, 1)) && !/^[/&_%#@=-]/.test(after(reading, end, 1));

/** A byte in hexadecimal digits: what follows is the next. */
const HEX_BEFORE = /(?<!\w)(?:\d[a-f]|[a-f]\d) $/;

/**
 * "06 12 18 23 41 44 45": a list goes on where a number ends, or was there before it began, unless the groups
 * beside it are a number of their own.
 */
function isOfList(reading: Reading, runs: Runs, candidate: Candidate, first: number, last: number): boolean {
  const { sizes, gaps } = candidate;
  const gap = gaps.at(-1);
  if (gaps.length < 3 || gap === undefined) return false;
  if (gap === " " && HEX_BEFORE.test(before(reading, candidate.start, 3))) return true;
  const like = (at: number, beside: number) =>
    at >= 0 &&
    at < runs.count &&
    runs.length(at) === sizes.at(-1) &&
    reading.text.slice(runs.end(Math.min(at, beside)), runs.start(Math.max(at, beside))) === gap;
  const row = (from: number, step: 1 | -1): number => {
    let count = 0;
    while (count <= gaps.length && like(from + count * step, from + (count - 1) * step)) count++;
    return count;
  };
  const whole = gaps.length + 1;
  return [row(last + 1, 1), row(first - 1, -1)].some((count) => count > 0 && count < whole);
}

function isAnnounced(reading: Reading, start: number): boolean {
  const lead = labelBefore(reading, start, 48).replace(/[+(]+$/, "");
  return ANNOUNCED.test(lead) && !isOfAThing(reading, start);
}

function found(
  reading: Reading,
  start: number,
  end: number,
  {
    all,
    plus,
    announced,
    confidence,
    lookUp,
  }: Pick<Candidate, "all" | "plus" | "announced"> & { confidence: number; lookUp: boolean },
): Hit {
  const { text } = reading;
  const lead = text.slice(Math.max(0, start - 3), start);
  let from = start - (plus ? lead.length - lead.lastIndexOf("+") : 0);
  if (!plus && lead.endsWith("(") && text.slice(start, end).includes(")")) from--;
  const international = plus || all.startsWith("00");
  const reasons: Reason[] = [
    lookUp && exists(all, plus)
      ? "a telephone number that exists in the national numbering plan"
      : "laid out as a telephone number",
  ];
  if (international) reasons.push("written in international form");
  if (announced) reasons.push("introduced as a telephone number");
  const extension = matchAt(EXTENSION, text, end)?.[0].length ?? 0;
  return hit(from, end + extension, confidence, ...reasons);
}

function exists(all: string, plus: boolean): boolean {
  const number = plus ? `+${all}` : all.startsWith("00") ? `+${all.slice(2)}` : undefined;
  if (number !== undefined) return parsePhoneNumberFromString(number)?.isValid() === true;
  const countries = all.startsWith("0") ? (["FR", "GB", "BE", "CH"] as const) : (["US", "CA"] as const);
  return countries.some(
    (defaultCountry) => parsePhoneNumberFromString(all, { defaultCountry })?.isValid() === true,
  );
}
