import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import { CODE_CA, CODE_GB, CODE_GB_LOOSE, COUNTRY, REGION, ZIP } from "./address-codes.ts";
import { CONNECTORS_FR } from "./address-words.ts";
import { matchAt } from "./finder.ts";

/** What follows a street: how far it reaches, and whether a postcode proves that it was an address. */
export interface Tail {
  readonly end: number;
  readonly postcode: boolean;
  readonly town: boolean;
  /** The part of a building comes directly behind the street: proof that it is one. */
  readonly unit: boolean;
  /** Of the postcode; four digits may also be a year. */
  readonly digits?: number;
}

/** Letters alone need a blank before them: "bush" is no bus H. */
const UNIT_NUMBER = "(?: ?(?:n° ?|no\\.? ?|#)?[a-z]?-?\\d{1,5}[a-z]?(?:-\\d{1,3})?| (?:n° ?)?[a-h])(?!\\w)";
/** Parts of a building, in front of a street or behind it. */
export const UNIT = lines`
  (?:\(?(?:app?t?s?\.?|appartement|apartment|bat\.?|batiment|bldg\.?|building|esc\.?|escalier|porte|hall|entree|tour|boite|bte|bus
  |suite|ste\.?|unit|flat|floor|etage|rm|room|lot|ph|penthouse|studio|bureau|office|logement|villa|local|box|bloc|block|house|maison|cage|aile|casier|case)
  ${UNIT_NUMBER}\)?|# ?\d{1,5}[a-z]?(?!\w)|(?:\d{1,2} ?(?:er|e|eme|ieme|nde?|st|nd|rd|th)?|rez-de-chaussee|rdc|ground|first|second|third|fourth|top
  |lower|upper|premier|deuxieme|troisieme|dernier)[ -](?:etage|floor)(?: (?:flat|apartment))?(?: (?:gauche|droite|left|right))?|basement(?: flat)?
  |rez-de-chaussee|rdc|(?:case postale|c\.?p\.?|b\.?p\.?|cs|p\.? ?o\.? box) ?\d{1,6}(?!\w))
`;
const RESIDENCE =
  /(?:residence|res\.|immeuble|lotissement|hameau|quartier|lieu-?dit|domaine|parc|tour|batiment|clos|villa) (?=[a-z])/y;
const SEPARATOR = /(?: ?,(?: ?\n)?| ?\n| ?[–-] (?=\w)| {1,3}(?=\w|\(|#))[ \t]*/y;
/** "12 rue …  à Exempleville", "12 … Road in Exampleton". */
const IN_TOWN = / (?:a|in) (?=[a-z])/y;
const UNIT_AT = new RegExp(UNIT, "y");
const FR_CODE =
  /(?:(?:f|fr|b|be|ch|l|cp)[ -]{1,3})?(?:\d{5}|\d{2} \d{3}|\d{4})(?![\w.,/]|-\d)(?:[ ,]{1,3}|\n)(?=[a-z('])/y;
const FR_CODE_END = /(?:f-|fr-)?\d{5}(?![\w.,/-])/y;
const FOREIGN_CODE = new RegExp(`\\(?(?:${CODE_CA}|${CODE_GB})(?!\\w)\\)?`, "y");
const LOOSE_CODE = new RegExp(`\\(?(?:${CODE_CA}|${CODE_GB}|${CODE_GB_LOOSE})(?!\\w)\\)?`, "y");
const REGION_AT = new RegExp(REGION, "y");
const ZIP_AT = new RegExp(`[ ,]{0,2} ?(${ZIP})(?![\\w-])`, "y");
const ZIP_BARE = new RegExp(`${ZIP}(?![\\w-]|[.,]\\d)`, "y");
const COUNTRY_AT = new RegExp(`[ ,(-]{0,3}\\n?\\(?(${COUNTRY})\\)?`, "y");
/** "CEDEX 9", and the canton of a Swiss town. */
const AFTER_TOWN = / cedex(?: \d{1,2}(?!\d))?| \([a-z]{2}\)/y;
const MAX_PARTS = 7;

/** How many units of a part of a building stand at `at`: 0 where there is none. */
export const unitAt = (text: string, at: number): number => matchAt(UNIT_AT, text, at)?.[0].length ?? 0;

/** Reads on from the end of a street, at most seven parts: unit, town, region, postcode, country. */
export function tailFrom(reading: Reading, from: number): Tail {
  const { text } = reading;
  let end = from;
  let at = from;
  let town = false;
  let unit = false;
  let towns = 0;
  const inTown = matchAt(IN_TOWN, text, from)?.[0];
  if (inTown !== undefined && isUpper(reading, from + inTown.length)) {
    at = end = townAt(reading, from + inTown.length) ?? from;
    town = end > from;
    towns = 1;
  }
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    const separator = matchAt(SEPARATOR, text, at)?.[0];
    if (separator === undefined) break;
    const next = at + separator.length;
    const comma = separator.includes(",");
    const foreign = matchAt(towns > 0 ? LOOSE_CODE : FOREIGN_CODE, text, next);
    if (foreign !== undefined)
      return { end: country(text, next + foreign[0].length), postcode: true, town: towns > 0, unit };
    const part = unitAt(text, next);
    if (part > 0) {
      // "#76" alone may be anything.
      unit ||= towns === 0 && text[next] !== "#";
      at = next + part;
      // Behind a town it may be the begin of another sentence: what follows decides.
      if (towns === 0) end = at;
      continue;
    }
    const code = frenchCode(reading, next, separator, towns > 0);
    if (code !== undefined)
      return { end: country(text, code.end), postcode: true, town: true, unit, digits: code.digits };
    const zip = towns > 0 ? matchAt(ZIP_BARE, text, next) : undefined;
    if (zip !== undefined)
      return { end: country(text, next + zip[0].length), postcode: true, town: true, unit };
    const region = matchAt(REGION_AT, text, next);
    if (region !== undefined) {
      const behind = matchAt(ZIP_AT, text, next + region[0].length);
      if (behind !== undefined) {
        const stop = next + region[0].length + behind[0].length;
        return { end: country(text, stop), postcode: true, town: towns > 0, unit };
      }
      const letter = next + (region[0].startsWith("(") ? 1 : 0);
      if (towns > 0) {
        at = next + region[0].length;
        if (isCapital(reading, letter) && (region[1] === undefined || isCapital(reading, letter + 1)))
          end = at;
        continue;
      }
    }
    const residence = matchAt(RESIDENCE, text, next);
    const start = next + (residence?.[0].length ?? 0);
    const name = townAt(reading, start);
    if (name === undefined || towns >= 3) break;
    if (residence !== undefined) {
      at = name;
      if (comma) end = at;
      continue;
    }
    towns++;
    at = name;
    // After a comma on the same line a name in capitals is the town; otherwise what follows must say so.
    if (
      comma &&
      !separator.includes("\n") &&
      isCapital(reading, next) &&
      towns === 1 &&
      endsPhrase(text, name)
    ) {
      end = name;
      town = true;
    }
  }
  return { end: town ? countryAfterComma(text, end) : end, postcode: false, town, unit };
}

const country = (text: string, at: number): number => at + (matchAt(COUNTRY_AT, text, at)?.[0].length ?? 0);
/** Without a postcode a country counts only behind a comma. */
const countryAfterComma = (text: string, at: number): number => (text[at] === "," ? country(text, at) : at);

/** A town in the middle of a phrase ("Boston, Marie said") may be anything in capitals. */
const endsPhrase = (text: string, at: number): boolean =>
  !/^ [a-z]+(?:ed|ait|ent)\b/.test(text.slice(at, at + 16));

/** "75011 Paris", "CH-1000 Lausanne": where the town ends. */
function frenchCode(
  reading: Reading,
  at: number,
  separator: string,
  behindTown: boolean,
): { end: number; digits: number } | undefined {
  const { text } = reading;
  const code = matchAt(FR_CODE, text, at);
  if (code === undefined) {
    const bare = matchAt(FR_CODE_END, text, at);
    return bare !== undefined && /[,\n]/.test(separator)
      ? { end: at + bare[0].length, digits: 5 }
      : undefined;
  }
  const start = at + code[0].length;
  const digits = code[0].replace(/\D/g, "").length;
  // Four digits are also a year: a town in capitals must follow.
  if (digits === 4 && !isCapital(reading, start) && !/[,\n-]/.test(separator + code[0])) return undefined;
  const wrapped = code[0].endsWith("\n");
  if (wrapped && behindTown) return undefined;
  const town = townAt(reading, start);
  if (wrapped && town !== undefined && text[town] === ":") return { end: start - 1, digits };
  if (town === undefined)
    return digits === 5 ? { end: at + code[0].trimEnd().replace(/,$/, "").length, digits } : undefined;
  return { end: town + (matchAt(AFTER_TOWN, text, town)?.[0].length ?? 0), digits };
}

const WORD = /(?:[ld]')?[a-z][a-z']*(?:-{1,2}[a-z']+)*-?(?!\w)\.?/y;
/** Words that begin a name of several words, whatever their case; words that join such a name. */
const OPENS =
  /^(?:saint|sainte|st\.?|ste\.?|le|la|les|grand|grande|petit|petite|vieux|mont|bois|port|north|south|east|west|new|fort|san|los|el|lake|upper|lower|great|little)$/;
const JOINS =
  /^(?:sur|sous|en|les|lez|la|le|upon|on|under|by|the|next|am|an|der|im|bei|ob|d'[a-z]+|l'[a-z]+|de|du|des|aux|of)$/;
/** Words that go on with the sentence. */
const SENTENCE = new RegExp(lines`
  ^(?:et|elle|il|ils|elles|iel|on|je|tu|nous|vous|avec|son|sa|ses|mon|ma|tel|telephone|mail|email|phone|cell|qui|que|c'est|est|a|au|and
  |her|his|she|he|they|the|with|is|was|who|that|ca|ce|dans|pour|par|mais|ou|tous|tout|depuis|avant|vers|mdr|lol|ptdr|asap|jeudi|mardi
  |since|because|before|after|at|to|in|for|from|my|i|you|your|we|faites|allez|venez|go|come)$
`);
const MAX_WORDS = 5;

/** Where a name of a town that begins at `at` ends: words in capitals and what joins them, or one small word. */
export function townAt(reading: Reading, at: number): number | undefined {
  const { text } = reading;
  const capital = isUpper(reading, at);
  let end: number | undefined;
  let open = true;
  for (let words = 0, next = at; words < MAX_WORDS; words++) {
    const match = matchAt(WORD, text, next)?.[0];
    if (match === undefined) break;
    const word = /^(?:st|ste|mt|ft)\.$/.test(match) ? match : match.replace(/\.$/, "");
    if (word === "cedex") break;
    const joins = JOINS.test(word) || (capital && CONNECTORS_FR.has(word));
    if (capital ? !joins && !isUpper(reading, next) : SENTENCE.test(word) || !(open || joins)) break;
    next += word.length;
    open = (joins && !/^[ld]'/.test(word)) || OPENS.test(word);
    // A town does not end with a small word; in capitals it may ("La", "Le") only if nothing follows.
    if (capital ? isUpper(reading, next - word.length) : !open) end = next;
    if (text[next] === " ") next++;
    else break;
  }
  return end;
}

const isUpper = (reading: Reading, at: number): boolean =>
  isCapital(reading, at) || (/^[ld]'/.test(reading.text.slice(at, at + 2)) && isCapital(reading, at + 2));
