import { type DataText, dataTexts } from "./html/data.ts";
import type { Draft } from "./html/drafts.ts";
import type { Flow } from "./html/flow.ts";
import { readPage } from "./html/read.ts";
import { Repeats } from "./html/unseen.ts";
import { attributionOf, authorName } from "./text/attribution.ts";
import { isBoard } from "./text/lines.ts";
import { type Marked, partsOf } from "./text/parts.ts";

/** A stretch of text with one author. */
export interface Segment {
  readonly text: string;
  readonly author?: string;
  /** A reply under something else, rather than the page's own text. */
  readonly isComment: boolean;
  /** Words of another post or person, repeated here by somebody who says something else too. */
  readonly isQuote: boolean;
  /** Not seen by a reader who just opens the page: not rendered, folded, a tooltip, text for machines. */
  readonly isHidden: boolean;
}

export const BETWEEN_SEGMENTS = "\n\n";
/** HTML in JSON in a page is read; what is in that again is not. */
const MAX_INNER = 1;

/**
 * The text of a page, with posts, their authors and what they quote kept apart where markup or text says so. What readers do
 * not see is kept too, and says so. Never throws; linear.
 */
export const segmentHtml = (html: string): Segment[] => bounded(segmentsOf(html, 0));

/** The same of a text without markup: mail, chat logs, forum sources; of JSON, its texts. */
export function segmentText(text: string): Segment[] {
  if (text.trim() === "") return [];
  const data = /^\s*[[{]/.test(text) ? dataTexts(text) : [];
  if (data.length > 0) return bounded(data.flatMap((one) => dataSegments(one, 0, false)));
  const isElsewhere = isBoard(text) ? knownLines([text]) : undefined;
  const parts = partsOf({ text, author: "", isQuote: false, isHidden: false }, isElsewhere);
  return bounded(parts.map((part) => segment(part, false)));
}

/** More posts than pages have. What comes after them is read as one, so that no page costs more than its length. */
const MAX_SEGMENTS = 10_000;

function bounded(segments: Segment[]): Segment[] {
  if (segments.length <= MAX_SEGMENTS) return segments;
  const kept = segments.slice(0, MAX_SEGMENTS);
  for (const isQuote of [false, true]) {
    for (const isHidden of [false, true]) {
      const rest = segments
        .slice(MAX_SEGMENTS)
        .filter((one) => one.isQuote === isQuote && one.isHidden === isHidden);
      const text = rest.map((one) => one.text).join(BETWEEN_SEGMENTS);
      if (text !== "")
        kept.push({ text, isComment: rest.every(({ isComment }) => isComment), isQuote, isHidden });
    }
  }
  return kept;
}

function segmentsOf(html: string, inner: number): Segment[] {
  const page = readPage(html);
  const drafts = [...wholeDrafts(page.drafts)].map(([draft, parts]) => ({
    draft,
    text:
      joined(parts.flatMap(({ flow, notes }) => [flow, notes])) || (draft.showsAuthor ? draft.author : ""),
    unseen: joined(parts.map(({ unseen }) => unseen)),
  }));
  const texts = drafts.map(({ text }) => text);
  const isElsewhere = texts.some(isBoard) ? knownLines(texts) : undefined;
  const shown = new Repeats(texts.join("\n"));
  const segments = drafts.flatMap((one) => draftSegments(one, shown, isElsewhere));
  if (inner >= MAX_INNER) return segments;
  for (const one of page.data.flatMap(dataTexts))
    for (const part of dataSegments(one, inner + 1, true)) if (shown.isNew(part.text)) segments.push(part);
  return segments;
}

/** Each draft with those that are parts of it, in their order. */
function wholeDrafts(drafts: readonly Draft[]): Map<Draft, Draft[]> {
  const whole = new Map<Draft, Draft[]>();
  for (const draft of drafts) {
    const parts = whole.get(draft.whole);
    if (parts === undefined) whole.set(draft.whole, [draft]);
    else {
      parts.push(draft);
      draft.whole.ownUnits += draft.ownUnits;
    }
  }
  return whole;
}

const joined = (flows: readonly Flow[]): string =>
  flows
    .map((flow) => flow.finish())
    .filter((text) => text !== "")
    .join("\n");

function draftSegments(
  { draft, text, unseen }: { readonly draft: Draft; readonly text: string; readonly unseen: string },
  shown: Repeats,
  isElsewhere: ((line: string) => boolean) | undefined,
): Segment[] {
  const { isQuote, isHidden } = draft;
  const author = draft.author || (draft.kind === "quote" ? announced(text) : "");
  const parts = text === "" ? [] : partsOf({ text, author, isQuote, isHidden }, isElsewhere);
  const lines = unseen.split("\n").filter((line) => shown.isNew(line));
  if (lines.length > 0) parts.push({ text: lines.join("\n"), author, isQuote, isHidden: true });
  return parts.map((part) => segment(part, draft.isComment));
}

/** Whom the first line of a quote names. */
function announced(text: string): string {
  const end = text.indexOf("\n");
  return end < 0 ? "" : authorName(attributionOf(text.slice(0, end)) ?? "");
}

function dataSegments({ text, author, isComment }: DataText, inner: number, isHidden: boolean): Segment[] {
  const parts = /<[a-z!/]/i.test(text)
    ? segmentsOf(text, inner)
    : partsOf({ text, author: "", isQuote: false, isHidden }).map((part) => segment(part, isComment));
  return parts.map((part) => ({
    ...part,
    ...(part.author === undefined && !part.isQuote && author !== "" ? { author } : {}),
    isComment,
    isHidden: isHidden || part.isHidden,
  }));
}

const segment = ({ text, author, isQuote, isHidden }: Marked, isComment: boolean): Segment => ({
  text,
  ...(author === "" ? {} : { author }),
  isComment,
  isQuote,
  isHidden,
});

/** On a board, what is quoted stands in another post of the page: its lines, without marks. */
function knownLines(texts: readonly string[]): (line: string) => boolean {
  const known = new Set<string>();
  for (const text of texts) for (const line of text.split("\n")) known.add(line.trim().toLowerCase());
  return (line) => known.has(line.trim().toLowerCase());
}
