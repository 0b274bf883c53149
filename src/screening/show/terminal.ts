/** A stretch of text in one look. */
export interface Piece {
  readonly text: string;
  /** SGR parameters (ECMA-48 §8.3.117), "" for none. */
  readonly style: string;
}

/** What a terminal would obey, or hide, rather than show: controls, direction marks, what has no width. Line ends stay. */
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** Text that can be written to a terminal: a page can neither move its cursor nor turn its lines around. */
export const harmless = (text: string): string =>
  text.replace(UNSHOWN, (sign) => (sign === "\n" ? sign : sign === "\t" ? " " : `<U+${codeOf(sign)}>`));

const codeOf = (sign: string): string =>
  (sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");

/** How many columns a text takes; East Asian wide signs and emoji take two (UAX #11, roughly). */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const sign of text) {
    if (/\p{M}/u.test(sign)) continue;
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        sign,
      )
        ? 2
        : 1;
  }
  return columns;
}

/**
 * Pieces as lines of at most `width` columns, broken between words where there are any. `indent` stands before each line.
 */
export function wrapped(pieces: readonly Piece[], width: number, indent = ""): string[] {
  const lines: string[] = [];
  const room = Math.max(10, width - columnsOf(indent));
  let line = "";
  let used = 0;
  const end = () => {
    lines.push(`${indent}${line}`.trimEnd());
    line = "";
    used = 0;
  };
  for (const word of wordsOf(pieces)) {
    if (word === "\n") {
      end();
      continue;
    }
    const columns = word.reduce((sum, piece) => sum + columnsOf(piece.text), 0);
    const isBlank = word.every(({ text }) => /^ +$/.test(text));
    if (used > 0 && used + columns > room) end();
    if (isBlank && used === 0) continue;
    for (const { text, style } of word) {
      for (const part of chunked(text, room, used)) {
        if (used + columnsOf(part) > room && used > 0) end();
        line += style === "" ? part : `\u001b[${style}m${part}\u001b[0m`;
        used += columnsOf(part);
      }
    }
  }
  end();
  return lines;
}

/** Words with the look of each of their parts, blanks between them, and line ends. */
function* wordsOf(pieces: readonly Piece[]): Generator<readonly Piece[] | "\n"> {
  let word: Piece[] = [];
  for (const { text, style } of pieces) {
    for (const [part] of text.matchAll(/\n| +|[^ \n]+/g)) {
      if (part !== "\n" && !part.startsWith(" ")) {
        word.push({ text: part, style });
        continue;
      }
      if (word.length > 0) yield word;
      word = [];
      yield part === "\n" ? "\n" : [{ text: part, style }];
    }
  }
  if (word.length > 0) yield word;
}

/** A word that is longer than a line, in parts that fit. */
function* chunked(text: string, room: number, used: number): Generator<string> {
  if (columnsOf(text) <= room) {
    yield text;
    return;
  }
  let part = "";
  let left = room - used;
  for (const sign of text) {
    const columns = columnsOf(sign);
    if (columns > left) {
      if (part !== "") yield part;
      part = "";
      left = room;
    }
    part += sign;
    left -= columns;
  }
  if (part !== "") yield part;
}
