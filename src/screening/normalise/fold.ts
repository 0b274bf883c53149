import { CONFUSABLES } from "./confusables.ts";
import { type View, ViewBuilder } from "./view.ts";

const UNKNOWN = 0xffff;
const DROP = 0xfffe;
const SEVERAL = 0xfffd;

/** One entry per UTF-16 unit, filled as units are first seen: 128 kB instead of a start-up cost. */
const single = new Uint16Array(0x10000).fill(UNKNOWN);
/** Code points that become several units, and all those above U+FFFF that have been seen. */
const several = new Map<number, string>();

const IGNORABLE = /[\p{M}\p{Cf}\u115f\u1160\u3164\uffa0]/u;
const PUNCTUATION = new Map([
  ..."‘’‚‛ʼ′`´".split("").map((mark) => [mark, "'"] as const),
  ..."“”„‟″".split("").map((mark) => [mark, '"'] as const),
  ..."‐‑‒–—―−".split("").map((mark) => [mark, "-"] as const),
  ["…", "."],
  ["œ", "oe"],
  ["Œ", "oe"],
  ["æ", "ae"],
  ["Æ", "ae"],
  ["ß", "ss"],
  ["\u2800", " "],
  ["\u2028", "\n"],
  ["\u2029", "\n"],
  ["\u0085", "\n"],
]);

/** First code points of ten digits of other scripts, and of alphabets drawn in circles, squares and flags. */
const DIGITS = [0x660, 0x6f0, 0x966];
const ALPHABETS = [0x1f130, 0x1f150, 0x1f170, 0x1f1e6];

function foldCharacter(character: string): string {
  const inTable = known(character);
  if (inTable !== undefined) return inTable;
  const point = character.codePointAt(0) as number;
  for (const first of DIGITS) if (point >= first && point < first + 10) return String(point - first);
  for (const first of ALPHABETS) {
    if (point >= first && point < first + 26) return String.fromCharCode(97 + point - first);
  }
  if (character === "\n") return "\n";
  if (/[\s\p{Zs}]/u.test(character)) return " ";
  if (IGNORABLE.test(character) || point < 0x20) return "";
  const plain = [...character.normalize("NFKD")].filter((part) => !IGNORABLE.test(part));
  // A few code points stand for whole phrases (U+FDFA: 18 letters); they are no one's look-alike.
  if (plain.length > 4) return character;
  // Looked up again in lower case: the small form may be one of the table (ẞ, ß, ss).
  return plain.map((part) => known(part) ?? known(part.toLowerCase()) ?? part.toLowerCase()).join("");
}

const known = (character: string): string | undefined =>
  PUNCTUATION.get(character) ?? CONFUSABLES.get(character);

function learn(point: number): number {
  const folded = foldCharacter(String.fromCodePoint(point));
  if (point > 0xffff || folded.length > 1) {
    several.set(point, folded);
    if (point <= 0xffff) single[point] = SEVERAL;
    return SEVERAL;
  }
  const unit = folded === "" ? DROP : folded.charCodeAt(0);
  single[point] = unit >= SEVERAL ? DROP : unit; // U+FFFD to U+FFFF stand for no character that a pattern reads
  return single[point] as number;
}

/**
 * The text as patterns read it: NFKD without marks, look-alikes as Latin, lower case, one kind of quote,
 * dash and space, nothing invisible. One pass over code points; line ends are kept.
 */
export function fold(text: string): View {
  const view = new ViewBuilder(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let point = unit;
    if (unit >= 0xd800 && unit < 0xe000) point = text.codePointAt(at) as number;
    const width = point > 0xffff ? 2 : 1;
    let entry = point < 0x10000 ? (single[point] as number) : several.has(point) ? SEVERAL : UNKNOWN;
    if (entry === UNKNOWN) entry = learn(point);
    if (entry === SEVERAL) {
      const folded = several.get(point) as string;
      for (let part = 0; part < folded.length; part++) view.push(folded.charCodeAt(part), at, at + width);
    } else if (entry !== DROP) {
      view.push(entry, at, at + width);
    }
    at += width - 1;
  }
  return view.finish(text.length);
}
