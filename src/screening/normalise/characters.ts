import { CONFUSABLES } from "./confusables.ts";

/** Entries of {@link UNITS} that are no folded unit. */
export const UNKNOWN = 0xffff;
export const DROP = 0xfffe;
/** The code point becomes several units, or lies above U+FFFF: ask {@link severalOf}. */
export const SEVERAL = 0xfffd;

/** What each UTF-16 unit is folded to; filled as units are first seen: 128 kB instead of a start-up cost. */
export const UNITS = new Uint16Array(0x10000).fill(UNKNOWN);
UNITS.fill(SEVERAL, 0xd800, 0xe000);
const several = new Map<number, string>();

const IGNORABLE = /[\p{M}\p{Cf}\u115f\u1160\u3164\uffa0]/u;
const BLANK = /[\s\p{Zs}]/u;
const DIGIT = /\p{Nd}/u;
const OTHERS = new Map([
  ..."‘’‚‛ʼ′`´".split("").map((mark) => [mark, "'"] as const),
  ..."“”„‟″".split("").map((mark) => [mark, '"'] as const),
  ..."‐‑‒–—―−".split("").map((mark) => [mark, "-"] as const),
  ["…", "."],
  ["œ", "oe"],
  ["Œ", "oe"],
  ["æ", "ae"],
  ["Æ", "ae"],
  ["ß", "ss"],
  ["🔟", "10"],
  ["\u2800", " "],
  ["\u2028", "\n"],
  ["\u2029", "\n"],
  ["\u0085", "\n"],
  // A blank to JavaScript's \s; in a text it is the zero width no-break space (Unicode §23.8).
  ["\ufeff", ""],
]);
/** First code points of alphabets drawn in circles, squares and flags. */
const ALPHABETS = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6];

const known = (character: string): string | undefined => OTHERS.get(character) ?? CONFUSABLES.get(character);

/** Digits of every script come in runs of ten from zero (Unicode §4.6), so the start of the run says which one it is. */
function digitOf(point: number): string {
  let first = point;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return String((point - first) % 10);
}

function read(character: string): string {
  const point = character.codePointAt(0) as number;
  if (DIGIT.test(character)) return digitOf(point);
  const inTable = known(character);
  if (inTable !== undefined) return inTable;
  for (const first of ALPHABETS) {
    if (point >= first && point < first + 26) return String.fromCharCode(97 + point - first);
  }
  if (character === "\n") return "\n";
  if (BLANK.test(character)) return " ";
  if (IGNORABLE.test(character) || point < 0x20) return "";
  const plain = [...character.normalize("NFKD")].filter((part) => !IGNORABLE.test(part));
  // A few code points stand for whole phrases (U+FDFA: 18 letters); they are no one's look-alike.
  if (plain.length > 4) return character;
  return plain.map(readPlain).join("");
}

/** Looked up in the other case too: the small form may be one of the table (ẞ, ß, ss), or the capital alone (ƅ, Ƅ, b). */
const readPlain = (part: string): string =>
  known(part) ??
  known(part.toLowerCase()) ??
  (part > "\u017f" ? known(part.toUpperCase()) : undefined) ??
  part.toLowerCase();

/** What a code point is folded to: nothing, one unit or several. Learns it for {@link UNITS} too. */
export function severalOf(point: number): string {
  let folded = several.get(point);
  if (folded === undefined) {
    folded = read(String.fromCodePoint(point));
    several.set(point, folded);
  }
  return folded;
}

/** The entry of {@link UNITS} of a unit seen for the first time. */
export function learn(unit: number): number {
  const folded = severalOf(unit);
  const single = folded.length === 1 ? folded.charCodeAt(0) : UNKNOWN;
  // U+FFFD to U+FFFF stand for no character that a pattern reads.
  const entry =
    folded === "" || (folded.length === 1 && single >= SEVERAL) ? DROP : folded.length > 1 ? SEVERAL : single;
  UNITS[unit] = entry;
  return entry;
}
