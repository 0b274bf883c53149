import { type DataText, dataTexts } from "./html/data.ts";
import type { Draft } from "./html/drafts.ts";
import { readPage } from "./html/read.ts";
import { Repeats } from "./html/unseen.ts";
import { screen } from "./screen.ts";
import { severityOf } from "./severity.ts";
import { isBoard } from "./text/lines.ts";
import { type Marked, partsOf } from "./text/parts.ts";
import { type Finding, isViolence, type ScreenOptions, type Severity } from "./types.ts";

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

/** A finding and the segment that it lies in. Its offsets are of the page's whole text. */
export interface LocatedFinding extends Finding {
  readonly segment: number;
  readonly author?: string;
  readonly isComment: boolean;
  readonly isQuote: boolean;
  readonly isHidden: boolean;
}

export interface PageScreening {
  readonly severity: Severity;
  /** All segments, one blank line between two. */
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly findings: readonly LocatedFinding[];
}

const BETWEEN_SEGMENTS = "\n\n";
/** HTML in JSON in a page is read; what is in that again is not. */
const MAX_INNER = 1;

/**
 * The text of a page, with posts, their authors and what they quote kept apart where markup or text says so. What readers do
 * not see is kept too, and says so. Never throws; linear.
 */
export const segmentHtml = (html: string): Segment[] => segmentsOf(html, 0);

/** The same of a text without markup: mail, chat logs, forum sources; of JSON, its texts. */
export function segmentText(text: string): Segment[] {
  const data = /^\s*[[{]/.test(text) ? dataTexts(text) : [];
  const isElsewhere = isBoard(text) ? knownLines([text]) : undefined;
  if (data.length === 0)
    return partsOf({ text, author: "", isQuote: false, isHidden: false }, isElsewhere).map((part) =>
      segment(part, false),
    );
  return data.flatMap((one) => dataSegments(one, 0, false));
}

function segmentsOf(html: string, inner: number): Segment[] {
  const page = readPage(html);
  const texts = page.drafts.map(({ flow, notes }) => [flow.finish(), notes.finish()].join("\n").trim());
  const isElsewhere = texts.some(isBoard) ? knownLines(texts) : undefined;
  const shown = new Repeats(texts.join("\n"));
  const segments = page.drafts.flatMap((draft, at) =>
    draftSegments(draft, texts[at] as string, shown, isElsewhere),
  );
  if (inner >= MAX_INNER) return segments;
  for (const one of page.data.flatMap(dataTexts))
    for (const part of dataSegments(one, inner + 1, true)) if (shown.isNew(part.text)) segments.push(part);
  return segments;
}

function draftSegments(
  { author, isComment, isQuote, isHidden, unseen }: Draft,
  text: string,
  shown: Repeats,
  isElsewhere: ((line: string) => boolean) | undefined,
): Segment[] {
  const parts = text === "" ? [] : partsOf({ text, author, isQuote, isHidden }, isElsewhere);
  const lines = unseen
    .finish()
    .split("\n")
    .filter((line) => shown.isNew(line));
  if (lines.length > 0) parts.push({ text: lines.join("\n"), author, isQuote, isHidden: true });
  return parts.map((part) => segment(part, isComment));
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

/**
 * Findings of a page, segment by segment. What a segment quotes is its own author's affair, so violence in a
 * quote is not held against the post that quotes it; a detail that is published once more is published all
 * the same.
 */
export function screenSegments(segments: readonly Segment[], options: ScreenOptions = {}): PageScreening {
  const findings: LocatedFinding[] = [];
  let offset = 0;
  for (const [at, { text, author, isComment, isQuote, isHidden }] of segments.entries()) {
    for (const finding of screen(text, options).findings) {
      if (isQuote && isViolence(finding.kind)) continue;
      const place = { start: finding.start + offset, end: finding.end + offset, segment: at };
      const flags = { isComment, isQuote, isHidden };
      findings.push({ ...finding, ...place, ...flags, ...(author === undefined ? {} : { author }) });
    }
    offset += text.length + BETWEEN_SEGMENTS.length;
  }
  const text = segments.map((segment) => segment.text).join(BETWEEN_SEGMENTS);
  return { severity: severityOf(findings), text, segments, findings };
}

/** Screens a page of HTML post by post, what it hides included. */
export const screenHtml = (html: string, options: ScreenOptions = {}): PageScreening =>
  screenSegments(segmentHtml(html), options);

/** Screens a text without markup as a page: mail, chat logs, forum sources, JSON. */
export const screenText = (text: string, options: ScreenOptions = {}): PageScreening =>
  screenSegments(segmentText(text), options);
