import { BLOCK, NOT_RENDERED } from "./elements.ts";
import { type Attributes, attributeOf } from "./markup.ts";

/**
 * Declarations that keep text from being seen: nothing is rendered, it is transparent or too small to read, it stands outside
 * the page. Read with blanks removed and in lower case; the last of two that disagree counts.
 */
const HIDING = [
  /^display:none/,
  /^visibility:(?:hidden|collapse)/,
  /^content-visibility:hidden/,
  /^opacity:0?(?:\.0\d*)?(?:!|$)/,
  /^font-size:(?:0|0?\.\d+|1)(?:px|pt|em|rem|%)?(?:!|$)/,
  /^font:(?:[a-z]+)*0(?:px|pt|em|\/)/,
  /^color:(?:transparent|rgba\(\d{1,3},\d{1,3},\d{1,3},0(?:\.0\d*)?\))/,
  /^text-indent:-\d{3}/,
  /^(?:left|right|top|bottom|margin-left|margin-top):-\d{3,}(?:px|pt|em|rem)?/,
  /^clip:rect\((?:0|1px)/,
  /^clip-path:(?:inset\((?:50|100)%|circle\(0)/,
  /^transform:scale[xy]?\(0/,
  /^(?:max-)?(?:height|width):[01]?(?:px)?(?:!|$)/,
];
/** No height or width hides nothing that may stand out of its box. */
const NEEDS_OVERFLOW = /^(?:max-)?(?:height|width):/;
const SHOWING =
  /^(?:display:(?!none)|visibility:visible|opacity:(?:1|0?\.[1-9])|font-size:(?:[2-9]|1\d|1\.|[a-z])|color:(?!transparent))/;

const declarationsOf = (style: string): string[] =>
  withoutComments(style).toLowerCase().replace(/\s+/g, "").split(";");

/** CSS Syntax §4.3.2: a comment that does not end takes the rest. */
function withoutComments(css: string): string {
  let kept = "";
  let at = 0;
  for (let comment = css.indexOf("/*"); comment >= 0; comment = css.indexOf("/*", at)) {
    kept += `${css.slice(at, comment)} `;
    const end = css.indexOf("*/", comment + 2);
    if (end < 0) return kept;
    at = end + 2;
  }
  return kept + css.slice(at);
}

/** Whether declarations hide, show, or do neither. */
function effectOf(declarations: readonly string[]): "hides" | "shows" | undefined {
  const cut = declarations.some((one) => /^overflow(?:-[xy])?:(?:hidden|clip)/.test(one));
  const of = (property: string) =>
    declarations.findLast((one) => one.startsWith(`${property}:`))?.slice(property.length + 1);
  const color = of("color");
  if (color !== undefined && color === (of("background-color") ?? of("background"))) return "hides";
  const last = new Map(declarations.map((one) => [one.slice(0, one.indexOf(":")), one]));
  let shows = false;
  for (const declaration of last.values()) {
    if (HIDING.some((pattern) => pattern.test(declaration)) && (cut || !NEEDS_OVERFLOW.test(declaration)))
      return "hides";
    shows ||= SHOWING.test(declaration);
  }
  return shows ? "shows" : undefined;
}

const MAX_SHEETS = 400_000;
const MAX_SELECTORS = 400;
/** `.name`, `#name`, `element.name`: rules whose reach can be told without a tree. */
const SIMPLE = /^[a-z0-9]{0,12}([.#][\w-]{1,60})$/i;
const NAMED = /[.#][\w-]{1,60}/g;

/** What a page's own style sheets say about classes and ids, as far as one rule says it and no other contradicts it. */
export class Styles {
  readonly #hidden = new Set<string>();
  readonly #contested = new Set<string>();
  readonly #pre = new Set<string>();
  #read = 0;

  #isFrozen = false;

  /** From now on nothing is added. */
  freeze(): void {
    this.#isFrozen = true;
  }

  get #size(): number {
    return this.#hidden.size + this.#contested.size + this.#pre.size;
  }

  /**
   * The content of a `style` element; true where it says something new. Rules under a condition (`@media print`) say nothing
   * about the ordinary page.
   */
  add(sheet: string): boolean {
    if (this.#isFrozen) return false;
    const before = this.#size;
    const text = unconditional(sheet.slice(0, Math.max(0, MAX_SHEETS - this.#read)));
    this.#read += text.length;
    let at = 0;
    for (let open = text.indexOf("{"); open >= 0; open = text.indexOf("{", at)) {
      const close = text.indexOf("}", open);
      const end = close < 0 ? text.length : close;
      this.#declare(text.slice(Math.max(at, open - MAX_SELECTORS), open), text.slice(open + 1, end));
      at = end + 1;
    }
    return this.#size > before;
  }

  #declare(selectors: string, body: string): void {
    const declarations = declarationsOf(body);
    const effect = effectOf(declarations);
    const pre = declarations.some((one) => /^white-space(?:-collapse)?:(?:pre|break-spaces)/.test(one));
    if (effect === undefined && !pre) return;
    for (const selector of selectors.split(",")) this.#rule(selector.trim(), effect, pre);
  }

  #rule(selector: string, effect: "hides" | "shows" | undefined, pre: boolean): void {
    const name = SIMPLE.exec(selector)?.[1];
    if (pre && name !== undefined) this.#pre.add(name);
    if (effect === "hides" && name !== undefined) this.#hidden.add(name);
    else if (effect === "shows") for (const one of selector.match(NAMED) ?? []) this.#contested.add(one);
  }

  #names(attributes: Attributes): string[] {
    const classes = attributeOf(attributes, "class") ?? "";
    const id = attributeOf(attributes, "id");
    const names = classes === "" ? [] : classes.split(/\s+/, 30).map((name) => `.${name}`);
    return id === undefined ? names : [...names, `#${id}`];
  }

  hides(attributes: Attributes): boolean {
    if (this.#hidden.size === 0) return false;
    return this.#names(attributes).some((name) => this.#hidden.has(name) && !this.#contested.has(name));
  }

  shows(attributes: Attributes): boolean {
    return this.#contested.size > 0 && this.#names(attributes).some((name) => this.#contested.has(name));
  }

  keepsSpace(attributes: Attributes): boolean {
    return this.#pre.size > 0 && this.#names(attributes).some((name) => this.#pre.has(name));
  }
}

/** A sheet without comments and without the blocks of its conditional rules. One pass. */
function unconditional(sheet: string): string {
  const text = withoutComments(sheet);
  let kept = "";
  let at = 0;
  for (let rule = text.indexOf("@", at); rule >= 0; rule = text.indexOf("@", at)) {
    kept += text.slice(at, rule);
    let depth = 0;
    let end = rule;
    for (; end < text.length; end++) {
      const sign = text[end];
      if (sign === "{") depth++;
      else if (sign === "}" && --depth <= 0) break;
      else if (sign === ";" && depth === 0) break;
    }
    at = end + 1;
  }
  return kept + text.slice(at);
}

/** By an attribute, or by what the element is (WHATWG HTML §6.1, §15.3.1). */
function isUnrendered(name: string, attributes: Attributes): boolean {
  const has = (attribute: string) => attributeOf(attributes, attribute) !== undefined;
  if (NOT_RENDERED.has(name)) return true;
  if (name === "template") return !has("shadowrootmode"); // a declarative shadow root is shown (§4.12.3)
  if (name === "dialog" || name === "details") return !has("open");
  if (attributes.length === 0) return false;
  if (has("hidden") || has("popover")) return true;
  if (name === "object") return has("data"); // without it, what stands for it is shown (§4.8.7)
  // Sighted readers do see it: within a line it stays in its place, so that it cannot split a number for us alone.
  return BLOCK.has(name) && attributeOf(attributes, "aria-hidden")?.toLowerCase() === "true";
}

/**
 * Whether a reader who just opens the page does not see what the element holds. Where style sheets contradict each other, it
 * counts as seen: then it is read in its place.
 */
export function isHidden(name: string, attributes: Attributes, styles: Styles): boolean {
  if (isUnrendered(name, attributes)) return true;
  if (attributes.length === 0) return false;
  const style = attributeOf(attributes, "style");
  if (style !== undefined && effectOf(declarationsOf(style)) === "hides") return !styles.shows(attributes);
  return styles.hides(attributes);
}

/** Text that is shown in the opposite order of its characters (§15.3.6; CSS Writing Modes §2.2). */
export function isReversed(name: string, attributes: Attributes): boolean {
  if (name === "bdo" && attributeOf(attributes, "dir")?.toLowerCase() === "rtl") return true;
  const style = attributeOf(attributes, "style");
  if (style === undefined || !/bidi/i.test(style)) return false;
  const declarations = declarationsOf(style);
  return (
    declarations.some((one) => /^unicode-bidi:(?:bidi|isolate)-override/.test(one)) &&
    declarations.some((one) => /^direction:rtl/.test(one))
  );
}

/** Whether line ends of the source are line ends of the text (`pre`, `white-space: pre-wrap` and its class names). */
export function keepsSpace(name: string, attributes: Attributes, styles: Styles): boolean {
  if (name === "pre" || name === "textarea" || name === "listing" || name === "xmp" || name === "plaintext")
    return true;
  if (attributes.length === 0) return false;
  if (/white-space(?:-collapse)?\s*:\s*(?:pre|break)/i.test(attributeOf(attributes, "style") ?? ""))
    return true;
  if (/(?:^|[\s_-])(?:whitespace-)?pre-?(?:wrap|line)(?:$|\s)/i.test(attributeOf(attributes, "class") ?? ""))
    return true;
  return styles.keepsSpace(attributes);
}
