import { after, before, isCapital, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { isOfAThing } from "./context.ts";
import { digits, type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";
import {
  DOCUMENT_SCHEME,
  DOTTED,
  digitsOf,
  LETTERED,
  SCHEMES,
  type Scheme,
  UNANNOUNCED,
} from "./identity-forms.ts";
import type { Runs } from "./runs.ts";

/** How far a number may stand from its label. */
const REACH = 64;
/** Between a label and a document's number there is nothing but how numbers are introduced. */
const INTRODUCED =
  /(?:[\s:=#"'(*_>|,.-]|n°|(?:no|nr|num|numero|number|is|est|c'est|id|card|carte|licen[cs]e|license|document|francais\w*|canadi\w+|us|uk|british|american|belge|suisse|de|of|for|pour|conduire|permis|la|le|the|numbers?)\b){0,12}/y;

/**
 * Numbers that states give to people: those of France, the United States, Canada, Great Britain, Belgium and
 * Switzerland by their form and check digits, documents by their name. Where words announce a number its form
 * is enough.
 */
export const identityNumber: Finder = {
  kind: "identity-number",
  gate: digits(5),
  *find(reading, runs) {
    if ((reading.topics & TOPIC.identity) !== 0) yield* announced(reading, runs);
    for (let at = 0; at < runs.count; at++) {
      const found = unannounced(reading, runs, at);
      if (found !== undefined) yield found;
    }
  },
};

function* announced(reading: Reading, runs: Runs): Generator<Hit> {
  for (const sentence of reading.sentences) {
    if ((sentence.topics & TOPIC.identity) === 0) continue;
    const number = runs.from(sentence.start);
    if (number === runs.count || runs.start(number) > sentence.end + REACH) continue;
    const text = reading.text.slice(sentence.start, sentence.end);
    for (const scheme of SCHEMES) {
      for (const label of text.matchAll(scheme.label)) {
        const start = sentence.start + label.index;
        const found =
          numberAfter(reading, scheme, start + label[0].length) ??
          numberBefore(reading, scheme, start) ??
          (/^socials?$/.test(label[0]) ? undefined : otherForm(reading, start + label[0].length));
        if (found !== undefined) yield found;
      }
    }
    for (const label of text.matchAll(DOCUMENT_SCHEME.label)) {
      const found = document(reading, sentence.start + label.index + label[0].length);
      if (found !== undefined) yield found;
    }
  }
}

/** The first number after a label that has the form, on the same line or alone on the next. */
function numberAfter(reading: Reading, scheme: Scheme, from: number): Hit | undefined {
  const { text } = reading;
  const limit = Math.min(text.length, from + REACH);
  let lines = 0;
  for (let at = from; at < limit; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 && ++lines > 1) return undefined;
    if (!isWord(unit) || isWord(text.charCodeAt(at - 1))) continue;
    const match = matchAt(scheme.form, text, at);
    if (match !== undefined) return labelled(scheme, at, match[0]);
    // Another number comes first: the label is about that one.
    if (/^\d{3}/.test(text.slice(at, at + 3))) return undefined;
  }
  return undefined;
}

/** "046 454 286 (SIN)", "123-45-6789 is her SSN". */
function numberBefore(reading: Reading, scheme: Scheme, to: number): Hit | undefined {
  const lead = before(reading, to, 40);
  const tail =
    /[ ,:=(-]{1,3}(?:(?:is|est|c'est|was|are|her|his|my|their|son|mon|sa|ma|le|la|the)[ ']{1,2}){0,3}$/.exec(
      lead,
    );
  const end = tail?.index ?? 0;
  if (end === 0) return undefined;
  for (let at = Math.max(0, end - 24); at < end; at++) {
    if (!isWord(lead.charCodeAt(at)) || isWord(lead.charCodeAt(at - 1))) continue;
    const match = matchAt(scheme.form, lead, at);
    if (match !== undefined && at + match[0].length === end)
      return labelled(scheme, to - lead.length + at, match[0]);
  }
  return undefined;
}

const labelled = ({ right, reason }: Omit<Scheme, "label">, start: number, written: string): Hit =>
  right?.(written.replace(/[^\da-z]/g, "")) === false || reason === "introduced as an identity number"
    ? hit(start, start + written.length, 0.85, "introduced as an identity number")
    : hit(start, start + written.length, 0.98, reason, "introduced as an identity number");

/** Behind a label the number of another country counts too: "SSN: 046 454 286". */
function otherForm(reading: Reading, from: number): Hit | undefined {
  const start = from + (matchAt(INTRODUCED, reading.text, from)?.[0].length ?? 0);
  if (isWord(reading.text.charCodeAt(start - 1))) return undefined;
  for (const { form } of SCHEMES) {
    const written = matchAt(form, reading.text, start)?.[0];
    if (written !== undefined)
      return hit(start, start + written.length, 0.85, "introduced as an identity number");
  }
  return document(reading, from);
}

function document(reading: Reading, from: number): Hit | undefined {
  const start = from + (matchAt(INTRODUCED, reading.text, from)?.[0].length ?? 0);
  let written = matchAt(DOCUMENT_SCHEME.form, reading.text, start)?.[0];
  // "123456789 12/05/2027": the day of a date is no part of it.
  if (written !== undefined && reading.text[start + written.length] === "/")
    written = /^(.*) /.exec(written)?.[1];
  // "12AB34567 à Lyon": a last letter alone is part of it only in capitals.
  if (written !== undefined && / [a-z]$/.test(written) && !isCapital(reading, start + written.length - 1))
    written = written.slice(0, -2);
  if (written === undefined || digitsOf(written).length < 5 || isWord(reading.text.charCodeAt(start - 1)))
    return undefined;
  if (/^(?:[€$%]| ?(?:euros?|eur|cad|usd)\b)/.test(after(reading, start + written.length, 8)))
    return undefined;
  return labelled(DOCUMENT_SCHEME, start, written);
}

function unannounced(reading: Reading, runs: Runs, at: number): Hit | undefined {
  const { text } = reading;
  const start = runs.start(at);
  if (runs.length(at) === 3) {
    const match = matchAt(DOTTED.form, text, start);
    if (match !== undefined && DOTTED.lead.test(before(reading, start, 30)))
      return labelled(DOTTED, start, match[0]);
  }
  const previous = text.charCodeAt(start - 1);
  if (!isWord(previous)) {
    if (previous === 45 || previous === 46) return undefined;
    for (const { form, right, reason, confidence } of UNANNOUNCED) {
      const match = matchAt(form, text, start);
      if (match === undefined || right?.(match[0].replace(/[^\da-z]/g, "")) === false) continue;
      if (isOfAThing(reading, start)) return undefined;
      return hit(start, start + match[0].length, confidence, reason);
    }
  }
  return lettered(reading, start);
}

/** A number that begins with a few capitals right before the digits at `digit`. */
function lettered(reading: Reading, digit: number): Hit | undefined {
  const lead = /(?<![\w-])[a-z]{2,5} ?$/.exec(before(reading, digit, 8))?.[0];
  if (lead === undefined) return undefined;
  const start = digit - lead.length;
  if (!isCapital(reading, start) || !isCapital(reading, start + 1)) return undefined;
  for (const { form, reason } of LETTERED) {
    const match = matchAt(form, reading.text, start);
    if (match === undefined || !isCapital(reading, start + match[0].length - 1)) continue;
    return isOfAThing(reading, start) ? undefined : hit(start, start + match[0].length, 0.85, reason);
  }
  return undefined;
}
