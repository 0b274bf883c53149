import { attributionOf, authorName, isHandle, MAX_ATTRIBUTION } from "../text/attribution.ts";
import { AuthorCapture, Draft } from "./drafts.ts";
import { BLOCK, TABLE } from "./elements.ts";
import { Flow } from "./flow.ts";
import { isHidden, isReversed, keepsSpace, type Styles } from "./hiding.ts";
import { type Attributes, attributeOf, type MarkupReader, readMarkup } from "./markup.ts";
import { authorIn, type Role, roleOf } from "./roles.ts";
import { type TableFrame, Tables } from "./tables.ts";
import { framedPage, unseenIn } from "./unseen.ts";

const set = (names: string): ReadonlySet<string> => new Set(names.trim().split(/\s+/));

/** A page in a page (`srcdoc`, a feed's escaped HTML) is read so deep. */
const MAX_INNER = 3;
/** Elements whose words are the machine's or the reader's next step, not the author's. */
const CHROME = set("a button footer header h1 h2 h3 h4 h5 h6 label legend nav option summary time title");
/** Set apart in their line. */
const APART = set("button input output select time");
/** Read whole when it ends. */
const RAW = set("iframe noembed noframes script style");
/** These may stand before a style sheet without being hidden by it. */
const HEAD = set("base body head html link meta noscript script style title");
/** In a feed these hold HTML as text (RFC 4287 §3.1.1.2; RSS 2.0). */
const FEED_HTML = set("content content:encoded description summary title");
const FEED_AUTHOR = set("author creator dc:creator name");
const FEED_POST = set("entry item");

/** Where text goes. */
interface Place {
  readonly draft: Draft;
  readonly isUnseen: boolean;
}

type Begins = ConstructorParameters<typeof Draft>[2];

/** What the end of an element undoes. */
interface Frame {
  place?: Place;
  capture?: AuthorCapture;
  /** What is shown in the opposite order. */
  reversed?: Flow;
  table?: TableFrame;
  /** Text that is read when the element ends. */
  raw?: string;
  attributes?: Attributes;
  after?: string;
  isChrome?: boolean;
  isNote?: boolean;
  keeps?: boolean;
}

/**
 * A page as one draft per author: posts, what they quote, their signatures, and of each what a reader does not see. Hears
 * `readMarkup`. Linear; never throws.
 */
export class Page implements MarkupReader<Frame> {
  /** In the order in which they begin. */
  readonly drafts: Draft[] = [];
  /** JSON that the page carries, JSON-LD among it. */
  readonly data: string[] = [];
  /** A style sheet hid something by its class after elements had been read. */
  hasLateStyles = false;
  readonly #styles: Styles;
  readonly #isFeed: boolean;
  readonly #places: Place[];
  readonly #captures: AuthorCapture[] = [];
  readonly #tables = new Tables();
  readonly #reversing: Flow[] = [];
  #raw: Frame | undefined;
  #chrome = 0;
  #keeps = 0;
  #notes = 0;
  #inner = 0;
  #inBody = false;

  constructor(styles: Styles, isFeed: boolean) {
    this.#styles = styles;
    this.#isFeed = isFeed;
    this.#places = [{ draft: this.#begun(new Draft("page", undefined)), isUnseen: false }];
  }

  read(html: string): void {
    readMarkup(html, this, this.#isFeed && this.#inner === 0);
  }

  get #place(): Place {
    return this.#places.at(-1) as Place;
  }

  get #flow(): Flow {
    const capture = this.#captures.at(-1);
    if (capture !== undefined) return capture.flow;
    const reversing = this.#reversing.at(-1);
    if (reversing !== undefined) return reversing;
    const { draft, isUnseen } = this.#place;
    if (isUnseen) return draft.unseen;
    return this.#notes > 0 ? draft.notes : draft.flow;
  }

  #begun(draft: Draft): Draft {
    this.drafts.push(draft);
    return draft;
  }

  text(text: string, isSpace: boolean): void {
    if (this.#raw !== undefined) {
      this.#raw.raw += text;
      return;
    }
    const flow = this.#flow;
    if (isSpace) {
      if (this.#keeps > 0) flow.kept(text);
      else if (!this.#tables.fosters(flow, " ")) flow.space();
      return;
    }
    const capture = this.#captures.at(-1);
    if (capture !== undefined) {
      capture.text(text);
      if (capture.isFull) while (this.#captures.length > 0) this.#release(this.#captures.at(-1));
      return;
    }
    if (!this.#tables.fosters(flow, text)) flow.text(text);
    const { draft, isUnseen } = this.#place;
    if (this.#chrome === 0 && !isUnseen) draft.ownUnits += text.length;
  }

  open(name: string, attributes: Attributes): Frame {
    const frame: Frame = {};
    this.#inBody ||= !HEAD.has(name);
    if (this.#raw !== undefined) return frame;
    if (BLOCK.has(name)) this.#flow.break();
    else if (APART.has(name)) this.#flow.space();
    if (this.#isFeed && this.#inner === 0) this.#openFeed(name, attributes, frame);
    else this.#openHtml(name, attributes, frame);
    return frame;
  }

  close(name: string, frame: Frame): void {
    if (frame.raw !== undefined) {
      this.#raw = undefined;
      this.#readRaw(name, frame);
    } else if (this.#raw !== undefined) return;
    if (frame.reversed !== undefined) this.#turn(frame.reversed);
    if (frame.table !== undefined) this.#tables.close(frame.table);
    if (frame.after !== undefined) this.#flow.text(frame.after);
    if (frame.capture !== undefined) this.#release(frame.capture);
    if (frame.isChrome) this.#chrome--;
    if (frame.keeps) this.#keeps--;
    if (frame.isNote) this.#notes--;
    if (BLOCK.has(name) || TABLE.has(name)) this.#flow.break();
    else if (APART.has(name)) this.#flow.space();
    if (frame.place === undefined) return;
    this.#flow.break();
    this.#places.splice(this.#places.lastIndexOf(frame.place), 1);
  }

  #openFeed(name: string, attributes: Attributes, frame: Frame): void {
    const { draft } = this.#place;
    if (FEED_POST.has(name)) this.#move(frame, { draft: this.#below("post", draft, {}), isUnseen: false });
    else if (FEED_AUTHOR.has(name) && (name !== "name" || this.#captures.length > 0)) this.#capture(frame);
    else if (FEED_HTML.has(name)) this.#keepRaw(frame, attributes);
    else if (name !== "p" && name !== "div") this.#flow.break();
  }

  #openHtml(name: string, attributes: Attributes, frame: Frame): void {
    if (name === "iframe" || name === "object" || name === "embed") {
      const framed = framedPage(attributes);
      if (framed !== undefined) this.#readInner(framed, isHidden("", attributes, this.#styles));
    }
    const { draft, isUnseen } = this.#place;
    const hidden = !isUnseen && isHidden(name, attributes, this.#styles);
    const role = roleOf(name, attributes) ?? this.#announced(name);
    const begun = this.#begin(role, name, attributes, hidden || isUnseen);
    if (begun !== undefined) this.#move(frame, { draft: begun, isUnseen: false });
    else if (hidden) this.#move(frame, { draft, isUnseen: true });
    else if (name === "summary" && isUnseen)
      this.#move(frame, { draft, isUnseen: this.#places.at(-2)?.isUnseen === true });
    else if (this.#namesAuthor(role, name)) this.#capture(frame);
    this.#say(name, attributes, begun);
    if (CHROME.has(name)) {
      frame.isChrome = true;
      this.#chrome++;
    }
    if (keepsSpace(name, attributes, this.#styles)) {
      frame.keeps = true;
      this.#keeps++;
    }
    if (name === "rt" || name === "rtc") {
      frame.isNote = true;
      this.#notes++;
    }
    if (RAW.has(name)) this.#keepRaw(frame, attributes);
    const table = this.#tables.open(name, this.#flow);
    if (table !== undefined) frame.table = table;
    if (isReversed(name, attributes)) {
      frame.reversed = new Flow();
      this.#reversing.push(frame.reversed);
    } else if (name === "q") {
      this.#flow.text("“"); // §15.3.5
      frame.after = "”";
    }
  }

  /** Ends what is shown in the opposite order: each line turned around, marks with what they stand on. */
  #turn(reversed: Flow): void {
    const at = this.#reversing.lastIndexOf(reversed);
    if (at < 0) return;
    this.#reversing.splice(at, 1);
    for (const [line, words] of reversed.finish().split("\n").entries()) {
      if (line > 0) this.#flow.break();
      this.#flow.text((words.match(/\P{M}?\p{M}*/gu) ?? []).reverse().join(""));
    }
  }

  #move(frame: Frame, place: Place): void {
    frame.place = place;
    this.#places.push(place);
    this.#flow.break();
  }

  #keepRaw(frame: Frame, attributes: Attributes): void {
    frame.raw = "";
    this.#raw = frame;
    frame.attributes = attributes;
  }

  #below(kind: Draft["kind"], parent: Draft, begins: Begins): Draft {
    while (this.#captures.length > 0) this.#release(this.#captures.at(-1));
    for (const reversed of this.#reversing.toReversed()) this.#turn(reversed);
    return this.#begun(new Draft(kind, parent, { isComment: parent.isComment, ...begins }));
  }

  /** The draft that an element begins; undefined where it is part of the one that is being written. */
  #begin(role: Role, name: string, attributes: Attributes, isHidden: boolean): Draft | undefined {
    if (role === undefined || role === "author") return undefined;
    const { draft } = this.#place;
    const author = authorIn(attributes);
    if (role === "quote") return this.#beginQuote(name, author, isHidden);
    if (role === "signature") {
      if (draft.kind !== "post") return undefined;
      return this.#below("signature", draft, { isHidden, author: draft.author });
    }
    if (role === "comments") {
      if (draft.kind === "quote") return undefined;
      return this.#below("page", draft, { isHidden, isComment: true });
    }
    // What looks like a post in a quote is how the program builds its quotes, unless it has an author and begins after words.
    if (draft.kind === "quote" && (draft.isBare || (name !== "article" && author === ""))) return undefined;
    const isReply = role === "comment";
    if (draft.kind === "post" && draft.flow.isEmpty && !isHidden) {
      draft.isComment ||= isReply;
      draft.isReply ||= isReply;
      draft.author ||= author;
      return undefined;
    }
    const isComment = isReply || draft.isComment || draft.kind !== "page";
    return this.#below("post", draft, { isHidden, author, isComment, isReply });
  }

  /** A quote; not where the one around it has said no more than whom it quotes, and both are not blockquotes. */
  #beginQuote(name: string, author: string, isHidden: boolean): Draft | undefined {
    const { draft } = this.#place;
    const by = author || (attributionOf(draft.flow.lastLine(MAX_ATTRIBUTION)) ?? "");
    const isNested = name === "blockquote" && draft.element === name;
    if (draft.kind === "quote" && !isNested && draft.isBare && !isHidden) {
      draft.author ||= authorName(by);
      return undefined;
    }
    return this.#below("quote", draft, { isHidden, author: authorName(by), element: name });
  }

  /** A cell after a line that says no more than "Quote:" (vBulletin 3). */
  #announced(name: string): Role {
    const isQuote = name === "td" && /^(?:quote|citation)\s?:$/i.test(this.#place.draft.flow.lastLine(12));
    return isQuote ? "quote" : undefined;
  }

  #namesAuthor(role: Role, name: string): boolean {
    const { draft, isUnseen } = this.#place;
    if (isUnseen) return false;
    if (role === "author") return true;
    return name === "cite" && draft.kind === "quote" && draft.author === "" && draft.flow.isEmpty;
  }

  #capture(frame: Frame): void {
    frame.capture = new AuthorCapture(this.#place.draft);
    this.#captures.push(frame.capture);
  }

  /** Ends an author's element. Its name is text too where it is more than a handle, so that it hides nothing. */
  #release(capture: AuthorCapture | undefined): void {
    const at = capture === undefined ? -1 : this.#captures.lastIndexOf(capture);
    if (capture === undefined || at < 0) return;
    this.#captures.splice(at, 1);
    const { draft } = capture;
    const { name, lines } = capture.finish();
    const isNew = draft.author === "" && draft.kind !== "page";
    if (isNew) {
      draft.author = name;
      draft.showsAuthor = name !== "";
    }
    if (name !== "" && (name !== draft.author || !isHandle(name))) draft.flow.line(name);
    for (const line of lines) draft.flow.line(line);
  }

  /** What the element shows or says by its attributes. */
  #say(name: string, attributes: Attributes, begun: Draft | undefined): void {
    if (attributes.length === 0) return;
    const { draft } = this.#place;
    if (begun === undefined && draft.kind === "quote") draft.author ||= authorIn(attributes);
    const links = draft.kind !== "page" && this.#chrome === 0;
    for (const text of unseenIn(name, attributes, links)) draft.unseen.line(text);
    if (
      name === "img" ||
      name === "area" ||
      (name === "input" && attributeOf(attributes, "type") === "image")
    ) {
      this.#picture(attributeOf(attributes, "alt") ?? "");
    } else if (name === "input") {
      const type = attributeOf(attributes, "type")?.toLowerCase() ?? "text";
      if (!/^(?:hidden|checkbox|radio|password|file|range|color)$/.test(type))
        this.#flow.apart(attributeOf(attributes, "value") ?? attributeOf(attributes, "placeholder") ?? "");
    } else if (name === "option" || name === "optgroup")
      this.#flow.apart(attributeOf(attributes, "label") ?? "");
  }

  /** §15.4.3: a picture that is not shown is its text, in its place. One sign, as of an emoji, runs on; words stand apart. */
  #picture(text: string): void {
    if (text === "") return;
    if (/^(?:\P{L}{1,12}|\p{L})$/u.test(text) && !/\s/.test(text)) this.text(text, false);
    else this.#flow.apart(text);
  }

  #readRaw(name: string, frame: Frame): void {
    const { raw = "", attributes = [] } = frame;
    if (this.#isFeed && this.#inner === 0) this.#readInner(raw, false);
    else if (name === "style") {
      if (!/^(?:$|all|screen)/i.test(attributeOf(attributes, "media")?.trim() ?? "")) return;
      if (this.#styles.add(raw) && this.#inBody) this.hasLateStyles = true;
    } else if (name === "script") {
      if (/json/i.test(attributeOf(attributes, "type") ?? "")) this.data.push(raw);
    } else this.#readInner(raw, true);
  }

  /** A page in this page: shown in its place, or not shown at all. */
  #readInner(html: string, isUnseen: boolean): void {
    const place = { draft: this.#place.draft, isUnseen: isUnseen || this.#place.isUnseen };
    this.#places.push(place);
    this.#flow.break();
    if (this.#inner < MAX_INNER && /[<&]/.test(html)) {
      this.#inner++;
      this.read(html);
      this.#inner--;
    } else this.text(html, false);
    this.#flow.break();
    this.#places.splice(this.#places.lastIndexOf(place), 1);
  }
}
