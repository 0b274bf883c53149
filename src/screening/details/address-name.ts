import { isCapital, type Reading } from "../reading.ts";
import { unitAt } from "./address-tail.ts";
import { CONNECTORS_FR, NOT_A_NAME } from "./address-words.ts";
import { matchAt } from "./finder.ts";

/** Where the name of a street ends, and how it is written. */
export interface Name {
  readonly end: number;
  /** Some word but the small ones is in capitals, or a day. */
  readonly capital: boolean;
  /** The first of them is, or it is a title: "du général …", but not "montée au pouvoir d'…". */
  readonly proper: boolean;
  /** It begins with a small word: "rue des …". */
  readonly joined: boolean;
}

/** A word, or initials and the word behind them: "H.-F. Fictif". */
const WORD = /(?:[a-z]\.[ -]?){1,3}[a-z]{2,}(?:-[a-z0-9']+)*|[a-z0-9]+(?:-[a-z0-9']+)*/y;
const GAP = /^(?:'|\. ?| {1,2})/;
const SHORT = /^(?:st|ste|dr|gal|mal|pdt|prof|cdt|col|cpt|lt|mgr|fg|fbg|ste)$/;
const SIDE = /^(?:ouest|est|nord|sud|o|e|n|s)$/;
/** "du 8 mai 1945", "du 14-juillet": numbers in names are days. */
const DAY =
  /\d{1,2}(?:er)?[ -](?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)(?: (?:17|18|19|20)\d\d)?(?!\w)/y;
/** Words that no name in small letters goes on over. */
const FUNCTION =
  /^(?:et|elle|il|ils|elles|iel|on|je|tu|nous|vous|avec|son|sa|ses|mon|ma|tel|telephone|mail|email|qui|que|c|est|sont|a|ca|ce|dans|pour|par|mais|ou|depuis|vers|mdr|lol|ptdr|chez|en|au|appt?|apt|bat|etage|porte|faites|allez|venez|france|ferme|fermee|barree)$/;
const TITLE =
  /^(?:general|marechal|docteur|president|colonel|capitaine|commandant|lieutenant|sergent|professeur|pasteur|abbe|cardinal|amiral|comte|duc|roi)$/;
const MAX_WORDS = 7;

/** The name of a French street: small words, then words in capitals, or a few words in small letters. */
export function frenchName(reading: Reading, start: number): Name | undefined {
  const { text } = reading;
  let end = start;
  let words = 0;
  let capital = false;
  let joined = false;
  let proper = false;
  for (let at = start, seen = 0; at < text.length && seen < MAX_WORDS; seen++) {
    if (words > 0 && unitAt(text, at) > 0) break;
    const day = matchAt(DAY, text, at)?.[0];
    const word = day ?? matchAt(WORD, text, at)?.[0];
    if (word === undefined) break;
    const upper = day !== undefined || isCapital(reading, at);
    // "12 rue … à Exempleville": the town is read by what follows the name.
    if (words > 0 && word === "a" && !upper) break;
    if (upper || words === 0 || !CONNECTORS_FR.has(word)) {
      if (!upper && CONNECTORS_FR.has(word)) {
        if (words === 0 && word === "et") return undefined;
        joined ||= words === 0;
      } else {
        if (
          words === 0 &&
          (NOT_A_NAME.has(word) || (word.length < 2 && !upper) || (/^\d/.test(word) && day === undefined))
        )
          return undefined;
        if (words > 0 && !upper && !SIDE.test(word)) break;
        if (words > 0 && SIDE.test(word) && !upper && word.length === 1) break;
        if (words === 0) proper = upper || TITLE.test(word);
        words++;
        capital ||= upper;
        end = at + word.length;
      }
    }
    at += word.length;
    const gap = GAP.exec(text.slice(at, at + 2))?.[0];
    if (gap === undefined || (gap.startsWith(".") && !SHORT.test(word))) break;
    at += gap.length;
  }
  if (words === 0) return undefined;
  if (!capital) end = smallLetters(text, end);
  return { end, capital, proper, joined };
}

/** In small letters a name of several words ends with its phrase: at a comma, a line end, a postcode. */
function smallLetters(text: string, from: number): number {
  const rest = /^((?:[ '-][a-z'-]{1,20}){1,4})(?=[ ,]{0,2}(?:\n|$|,|\. |\d{5}(?!\d)|\d{2} \d{3}(?!\d)))/.exec(
    text.slice(from, from + 90),
  );
  if (rest === null) return from;
  const words = (rest[1] as string).trim().split(/[ ']/);
  return words.some((word) => FUNCTION.test(word)) || CONNECTORS_FR.has(words.at(-1) as string)
    ? from
    : from + (rest[1] as string).length;
}

const DOTTED = /^(?:n|s|e|w|ne|nw|se|sw|st|mt|ft|dr)$/;

/** The words of an English street, up to six, with where each stands; ends before a word that no street has. */
export function englishWords(reading: Reading, start: number): { word: string; at: number; end: number }[] {
  const { text } = reading;
  const words: { word: string; at: number; end: number }[] = [];
  for (let at = start; words.length < 6; at++) {
    const end = endOfWord(text, at);
    const word = text.slice(at, end).replace(/'s?$/, "");
    if (words.length > 0 && unitAt(text, at) > 0) break;
    if (word === "" || (NOT_A_NAME.has(word) && !mayBeNamed(reading, word, at, words.length))) break;
    words.push({ word, at, end });
    at = text[end] === "." && text[end + 1] === " " && DOTTED.test(word) ? end + 1 : end;
    if (text[at] !== " ") break;
  }
  return words;
}

/** "77 The Lane", "5 Schultz Points", "Avenue of the Fables": in capitals, or inside, such words are of a name. */
const mayBeNamed = (reading: Reading, word: string, at: number, before: number): boolean =>
  before === 0
    ? word === "the" && isCapital(reading, at)
    : word === "of" ||
      word === "the" ||
      (isCapital(reading, at) && !/^(?:and|with|is|was|for|from)$/.test(word));

/** Whether a kind of street comes within six words, before one that no street has. Cheaper than the words themselves. */
export function kindAhead(text: string, start: number, isKind: (word: string) => boolean): boolean {
  for (let at = start, words = 0; words < 6; words++) {
    const end = endOfWord(text, at);
    const word = text.slice(at, end);
    if (word === "") return false;
    if (words === 0 ? NOT_A_NAME.has(word) && word !== "the" : isKind(word)) return words > 0;
    at = text.charCodeAt(end) === 46 ? end + 1 : end;
    if (text.charCodeAt(at) !== 32) return false;
    at++;
  }
  return false;
}

/** Letters, digits, apostrophes and hyphens, the first of them a letter or a digit. */
function endOfWord(text: string, at: number): number {
  let end = at;
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    const inner = (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57);
    if (!inner && (end === at || (unit !== 39 && unit !== 45))) break;
  }
  return end;
}
