import type { Span } from "../types.ts";

const OPENING = /["«]/g;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "«": "»" };
/** A quotation that does not close within this many units is a stray mark. */
const MAX_QUOTE = 600;

/**
 * Text between quotation marks, marks included, and lines that a forum or mail client marks as quoted with
 * ">".
 */
export function quotedSpans(text: string): Span[] {
  const spans: Span[] = [];
  if (text.includes("\n>") || text.startsWith(">")) {
    for (const line of text.matchAll(/(?:^|\n)>[^\n]*/g)) {
      spans.push({ start: line.index, end: line.index + line[0].length });
    }
  }
  OPENING.lastIndex = 0;
  for (let open = OPENING.exec(text); open !== null; open = OPENING.exec(text)) {
    const window = text.slice(open.index + 1, open.index + MAX_QUOTE);
    const close = window.indexOf(CLOSING[open[0]] as string);
    if (close < 0) continue;
    const end = open.index + close + 2;
    spans.push({ start: open.index, end });
    OPENING.lastIndex = end;
  }
  return spans.sort((a, b) => a.start - b.start);
}

/** A text that is nothing but a quotation is the writer's own after all. */
const MIN_OWN = 12;

/** The quotations of a text, unless hardly anything else is in it. */
export function quotesThatMatter(text: string): Span[] {
  const quotes = quotedSpans(text);
  if (quotes.length === 0) return quotes;
  const quoted = quotes.reduce((sum, quote) => sum + quote.end - quote.start, 0);
  return text.trim().length - quoted >= MIN_OWN ? quotes : [];
}

/** Whether `span` lies in one of the sorted quotes; the search is binary. */
export function isQuoted(quotes: readonly Span[], span: Span): boolean {
  let low = 0;
  let high = quotes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((quotes[middle] as Span).end < span.end) low = middle + 1;
    else high = middle;
  }
  const quote = quotes[low];
  return quote !== undefined && quote.start <= span.start;
}
