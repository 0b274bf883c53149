import { screen, unsupported } from "./screen.ts";
import { BETWEEN_SEGMENTS, type Segment, segmentHtml, segmentText } from "./segments.ts";
import { severityOf } from "./severity.ts";
import { type Finding, isViolence, type NotSupported, type ScreenOptions, type Severity } from "./types.ts";

export { type Segment, segmentHtml, segmentText } from "./segments.ts";

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
  readonly notSupported?: readonly NotSupported[];
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
  return { severity: severityOf(findings), text, segments, findings, ...unsupported(options.lang) };
}

/** Screens a page of HTML post by post, what it hides included. */
export const screenHtml = (html: string, options: ScreenOptions = {}): PageScreening =>
  screenSegments(segmentHtml(html), options);

/** Screens a text without markup as a page: mail, chat logs, forum sources, JSON. */
export const screenText = (text: string, options: ScreenOptions = {}): PageScreening =>
  screenSegments(segmentText(text), options);
