import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { lines } from "../pattern.ts";
import { before, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { digits, type Finder, type Hit, hit } from "./finder.ts";

/**
 * Digits in groups, one line, at most three separators between two; the groups are tried one run at a time.
 */
const RUN = /(?<![\w+])(?:\+ ?)?\(?\d(?:[ ()./_-]{0,3}\d){6,39}(?!\w)/g;
const GROUP = /\d+/g;
const ANNOUNCED = new RegExp(lines`
  (?:\b(?:tel|telephone|phone|portable|mobile|cell|cellphone|fixe|numero|num|number|call|appel\w{0,4}|text
  |sms|whatsapp|signal|fax|06|ring|contact\w{0,3}|joindre|joignable)\b[^\d]{0,16}|☎ ?)$
`);
const NOT_A_PHONE = new RegExp(lines`
  (?:\b(?:siret|siren|rcs|isbn|issn|ean|ref|reference|commande|order|facture|invoice|tracking|colis|suivi
  |dossier|ticket|serie|serial|version|rpps|adeli|naf|tva|vat|iban|doi|bug|issue|pmid)\b[^\d]{0,12}
  |[#$€£] ?)$
`);

/** How people group numbers that begin with 0; announced ones may be grouped in any way. */
const FRENCH_PLAN = /^(?:2-2-2-2-2|10|4-2-2-2|4-3-3|2-8|2-4-4|4-6)$/;
const ZERO_PLANS: readonly (readonly [CountryCode, RegExp])[] = [
  ["BE", /^(?:2-3-2-2|3-2-2-2|4-2-2-2|4-3-3|2-7|3-6|4-6)$/],
  ["CH", /^3-3-2-2$/],
  ["GB", /^(?:3-4-4|5-6|5-3-3|4-3-4|4-7|3-8)$/],
];

/** Ofcom's numbers for fiction: not assigned, so not in the metadata; here they count like real ones. */
const FICTION = /^\+447700900\d{3}$/;

/**
 * Telephone numbers of France, Canada, the United States, Great Britain, Belgium, Switzerland, or written
 * with +.
 */
export const phone: Finder = { kind: "phone", gate: digits(7), find };

function* find(reading: Reading): Generator<Hit> {
  for (const run of reading.text.matchAll(RUN)) {
    const groups = [...run[0].matchAll(GROUP)].map((group) => ({
      digits: group[0],
      start: run.index + group.index,
      end: run.index + group.index + group[0].length,
    }));
    const lead = before(reading, run.index, 30);
    if (NOT_A_PHONE.test(lead) && !ANNOUNCED.test(lead)) continue;
    for (let first = 0; first < groups.length; ) {
      const found = longestFrom(reading, groups, first);
      if (found === undefined) first++;
      else {
        yield found.hit;
        first = found.next;
      }
    }
  }
}

interface Group {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

function longestFrom(
  reading: Reading,
  groups: readonly Group[],
  first: number,
): { hit: Hit; next: number } | undefined {
  const start = (groups[first] as Group).start;
  const lead = before(reading, start, 3);
  const plus = /\+ ?\(?$/.test(lead);
  const announced = ANNOUNCED.test(before(reading, start, 40).replace(/\+ ?\(?$|\($/, ""));
  const shape: number[] = [];
  let all = "";
  let best: { hit: Hit; next: number } | undefined;
  for (let at = first; at < groups.length && at < first + 15; at++) {
    const group = groups[at] as Group;
    all += group.digits;
    shape.push(group.digits.length);
    if (all.length > 15) break;
    if (all.length < 8) continue;
    const confidence = believe(all, shape, plus, announced, reading.hidden);
    if (confidence === 0) continue;
    const reasons: Reason[] = ["a telephone number that exists in the national numbering plan"];
    if (plus || all.startsWith("00")) reasons.push("written in international form");
    if (announced) reasons.push("introduced as a telephone number");
    const from = start - (plus ? lead.length - lead.lastIndexOf("+") : lead.endsWith("(") ? 1 : 0);
    best = { hit: hit(from, group.end, confidence, ...reasons), next: at + 1 };
  }
  return best;
}

/** 0 where the digits are no number of a plan, or their grouping is not how people write one. */
function believe(
  all: string,
  shape: readonly number[],
  plus: boolean,
  announced: boolean,
  hidden: boolean,
): number {
  const national = (country: CountryCode) => isNumber(all, country);
  if (plus) return isNumber(`+${all.replace(/^(33|32|41|44)0/, "$1")}`) ? 0.97 : 0;
  if (all.startsWith("00"))
    return all.length > 10 && isNumber(`+${all.slice(2).replace(/^(33|32|41|44)0/, "$1")}`) ? 0.95 : 0;
  const base = announced ? 0.95 : shape.length === 1 ? 0.75 : 0.88;
  if (all.startsWith("0")) {
    if (all.length === 10 && (announced || hidden || FRENCH_PLAN.test(shape.join("-"))) && national("FR"))
      return base;
    const grouped = shape.join("-");
    for (const [country, usual] of ZERO_PLANS) {
      if ((announced || usual.test(grouped)) && national(country)) return base - 0.05;
    }
    return 0;
  }
  const grouped = shape.join("-");
  const northAmerican =
    /^(?:1-)?3-3-4$|^(?:1-)?3-7$/.test(grouped) || announced || (hidden && all.length >= 10);
  if (northAmerican && /^1?[2-9]\d\d[2-9]\d{6}$/.test(all) && (national("US") || national("CA"))) return base;
  return 0;
}

function isNumber(text: string, country?: CountryCode): boolean {
  const number = parsePhoneNumberFromString(text, country === undefined ? {} : { defaultCountry: country });
  return number !== undefined && (number.isValid() || FICTION.test(number.number));
}
