import type { Reading, Sentence } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import type { Frame } from "./frame.ts";
import {
  FRIENDLY,
  GAME,
  IDIOM,
  IDIOM_FR,
  NEGATED,
  NEGATED_FR,
  NEGATED_INSIDE,
  REPORTED,
  REPORTED_FR,
  TOLD,
} from "./guards.ts";

/** How far around a sentence its subject may be named: "Match de ce soir. Je vais te tuer." */
const AROUND = 160;
/** Frames that a friend's visit can look like. */
const SPEAKS_OF_HOMES: readonly Reason[] = [
  "calls on others to flood or mass-report a person's accounts",
  "calls on others to turn up where a person lives or is",
  "calls for unwanted deliveries to a person",
  "lets the person know that they can be found at home or followed",
  "a veiled warning that harm will come",
];
/** "I hope that you …": a wish, which is a frame of its own. */
const WISHED = /\b(?:hope|wish|pray|espere|esperons|souhaite|souhaitons) (?:that |qu'|que )?$/;
/** How far before a sentence an announcement of somebody's words may stand: "He wrote to me. I will …" */
const ANNOUNCED = 60;

/**
 * Whether what surrounds a matched frame makes it harmless or somebody else's: negation, a report or quote,
 * a game, an idiom, a work of fiction, the news, a friendly visit.
 */
export function excused(reading: Reading, sentence: Sentence, frame: Frame, match: RegExpExecArray): boolean {
  const text = reading.text.slice(sentence.start, sentence.end);
  const lead = text.slice(0, match.index);
  const rest = text.slice(match.index + match[0].length);
  if (frame.kind === "threat" && WISHED.test(lead)) return true;
  if (NEGATED.test(lead) || NEGATED_FR.test(lead)) return true;
  if (!frame.negative && NEGATED_INSIDE.test(match[0])) return true;
  if (reports(reading, sentence, lead, rest)) return true;
  if (IDIOM.test(text) || IDIOM_FR.test(text) || TOLD.test(text)) return true;
  if (SPEAKS_OF_HOMES.includes(frame.reason) && FRIENDLY.test(text)) return true;
  return GAME.test(reading.text.slice(Math.max(0, sentence.start - AROUND), sentence.end + AROUND));
}

function reports(reading: Reading, sentence: Sentence, lead: string, rest: string): boolean {
  const earlier = reading.text.slice(Math.max(0, sentence.start - ANNOUNCED), sentence.start);
  const announced = /[:"«]\s*$/.test(earlier) ? earlier : "";
  const said = `${announced} ${lead}`;
  return REPORTED.test(said) || REPORTED_FR.test(said) || REPORTED.test(rest) || REPORTED_FR.test(rest);
}
