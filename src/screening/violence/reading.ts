import type { Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import type { Span } from "../types.ts";
import type { Subject } from "./features.ts";
import { matchFrames } from "./frames/index.ts";
import { isQuoted } from "./quotes.ts";
import { type Tokens, tokensOf } from "./tokens.ts";

/** How far around a sentence, in units, its subject may be named. */
const AROUND = 200;

/** A sentence as frames and model see it. */
export interface SentenceReading extends Subject {
  readonly start: number;
  readonly end: number;
  readonly tokens: Tokens;
}

/** Whether a sentence may hold violence at all, by its words. */
export const isWorthReading = (topics: number): boolean =>
  (topics & TOPIC.violence) !== 0 || ((topics & TOPIC.veiled) !== 0 && (topics & TOPIC.somebody) !== 0);

/** Reads the sentence at `index` of a reading, with what its neighbours speak of. */
export function readSentence(reading: Reading, index: number, quotes: readonly Span[]): SentenceReading {
  const { sentences, text } = reading;
  const { start, end, settings } = sentences[index] as Reading["sentences"][number];
  const tokens = tokensOf(reading, start, end);
  let before = 0;
  for (let at = index - 1; at >= 0; at--) {
    const other = sentences[at] as Reading["sentences"][number];
    if (other.end < start - AROUND) break;
    before |= other.settings;
  }
  let after = 0;
  for (let at = index + 1; at < sentences.length; at++) {
    const other = sentences[at] as Reading["sentences"][number];
    if (other.start > end + AROUND) break;
    after |= other.settings;
  }
  const announced = /[:"«]\s*$/.test(text.slice(Math.max(0, start - 8), start));
  const matches = matchFrames(tokens.symbols);
  const [first] = matches;
  const place =
    first === undefined
      ? { start, end }
      : { start: tokens.starts[first.start] as number, end: tokens.ends[first.start] as number };
  const quoted = isQuoted(quotes, place);
  return { start, end, tokens, symbols: tokens.symbols, matches, settings, before, after, announced, quoted };
}
