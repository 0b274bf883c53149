import { Views } from "../normalise/index.ts";
import { endOf, startOf } from "../normalise/view.ts";
import type { Reading } from "../reading.ts";
import type { Span } from "../types.ts";
import { Runs } from "./runs.ts";

/** How far from something rewritten a detail may begin that holds it. */
const REACH = 80;

/**
 * The part of a skeleton that says something else than the folded text: sentences and digits near what was
 * rewritten or kept apart by odd signs. Everything else has been read already, with its punctuation.
 */
export function whereDisguised(reading: Reading): { readonly reading: Reading; readonly runs: Runs } {
  const places = rewritten(reading);
  const near = (start: number, end: number): boolean => {
    const at = firstFrom(places, start - REACH);
    return at < places.length && (places[at] as number) <= end + REACH;
  };
  const sentences = reading.sentences.filter(({ start, end }) => near(start, end));
  const topics = sentences.reduce((all, sentence) => all | sentence.topics, 0);
  return {
    reading: { ...reading, sentences, topics },
    runs: new Runs(reading.text, reading.digits, near),
  };
}

/** Units of the skeleton, in order, that stand for something else in the original. */
function rewritten({ text, original, view }: Reading): number[] {
  const places: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const from = startOf(view, at);
    const unit = text.charCodeAt(at);
    if (unit === 32 || unit === 10) {
      const amidDigits = isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1));
      if (amidDigits && isOddGap(original, endOf(view, at - 1), startOf(view, at + 1))) places.push(at);
      continue;
    }
    const written = original.charCodeAt(from);
    // Letters with marks and look-alikes are in the folded text too.
    const same = written > 127 || (written >= 65 && written <= 90 ? written + 32 : written) === unit;
    if (!same || endOf(view, at) - from > 2) places.push(at);
  }
  return places;
}

const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57;

/** A sign that no one writes between groups of digits. */
function isOddGap(original: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const unit = original.charCodeAt(at);
    if (unit > 127) return true;
    if (unit > 32 && !ORDINARY.has(unit)) return true;
  }
  return false;
}

const ORDINARY: ReadonlySet<number> = new Set([..."!\"'(),-./:;?+&"].map((sign) => sign.charCodeAt(0)));

function firstFrom(places: readonly number[], least: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Whether the original says less plainly what the skeleton shows: with other letters and digits, one by one, or
 * kept apart by one odd sign. What stands there plainly the folded text has shown already, with its punctuation,
 * and the answer was no.
 */
export function isDisguised(reading: Reading, { start, end }: Span, shown: string): boolean {
  const folded = new Views(reading.original.slice(start, end)).folded.text;
  if (folded.replace(/[^a-z0-9]/g, "") !== shown.replace(/[^a-z0-9]/g, "")) return true;
  if (/(?:(?<!\w)\w[ .,_-]){4}/.test(folded)) return true;
  if (!/^[\d ]+$/.test(shown)) return false;
  const signs = new Set(folded.match(/[^a-z0-9]+/g)?.map((sign) => sign.trim()));
  return signs.size === 1 && ![...signs].some((sign) => /^[.,;:'"()/+-]*$/.test(sign));
}
