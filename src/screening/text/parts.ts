import { attributionOf } from "./attribution.ts";
import { hasBbcode, type Marked, readBbcode } from "./bbcode.ts";
import { readChat } from "./chat.ts";
import { hasQuotedLines, readLines } from "./lines.ts";

export type { Marked } from "./bbcode.ts";

/** Words enough to be somebody's own: a post that says less says what it quotes. */
export const MIN_OWN_UNITS = 12;

/** A text taken apart into what its writer says and what it quotes; one part where nothing in it says otherwise. Linear. */
export function partsOf(whole: Marked, isElsewhere?: (line: string) => boolean): Marked[] {
  const parts = (hasBbcode(whole.text) ? fromBbcode(whole) : [whole]).flatMap((part) => {
    const lines = hasQuotedLines(part.text) ? readLines(part, isElsewhere) : [part];
    return lines.flatMap((one) => readChat(one) ?? [one]);
  });
  if (whole.isQuote || !parts.some(({ isQuote }) => isQuote)) return parts;
  return hasOwnWords(parts) ? parts : parts.map((part) => ({ ...part, isQuote: false }));
}

const fromBbcode = (whole: Marked): Marked[] =>
  readBbcode(whole.text).map(({ text, author, isQuote, isHidden }) => ({
    text,
    author: author || (isQuote ? "" : whole.author),
    isQuote: isQuote || whole.isQuote,
    isHidden: isHidden || whole.isHidden,
  }));

function hasOwnWords(parts: readonly Marked[]): boolean {
  let units = 0;
  for (const { text, isQuote } of parts) {
    if (isQuote) continue;
    for (const line of text.split("\n")) if (attributionOf(line) === undefined) units += line.length;
    if (units >= MIN_OWN_UNITS) return true;
  }
  return false;
}
