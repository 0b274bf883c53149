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

/** Letters drawn with a digit or sign, and the digits drawn with a letter. */
const LETTER_OF: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "€": "e",
};
const DIGIT_OF: Readonly<Record<string, string>> = { o: "0", i: "1", l: "1", z: "2", s: "5", b: "8" };

const TOKEN = /[a-z0-9\u00c0-\u1fff\u2c00-\u2fef\u3040-\ud7ff\uf900-\ufdff]+(?:[@$!|€]+[a-z0-9]+)*/g;
const INNER_SIGN = /(?<=[a-z][0-9@$!|€]{0,2})[0-9@$!|€](?=[0-9@$!|€]{0,2}[a-z])/g;
const MIN_SPELLED_OUT = 4;

/**
 * The skeleton of a folded text: look-alikes undone, number words as digits, letters spelled out joined.
 * Linear.
 */
export function skeleton(folded: View, originalLength: number): Skeleton {
  const { text } = folded;
  const tokens = joinSpelledOut(text, tokensOf(text));
  const words = tokens.map((token) => token.text);
  const view = new ViewBuilder(text.length);
  let altered = false;
  let previousEnd = 0;
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at] as Token;
    const number = spelledNumber(words, at);
    const taken = number?.words ?? 1;
    const last = tokens[at + taken - 1] as Token;
    const amidDigits = /\d/.test(words[at - 1] ?? "") && /\d/.test(words[at + 1] ?? "");
    const read = number?.digits ?? undoLookAlikes(token.text, amidDigits);
    const joined = read.length !== last.end - token.start;
    if (
      number === undefined
        ? read !== token.text || joined
        : number.digits.length > 1 || nextIsNumber(words, at + taken)
    ) {
      altered = true;
    }
    separate(view, folded, text.slice(previousEnd, token.start), token.start, read);
    const start = startOf(folded, token.start);
    const end = endOf(folded, last.end - 1);
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
  return { ...view.finish(originalLength), altered };
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    tokens.push({ text: match[0], start: match.index, end: match.index + match[0].length });
  }
  return tokens;
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

function undoLookAlikes(token: string, amidDigits: boolean): string {
  if (/^\d+$/.test(token)) return token;
  const digits = token.match(/\d/g)?.length ?? 0;
  if (/^[\doilzsb]+$/.test(token) && (digits * 2 >= token.length || (amidDigits && token.length <= 2))) {
    return token.replace(/[a-z]/g, (letter) => DIGIT_OF[letter] as string);
  }
  if (/^[a-z]+$/.test(token)) return token;
  // Only inside a word: "18h", "3rd" and "mp3" are what they say.
  return token.replace(INNER_SIGN, (sign, at: number) =>
    sign === "1" && /[aeiouy1]/.test(token[at - 1] as string) ? "l" : (LETTER_OF[sign] ?? sign),
  );
}

/** Between two tokens: a line end where a sentence ends, else a blank; a plus sign before a number stays. */
function separate(view: ViewBuilder, folded: View, gap: string, end: number, next: string): void {
  if (gap === "" && view.length === 0) return;
  const from = startOf(folded, end - Math.max(1, gap.length));
  const to = endOf(folded, Math.max(0, end - 1));
  if (view.length > 0) view.push(/\n|[.!?]\s/.test(gap) ? 10 : 32, from, to);
  if (gap.endsWith("+") && /^\d/.test(next)) view.push(43, startOf(folded, end - 1), endOf(folded, end - 1));
}
