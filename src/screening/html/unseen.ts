import { type Attributes, attributeOf } from "./markup.ts";

/** Attributes whose text shows on pointing, or is read aloud. `data-…`: shown by style sheets and scripts under these names. */
const TEXT = new Set(
  `title aria-label aria-description data-title data-tooltip data-original-title data-content data-text data-caption
  data-clipboard-text`.split(/\s+/),
);
/** Addresses that are a detail themselves (RFC 3966, 6068, 5724, 5870). */
const DETAIL_LINK = /^\s*(?:tel|mailto|sms|geo|callto):/i;
const WEB_LINK = /^\s*https?:\/\//i;
const META = /^(?:description|author|(?:og|twitter|dc|dcterms|article):?\.?(?:title|description|author))$/i;

/** What an element says without showing it. `links`: where it links on the web too. */
export function* unseenIn(name: string, attributes: Attributes, links: boolean): Generator<string> {
  if (name === "link" || name === "style" || name === "script") return;
  for (const { name: attribute, value } of attributes) {
    if (TEXT.has(attribute)) {
      if (!attribute.startsWith("data-") || /\s|@|\d{6}/.test(value)) yield value;
    }
    if (attribute === "href" && (DETAIL_LINK.test(value) || (links && WEB_LINK.test(value))))
      yield readable(value);
  }
  if (name !== "meta") return;
  const named =
    attributeOf(attributes, "name") ??
    attributeOf(attributes, "property") ??
    attributeOf(attributes, "itemprop");
  if (META.test(named ?? "")) yield attributeOf(attributes, "content") ?? "";
}

/** A URL with its percent-encoding undone, as far as it can be. */
function readable(url: string): string {
  const address = url.trim();
  if (!address.includes("%")) return address;
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

const DATA_PAGE = /^\s*data:text\/(?:html|plain)?[^,]{0,100},/i;

/** The page that a frame shows without asking anybody for it: `srcdoc` (§4.8.5), a data: URL. */
export function framedPage(attributes: Attributes): string | undefined {
  const own = attributeOf(attributes, "srcdoc");
  if (own !== undefined) return own;
  const url = attributeOf(attributes, "src") ?? attributeOf(attributes, "data") ?? "";
  const head = DATA_PAGE.exec(url)?.[0];
  if (head === undefined) return undefined;
  const body = url.slice(head.length);
  return /;\s*base64\s*,$/i.test(head) ? Buffer.from(body, "base64").toString() : readable(body);
}

/** What may be compared before a page is given up as too rich in such texts. */
const MAX_WORK = 50_000_000;

/** Keeps what is not on the page anyway: tooltips and structured data mostly repeat it. */
export class Repeats {
  readonly #text: string;
  #bare: string | undefined;
  readonly #kept = new Set<string>();
  #work = 0;

  constructor(shown: string) {
    this.#text = shown;
  }

  /** False for what was shown, or kept before. */
  isNew(text: string): boolean {
    const words = bare(text);
    if (words === "" || this.#kept.has(words)) return false;
    this.#bare ??= bare(this.#text);
    this.#work += this.#bare.length;
    if (this.#work < MAX_WORK && this.#bare.includes(words)) return false;
    this.#kept.add(words);
    return true;
  }
}

const bare = (text: string): string =>
  text
    .replace(/^\s*(?:tel|mailto|sms|geo|callto):/i, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
