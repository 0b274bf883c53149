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

/** The text in NFC, in its own case: for showing it, and for patterns that read upper case. Linear. */
export function light(text: string): View {
  if (!MAY_COMPOSE.test(text)) return { text };
  const view = new ViewBuilder(text.length);
  for (const match of text.matchAll(CLUSTER)) {
    const start = match.index;
    const end = start + match[0].length;
    const composed = match[0].length === 1 && match[0] < "\u0300" ? match[0] : match[0].normalize("NFC");
    if (composed === match[0]) {
      for (let at = start; at < end; at++) view.push(text.charCodeAt(at), at, at + 1);
    } else {
      for (let at = 0; at < composed.length; at++) view.push(composed.charCodeAt(at), start, end);
    }
  }
  return view.finish(text.length);
}
