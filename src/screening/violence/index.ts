import { Claims } from "../claims.ts";
import { inOriginal, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import type { Finding, Span, ViolenceKind } from "../types.ts";
import { componentsOf, UNSAID } from "./components.ts";
import { FRAMES } from "./frames/index.ts";
import { judge, OUTPUTS } from "./model.ts";
import { quotesThatMatter } from "./quotes.ts";
import { type PassageReading, passagesOf, readPassage } from "./reading.ts";

const HIDDEN: Reason = "written so as to escape a search: look-alike characters, spacing or numbers in words";

/** Threats, incitement and raids: one finding in a sentence at most. */
export function findViolence(readings: readonly Reading[]): Finding[] {
  const found: Finding[] = [];
  const claims = new Claims(readings[0]?.original.length ?? 0);
  for (const reading of readings) {
    if ((reading.topics & (TOPIC.violence | TOPIC.veiled)) === 0) continue;
    const quotes = quotesThatMatter(reading.text);
    for (const passage of passagesOf(reading)) {
      // A line that a forum or mail program marks as quoted is somebody else's, as far as there is an own text.
      if (quotes.length > 0 && reading.text[reading.sentences[passage.from]?.start ?? 0] === ">") continue;
      const read = readPassage(reading, passage, quotes);
      const finding = read === undefined ? undefined : inPassage(reading, read);
      if (finding !== undefined && claims.take(finding)) found.push(finding);
    }
  }
  return found;
}

function inPassage(reading: Reading, sentence: PassageReading): Finding | undefined {
  const [any = 0, ...kinds] = judge(sentence);
  if (any < 0) return undefined;
  const kind = OUTPUTS[1 + kinds.indexOf(Math.max(...kinds))] as ViolenceKind;
  const confidence = 1 / (1 + Math.exp(-any));
  const matches = sentence.matches.filter(({ frame }) => FRAMES[frame]?.kind === kind);
  const reasons = matches.map(({ frame }) => (FRAMES[frame] as (typeof FRAMES)[number]).reason);
  if (reasons.length === 0) reasons.push(UNSAID[kind]);
  return {
    kind,
    ...inOriginal(reading, spanOf(reading, sentence, matches)),
    confidence: reading.hidden ? confidence * 0.9 : confidence,
    reasons: [
      ...new Set([...reasons, ...componentsOf(sentence.symbols), ...(reading.hidden ? [HIDDEN] : [])]),
    ],
  };
}

/** From the first word of the frames to their last; the whole sentence where none matched. */
function spanOf(
  { text }: Reading,
  { start, end, tokens }: PassageReading,
  matches: PassageReading["matches"],
): Span {
  if (matches.length > 0) {
    return {
      start: Math.min(...matches.map((match) => tokens.starts[match.start] as number)),
      end: Math.max(...matches.map((match) => tokens.ends[match.end - 1] as number)),
    };
  }
  const own = text.slice(start, end);
  const lead = own.length - own.trimStart().length;
  return { start: start + lead, end: start + Math.max(lead + 1, own.trimEnd().length) };
}
