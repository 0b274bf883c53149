import { lines } from "../pattern.ts";
import { after, isCapital, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import type { Span } from "../types.ts";
import { isOfAThing, labelBefore } from "./context.ts";
import { digits, type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";
import type { Runs } from "./runs.ts";

interface Form {
  readonly pattern: RegExp;
  readonly reason: Reason;
  /** Enough on its own, in capitals. */
  readonly alone?: boolean;
  /** So like ordinary words and numbers that it counts in capitals only. */
  readonly capitals?: boolean;
}

/** Forms that begin with letters; I, O and U are in no French plate, I and Q in no British one. */
const LETTERS_FIRST: readonly Form[] = [
  {
    pattern: /[a-hj-np-tv-z]{2}-\d{3}-[a-hj-np-tv-z]{2}(?![\w-])/y,
    reason: "of the form of a French number plate",
    alone: true,
  },
  {
    pattern: /[a-hj-np-tv-z]{2} ?\d{3} ?[a-hj-np-tv-z]{2}(?![\w-])/y,
    reason: "of the form of a French number plate",
  },
  { pattern: /[a-hj-z]{2}\d{2} ?[a-z]{3}(?![\w-])/y, reason: "of the form of a British number plate" },
  {
    pattern: /[a-hj-z]\d{1,3} ?[a-z]{3}(?![\w-])/y,
    reason: "of the form of a British number plate",
    capitals: true,
  },
  {
    pattern:
      /(?:ag|ai|ar|be|bl|bs|fr|ge|gl|gr|ju|lu|ne|nw|ow|sg|sh|so|sz|tg|ti|ur|vd|vs|zg|zh)[ -]?\d{1,3}[ ']?\d{3}(?![\w-])/y,
    reason: "of the form of a Swiss number plate",
    capitals: true,
  },
];
const DIGITS_FIRST: readonly Form[] = [
  { pattern: /[1-9]-[a-z]{3}-\d{3}(?![\w-])/y, reason: "of the form of a Belgian number plate", alone: true },
  {
    pattern: /[1-9] ?[a-z]{3} ?\d{3}(?![\w-])/y,
    reason: "of the form of a Belgian number plate",
    capitals: true,
  },
  {
    pattern: /\d{2,4}[ -]?[a-hj-np-tv-z]{2,3}[ -]?(?:\d{2}|2[ab]|97\d)(?![\w-])/y,
    reason: "of the form of a French number plate",
    capitals: true,
  },
];
/** Letters and digits in one or two groups, both present: what North American plates have in common. */
const NORTH_AMERICAN =
  /(?=[a-z0-9 -]{0,7}\d)(?=[a-z0-9 -]{0,7}[a-z])[a-z0-9]{1,4}[ -]?[a-z0-9]{2,4}(?![\w-])/y;
/** Up to three groups, of any letters and digits: enough only right behind a label. */
const ANY = /[a-z0-9]{1,8}(?:[ .•-][a-z0-9]{1,7}){0,2}(?![\w-])/y;
/** Labels that name nothing but a number plate. */
const NUMBER_PLATE = /\b(?:plates?|plaques?|immatricul\w{1,9})\b[^\d\n]{0,24}$/;

const PLATE = new RegExp(lines`
  \b(?:number plates?|licen[cs]e plates?|plates?|plaques?|immat(?:ricul\w{1,9})?|registration|registered|reg|tags?|carte grise|rego)
  (?: (?:number|no|num|numero|is|est|n°|d'immatriculation|reads?|sous le numero|under|minera\w+|de la voiture|with|du|of))*(?:(?: [a-z']{1,10}){1,4} (?:is|est|reads?|was))?
 [ ]?[ :#=(."'«-]{0,4}$
`);
const CARS = lines`
  cars?|voitures?|vehicules?|vehicles?|drives|drove|driving|conduit|conduisait|roule|roulait|bagnole|caisse|vans?|trucks?|pickup
  |camionnette|moto|motorbike|scooter|suv|clio|twingo|golf|honda|toyota|ford|peugeot|renault|citroen|dacia|tesla|bmw|audi|volvo
  |volkswagen|vw|mercedes|fiat|opel|vauxhall|subaru|nissan|hyundai|kia|yamaha|parked|garee?|stationnee?|conducteur|conductrice|driver
`;
const CAR = new RegExp(`\\b(?:${CARS})\\b`);
const VEHICLE = new RegExp(
  `\\b(?:plates?|plaques?|immatricul\\w{1,9}|registration|registered|reg|carte grise|${CARS})\\b`,
);
/** How far the words about a vehicle may be. */
const REACH = 60;
/** "Golf GTI 220", "Clio TCE 90": an engine, not a plate. */
const ENGINE =
  /^(?:gti|gtd|tdi|tsi|tfsi|hdi|dci|tce|cdi|vvti|amg|rs|cv|ch|hp|km|cc)[ -]?\d|\d[ -]?(?:cv|ch|hp|km|kwh|cc|tdi|hdi|am|pm|th|st|nd|rd|e)$/;

/**
 * Number plates. Short mixes of letters and digits are everywhere: most forms count only near words about
 * vehicles, and those of North America only where they are introduced as plates or right behind a vehicle.
 */
export const vehiclePlate: Finder = {
  kind: "vehicle-plate",
  gate: digits(2),
  *find(reading, runs) {
    const near = new Nearness(reading);
    let end = 0;
    for (let at = 0; at < runs.count; at++) {
      if (runs.start(at) < end || runs.length(at) > 6) continue;
      const found = plateAt(reading, runs, at, near.of(runs.start(at)));
      if (found === undefined) continue;
      end = found.end;
      yield found;
    }
  },
};

/** Whether a sentence about vehicles is near, for offsets in rising order. */
class Nearness {
  readonly #sentences: Reading["sentences"];
  #at = 0;

  constructor(reading: Reading) {
    this.#sentences = reading.sentences.filter(({ topics }) => (topics & TOPIC.vehicle) !== 0);
  }

  of(offset: number): boolean {
    while (this.#at < this.#sentences.length && (this.#sentences[this.#at] as Span).end + REACH < offset)
      this.#at++;
    const next = this.#sentences[this.#at];
    return next !== undefined && next.start - REACH <= offset;
  }
}

function plateAt(reading: Reading, runs: Runs, at: number, vehicles: boolean): Hit | undefined {
  const { text } = reading;
  const digit = runs.start(at);
  // Where nothing speaks of a vehicle only the forms with hyphens count.
  if (!vehicles && text[digit - 1] !== "-" && text[runs.end(at)] !== "-") return undefined;
  const lead = /[a-z]{1,4}[ -]?$/.exec(text.slice(Math.max(0, digit - 5), digit))?.[0] ?? "";
  const start = digit - lead.length;
  if (lead !== "" && !isWord(text.charCodeAt(start - 1)) && text[start - 1] !== "-") {
    for (const form of LETTERS_FIRST) {
      const found = judged(reading, form, start, vehicles);
      if (found !== undefined) return found;
    }
  }
  if (!isWord(text.charCodeAt(digit - 1)) && !/[-.,/]/.test(text[digit - 1] ?? "")) {
    for (const form of DIGITS_FIRST) {
      const found = judged(reading, form, digit, vehicles);
      if (found !== undefined) return found;
    }
  }
  if (!vehicles) return undefined;
  return northAmerican(reading, start) ?? (lead === "" ? undefined : northAmerican(reading, digit));
}

function judged(reading: Reading, form: Form, start: number, vehicles: boolean): Hit | undefined {
  const match = matchAt(form.pattern, reading.text, start)?.[0];
  if (match === undefined) return undefined;
  const capitals = inCapitals(reading, start, match);
  if (form.capitals === true && (!capitals || ENGINE.test(match))) return undefined;
  if (vehicles && VEHICLE.test(around(reading, start, match.length)))
    return plate(start, match, 0.9, form.reason, "near words about a vehicle");
  if (form.alone !== true || !capitals || /ss/.test(match) || isOfAThing(reading, start)) return undefined;
  return plate(start, match, 0.7, form.reason);
}

function inCapitals(reading: Reading, start: number, match: string): boolean {
  for (const letter of match.matchAll(/[a-z]/g)) if (!isCapital(reading, start + letter.index)) return false;
  return true;
}

function northAmerican(reading: Reading, start: number): Hit | undefined {
  const { text } = reading;
  if (isWord(text.charCodeAt(start - 1)) || /[.,/-]/.test(text[start - 1] ?? "")) return undefined;
  const reason: Reason = "of the form of a North American number plate";
  const label = labelBefore(reading, start, 48);
  if (PLATE.test(label)) {
    const match = inAnyForm(reading, start, NUMBER_PLATE.test(label));
    return match === undefined ? undefined : plate(start, match, 0.9, reason, "near words about a vehicle");
  }
  const match = matchAt(NORTH_AMERICAN, text, start)?.[0];
  if (match === undefined || ENGINE.test(match)) return undefined;
  // "a white Toyota (ABC 1234)": near a vehicle, in capitals, with letters enough. Six characters are also a
  // model ("GLC 300"), unless they stand apart from it.
  const compact = match.replace(/[^a-z0-9]/g, "");
  const apart = match.includes("-") || /(?:[(,:-]| -) ?$/.test(label);
  if (compact.replace(/\d/g, "").length < 2 || compact.length < (apart ? 6 : 7)) return undefined;
  if (!inCapitals(reading, start, match) || !CAR.test(around(reading, start, match.length))) return undefined;
  if (isOfAThing(reading, start)) return undefined;
  return plate(start, match, 0.75, reason, "near words about a vehicle");
}

/** Groups with a digit, and short ones of capitals between and behind them; four to nine characters. */
function inAnyForm(reading: Reading, start: number, named: boolean): string | undefined {
  let match = matchAt(ANY, reading.text, start)?.[0] ?? "";
  for (let last = lastGroup(match); last > 0; last = lastGroup(match)) {
    const group = match.slice(last);
    if (/\d/.test(group) || (group.length < 5 && inCapitals(reading, start + last, group))) break;
    match = match.slice(0, last - 1);
  }
  const compact = match.replace(/[^a-z0-9]/g, "");
  if (compact.length < 4 || compact.length > 9 || !/\d/.test(compact) || !inCapitals(reading, start, match))
    return undefined;
  // Digits alone are a year or an amount, unless the label can mean nothing else.
  return /[a-z]/.test(compact) || (named && compact.length > 4) ? match : undefined;
}

const lastGroup = (match: string): number => match.search(/[^ .•-]*$/);

const around = (reading: Reading, start: number, length: number): string =>
  `${labelBefore(reading, start, 56)} ${after(reading, start + length, 40)}`;
const plate = (start: number, match: string, confidence: number, ...reasons: Reason[]): Hit =>
  hit(start, start + match.length, confidence, ...reasons);
