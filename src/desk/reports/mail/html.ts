import { tokenize } from "../../../screening/html/tokens.ts";

const BLOCK = new Set(
  `address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
  main nav ol p pre section table td th tr ul`.split(/\s+/),
);

export interface HtmlText {
  /** Its words, a block a line; nothing of its markup. */
  readonly text: string;
  /** Where it links, as written, in order. */
  readonly links: readonly string[];
}

/** The words and links of a mail in HTML. Fetches nothing, runs nothing, never throws; linear. */
export function readHtml(html: string): HtmlText {
  const parts: string[] = [];
  const links: string[] = [];
  let inTitle = false;
  for (const token of tokenize(html)) {
    if (token.type === "text") {
      // a line break in the source is a space; breaks are said by blocks
      if (!inTitle) parts.push(token.text.replace(/\s+/g, " "));
      continue;
    }
    if (token.name === "title") inTitle = token.type === "open" && !token.void;
    if (BLOCK.has(token.name)) parts.push("\n");
    if (token.type === "close") continue;
    const { name, attributes } = token;
    const href = name === "a" || name === "area" ? attributes.get("href") : undefined;
    if (href !== undefined) links.push(href);
    if (name === "img") parts.push(attributes.get("alt") ?? "");
  }
  return { text: tidy(parts.join("")), links };
}

const tidy = (text: string): string =>
  text
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
