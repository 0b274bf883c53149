import { VOID } from "./elements.ts";
import { readMarkup } from "./markup.ts";

export type Token =
  | {
      readonly type: "open";
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly void: boolean;
    }
  | { readonly type: "close"; readonly name: string }
  | { readonly type: "text"; readonly text: string };

/** Elements whose text is for machines. */
const NOT_TEXT = new Set(["script", "style", "iframe", "noembed", "noframes"]);

/**
 * Elements and text of a page in order, every element that is not void closed where a browser would close it. For those who
 * look at links and words; `readMarkup` gives the same without keeping it. Never throws; linear.
 */
export function tokenize(html: string): Token[] {
  const tokens: Token[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") tokens.push({ type: "text", text });
    text = "";
  };
  let silent = false;
  readMarkup<void>(html, {
    open(name, attributes) {
      flush();
      silent = NOT_TEXT.has(name);
      const isVoid = VOID.has(name);
      const values = new Map(attributes.map((attribute) => [attribute.name, attribute.value]));
      tokens.push({ type: "open", name, attributes: values, void: isVoid });
    },
    close(name) {
      flush();
      silent = false;
      if (!VOID.has(name)) tokens.push({ type: "close", name });
    },
    text(chars) {
      if (!silent) text += chars;
    },
  });
  flush();
  return tokens;
}
