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
    { author = "", isComment = false, isHidden = false } = {},
  ) {
    this.kind = kind;
    this.parent = parent;
    this.author = author;
    this.isComment = isComment;
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
    if (this.kind === "signature") return this.parent?.isQuote ?? false;
    if (this.kind !== "quote" || this.parent === undefined) return false;
    return this.parent.isQuote || this.parent.ownUnits >= MIN_OWN_UNITS;
  }
}

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

  /** The name, and what else stood there. */
  finish(): { readonly name: string; readonly rest: string } {
    const text = this.flow.finish();
    if (this.isFull) return { name: "", rest: text };
    const [first = "", ...rest] = text.split("\n");
    return { name: attributionOf(first) ?? authorName(first), rest: rest.join("\n") };
  }
}
