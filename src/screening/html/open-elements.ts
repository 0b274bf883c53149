import { ENDS_PARAGRAPH, ENDS_SIBLING, FORMATTING, isHeading, SPECIAL, scopeOf } from "./elements.ts";

export type Namespace = "html" | "svg" | "math";

export interface OpenElement<T> {
  readonly name: string;
  readonly namespace: Namespace;
  /** A foreign element whose content is HTML again (WHATWG HTML §13.2.6, integration points). */
  readonly hostsHtml: boolean;
  readonly frame: T;
}

/**
 * Browsers flatten what is nested deeper (at 512 in Blink), and so do we: it bounds every search. A deeper element
 * takes the place of the deepest.
 */
const MAX_DEPTH = 256;

/**
 * The stack of open elements, with what start and end tags close in it (WHATWG HTML §13.2.4.2, §13.2.6.4.7). Of tree
 * construction it does what decides where text belongs: implied ends, scopes, foreign content. It builds no tree, reopens no
 * formatting element and moves nothing, which is what makes a tree builder quadratic on hostile markup.
 */
export class OpenElements<T> {
  readonly #stack: OpenElement<T>[] = [];
  readonly #counts = new Map<string, number>();
  readonly #closed: (element: OpenElement<T>) => void;

  /** `closed` hears of every element once, inner ones first where they end together. */
  constructor(closed: (element: OpenElement<T>) => void) {
    this.#closed = closed;
  }

  get top(): OpenElement<T> | undefined {
    return this.#stack.at(-1);
  }

  has(name: string): boolean {
    return (this.#counts.get(name) ?? 0) > 0;
  }

  /** Makes room for one more; call before what belongs to the new element is begun. */
  makeRoom(): void {
    if (this.#stack.length >= MAX_DEPTH) this.#pop();
  }

  push(element: OpenElement<T>): void {
    this.#stack.push(element);
    this.#counts.set(element.name, (this.#counts.get(element.name) ?? 0) + 1);
  }

  closeAll(): void {
    while (this.#stack.length > 0) this.#pop();
  }

  /** Closes what a start tag of HTML ends without saying so. */
  makeWayFor(name: string): void {
    if (ENDS_PARAGRAPH.has(name) && this.has("p")) this.#closeInScope("p");
    if (isHeading(name) && isHeading(this.top?.name ?? "")) this.#pop();
    const rule = ENDS_SIBLING.get(name);
    if (rule === undefined || !this.#hasAny(rule.ends)) return;
    const barriers = scopeOf(name);
    for (let at = this.#stack.length - 1; at >= 0; at--) {
      const { name: open, hostsHtml } = this.#stack[at] as OpenElement<T>;
      if (rule.ends.has(open)) {
        this.#closeAt(at);
        return;
      }
      if (barriers.has(open) || hostsHtml || (SPECIAL.has(open) && !rule.across.has(open))) return;
    }
  }

  /** An end tag while the current element is of HTML. */
  closeHtml(name: string): void {
    if (!this.has(name)) {
      if (isHeading(name)) this.#closeHeading();
    } else if (SPECIAL.has(name)) this.#closeInScope(name);
    else this.#closeOrdinary(name);
  }

  /** An end tag while the current element is foreign (§13.2.6.5); false where HTML's rules apply after all. */
  closeForeign(name: string): boolean {
    if (!this.has(name)) return false;
    for (let at = this.#stack.length - 1; at >= 0; at--) {
      const { name: open, namespace } = this.#stack[at] as OpenElement<T>;
      if (namespace === "html") return false;
      if (open !== name) continue;
      this.#popTo(at);
      return true;
    }
    return false;
  }

  /** Leaves foreign content, as a start tag does that has no place in it (§13.2.6.5). */
  leaveForeign(): void {
    for (let top = this.top; top !== undefined && top.namespace !== "html" && !top.hostsHtml; top = this.top)
      this.#pop();
  }

  #hasAny(names: ReadonlySet<string>): boolean {
    for (const name of names) if (this.has(name)) return true;
    return false;
  }

  #closeInScope(name: string): void {
    const barriers = scopeOf(name);
    for (let at = this.#stack.length - 1; at >= 0; at--) {
      const { name: open, hostsHtml } = this.#stack[at] as OpenElement<T>;
      if (open === name) {
        this.#popTo(at);
        return;
      }
      if (barriers.has(open) || hostsHtml) return;
    }
  }

  /** Any heading's end tag ends any heading (§13.2.6.4.7). */
  #closeHeading(): void {
    const at = this.#stack.findLastIndex(({ name }) => isHeading(name) || scopeOf("h1").has(name));
    if (isHeading(this.#stack[at]?.name ?? "")) this.#popTo(at);
  }

  #closeOrdinary(name: string): void {
    let crossed = false;
    for (let at = this.#stack.length - 1; at >= 0; at--) {
      const { name: open, hostsHtml } = this.#stack[at] as OpenElement<T>;
      if (open === name) {
        if (crossed) this.#closeAlone(at);
        else this.#popTo(at);
        return;
      }
      if (scopeOf(name).has(open) || hostsHtml) return;
      if (!SPECIAL.has(open)) continue;
      if (!FORMATTING.has(name)) return;
      crossed = true;
    }
  }

  #closeAt(at: number): void {
    const { name } = this.#stack[at] as OpenElement<T>;
    if (FORMATTING.has(name)) this.#closeAlone(at);
    else this.#popTo(at);
  }

  #popTo(at: number): void {
    while (this.#stack.length > at) this.#pop();
  }

  #pop(): void {
    const element = this.#stack.pop();
    if (element !== undefined) this.#gone(element);
  }

  #closeAlone(at: number): void {
    const [element] = this.#stack.splice(at, 1);
    if (element !== undefined) this.#gone(element);
  }

  #gone(element: OpenElement<T>): void {
    this.#counts.set(element.name, (this.#counts.get(element.name) ?? 1) - 1);
    this.#closed(element);
  }
}
