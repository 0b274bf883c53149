/** Stands between a label and its value until the text is finished. A page that writes it itself gets a colon. */
const LABEL_END = "\u0001";
const MAX_LABEL = 40;
/** How many parts a look at the last line reads, whatever stands there. */
const MAX_PARTS = 32;

/**
 * Text as it is laid out: white space collapses, blocks stand on lines of their own, what only markup splits runs on
 * (WHATWG HTML §3.2.7, `innerText`, and §15.3). A label and its value (`dt` and `dd`, two cells of a row) share a line.
 */
export class Flow {
  /** Lines that are ended, and marks. */
  readonly #parts: string[] = [];
  /** The words of the line that is being written. */
  readonly #run: string[] = [];
  #isEmpty = true;
  #isBroken = true;

  /** Nothing but breaks and blanks so far. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  text(text: string): void {
    this.#run.push(text);
    this.#isEmpty = false;
    this.#isBroken = false;
  }

  space(): void {
    this.#run.push(" ");
  }

  /** White space that is kept, as in `pre`. */
  kept(space: string): void {
    const [first = "", ...lines] = space.split("\n");
    if (first !== "") this.space();
    for (const line of lines) {
      this.break();
      if (line !== "") this.space();
    }
  }

  /** Ends the line. Each line is a part of its own, so that looking at the last one costs no more than it is long. */
  break(): void {
    if (this.#isBroken) return;
    this.#run.push("\n");
    this.#end();
    this.#isBroken = true;
  }

  #end(): void {
    this.#parts.push(this.#run.join(""));
    this.#run.length = 0;
  }

  /** A word or picture that stands apart from its neighbours in the line. */
  apart(text: string): void {
    this.text(` ${text.replace(/\s+/g, " ")} `);
  }

  line(text: string): void {
    this.break();
    this.text(text.replace(/\s+/g, " "));
    this.break();
  }

  /** Where a cell begins: handed to `labelled` if it turns out to hold the value of the one before. */
  mark(): number {
    this.#end();
    this.#parts.push("");
    return this.#parts.length - 1;
  }

  /** Writes at a mark rather than at the end. */
  insert(at: number, text: string): void {
    this.#parts[at] += text;
    if (text === " ") return;
    this.#isEmpty = false;
    this.#isBroken = false;
  }

  /** What was written between two marks, or since one, as far as it can be a label. */
  #label(from: number, to: number): string {
    const text = to - from > 16 ? "" : this.#parts.slice(from, to).join("");
    return text.length > 4 * MAX_LABEL ? "" : text.trim();
  }

  /** What stands between the marks `from` and `to` is the label of what comes after `to`, if it can be one. */
  labelled(from: number, to: number): void {
    const label = this.#label(from, to);
    if (label.length <= MAX_LABEL && /\p{L}/u.test(label) && !label.includes("\n"))
      this.#parts[to] = LABEL_END;
  }

  /** The last line that has words, at most `most` units of it. */
  lastLine(most: number): string {
    let tail = this.#run.slice(-most).join("");
    for (let at = this.#parts.length - 1; at >= Math.max(0, this.#parts.length - MAX_PARTS); at--) {
      const ending = tail.trimEnd();
      if (ending.length > most || ending.trimStart().includes("\n")) break;
      tail = (this.#parts[at] as string) + tail;
    }
    const line = tail.trimEnd();
    return line.slice(Math.max(line.lastIndexOf("\n") + 1, line.length - most)).trim();
  }

  /** All text if it is one line of at most `most` units. */
  onlyLine(most: number): string | undefined {
    if (this.#parts.length > MAX_PARTS || this.#run.length > most) return undefined;
    let units = 0;
    for (const part of [...this.#parts, ...this.#run]) units += part.length;
    if (units > 4 * most) return undefined;
    const text = this.finish();
    return text.length > most || text.includes("\n") ? undefined : text;
  }

  finish(): string {
    const text = this.#parts.join("") + this.#run.join("");
    const lines = text.replace(/ {2,}/g, " ").replace(/ ?\n[ \n]*/g, "\n");
    if (!lines.includes(LABEL_END)) return lines.trim();
    const pieces = lines.split(LABEL_END);
    const last = pieces.length - 1;
    return pieces
      .map((piece, at) => (at < last ? piece.trim().replace(/:$/, "").trimEnd() : piece.trim()))
      .join(": ");
  }
}
