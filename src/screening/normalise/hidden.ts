import type { Span } from "../types.ts";
import { undoLookAlikes } from "./leet.ts";
import { NUMBER_WORDS } from "./number-words.ts";

const LETTER = 1;
const DIGIT = 2;
const SIGN = 4;
const KIND = new Uint8Array(0x80);
for (const [from, to, kind] of ["azL", "09D"].map((range) => [...range])) {
  KIND.fill(kind === "L" ? LETTER : DIGIT, from?.charCodeAt(0), (to?.charCodeAt(0) ?? 0) + 1);
}
for (const sign of "@$!|") KIND[sign.charCodeAt(0)] = SIGN;
const EURO = 0x20ac;

const kindOf = (unit: number): number => {
  if (unit < 0x80) return KIND[unit] as number;
  if (unit === EURO) return SIGN;
  return unit >= 0xc0 && (unit < 0x2000 || unit >= 0x2c00) && (unit < 0xd800 || unit >= 0xf900) ? LETTER : 0;
};

const WORDS = [...NUMBER_WORDS];
const LONGEST = Math.max(...WORDS.map((word) => word.length));
/** Length, first and last letter of every number word: most other words have none of these. */
const shape = (length: number, first: number, last: number): number =>
  (length << 10) | ((first & 31) << 5) | (last & 31);
const SHAPES = new Uint8Array((LONGEST + 1) << 10);
for (const word of WORDS)
  SHAPES[shape(word.length, word.charCodeAt(0), word.charCodeAt(word.length - 1))] = 1;
/** Those that are more than one digit, or make the next one more: one of them alone is worth a look. */
const LONG = new Set(
  WORDS.filter(
    (word) =>
      !/^(?:double|triple|zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|oh|n[oa]ught|one|two|three|four|five|seven|eight|nine)$/.test(
        word,
      ),
  ),
);

const MAX_TOKEN = 100;
const rewritten = (token: string): boolean =>
  token.length > MAX_TOKEN || undoLookAlikes(token, true) !== token;

const REPEAT = /^(?:double|triple)$/;

/** Single characters in a row, apart, that are read as one word. */
export const MIN_SPELLED_OUT = 4;

/**
 * Where, from `from` on, the skeleton of a folded text may begin to differ from it: a word with digits or signs in it,
 * characters apart, numbers in words. Undefined where nowhere, which is sure. One pass without regular expressions, because
 * every text pays for it.
 */
export function nextHidden(text: string, from: number): Span | undefined {
  let start = from;
  let end = from;
  let mask = 0;
  let signs = 0;
  let singles = 0;
  let firstSingle = from;
  let lastGap = 0;
  let afterNumber = false;
  let afterRepeat = false;
  let lastStart = from;
  let lastMask = 0;
  let amid = -1;
  for (let at = from; at <= text.length; at++) {
    const kind = at < text.length ? kindOf(text.charCodeAt(at)) : 0;
    if (kind === SIGN) {
      signs = SIGN; // part of a word only if it goes on behind them
      continue;
    }
    if (kind !== 0) {
      if (mask === 0) start = at;
      else mask |= signs;
      signs = 0;
      mask |= kind;
      end = at + 1;
      continue;
    }
    signs = 0;
    if (mask === 0) continue;
    const length = end - start;
    if (mask & LETTER && mask !== LETTER && rewritten(text.slice(start, end))) return { start, end };
    if (length === 1) {
      const gap = text.charCodeAt(start - 1);
      if (singles === 0 || start - lastStart > 2 || (singles > 1 && gap !== lastGap)) {
        singles = singles > 0 && start - lastStart <= 2 ? 1 : 0;
        firstSingle = singles === 1 ? lastStart : start;
      }
      lastGap = gap;
      if (++singles >= MIN_SPELLED_OUT) return { start: firstSingle, end };
    } else singles = 0;
    if (amid >= 0 && (mask & DIGIT) !== 0) return { start: amid, end };
    amid = lastMask & DIGIT && length <= 2 && /^[oilzsb]+$/.test(text.slice(start, end)) ? lastStart : -1;
    lastMask = mask;
    let isNumber = false;
    let isRepeat = false;
    if (
      mask === LETTER &&
      length <= LONGEST &&
      SHAPES[shape(length, text.charCodeAt(start), text.charCodeAt(end - 1))] === 1
    ) {
      const word = text.slice(start, end);
      if (LONG.has(word)) return { start: afterNumber ? lastStart : start, end };
      if (NUMBER_WORDS.has(word)) {
        isRepeat = REPEAT.test(word);
        if (!isRepeat && (afterNumber || afterRepeat)) return { start: lastStart, end };
        isNumber = !isRepeat;
      }
    } else if (mask === DIGIT && afterNumber) return { start: lastStart, end };
    afterNumber = isNumber;
    afterRepeat = isRepeat;
    lastStart = start;
    mask = 0;
  }
  return undefined;
}
