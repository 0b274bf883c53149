import { originalSpan, type View } from "./normalise/view.ts";
import { settingsOf, topicsOf, WORDS } from "./topics.ts";
import type { Span } from "./types.ts";
import { nextHash } from "./word-table.ts";

/** A sentence of a reading, with the topics that its words touch and the settings that they speak of. */
export interface Sentence extends Span {
  readonly topics: number;
  readonly settings: number;
}

/**
 * A view prepared for the finders by one scan: where sentences end, which topics their words touch, how many
 * digits there are. Finders whose gate is not met never run, and frames run only inside sentences of their
 * topic.
 */
export interface Reading {
  readonly text: string;
  readonly view: View;
  /** The text that was passed in, for what depends on upper case. */
  readonly original: string;
  /** True for the skeleton: what is found there was hidden from an ordinary reading. */
  readonly hidden: boolean;
  readonly sentences: readonly Sentence[];
  readonly topics: number;
  readonly digits: number;
}

/** Longer "sentences" are cut, so that no frame ever reads more than this many units at once. */
export const MAX_SENTENCE = 400;

const LINE_END = 10;

export function readView(view: View, original: string, hidden: boolean): Reading {
  const { text } = view;
  const sentences: Sentence[] = [];
  let digits = 0;
  let topics = 0;
  let settings = 0;
  let all = 0;
  let from = 0;
  let word = -1;
  let hash = 0;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : LINE_END;
    if (unit >= 97 && unit <= 122) {
      if (word < 0) {
        word = at;
        hash = 0;
      }
      hash = nextHash(hash, unit);
      continue;
    }
    if (word >= 0) {
      const entry = WORDS.find(hash, text, word, at);
      if (entry !== 0) {
        topics |= topicsOf(entry);
        settings |= settingsOf(entry);
      }
      word = -1;
    }
    if (unit >= 48 && unit <= 57) digits++;
    const ends =
      unit === LINE_END ||
      ((unit === 46 || unit === 33 || unit === 63) && !(text.charCodeAt(at + 1) > 32)) ||
      (at - from >= MAX_SENTENCE && (unit < 48 || unit > 57));
    if (!ends) continue;
    if (at > from) sentences.push({ start: from, end: Math.min(at + 1, text.length), topics, settings });
    all |= topics;
    topics = 0;
    settings = 0;
    from = at + 1;
  }
  return { text, view, original, hidden, sentences, topics: all, digits };
}

export const inOriginal = (reading: Reading, span: Span): Span =>
  originalSpan(reading.view, span.start, span.end);

/** Whether the character that the unit at `at` was read from is a capital. */
export function isCapital(reading: Reading, at: number): boolean {
  if (at >= reading.text.length) return false;
  const character = String.fromCodePoint(
    reading.original.codePointAt(inOriginal(reading, { start: at, end: at + 1 }).start) ?? 0,
  );
  return character !== character.toLowerCase();
}

/** The `length` units before `at`, as far as they are on the same line. */
export function before(reading: Reading, at: number, length: number): string {
  const text = reading.text.slice(Math.max(0, at - length), at);
  return text.slice(text.lastIndexOf("\n") + 1);
}

export function after(reading: Reading, at: number, length: number): string {
  const text = reading.text.slice(at, at + length);
  const end = text.indexOf("\n");
  return end < 0 ? text : text.slice(0, end);
}
