import { fold } from "../../../screening/normalise/fold.ts";

/** More than any form takes; what stands behind it is not read. */
const MAX_UNITS = 40_000;
const MAX_WORDS = 4000;

/**
 * An address of a page, a sign of a script that is written without spaces, or a run of letters and digits. Everything else
 * stands between words.
 */
const WORD =
  /(https?:\S+)|[\p{Ideographic}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu;

/**
 * The words of a text as they are compared: folded as for screening (NFKD without marks, look-alikes as Latin, lower case,
 * nothing invisible), a run of digits as `0`, an address of a page as `url`. Numbers and addresses are what a template
 * leaves open, and what honest reports of one page have in common.
 */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  // For JavaScript a byte order mark is a space, and would be folded to one.
  const seen = text.slice(0, MAX_UNITS).replaceAll("\ufeff", "");
  for (const [word, url] of fold(seen).text.matchAll(WORD)) {
    words.push(url === undefined ? word.replace(/\p{N}+/gu, "0") : "url");
    if (words.length === MAX_WORDS) break;
  }
  return words;
}
