import { type View, ViewBuilder } from "./view.ts";

/** UAX #15 §13 (Stream-Safe Text Format): longer runs of marks would make canonical ordering quadratic. */
const MAX_MARKS = 30;

/** A base with its marks, or a Hangul syllable in jamo: what NFC may compose. */
const CLUSTER = new RegExp(
  `[\\u1100-\\u1112][\\u1161-\\u1175][\\u11a8-\\u11c2]?|\\P{M}\\p{M}{1,${MAX_MARKS}}|[^]`,
  "gu",
);

/**
 * Text without any of these is in NFC already: every code point below U+0300 is, alone and next to the
 * others.
 */
const MAY_COMPOSE = /[\u0300-\u{10ffff}]/u;
/** Typography of plain French and English (General Punctuation, €, œ below it), which composes with nothing. */
const STILL_PLAIN = /^[\0-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20bf]*$/;

/**
 * The text in NFC, in its own case: for showing it, and for patterns that read upper case. U+FEFF is left out: it is
 * zero width, and a blank to every \s. Linear.
 */
export function light(text: string): View {
  if (!MAY_COMPOSE.test(text) || STILL_PLAIN.test(text)) return { text };
  const view = new ViewBuilder(text.length);
  for (const match of text.matchAll(CLUSTER)) {
    const start = match.index;
    const end = start + match[0].length;
    const composed = match[0].length === 1 && match[0] < "\u0300" ? match[0] : match[0].normalize("NFC");
    if (composed === match[0]) {
      for (let at = start; at < end; at++) push(view, text.charCodeAt(at), at, at + 1);
    } else {
      for (let at = 0; at < composed.length; at++) push(view, composed.charCodeAt(at), start, end);
    }
  }
  return view.finish();
}

function push(view: ViewBuilder, unit: number, start: number, end: number): void {
  if (unit !== 0xfeff) view.push(unit, start, end);
}
