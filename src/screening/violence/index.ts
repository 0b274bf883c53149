import { Claims } from "../claims.ts";
import { lines } from "../pattern.ts";
import { inOriginal, isCapital, type Reading, type Sentence } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import type { Finding, Span } from "../types.ts";
import { ENGLISH } from "./english.ts";
import type { Frame } from "./frame.ts";
import { FRENCH } from "./french.ts";
import { excused } from "./guard.ts";
import { isQuoted, quotedSpans } from "./quotes.ts";

const FRAMES = [...ENGLISH, ...FRENCH].map((frame) => ({ ...frame, regex: new RegExp(frame.pattern) }));
type Compiled = Frame & { readonly regex: RegExp };

/** A text that is nothing but a quotation is the writer's own after all. */
const MIN_OWN_WORDS = 12;

const WEAPON = new RegExp(lines`
  \b(?:knife|knives|gun|guns|rifle|pistol|bullets?|machete|axe|hammer|acid|bat|bomb|petrol|gasoline
  |crowbar|shotgun|couteaux?|flingue|fusil|pistolet|balles?|machette|hache|marteau|acide|batte|bombe
  |essence|calibre|arme)\b
`);
const WHEN_WHERE = new RegExp(lines`
  \b(?:tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|at \d{1,2} ?(?:am|pm)
  |next week|after (?:school|work)|your (?:house|home|door|school|work)|ce soir|demain|lundi|mardi
  |mercredi|jeudi|vendredi|samedi|dimanche|a \d{1,2} ?h|chez toi|chez elle|chez lui|devant ta porte
  |cette nuit|a la sortie)\b
`);

/** Threats, incitement and raids: one finding of a kind in a sentence at most. */
export function findViolence(readings: readonly Reading[]): Finding[] {
  const found: Finding[] = [];
  const claims = new Map<string, Claims>();
  for (const reading of readings) {
    if ((reading.topics & (TOPIC.violence | TOPIC.raid)) === 0) continue;
    const quotes = quotesThatMatter(reading.text);
    for (const sentence of reading.sentences) {
      if ((sentence.topics & (TOPIC.violence | TOPIC.raid)) === 0) continue;
      for (const finding of inSentence(reading, sentence, quotes)) {
        const taken = claims.get(finding.kind) ?? new Claims(reading.original.length);
        claims.set(finding.kind, taken);
        if (taken.take(finding)) found.push(finding);
      }
    }
  }
  return found;
}

function quotesThatMatter(text: string): Span[] {
  const quotes = quotedSpans(text);
  const quoted = quotes.reduce((sum, quote) => sum + quote.end - quote.start, 0);
  return text.trim().length - quoted >= MIN_OWN_WORDS ? quotes : [];
}

function* inSentence(reading: Reading, sentence: Sentence, quotes: readonly Span[]): Generator<Finding> {
  const text = reading.text.slice(sentence.start, sentence.end);
  const kinds = new Set<string>();
  for (const frame of FRAMES) {
    if (kinds.has(frame.kind)) continue;
    const match = frame.regex.exec(text);
    if (match === null || !namesSomeone(reading, sentence, match)) continue;
    const span = {
      start: sentence.start + match.index,
      end: sentence.start + match.index + match[0].trimEnd().length,
    };
    if (isQuoted(quotes, span) || excused(reading, sentence, frame, match)) continue;
    kinds.add(frame.kind);
    yield {
      kind: frame.kind,
      ...inOriginal(reading, span),
      confidence: reading.hidden ? frame.confidence * 0.9 : frame.confidence,
      reasons: reasons(reading, frame, text),
    };
  }
}

/** Where the target is a bare word, it must be written like a name. */
function namesSomeone(reading: Reading, sentence: Sentence, match: RegExpExecArray): boolean {
  const name = match.groups?.name;
  if (name === undefined) return true;
  return isCapital(reading, sentence.start + match.index + match[0].lastIndexOf(name));
}

function reasons(reading: Reading, frame: Compiled, text: string): Reason[] {
  const given: Reason[] = [frame.reason];
  if (frame.kind === "threat" && WEAPON.test(text)) given.push("names a weapon");
  if (WHEN_WHERE.test(text)) given.push("says when or where");
  if (reading.hidden) {
    given.push("written so as to escape a search: look-alike characters, spacing or numbers in words");
  }
  return given;
}
