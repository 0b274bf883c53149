import { foreignContent, html as names, type Token, Tokenizer, TokenizerMode } from "parse5";
import { CONTENT, VOID } from "./elements.ts";
import { type Namespace, OpenElements } from "./open-elements.ts";

export type Attributes = readonly { readonly name: string; readonly value: string }[];

/** Hears of a page's elements and text in order; every element that opens closes. */
export interface MarkupReader<T> {
  /** What it gives comes back when the element closes. A void element (`br`) closes at once. */
  open(name: string, attributes: Attributes): T;
  close(name: string, frame: T): void;
  /** Character data of the innermost open element, that of `script` and `style` too. `isSpace`: nothing but white space. */
  text(text: string, isSpace: boolean): void;
}

/** The value of an attribute; undefined where it is missing. Of two, the first counts (§13.2.5.33). */
export const attributeOf = (attributes: Attributes, name: string): string | undefined => {
  for (const attribute of attributes) if (attribute.name === name) return attribute.value;
  return undefined;
};

const NAMESPACE: Readonly<Record<Namespace, names.NS>> = {
  html: names.NS.HTML,
  svg: names.NS.SVG,
  math: names.NS.MATHML,
};

/**
 * Reads a page as browsers do, as far as it matters to where text belongs: tokens by parse5, which follows WHATWG HTML
 * §13.2.5 to the letter; of tree construction what `OpenElements` says. `isXml`: a feed, where CDATA sections are text.
 * Never throws; linear.
 */
export function readMarkup<T>(html: string, reader: MarkupReader<T>, isXml = false): void {
  const elements = new OpenElements<T>(({ name, frame }) => reader.close(name, frame));
  const seen = { html: false, head: false, body: false };

  /** Where the next token is read by the rules of foreign content (§13.2.6, the dispatcher). */
  const isForeign = (): boolean => {
    const top = elements.top;
    return top !== undefined && top.namespace !== "html" && !top.hostsHtml;
  };

  const open = (token: Token.TagToken, namespace: Namespace, closes: boolean): void => {
    const { tagName: name, attrs } = token;
    if (!closes) elements.makeRoom();
    const frame = reader.open(name, attrs);
    if (closes) {
      reader.close(name, frame);
      return;
    }
    foreignContent.adjustTokenSVGTagName(token);
    const hostsHtml =
      namespace !== "html" && foreignContent.isIntegrationPoint(token.tagID, NAMESPACE[namespace], attrs);
    elements.push({ name, namespace, hostsHtml, frame });
  };

  const openHtml = (token: Token.TagToken): void => {
    const { tagName: name, selfClosing } = token;
    if (name === "html" || name === "head" || name === "body") {
      if (seen[name]) return;
      seen[name] = true;
    }
    elements.makeWayFor(name);
    if (name === "svg" || name === "math") {
      open(token, name, selfClosing);
      return;
    }
    const content = CONTENT.get(name);
    // In a feed every element may close itself; in HTML the slash means nothing.
    const closes = isXml ? selfClosing : VOID.has(name);
    if (content !== undefined && !isXml) tokenizer.state = TokenizerMode[content];
    open(token, "html", closes);
  };

  const openForeign = (token: Token.TagToken): void => {
    const { namespace, name } = elements.top as { namespace: Namespace; name: string };
    if (namespace === "math" && name === "annotation-xml" && token.tagName === "svg") {
      open(token, "svg", token.selfClosing);
    } else if (foreignContent.causesExit(token)) {
      elements.leaveForeign();
      openHtml(token);
    } else {
      open(token, namespace, token.selfClosing);
    }
  };

  const settle = (): void => {
    tokenizer.inForeignNode = isXml || isForeign();
  };

  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: false },
    {
      onStartTag(token) {
        if (isForeign()) openForeign(token);
        else openHtml(token);
        settle();
      },
      onEndTag({ tagName: name }) {
        if (name === "br" || (name === "p" && !elements.has("p"))) {
          if (isForeign()) elements.leaveForeign();
          reader.close(name, reader.open(name, []));
        } else if (name !== "html" && name !== "body") {
          if (!isForeign() || !elements.closeForeign(name)) elements.closeHtml(name);
        }
        settle();
      },
      onCharacter: ({ chars }) => reader.text(chars, false),
      onWhitespaceCharacter: ({ chars }) => reader.text(chars, true),
      onNullCharacter() {},
      onComment() {},
      onDoctype() {},
      onEof() {},
    },
  );
  tokenizer.inForeignNode = isXml;
  tokenizer.write(html, true);
  elements.closeAll();
}
