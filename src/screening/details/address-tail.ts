import { lines } from "../pattern.ts";
import { isCapital, type Reading } from "../reading.ts";
import { CODE_CA, CODE_GB, COUNTRY, REGION, ZIP } from "./address-codes.ts";
import { CONNECTORS_FR } from "./address-words.ts";
import { matchAt } from "./finder.ts";

/** What follows a street: how far it reaches, and whether a postcode proves that it was an address. */
export interface Tail {
  readonly end: number;
  readonly postcode: boolean;
  readonly town: boolean;
}

const UNIT_NUMBER = "(?:n° ?|no\\.? ?|#)?(?:[a-z]?-?\\d{1,5}[a-z]?(?:-\\d{1,3})?|[a-h])(?!\\w)";
/** Parts of a building, in front of a street or behind it. */
export const UNIT = lines`
  (?:\(?(?:app?t?s?\.?|appartement|apartment|bat\.?|batiment|bldg\.?|building|esc\.?|escalier|porte|hall|entree|tour|boite|bte|bus
  |suite|ste\.?|unit|flat|floor|etage|rm|room|lot|ph|penthouse|studio|bureau|office|logement|villa|local|box|bloc|block|house|maison|cage|aile|casier|case)
 [ ]?${UNIT_NUMBER}\)?|# ?\d{1,5}[a-z]?(?!\w)|(?:\d{1,2} ?(?:er|e|eme|ieme|nde?|st|nd|rd|th)|rez-de-chaussee|rdc|ground|first|second|third|fourth|top
  |lower|upper|premier|deuxieme|troisieme|dernier)[ -](?:etage|floor)(?: (?:flat|apartment))?(?: (?:gauche|droite|left|right))?|basement(?: flat)?
  |rez-de-chaussee|rdc|(?:case postale|c\.?p\.?|b\.?p\.?|cs|p\.? ?o\.? box) ?\d{1,6}(?!\w))
`;
const RESIDENCE =
  /(?:residence|res\.|immeuble|lotissement|hameau|quartier|lieu-?dit|domaine|parc|tour|batiment|clos|villa) (?=[a-z])/y;
const SEPARATOR = /(?: ?[,;](?: ?\n)?| ?\n| ?[–-] (?=\w)| {1,3}(?=\w|\(|#))[ \t]*/y;
const UNIT_AT = new RegExp(UNIT, "y");
const FR_CODE =
  /(?:(?:f|fr|b|be|ch|l|cp)[ -]{1,3})?(?:\d{5}|\d{2} \d{3}|\d{4})(?![\w.,/]|-\d)(?=[ ,]{1,3}[a-z('])[ ,]{1,3}/y;
const FR_CODE_END = /(?:f-|fr-)?\d{5}(?![\w.,/-])/y;
const FOREIGN_CODE = new RegExp(`\\(?(?:${CODE_CA}|${CODE_GB})(?!\\w)\\)?`, "y");
const REGION_AT = new RegExp(REGION, "y");
const ZIP_AT = new RegExp(`[ ,]{0,2} ?(${ZIP})(?![\\w-])`, "y");
const ZIP_BARE = new RegExp(`${ZIP}(?![\\w-]|[.,]\\d)`, "y");
const COUNTRY_AT = new RegExp(`[ ,(-]{0,3}\\n?\\(?(${COUNTRY})\\)?`, "y");
const CEDEX = / cedex(?: \d{1,2}(?!\d))?/y;
const MAX_PARTS = 7;

/** Reads on from the end of a street, at most seven parts: unit, town, region, postcode, country. */
export function tailFrom(reading: Reading, from: number): Tail {
  const { text } = reading;
  let end = from;
  let at = from;
  let town = false;
  let towns = 0;
  for (let part = 0; part < MAX_PARTS; part++) {
    const separator = matchAt(SEPARATOR, text, at)?.[0];
    if (separator === undefined) break;
    const next = at + separator.length;
    const comma = separator.includes(",");
    const unit = matchAt(UNIT_AT, text, next);
    if (unit !== undefined) {
      at = next + unit[0].length;
      // A number alone on a line below, or a town that begins like a unit, is settled by what follows.
      if (towns === 0) end = at;
      continue;
    }
    const code = frenchCode(reading, next, separator);
    if (code !== undefined) return { end: country(text, code), postcode: true, town: true };
    const foreign = matchAt(FOREIGN_CODE, text, next);
    if (foreign !== undefined)
      return { end: country(text, next + foreign[0].length), postcode: true, town: towns > 0 };
    const zip = towns > 0 ? matchAt(ZIP_BARE, text, next) : undefined;
    if (zip !== undefined) return { end: country(text, next + zip[0].length), postcode: true, town: true };
    const region = matchAt(REGION_AT, text, next);
    if (region !== undefined) {
      const behind = matchAt(ZIP_AT, text, next + region[0].length);
      if (behind !== undefined) {
        const stop = next + region[0].length + behind[0].length;
        return { end: country(text, stop), postcode: true, town: towns > 0 };
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
  return { end: town ? countryAfterComma(text, end) : end, postcode: false, town };
}

const country = (text: string, at: number): number => at + (matchAt(COUNTRY_AT, text, at)?.[0].length ?? 0);
/** Without a postcode a country counts only behind a comma. */
const countryAfterComma = (text: string, at: number): number => (text[at] === "," ? country(text, at) : at);

/** A town in the middle of a phrase ("Boston, Marie said") may be anything in capitals. */
const endsPhrase = (text: string, at: number): boolean =>
  !/^ [a-z]+(?:ed|ait|ent)\b/.test(text.slice(at, at + 16));

/** "75011 Paris", "CH-1000 Lausanne": where the town ends. */
function frenchCode(reading: Reading, at: number, separator: string): number | undefined {
  const { text } = reading;
  const code = matchAt(FR_CODE, text, at);
  if (code === undefined) {
    const bare = matchAt(FR_CODE_END, text, at);
    return bare !== undefined && /[,\n]/.test(separator) ? at + bare[0].length : undefined;
  }
  const start = at + code[0].length;
  const digits = code[0].replace(/\D/g, "").length;
  // Four digits are also a year: a town in capitals must follow.
  if (digits === 4 && !isCapital(reading, start) && !/[,\n-]/.test(separator + code[0])) return undefined;
  const town = townAt(reading, start);
  if (town === undefined) return digits === 5 ? at + code[0].trimEnd().replace(/,$/, "").length : undefined;
  return town + (matchAt(CEDEX, text, town)?.[0].length ?? 0);
}

const WORD = /(?:[ld]')?[a-z][a-z']*(?:-[a-z']+)*(?!\w)\.?/y;
/** Words that begin a name of several words, whatever their case; words that join such a name. */
const OPENS =
  /^(?:saint|sainte|st\.?|ste\.?|le|la|les|grand|grande|petit|petite|vieux|mont|bois|port|north|south|east|west|new|fort|san|los|el|lake|upper|lower|great|little)$/;
const JOINS = /^(?:sur|sous|en|les|lez|la|le|upon|on|under|by|the|next|d'[a-z]+|l'[a-z]+|de|du|des|aux|of)$/;
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
