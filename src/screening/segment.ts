import { type Token, tokenize } from "./html/tokens.ts";
import { lines } from "./pattern.ts";
import { screen } from "./screen.ts";
import { severityOf } from "./severity.ts";
import { type Finding, isViolence, type ScreenOptions, type Severity } from "./types.ts";

/** A stretch of visible text with one author. */
export interface Segment {
  readonly text: string;
  readonly author?: string;
  /** A reply under something else, rather than the page's own text. */
  readonly isComment: boolean;
  /** Words of another post or person, repeated here. */
  readonly isQuote: boolean;
}

/** A finding and the segment that it lies in. Its offsets are of the page's whole text. */
export interface LocatedFinding extends Finding {
  readonly segment: number;
  readonly author?: string;
  readonly isComment: boolean;
}

export interface PageScreening {
  readonly severity: Severity;
  /** The visible text: all segments, one blank line between two. */
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly findings: readonly LocatedFinding[];
}

const BETWEEN_SEGMENTS = "\n\n";

const POST =
  /(?:^|[\s_-])(?:post|message|comment|reply|entry|tweet|status|commentaire|reponse)(?:$|[\s_-]|body|text)/i;
const COMMENT = /(?:^|[\s_-])(?:comment|reply|commentaire|reponse)/i;
const QUOTE = /(?:^|[\s_-])(?:quote|quoted|quotation|citation|bbcode_quote)(?:$|[\s_-])/i;
const AUTHOR =
  /(?:^|[\s_-])(?:author|username|user-name|byline|poster|auteur|pseudo|nickname|display-name)(?:$|[\s_-])/i;
const BLOCK = new Set(
  `address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1
  h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td th tr ul`.split(/\s+/),
);
/** An element may be left open; deeper nesting than any page has is read without its structure. */
const MAX_DEPTH = 512;

interface Draft {
  parts: string[];
  author: string;
  readonly isComment: boolean;
  readonly isQuote: boolean;
}

interface Open {
  readonly name: string;
  readonly draft: Draft | undefined;
  readonly author: boolean;
}

/**
 * The visible text of a page, with posts, their authors and what they quote kept apart where the markup says
 * so.
 */
export function segmentHtml(html: string): Segment[] {
  const drafts: Draft[] = [];
  const start = (isComment: boolean, isQuote: boolean): Draft => {
    const draft: Draft = { parts: [], author: "", isComment, isQuote };
    drafts.push(draft);
    return draft;
  };
  let current = start(false, false);
  const page = current;
  const stack: Open[] = [];
  const inAuthor = () => stack.some((open) => open.author);
  const close = (name: string) => {
    const at = stack.findLastIndex((open) => open.name === name);
    if (at < 0) return;
    for (const open of stack.splice(at).reverse()) if (open.draft !== undefined) current = open.draft;
  };
  for (const token of tokenize(html)) {
    if (token.type === "text") {
      if (inAuthor()) current.author += token.text;
      else current.parts.push(token.text);
      continue;
    }
    if (BLOCK.has(token.name)) current.parts.push("\n");
    if (token.type === "close") {
      close(token.name);
      continue;
    }
    const shown = token.attributes.get("alt") ?? "";
    if (shown !== "") current.parts.push(`${shown}\n`);
    if (token.void || stack.length >= MAX_DEPTH) continue;
    const role = roleOf(token);
    stack.push({
      name: token.name,
      draft: role === "post" || role === "comment" || role === "quote" ? current : undefined,
      author: role === "author",
    });
    if (role === "quote") current = start(current.isComment, true);
    else if (role === "post") current = start(current !== page, false);
    else if (role === "comment") current = start(true, false);
    if (current.author === "" && role !== "plain") current.author = namedIn(token.attributes);
  }
  return drafts.flatMap(finish);
}

/** The author that a post or quote names in an attribute, as several forum programs write it. */
const namedIn = (attributes: ReadonlyMap<string, string>): string =>
  attributes.get("data-author") ?? attributes.get("data-quote") ?? attributes.get("data-username") ?? "";

type Role = "post" | "comment" | "quote" | "author" | "plain";

function roleOf({ name, attributes }: Token & { type: "open" }): Role {
  const about = lines`
    ${attributes.get("class") ?? ""} ${attributes.get("itemprop") ?? ""} ${attributes.get("rel") ?? ""}
  `;
  if (name === "blockquote" || name === "q" || QUOTE.test(about)) return "quote";
  if (AUTHOR.test(about)) return "author";
  if (COMMENT.test(about) && BLOCK.has(name)) return "comment";
  if (name === "article" || (POST.test(about) && BLOCK.has(name))) return "post";
  return "plain";
}

function finish({ parts, author, isComment, isQuote }: Draft): Segment[] {
  const text = parts
    .join("")
    .replace(/[ \t\r\f]+/g, " ")
    .replace(/ ?\n[ \n]*/g, "\n")
    .trim();
  if (text === "") return [];
  const by = author.replace(/\s+/g, " ").trim();
  return [{ text, ...(by === "" ? {} : { author: by }), isComment, isQuote }];
}

/**
 * Findings of a page, segment by segment. What a segment quotes is its own author's affair, so violence in a
 * quote is not held against the post that quotes it; a detail that is published once more is published all
 * the same.
 */
export function screenSegments(segments: readonly Segment[], options: ScreenOptions = {}): PageScreening {
  const findings: LocatedFinding[] = [];
  let offset = 0;
  for (const [at, { text, author, isComment, isQuote }] of segments.entries()) {
    for (const finding of screen(text, options).findings) {
      if (isQuote && isViolence(finding.kind)) continue;
      const place = { start: finding.start + offset, end: finding.end + offset, segment: at, isComment };
      findings.push({ ...finding, ...place, ...(author === undefined ? {} : { author }) });
    }
    offset += text.length + BETWEEN_SEGMENTS.length;
  }
  const text = segments.map((segment) => segment.text).join(BETWEEN_SEGMENTS);
  return { severity: severityOf(findings), text, segments, findings };
}

/** Screens a page of HTML: its visible text, post by post. */
export const screenHtml = (html: string, options: ScreenOptions = {}): PageScreening =>
  screenSegments(segmentHtml(html), options);
