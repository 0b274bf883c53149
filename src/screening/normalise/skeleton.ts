import { MIN_SPELLED_OUT, nextHidden } from "./hidden.ts";
import { undoLookAlikes } from "./leet.ts";
import { spelledNumber } from "./number-words.ts";
import { endOf, startOf, type View, ViewBuilder } from "./view.ts";

/** A view of bare words and numbers, one blank (or line end, between sentences) between them. */
export interface Skeleton extends View {
  /**
   * Whether it says something that the folded text does not: otherwise reading it again would find nothing
   * new.
   */
  readonly altered: boolean;
}

interface Token {
  text: string;
  /** Folded offsets. */
  readonly start: number;
  end: number;
}

const TOKEN = /[a-z0-9\u00c0-\u1fff\u2c00-\u2fef\u3040-\ud7ff\uf900-\ufdff]+(?:[@$!|€]+[a-z0-9]+)*/g;
/** How much of a long line is read again around what may be hidden there, in units of the folded text. */
const MAX_BEFORE = 300;
const MIN_AFTER = 200;
const MAX_AFTER = 600;

/** Whether the skeleton of a folded text could say anything else than the text; false is sure. */
export const mayHide = (folded: string): boolean => nextHidden(folded, 0) !== undefined;

/** The skeleton of a folded text: look-alikes undone, number words as digits, letters spelled out joined. Linear. */
export function skeleton(folded: View): Skeleton {
  const { text } = folded;
  const view = new ViewBuilder(text.length);
  const altered = readPiece(view, folded, 0, text.length, false);
  return { ...view.finish(), altered };
}

/** The skeleton of those lines alone that it changes; undefined where there are none. */
export function hiddenLines(folded: View): View | undefined {
  const { text } = folded;
  let view: ViewBuilder | undefined;
  for (let from = 0; from < text.length; ) {
    const hit = nextHidden(text, from);
    if (hit === undefined) break;
    view ??= new ViewBuilder(256);
    const to = endOfPiece(text, hit.end);
    readPiece(view, folded, startOfPiece(text, from, hit.start), to, true);
    from = to;
  }
  return view === undefined || view.length === 0 ? undefined : view.finish();
}

/** A piece is a line; of a long one the sentences, or else the words, around what was seen. */
function startOfPiece(text: string, from: number, hit: number): number {
  const least = Math.max(from, hit - MAX_BEFORE);
  const before = text.slice(least, hit);
  const line = before.lastIndexOf("\n");
  if (line >= 0) return least + line + 1;
  if (least === from) return from;
  const sentence = before.search(/(?<=[.!?] )/);
  return least + Math.max(0, sentence < 0 ? before.indexOf(" ") + 1 : sentence);
}

function endOfPiece(text: string, hit: number): number {
  const after = text.slice(hit, hit + MAX_AFTER);
  const line = after.indexOf("\n");
  if (line >= 0) return hit + line + 1;
  if (hit + MAX_AFTER >= text.length) return text.length;
  const sentence = Math.max(after.lastIndexOf(". "), after.lastIndexOf("! "), after.lastIndexOf("? "));
  const blank = after.lastIndexOf(" ");
  return hit + (sentence >= MIN_AFTER ? sentence + 2 : blank >= MIN_AFTER ? blank + 1 : MAX_AFTER);
}

function readPiece(view: ViewBuilder, folded: View, from: number, to: number, alteredOnly: boolean): boolean {
  const tokens = tokensOf(folded.text, from, to);
  const words = readWords(tokens);
  const altered = words.some((word) => word.altered);
  if (altered || !alteredOnly) write(view, folded, tokens, words, from);
  return altered;
}

interface Word {
  readonly read: string;
  /** How many tokens it stands for. */
  readonly taken: number;
  readonly altered: boolean;
}

function readWords(tokens: readonly Token[]): Word[] {
  const texts = tokens.map((token) => token.text);
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const number = spelledNumber(texts, at);
    const taken = number?.words ?? 1;
    const amidDigits = /\d/.test(texts[at - 1] ?? "") && /\d/.test(texts[at + 1] ?? "");
    const read = number?.digits ?? undoLookAlikes(token.text, amidDigits);
    const joined = read.length !== (tokens[at + taken - 1] as Token).end - token.start;
    const altered =
      number === undefined
        ? read !== token.text || joined
        : number.digits.length > 1 || nextIsNumber(texts, at + taken);
    words.push({ read, taken, altered });
    at += taken;
  }
  return words;
}

function write(
  view: ViewBuilder,
  folded: View,
  tokens: readonly Token[],
  words: readonly Word[],
  from: number,
): void {
  let previousEnd = from;
  let at = 0;
  if (view.length > 0) view.push(10, startOf(folded, from), endOf(folded, from));
  let first = true;
  for (const { read, taken } of words) {
    const token = tokens[at] as Token;
    const last = tokens[at + taken - 1] as Token;
    separate(view, folded, folded.text.slice(previousEnd, token.start), token.start, read, first);
    first = false;
    const start = startOf(folded, token.start);
    const end = endOf(folded, last.end - 1);
    const joined = read.length !== last.end - token.start;
    for (let unit = 0; unit < read.length; unit++) {
      // A plain token keeps its own offsets; a rewritten one stands for the whole that it was read from.
      if (joined) view.push(read.charCodeAt(unit), start, end);
      else {
        view.push(
          read.charCodeAt(unit),
          startOf(folded, token.start + unit),
          endOf(folded, token.start + unit),
        );
      }
    }
    previousEnd = last.end;
    at += taken;
  }
}

function tokensOf(text: string, from: number, to: number): Token[] {
  const tokens: Token[] = [];
  for (const match of text.slice(from, to).matchAll(TOKEN)) {
    const start = from + match.index;
    tokens.push({ text: match[0], start, end: start + match[0].length });
  }
  return joinSpelledOut(text, tokens);
}

const nextIsNumber = (words: readonly string[], at: number): boolean =>
  at < words.length && (/^\d+$/.test(words[at] as string) || spelledNumber(words, at) !== undefined);

/** "0 6 3 9" and "k.i.l.l": single characters that the same sign keeps apart become one token. */
function joinSpelledOut(text: string, tokens: Token[]): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; ) {
    let stop = at;
    let separator: string | undefined;
    while (stop < tokens.length && (tokens[stop] as Token).text.length === 1) {
      const next = tokens[stop + 1];
      stop++;
      if (next === undefined) break;
      const gap = text.slice((tokens[stop - 1] as Token).end, next.start);
      separator ??= gap;
      if (gap !== separator || gap.length > 1) break;
    }
    if (stop - at >= MIN_SPELLED_OUT) {
      const run = tokens.slice(at, stop);
      joined.push({
        text: run.map((token) => token.text).join(""),
        start: (run[0] as Token).start,
        end: (run.at(-1) as Token).end,
      });
      at = stop;
    } else {
      joined.push(tokens[at] as Token);
      at++;
    }
  }
  return joined;
}

/** Between two tokens: a line end where a sentence ends, else a blank; a plus sign before a number stays. */
function separate(
  view: ViewBuilder,
  folded: View,
  gap: string,
  end: number,
  next: string,
  first: boolean,
): void {
  const from = startOf(folded, end - Math.max(1, gap.length));
  const to = endOf(folded, Math.max(0, end - 1));
  if (!first) view.push(/\n|[.!?]\s/.test(gap) ? 10 : 32, from, to);
  if (gap.endsWith("+") && /^\d/.test(next)) view.push(43, startOf(folded, end - 1), endOf(folded, end - 1));
}
