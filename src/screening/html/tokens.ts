import { decodeEntities } from "./entities.ts";

export type Token =
  | {
      readonly type: "open";
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly void: boolean;
    }
  | { readonly type: "close"; readonly name: string }
  | { readonly type: "text"; readonly text: string };

const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** Elements whose content is not markup (HTML §13.2.5.1), or is not shown. */
const RAW = new Set("script style template noscript iframe svg math textarea".split(" "));
const NAME = /[a-z][a-z0-9:-]*/iy;
const ATTRIBUTE = /[\s/]*([^\s=>/"'][^\s=>/]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

/**
 * Tags and text of a page, in order. Not a parser: it builds no tree and repairs nothing, which is enough to
 * tell posts, authors and quotes apart. Never throws; linear, as every step moves forward.
 */
export function* tokenize(html: string): Generator<Token> {
  let at = 0;
  const lower = html.toLowerCase();
  while (at < html.length) {
    const tag = html.indexOf("<", at);
    const end = tag < 0 ? html.length : tag;
    if (end > at) yield { type: "text", text: decodeEntities(html.slice(at, end)) };
    if (tag < 0) return;
    if (html.startsWith("<!--", tag)) {
      const close = html.indexOf("-->", tag + 4);
      at = close < 0 ? html.length : close + 3;
      continue;
    }
    const closing = html[tag + 1] === "/";
    NAME.lastIndex = tag + (closing ? 2 : 1);
    const name = NAME.exec(html)?.[0].toLowerCase();
    if (name === undefined) {
      // "<3" is text; "<!doctype" and "<?xml" are not.
      const declaration = /[!?/]/.test(html[tag + 1] ?? "");
      if (!declaration) yield { type: "text", text: "<" };
      const close = declaration ? html.indexOf(">", tag) : tag;
      at = close < 0 ? html.length : close + 1;
      continue;
    }
    const { attributes, next, selfClosing } = readAttributes(html, NAME.lastIndex);
    at = next;
    if (closing) yield { type: "close", name };
    else {
      const empty = selfClosing || VOID.has(name);
      yield { type: "open", name, attributes, void: empty };
      if (RAW.has(name) && !empty) {
        const close = lower.indexOf(`</${name}`, at);
        at = close < 0 ? html.length : close;
      }
    }
  }
}

function readAttributes(
  html: string,
  from: number,
): { attributes: Map<string, string>; next: number; selfClosing: boolean } {
  const attributes = new Map<string, string>();
  let at = from;
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(html);
    if (match === null) break;
    at = ATTRIBUTE.lastIndex;
    const name = (match[1] as string).toLowerCase();
    if (!attributes.has(name)) attributes.set(name, decodeEntities(match[2] ?? match[3] ?? match[4] ?? ""));
  }
  const close = html.indexOf(">", at);
  return {
    attributes,
    next: close < 0 ? html.length : close + 1,
    selfClosing: close > 0 && html[close - 1] === "/",
  };
}
