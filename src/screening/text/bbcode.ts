/** Forum markup in square brackets, as it stands in sources, feeds and messages that a program did not render. */
const TAG =
  /\[(\/?)(quote|b|i|u|s|strike|color|colour|size|font|url|email|img|center|left|right|justify|align|code|spoiler|hide|hidden|sup|sub|list|\*|indent|highlight|bgcolor|background)(?:[=\s:]([^[\]\n]{0,200}))?\]/gi;

const ANY_TAG = new RegExp(TAG.source, "i");

export interface Marked {
  readonly text: string;
  readonly author: string;
  readonly isQuote: boolean;
  readonly isHidden: boolean;
}

export const hasBbcode = (text: string): boolean => text.includes("[") && ANY_TAG.test(text);

interface Open {
  readonly parts: string[];
  readonly author: string;
  readonly isQuote: boolean;
  readonly isHidden: boolean;
}

/**
 * The text's own words first, then each quote and hidden part, in the order in which they begin. Tags of form are left out, so
 * that what they split reads as one; a quote that does not end is no quote, as forum programs have it. Linear.
 */
export function readBbcode(text: string): Marked[] {
  const pairs = paired(text);
  const own: Open = { parts: [], author: "", isQuote: false, isHidden: false };
  const all = [own];
  const open = [own];
  let at = 0;
  for (const tag of text.matchAll(TAG)) {
    const top = open.at(-1) as Open;
    const [whole, slash, name = "", value = ""] = tag;
    const isBlock = BLOCK.test(name);
    if (isBlock && !pairs.has(tag.index)) continue;
    top.parts.push(text.slice(at, tag.index));
    at = tag.index + whole.length;
    if (!isBlock) {
      top.parts.push(between(name.toLowerCase(), slash === "/", value));
    } else if (slash === "/") {
      open.pop();
    } else {
      top.parts.push("\n");
      const isQuote = name.toLowerCase() === "quote";
      const author = isQuote ? quoted(value) : top.author;
      const inner = {
        parts: [],
        author,
        isQuote: isQuote || top.isQuote,
        isHidden: !isQuote || top.isHidden,
      };
      open.push(inner);
      all.push(inner);
    }
  }
  own.parts.push(text.slice(at));
  return all.flatMap(({ parts, ...rest }) => {
    const said = parts
      .join("")
      .replace(/ ?\n[ \n]*/g, "\n")
      .trim();
    return said === "" ? [] : [{ text: said, ...rest }];
  });
}

const BLOCK = /^(?:quote|spoiler|hide|hidden)$/i;

/** Where the tags of blocks stand that have their other half, well nested. */
function paired(text: string): ReadonlySet<number> {
  const pairs = new Set<number>();
  const open: { name: string; at: number }[] = [];
  const count = new Map<string, number>();
  for (const { 1: slash, 2: name = "", index } of text.matchAll(TAG)) {
    if (!BLOCK.test(name)) continue;
    const key = name.toLowerCase();
    if (slash !== "/") {
      open.push({ name: key, at: index });
      count.set(key, (count.get(key) ?? 0) + 1);
      continue;
    }
    if ((count.get(key) ?? 0) === 0) continue;
    for (let top = open.pop(); top !== undefined; top = open.pop()) {
      count.set(top.name, (count.get(top.name) ?? 1) - 1);
      if (top.name !== key) continue;
      pairs.add(top.at).add(index);
      break;
    }
  }
  return pairs;
}

/** What a tag of form leaves in the text: a link's address, where it is more than its text. */
function between(name: string, closes: boolean, value: string): string {
  if (name === "*" || name === "list") return "\n";
  if (closes || !(name === "url" || name === "email") || value === "") return "";
  return `${value.replace(/^["']|["']$/g, "")} `;
}

/** `[quote="Pie, post: 12, member: 3"]`, `[quote name=Pie date=…]`: the name. */
function quoted(value: string): string {
  const named = /(?:^|\s)(?:name|author|user)=["']?([^"'\]]{1,80}?)["']?(?:\s+\w+=|$)/i.exec(value)?.[1];
  return (
    named ?? value.replace(/^["'\s]+/, "").replace(/["'].*$|,\s*(?:post|member|topic)\b.*$|\s+\w+=.*$/i, "")
  )
    .trim()
    .slice(0, 80);
}
