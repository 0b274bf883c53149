import type { Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import type { Span } from "../types.ts";
import type { Subject } from "./features.ts";
import { defuse } from "./frames/defuse.ts";
import { matchFrames } from "./frames/index.ts";
import { mergeGroups } from "./groups.ts";
import { symbolsIn } from "./lexicon/index.ts";
import { isQuoted } from "./quotes.ts";
import { rolesOf } from "./roles.ts";
import { type Tokens, tokensOf } from "./tokens.ts";
import { VEILED, VIOLENT } from "./triggers.ts";

/** Sentences of one line that are judged together, as far as they fit. */
const MAX_PASSAGE = 320;
/** How far around a passage, in units, its subject may be named. */
const AROUND = 200;

/** A word by which somebody may be harmed. */
const MAY_HARM = new RegExp(`[${[...VIOLENT, ...VEILED].map(symbolsIn).join("")}]`);

/** A passage as frames and model see it. */
export interface PassageReading extends Subject {
  readonly start: number;
  readonly end: number;
  readonly tokens: Tokens;
}

/** The sentences `from..to` of a reading. */
interface Passage {
  readonly from: number;
  readonly to: number;
}

/** Whether a sentence may hold violence at all, by its words. */
const isWorthReading = (topics: number): boolean =>
  (topics & TOPIC.violence) !== 0 || ((topics & TOPIC.veiled) !== 0 && (topics & TOPIC.somebody) !== 0);

/** The passages of a reading whose words may hold violence. */
export function* passagesOf({ sentences, text }: Reading): Generator<Passage> {
  let from = 0;
  let isWorth = false;
  for (let at = 0; at < sentences.length; at++) {
    const { end, topics } = sentences[at] as Reading["sentences"][number];
    isWorth ||= isWorthReading(topics);
    const next = sentences[at + 1];
    const start = (sentences[from] as Reading["sentences"][number]).start;
    const closes = next === undefined || text.charCodeAt(end - 1) === 10 || next.end - start > MAX_PASSAGE;
    if (!closes) continue;
    if (isWorth) yield { from, to: at };
    from = at + 1;
    isWorth = false;
  }
}

/** Reads a passage, with what its neighbours speak of. */
/**
 * Undefined for a passage that says nothing that could be done to anybody: without a predicate or a frame it is an
 * opinion at most, and opinions are not judged.
 */
export function readPassage(
  { sentences, text }: Reading,
  { from, to }: Passage,
  quotes: readonly Span[],
): PassageReading | undefined {
  const at = (index: number) => sentences[index] as Reading["sentences"][number];
  const { start } = at(from);
  const { end } = at(to);
  const read = tokensOf(text, start, end);
  const tokens = mergeGroups({ ...read, symbols: defuse(read.symbols) });
  let settings = 0;
  for (let index = from; index <= to; index++) settings |= at(index).settings;
  let before = 0;
  for (let index = from - 1; index >= 0 && at(index).end >= start - AROUND; index--)
    before |= at(index).settings;
  let after = 0;
  for (let index = to + 1; index < sentences.length && at(index).start <= end + AROUND; index++)
    after |= at(index).settings;
  const announced = /[:"«]\s*$/.test(text.slice(Math.max(0, start - 8), start));
  const { symbols } = tokens;
  const matches = matchFrames(symbols);
  const roles = rolesOf(symbols);
  if (matches.length === 0 && roles.length === 0 && !MAY_HARM.test(symbols)) return undefined;
  const [first] = matches;
  const place =
    first === undefined
      ? { start, end }
      : { start: tokens.starts[first.start] as number, end: tokens.ends[first.start] as number };
  const quoted = isQuoted(quotes, place);
  return { start, end, tokens, symbols, matches, roles, settings, before, after, announced, quoted };
}
