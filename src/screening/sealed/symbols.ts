import { DROP, learn, SEVERAL, severalOf, UNITS, UNKNOWN } from "../normalise/characters.ts";

/**
 * What the matcher reads of a text: symbols. 0 to 9 are digits, 10 to 35 letters, 36 any letter that is neither Latin nor
 * looks like one.
 */
export const LETTER_A = 10;
export const OTHER = 36;
/** Fills what lies beyond the end of a text. */
export const END = 37;

/** Entries of a table of units that are no symbol. */
export const GAP = 64;
export const SKIP = 65;
/** A gap that may be more: see readings.ts. */
export const MARK = 66;
const MANY = 67;
/** A letter that is another one upside down. */
export const TURNED = 68;
const UNSEEN = 255;

/**
 * Symbols that are written for each other are of one class: 0 and o, 1 and i and l, 4 and a, 6 and 8 and 9 and b and g and
 * q; h and n and v for the Greek and Cyrillic letters that are drawn as one and mean the other. Gates and look-ups go by classes; what a text really says is told by its exact spelling (exact.ts).
 */
const CLASSES = ["0o", "1il", "2z", "3e", "4a", "5s", "689bgq", "7t", "hnv", "uy"];
export const CLASS = new Uint8Array(END + 1);
for (let symbol = 0; symbol <= OTHER; symbol++) {
  const same = CLASSES.findIndex((members) => members.includes(charOf(symbol)));
  CLASS[symbol] = same >= 0 ? same : "cdfjkmprwx".indexOf(charOf(symbol)) + CLASSES.length;
}
CLASS[OTHER] = 30;
CLASS[END] = 31;

export function charOf(symbol: number): string {
  return symbol < LETTER_A ? String(symbol) : String.fromCharCode(97 + symbol - LETTER_A);
}

/** Letters that are written by a sign; the first is the one by whose class it is looked up. */
export const SIGNS: Readonly<Record<string, string>> = {
  ...{ "@": "a", $: "s", "§": "s", "!": "il", "¡": "il", "|": "li", "€": "e", "£": "le", "+": "t" },
  ...{ "(": "c", "[": "c", "{": "c", "<": "c", "¢": "c" },
};
/** Signs by which markup, escapes and letters upside down are noticed. */
const NOTICED = "<[&%\\=";
export const UPSIDE_DOWN = "ɐɔǝɟƃɓɥᴉɾʞɯɹʇʌʍʎƖᄅƐㄣϛㄥ∀ᗺƎℲ⅁˥⊥⅄";

/** Digits that are drawn, or written in ideographs; one row from 0, others from 1. */
const DRAWN_DIGITS = new Map(
  [
    ["〇零"],
    ["一壹⚀🕐"],
    ["二贰⚁🕑Ⅱ"],
    ["三叁⚂🕒Ⅲ"],
    ["四肆⚃🕓Ⅳ"],
    ["五伍⚄🕔"],
    ["六陆⚅🕕Ⅵ"],
    ["七柒🕖Ⅶ"],
    ["八捌🕗Ⅷ🎱"],
    ["九玖🕘Ⅸ"],
  ].flatMap(([signs], digit) => [...(signs as string)].map((sign) => [sign, digit] as const)),
);

/** Symbol of a folded unit that is one. */
export function symbolOf(unit: number): number {
  if (unit >= 97 && unit <= 122) return unit - 97 + LETTER_A;
  if (unit >= 48 && unit <= 57) return unit - 48;
  if (unit < 128) return GAP;
  return /[\p{L}\p{N}]/u.test(String.fromCharCode(unit)) || (unit >= 0xd800 && unit < 0xe000) ? OTHER : GAP;
}

/** Unit → symbol or one of the entries above, filled as units are first seen. */
export class Units {
  readonly table = new Uint8Array(0x10000).fill(UNSEEN);
  readonly #signs: boolean;

  /** `signs`: whether signs are read as the letters that they are written for. */
  constructor(signs: boolean) {
    this.#signs = signs;
  }

  /** For what is not a symbol, GAP, SKIP or MARK: reads the code point at `at` and gives its symbols. */
  several(text: string, at: number): readonly number[] {
    const point = text.codePointAt(at) as number;
    const digit = DRAWN_DIGITS.get(String.fromCodePoint(point));
    if (digit !== undefined) return [digit];
    const folded = severalOf(point);
    const symbols: number[] = [];
    for (let part = 0; part < folded.length; part++) symbols.push(symbolOf(folded.charCodeAt(part)));
    if (folded.length === 2 && point > 0xffff && folded.codePointAt(0) === point)
      return [/[\p{L}\p{N}]/u.test(folded) ? OTHER : GAP];
    return symbols;
  }

  learn(unit: number): number {
    const entry = this.#entry(unit);
    this.table[unit] = entry;
    return entry;
  }

  #entry(unit: number): number {
    const character = String.fromCharCode(unit);
    const digit = DRAWN_DIGITS.get(character);
    if (digit !== undefined) return digit;
    const sign = SIGNS[character];
    if (sign !== undefined) return this.#signs ? symbolOf(sign.charCodeAt(0)) : MARK;
    if (NOTICED.includes(character)) return MARK;
    if (unit >= 0xd800 && unit < 0xe000) return MANY;
    if (!this.#signs && UPSIDE_DOWN.includes(character)) return TURNED;
    const folded = UNITS[unit] === UNKNOWN ? learn(unit) : (UNITS[unit] as number);
    if (folded === DROP) return SKIP;
    return folded === SEVERAL ? MANY : symbolOf(folded);
  }
}

export const isSign = (character: string): boolean => SIGNS[character] !== undefined;
