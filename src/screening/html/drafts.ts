import { attributionOf, authorName, MAX_ATTRIBUTION } from "../text/attribution.ts";
import { MIN_OWN_UNITS } from "../text/parts.ts";
import { Flow } from "./flow.ts";

/** No name is longer, with what stands beside it. */
const MAX_CAPTURE = 120;

type Kind = "page" | "post" | "quote" | "signature";

/** One author's words while a page is read: the page's own, a post's, what a post quotes, its signature. */
export class Draft {
  readonly kind: Kind;
  readonly parent: Draft | undefined;
  readonly isHidden: boolean;
  isComment: boolean;
  author: string;
  /** A reader sees the author's name: where nothing else is said, it is what is said. */
  showsAuthor = false;
  /** Of a post, whether its own names call it a comment. */
  isReply: boolean;
  /** Of a quote, the element that it is. */
  readonly element: string;
  readonly flow = new Flow();
  /** Readings above characters (`rt`): they stand between them in the source and not on the page. */
  readonly notes = new Flow();
  /** What is not rendered, or only on pointing at it. */
  readonly unseen = new Flow();
  /** Units of text outside buttons, links and headers. */
  ownUnits = 0;

  constructor(
    kind: Kind,
    parent: Draft | undefined,
    { author = "", isComment = false, isHidden = false, isReply = false, element = "" } = {},
  ) {
    this.kind = kind;
    this.parent = parent;
    this.author = author;
    this.isComment = isComment;
    this.isReply = isReply;
    this.element = element;
    this.isHidden = isHidden || (parent?.isHidden ?? false);
  }

  /** Nothing but who is quoted: "Pie said:". */
  get isBare(): boolean {
    if (this.flow.isEmpty) return true;
    const line = this.flow.onlyLine(MAX_ATTRIBUTION);
    if (line === undefined) return false;
    return line.endsWith(":") || (line !== "" && line === this.author) || attributionOf(line) !== undefined;
  }

  /**
   * Somebody else's words: a quote in something that has words of its own. A post that is nothing but a quote says it,
   * whomever it names.
   */
  get isQuote(): boolean {
    const parent = this.parent?.whole;
    if (this.kind === "signature") return parent?.isQuote ?? false;
    if (this.kind !== "quote" || parent === undefined) return false;
    return parent.isQuote || parent.ownUnits >= MIN_OWN_UNITS;
  }

  /**
   * The post that this is a part of: inside a post that names its author, a post of the same sort that names none is how the
   * program builds it. Otherwise itself.
   */
  get whole(): Draft {
    if (this.kind !== "post" || this.author !== "" || this.parent?.kind !== "post") return this;
    const { whole } = this.parent;
    const isPart =
      whole.author !== "" && whole.isHidden === this.isHidden && (whole.isReply || !this.isReply);
    return isPart ? whole : this;
  }
}

/** "by", "a écrit :": words beside a name that say nothing more. */
const ONLY_AFFIXES = /^(?:by|par|de|from|posted|posté|wrote|said|says|dit|a|écrit|@|[\s:,»·•↑-]){0,20}$/i;

/** Text that stands in an element for an author: its first line is the name. */
export class AuthorCapture {
  readonly draft: Draft;
  readonly flow = new Flow();
  #units = 0;

  constructor(draft: Draft) {
    this.draft = draft;
  }

  text(text: string): void {
    this.flow.text(text);
    this.#units += text.length;
  }

  get isFull(): boolean {
    return this.#units > MAX_CAPTURE;
  }

  /** The name, and the lines that say more than it. */
  finish(): { readonly name: string; readonly lines: readonly string[] } {
    const [first = "", ...lines] = this.flow.finish().split("\n");
    const name = this.isFull ? "" : authorName(attributionOf(first) ?? first);
    const more = name === "" ? first : first.replace(name, " ");
    return { name, lines: [more, ...lines].filter((line) => line !== "" && !ONLY_AFFIXES.test(line)) };
  }
}
