import { attributionOf, authorName } from "./attribution.ts";
import type { Marked } from "./bbcode.ts";

/** RFC 3676 §4.5, and forums after it: a line of somebody else's. `>>123` points at a post of a board. */
const QUOTED = /^\s{0,3}((?:>\s?)+)/;
const POINTER = /^\s*>>>?\/?\d{1,12}\b|^\s*>>>\/[a-z0-9]{1,6}\//i;
/** RFC 3676 §4.3: what follows is a signature. */
const SIGNATURE = /^-- ?$/;
const ORIGINAL =
  /^\s*-{2,12}\s?(?:original message|forwarded message|message d'origine|message original|message transféré)\s?-{2,12}\s*$/i;
const HEADER = /^\s*\*?(?:from|de|date|envoyé|sent|à|to|cc|objet|subject|répondre à|reply-to)\s?:\*?\s/i;
const FROM = /^\s*\*?(?:from|de)\s?:\*?\s*(.{1,80})/i;

const MARKS =
  /(?:^|\n) {0,3}>|(?:^|\n)-- ?(?:\n|$)|(?:^|\n) {0,3}-{2,12} ?(?:original|forwarded|message)|(?:^|\n)\*?(?:from|de) ?:/i;

export const hasQuotedLines = (text: string): boolean => MARKS.test(text);

export const isBoard = (text: string): boolean => /(?:^|\n)\s{0,3}>>\d{2,12}/.test(text);

interface Part {
  readonly depth: number;
  readonly author: string;
  readonly lines: string[];
}

/**
 * A text with the lines that it quotes set apart, as mail and forums mark them: own words first. On a board (`>>123`) a line
 * with one ">" may as well be the writer's own; it is a quote where `isElsewhere` knows its words. Linear.
 */
export function readLines(
  { text, author, isQuote, isHidden }: Marked,
  isElsewhere: ((line: string) => boolean) | undefined,
): Marked[] {
  const own: Part = { depth: 0, author, lines: [] };
  /** What is quoted from one author, as far as lines name one, at one depth, is one part. */
  const parts = new Map<string, Part>([["", own]]);
  /** The quotes that the last line stands in, outermost first. */
  const open = [own];
  const lines = text.split("\n");
  for (const [at, line] of lines.entries()) {
    if (ORIGINAL.test(line) || (FROM.test(line) && isHead(lines, at))) {
      parts.set("mail", { depth: 1, author: senderIn(lines, at), lines: lines.slice(at) });
      break;
    }
    if (SIGNATURE.test(line)) {
      parts.set("signature", { depth: 0, author, lines: lines.slice(at + 1) });
      break;
    }
    const marks = POINTER.test(line) ? undefined : QUOTED.exec(line);
    const rest = marks === null || marks === undefined ? line : line.slice(marks[0].length);
    const said = marks?.[1]?.replace(/\s/g, "").length ?? 0;
    const depth = said === 1 && isElsewhere !== undefined && !isElsewhere(rest) ? 0 : said;
    let current = open.at(-1) as Part;
    while (current.depth > depth) {
      open.pop();
      current = open.at(-1) as Part;
    }
    if (current.depth < depth) {
      // Two marks more at once: the line before names who quotes it, not who said it.
      const announcing = current.depth + 1 === depth ? (current.lines.at(-1) ?? "") : "";
      const by = authorName(attributionOf(announcing) ?? "");
      current = parts.get(`${depth} ${by}`) ?? { depth, author: by, lines: [] };
      parts.set(`${depth} ${by}`, current);
      open.push(current);
    }
    current.lines.push(rest);
  }
  return [...parts.values()].flatMap((part) => {
    const words = part.lines.join("\n").trim();
    return words === ""
      ? []
      : [{ text: words, author: part.author, isQuote: isQuote || part.depth > 0, isHidden }];
  });
}

/** The head of a mail that was copied: who sent it, then two more of its fields. */
const isHead = (lines: readonly string[], from: number): boolean =>
  lines.slice(from + 1, from + 4).filter((line) => HEADER.test(line)).length >= 2;

/** Whom the head of a forwarded mail names. */
function senderIn(lines: readonly string[], from: number): string {
  for (const line of lines.slice(from, from + 6)) {
    const name = HEADER.test(line) ? FROM.exec(line)?.[1] : undefined;
    if (name !== undefined)
      return name
        .replace(/<[^<>]{0,80}>/g, "")
        .replace(/["*]/g, "")
        .trim();
  }
  return "";
}
