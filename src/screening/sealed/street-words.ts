import { CONNECTORS_FR, STREETS_EN, STREETS_FR } from "../details/address-words.ts";
import { classes } from "./form.ts";
import type { Stream } from "./stream.ts";
import { CLASS } from "./symbols.ts";

/** Spelling by classes → the kinds of street that it may mean. */
function kindsIn(
  streets: Readonly<Record<string, readonly string[]>>,
  more: Readonly<Record<string, string>>,
) {
  const kinds = new Map<string, string[]>();
  for (const [full, short] of Object.entries(streets)) {
    const name = full.replace("-", "");
    for (const spelling of [name, ...short, ...(more[name]?.split(" ") ?? [])]) {
      const known = kinds.get(classes(spelling)) ?? [];
      if (!known.includes(name)) kinds.set(classes(spelling), [...known, name]);
    }
  }
  return kinds;
}
const FRENCH = kindsIn(STREETS_FR, { avenue: "aven", boulevard: "boulev bvd" });
const ENGLISH = kindsIn(STREETS_EN, { court: "crt", crescent: "crsc", terrace: "tce" });
const SHORT = new Map(
  [STREETS_EN, STREETS_FR].flatMap((streets) =>
    Object.entries(streets).map(([full, short]) => [full.replace("-", ""), short] as const),
  ),
);

/** Kinds of street that a word, by classes, may mean where the kind comes first (rue …), or last (… street). */
export const frenchKinds = (word: string): readonly string[] => FRENCH.get(word) ?? [];
export const englishKinds = (word: string): readonly string[] => ENGLISH.get(word) ?? [];
export const shortKinds = (kind: string): readonly string[] => SHORT.get(kind) ?? [];

/** Words of names that have short forms, and numbers, as one of them. */
const SAME =
  `saint st|sainte ste|general gal gen|docteur doctor dr|president pdt pres|marechal mal|capitaine captain cne cpt
  capt|commandant cdt cmdt|colonel col|lieutenant lt|professeur professor prof pr|notredame nd|mont mount mt|fort ft|north
  nord n|south sud s|east est e|west ouest w o|un one premier premiere first i|deux two deuxieme second seconde ii|trois
  three troisieme third iii|quatre four quatrieme fourth|cinq five cinquieme fifth|six sixieme sixth|sept seven septieme
  seventh|huit eight huitieme eighth|neuf nine neuvieme ninth|dix ten dixieme tenth|onze eleven|douze twelve|treize
  thirteen|quatorze fourteen|quinze fifteen|seize sixteen|vingt twenty`
    .replace(/\n\s+/g, " ")
    .split("|");
const NUMBERS =
  "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(" ");
const FORMS = new Map(
  SAME.flatMap((line) => {
    const words = line.split(" ");
    const number = NUMBERS.indexOf(words[0] as string) + 1;
    const name = number > 0 ? String(number) : words[0] === "vingt" ? "20" : (words[0] as string);
    return words.map((word) => [word, name] as const);
  }),
);
/** The same by classes, for words with digits in them ("5t", "qu4tre"). */
const NAMES = new Map([...FORMS].map(([word, name]) => [classes(word), name] as const));
const ORDINAL = /^(\d{1,3})(?:er|ere|re|e|eme|ieme|st|nd|rd|th)$/;

/** The one form of a word of a street name, where it has several: "gal", "3rd", "trois". */
export const streetName = (word: string): string | undefined =>
  ORDINAL.exec(word)?.[1] ??
  FORMS.get(word) ??
  (/\d/.test(word) && /[a-z]/.test(word) ? NAMES.get(classes(word)) : undefined);

const classSet = (words: Iterable<string>): ReadonlySet<string> => new Set([...words].map(classes));
/** Small words of names, which come and go. */
const SMALL = classSet([...CONNECTORS_FR].filter((word) => !/^s(?:ain)?te?$/.test(word)).concat("the", "of"));
/** What may stand between a number and its street. */
const BETWEEN = classSet("n no nr num numero number de la le du des l d au aux the of in on at a".split(" "));
export const SUFFIX = /^(?:bis|ter|quater|[a-f])$/;
const UNIT = classSet(
  "app appt apt appartement apartment flat unit suite bat batiment bte boite etage floor porte esc escalier room ch".split(
    " ",
  ),
);
const DIRECTION = classSet("north south east west nw ne sw se".split(" "));

export const isSmall = (word: string): boolean => SMALL.has(word);
export const isBetween = (word: string): boolean => BETWEEN.has(word);
export const isUnit = (word: string): boolean => UNIT.has(word);
export const isDirection = (word: string): boolean => DIRECTION.has(word);

/** What is known of a word by its length and first classes: enough to ask on, and nothing is believed because of it. */
export interface WordInfo {
  readonly french: readonly string[];
  readonly english: readonly string[];
  readonly isSmall: boolean;
  readonly isBetween: boolean;
  readonly isSuffix: boolean;
  /** Whether it may begin a name of two words that has a shorter form: "Notre-Dame", "N.-D.". */
  readonly isPaired: boolean;
}

const KEY_SYMBOLS = 6;
const INFO_BITS = 11;
const infoKeys = new Int32Array(1 << INFO_BITS);
const infos: (WordInfo | undefined)[] = Array.from({ length: 1 << INFO_BITS });
const mixed = (key: number, length: number): number => (key ^ Math.imul(length, 0x9e3779b1)) | 0;
const slotOf = (key: number): number => Math.imul(key, 0x85ebca6b) >>> (32 - INFO_BITS);

function keyOf(word: string): number {
  let key = 0;
  for (let at = Math.min(word.length, KEY_SYMBOLS) - 1; at >= 0; at--)
    key = (key << 5) | (word.charCodeAt(at) - 97);
  return mixed(key, word.length);
}

const SUFFIXES = classSet(["bis", "ter", "quater", ..."abcdef"]);
for (const word of new Set([
  ...FRENCH.keys(),
  ...ENGLISH.keys(),
  ...SMALL,
  ...BETWEEN,
  ...NAMES.keys(),
  ...SUFFIXES,
  ...classSet(["n", "notre"]),
])) {
  const key = keyOf(word);
  let slot = slotOf(key);
  while (infos[slot] !== undefined && infoKeys[slot] !== key) slot = (slot + 1) & (infos.length - 1);
  infoKeys[slot] = key;
  infos[slot] = {
    french: frenchKinds(word),
    english: englishKinds(word),
    isSmall: isSmall(word),
    isBetween: isBetween(word),
    isSuffix: SUFFIXES.has(word),
    isPaired: word === classes("n") || word === classes("notre"),
  };
}

/** A word of a stream by its length and first classes. */
export function wordKey(stream: Stream, word: number): number {
  const from = stream.words[word] as number;
  const length = (stream.words[word + 1] as number) - from;
  let key = 0;
  for (let at = (length < KEY_SYMBOLS ? length : KEY_SYMBOLS) - 1; at >= 0; at--)
    key = (key << 5) | (CLASS[stream.symbols[from + at] as number] as number);
  return mixed(key, length);
}

/** What is known of a word of a stream; undefined for most words, told without making a text of them. */
export function infoOf(stream: Stream, word: number): WordInfo | undefined {
  const key = wordKey(stream, word);
  for (let slot = slotOf(key); ; slot = (slot + 1) & (infos.length - 1)) {
    const info = infos[slot];
    if (info === undefined || infoKeys[slot] === key) return info;
  }
}
