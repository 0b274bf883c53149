import { lines } from "../pattern.ts";
import { after, before, isCapital, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { TOPIC } from "../topics.ts";
import { CODE_CA, CODE_GB } from "./address-codes.ts";
import { englishWords, frenchName } from "./address-name.ts";
import { type Tail, tailFrom, townAt, UNIT } from "./address-tail.ts";
import {
  AMBIGUOUS,
  COMPOUND_STREET,
  LATE_STREETS_EN,
  NOT_A_NAME,
  STREETS_EN,
  STREETS_FR,
} from "./address-words.ts";
import { type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";
import type { Runs } from "./runs.ts";

const spellings = (streets: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(streets).flatMap(([full, short]) => [full, ...short]);
const KINDS_FR = spellings(STREETS_FR).sort((a, b) => b.length - a.length);
const KINDS_EN: ReadonlySet<string> = new Set(spellings(STREETS_EN));

/** A house number: "14", "14 bis", "14B", "12-14", "3/7". */
const NUMBER =
  /\d{1,6}(?:(?: ?(?:bis|ter|quater)|[a-z]| [a-f](?= |,))(?![\w']))?(?:[-/]\d{1,4}[a-z]?(?!\w))?/y;
const AFTER_NUMBER = /(?: ?, ?| {1,2})/y;
const KIND_FR = new RegExp(`(${KINDS_FR.join("|")})(?!\\w)\\.? {0,2}`, "y");
const SIDE = /^ (?:n|s|e|w|ne|nw|se|sw|north|south|east|west)\.?(?![\w'])/;
const LIVES = new RegExp(lines`
  \b(?:lives?|lived|living|resid\w{2,5}|house|home|address|adresses?|addy|habit\w{1,4}|vit|vivent|domicil\w{1,4}|loge\w{0,3}|crash\w{0,4}|found|trouve\w{0,2}
  |chez (?:elle|lui|eux|iel)|demeur\w{1,4}|staying|stays|based|located|situee?s?|sis|sise|livr\w{1,4}|deliver\w{0,3}|ship|mail to|c'est|it's|ici)\b
  [^\n]{0,24}$
`);
const UNIT_BEFORE = new RegExp(
  `(?<![\\w-])(?:${UNIT}|(?:residence|immeuble|lotissement) [^,\\n]{2,30})(?: ?, ?| ?\\n| - | )$`,
);

/**
 * Street addresses, with the flat before and the postcode, town and country behind them: number, kind and name
 * of a street in French or English order; number and name where a postcode follows; the street before its
 * number, as in Belgium and Switzerland; post office boxes.
 */
export const address: Finder = {
  kind: "address",
  gate: ({ digits }) => digits > 0,
  *find(reading, runs) {
    let covered = 0;
    for (let at = 0; at < runs.count; at++) {
      if (runs.start(at) < covered) continue;
      const found = addressAt(reading, runs, at, covered);
      if (found === undefined) continue;
      covered = found.end;
      yield found;
    }
    if ((reading.topics & TOPIC.home) !== 0) yield* labelled(reading);
  },
};

function addressAt(reading: Reading, runs: Runs, at: number, covered: number): Hit | undefined {
  const start = runs.start(at);
  if (runs.length(at) > 6 || !startsNumber(reading.text, start)) return coded(reading, start, covered);
  return (
    boxed(reading, start) ??
    numbered(reading, start, covered) ??
    streetFirst(reading, start, covered) ??
    coded(reading, start, covered)
  );
}

/** Not inside a word, a decimal, a reference or a range. */
function startsNumber(text: string, start: number): boolean {
  const previous = text.charCodeAt(start - 1);
  if (isWord(previous)) return false;
  const sign = text[start - 1] ?? "";
  if (sign === "," || sign === ":" || sign === "=") return !/\d/.test(text[start - 2] ?? "");
  return !/[./+#-]/.test(sign);
}

function numbered(reading: Reading, start: number, covered: number): Hit | undefined {
  const { text } = reading;
  const number = matchAt(NUMBER, text, start);
  if (number === undefined) return undefined;
  const gap = matchAt(AFTER_NUMBER, text, start + number[0].length);
  if (gap === undefined) return undefined;
  const next = start + number[0].length + gap[0].length;
  if (!isWord(text.charCodeAt(next))) return undefined;
  // "Unit 4, 151 Example Road": the first number is not the house's.
  if (gap[0].includes(",") && /\d/.test(text[next] as string)) return undefined;
  return french(reading, start, next, covered) ?? english(reading, start, next, covered);
}

function french(reading: Reading, start: number, next: number, covered: number): Hit | undefined {
  const kind = matchAt(KIND_FR, reading.text, next);
  if (kind === undefined) return undefined;
  const name = frenchName(reading, next + kind[0].length);
  if (name === undefined) return undefined;
  const tail = tailFrom(reading, name.end);
  const lives = LIVES.test(before(reading, start, 60));
  const street = kind[1] as string;
  if (!tail.postcode && !lives) {
    if (AMBIGUOUS.has(street) && !/\./.test(kind[0]) && !name.capital) return undefined;
    if (!name.capital && !name.joined && !standsAlone(reading, start, name.end)) return undefined;
  }
  return made(reading, start, tail, { base: 0.82, lives, covered });
}

/** A line or a list item of its own. */
const standsAlone = (reading: Reading, start: number, end: number): boolean =>
  /(?:^|[,;:|] ?)$/.test(before(reading, start, 3)) && /^(?:$|\n|[,;|.])/.test(after(reading, end, 2));

function english(reading: Reading, start: number, next: number, covered: number): Hit | undefined {
  const words = englishWords(reading, next);
  const stop = words.findIndex(
    ({ word }, at) => NOT_A_NAME.has(word) && !(at > 0 && (word === "of" || word === "the")),
  );
  const known = stop < 0 ? words : words.slice(0, stop);
  if (known.length === 0 || /^\d+$/.test((known[0] as { word: string }).word)) return undefined;
  const lives = LIVES.test(before(reading, start, 50));
  const isUpper = (at: number) => isCapital(reading, at) || /\d/.test(reading.text[at] ?? "");
  const kinds = known
    .map((one, at) => ({ ...one, index: at }))
    .filter(
      ({ word, index }) =>
        index > 0 && (KINDS_EN.has(word) || LATE_STREETS_EN.has(word) || COMPOUND_STREET.test(word)),
    );
  // The last kind that capitals lead up to: "100 Lake View Drive".
  for (const kind of kinds.toReversed()) {
    const capital = known.slice(0, kind.index + 1).every(({ at }) => isUpper(at));
    const usual = KINDS_EN.has(kind.word);
    const dot = reading.text[kind.end] === "." && usual && kind.word.length < 6 ? 1 : 0;
    const side = SIDE.exec(after(reading, kind.end + dot, 8))?.[0].length ?? 0;
    const end = kind.end + dot + side;
    const tail = tailFrom(reading, end);
    if (!usual && !tail.postcode && !(lives && capital)) continue;
    if (!capital && !tail.postcode && !lives) continue;
    if (usual && !tail.postcode && !tail.town && !lives && !plainly(reading, kind.word, kind.end)) continue;
    // The dot of "St." ends the sentence where nothing follows.
    const abbreviated =
      dot > 0 && /^(?:[,;)]| [a-z])/.test(after(reading, end, 2)) && !isCapital(reading, end + 1);
    const stop = tail.end === end && side === 0 && !abbreviated ? kind.end : tail.end;
    return made(reading, start, { ...tail, end: stop }, { base: 0.85, lives, covered });
  }
  return unnamed(reading, start, known, covered);
}

/** "12 Monkeys Park movie": a word that titles and clubs use too must end the phrase. */
function plainly(reading: Reading, kind: string, end: number): boolean {
  if (!AMBIGUOUS.has(kind) || kind.length <= 2) return true;
  return (
    /^(?:$|[.,;\n:)"'!?]|,? [a-z])/.test(after(reading, end, 3)) &&
    !isCapital(reading, end + 1) &&
    /^(?:$|[^ ])/.test(after(reading, end, 2))
  );
}

/** "10 The Maltings, Exampleton EX1 2AB", "5 Grand Place, 75001 Paris": a number, a name, and a postcode as proof. */
function unnamed(
  reading: Reading,
  start: number,
  words: readonly { word: string; at: number; end: number }[],
  covered: number,
): Hit | undefined {
  const first = words[0] as { at: number };
  if (!isCapital(reading, first.at)) return undefined;
  let end = 0;
  for (const word of words.slice(0, 5)) {
    if (!isCapital(reading, word.at) && !/^(?:de|du|des|la|le|les|of|the|l|d)$/.test(word.word)) break;
    end = word.end;
  }
  const tail = tailFrom(reading, end);
  return tail.postcode && tail.end > end
    ? made(reading, start, tail, { base: 0.8, lives: false, covered })
    : undefined;
}

const BOX =
  /(?<!\w)(?:p\.? ?o\.? ?box|post office box|bp|b\.p\.|c\.? ?p\.?|cs|tsa|case postale|boite postale|postbus|postfach) ?(?:n°|no\.?|#)? ?$/;

function boxed(reading: Reading, start: number): Hit | undefined {
  const lead = BOX.exec(before(reading, start, 24))?.[0];
  if (lead === undefined) return undefined;
  const number = matchAt(NUMBER, reading.text, start)?.[0] ?? "";
  const tail = tailFrom(reading, start + number.length);
  if (!tail.postcode && !/^(?:p\.? ?o\.? ?box|post|case|boite)/.test(lead)) return undefined;
  const reasons: Reason[] = ["a post office box"];
  if (tail.postcode || tail.town) reasons.push("followed by a postcode or a town");
  return hit(start - lead.length, tail.end, tail.postcode ? 0.9 : 0.8, ...reasons);
}

const STREET_NAME = lines`
  (?!\w)(?:(?![,\n;:])[^\d]|\d{1,2}(?:er)?[ -](?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)
  |(?<= )(?:17|18|19)\d\d(?= )){2,45}?
`;
const KIND_BEFORE = new RegExp(`(?<![\\w'-])(?:${KINDS_FR.join("|")})${STREET_NAME} ?,? ?$`);
const COMPOUND_BEFORE =
  /(?<![\w'-])[a-z]{3,24}(?:straat|laan|weg|plein|kaai|dreef|steenweg|strasse|gasse|platz) $/;
const BOX_AFTER =
  /(?:[a-z](?!\w)|\/\d{1,4}[a-z]?)?(?: ?,? (?:bte|boite|bus|b\.) ?[a-z]?\d{0,4}[a-z]?(?!\w))?/y;

/** "Rue de l'Exemple 12, 1000 Bruxelles": the number behind the name, a postcode or where someone lives as proof. */
function streetFirst(reading: Reading, start: number, covered: number): Hit | undefined {
  const lead = before(reading, start, 64);
  if (!lead.endsWith(" ") || (start - lead.length < covered && /^$/.test(lead))) return undefined;
  const street = (KIND_BEFORE.exec(lead) ?? COMPOUND_BEFORE.exec(lead))?.[0];
  if (street === undefined || start - street.length < covered) return undefined;
  const from = start - street.length;
  const number = /^\d{1,4}(?!\d)/.exec(reading.text.slice(start, start + 5))?.[0];
  if (number === undefined) return undefined;
  const end =
    start + number.length + (matchAt(BOX_AFTER, reading.text, start + number.length)?.[0].length ?? 0);
  if (isWord(reading.text.charCodeAt(end)) || /[-']/.test(reading.text[end] ?? "")) return undefined;
  const tail = tailFrom(reading, end);
  const lives = LIVES.test(before(reading, from, 60));
  const named =
    /[a-z]/.test(street) &&
    [...street.matchAll(/(?<=[ '-])[a-z]/g)].some(({ index }) => isCapital(reading, from + index));
  if (!tail.postcode && !(named && (lives || tail.town || standsAlone(reading, from, tail.end))))
    return undefined;
  return made(reading, from, tail, { base: 0.82, lives, covered });
}

const STREET_BEFORE = new RegExp(
  `(?<![\\w'-])(?:${KINDS_FR.filter((kind) => kind.length > 4).join("|")}|lieu-?dit|le bourg|ferme|chateau|moulin|zone|z\\.?[ai]\\.?c?\\.?|domaine|immeuble)(?:(?![;:\\d])[^]){2,60}$`,
);
/** What houses without a number are called. */
const HOUSE =
  /\b(?:cottages?|house|farm|farmhouse|lodge|barn|hall|rectory|vicarage|manor|villa|court|grange|mill|flat|apartment|studio|bungalow|chalet|towers?)$/;
const FOREIGN = new RegExp(`(?<!\\w)(?:${CODE_CA}|${CODE_GB})(?!\\w)`, "y");

/** An address without a house number, known by its postcode: "Le Bourg, 24000 …", "Rose Cottage, Mill Lane, …". */
function coded(reading: Reading, digit: number, covered: number): Hit | undefined {
  const { text } = reading;
  const letters = /(?<!\w)[a-z]{1,2}$/.exec(before(reading, digit, 3))?.[0].length ?? 0;
  const start = digit - letters;
  if (letters > 0) {
    const code = matchAt(FOREIGN, text, start);
    if (code === undefined || !isCapital(reading, start)) return undefined;
    const from = houseBefore(reading, Math.max(covered, start - 110), start);
    return from === undefined
      ? undefined
      : hit(
          from,
          Math.max(start + code[0].length, tailFrom(reading, start - 1).end),
          0.8,
          "a street or a place, and its postcode",
        );
  }
  if (!/^\d{5} [a-z]/.test(text.slice(digit, digit + 7)) || isWord(text.charCodeAt(digit - 1)))
    return undefined;
  const lead = text.slice(Math.max(covered, digit - 80), digit);
  const street = STREET_BEFORE.exec(lead)?.[0];
  if (street === undefined || /[.!?] |\n.*\n/.test(street)) return undefined;
  return known(reading, digit - street.length, street, digit, tailFrom(reading, digit - 1));
}

/**
 * Where "Rose Cottage, Mill Lane, Exampleton" begins that leads up to a postcode: parts in capitals, one of them a
 * street, the one before it perhaps a house.
 */
function houseBefore(reading: Reading, from: number, to: number): number | undefined {
  const lead = reading.text.slice(from, to);
  const parts = [...lead.matchAll(/[^,\n:;=(]+/g)].map((part) => ({
    at: from + part.index + (part[0].length - part[0].trimStart().length),
    text: part[0].trim(),
  }));
  for (let at = parts.length - 2; at >= Math.max(0, parts.length - 4); at--) {
    const { text, at: start } = parts[at] as { text: string; at: number };
    const words = text.split(" ");
    const last = words.at(-1) as string;
    if (!KINDS_EN.has(last) && !LATE_STREETS_EN.has(last)) continue;
    const street = start + capitalsFrom(reading, start, text);
    const before = parts[at - 1];
    if (street === start && before !== undefined && HOUSE.test(before.text))
      return before.at + capitalsFrom(reading, before.at, before.text);
    return street < start + text.length - last.length ? street : undefined;
  }
  return undefined;
}

/** How far into a part its last unbroken row of words in capitals begins. */
function capitalsFrom(reading: Reading, at: number, text: string): number {
  let from = text.length;
  for (const word of [...text.matchAll(/[a-z0-9][^ ]*/g)].toReversed()) {
    if (!isCapital(reading, at + word.index) && !/^\d/.test(word[0])) break;
    from = word.index;
  }
  return from;
}

/** Only small words and words in capitals lead up to the postcode. */
function known(reading: Reading, from: number, words: string, least: number, tail: Tail): Hit | undefined {
  let capitals = 0;
  for (const match of words.matchAll(/[a-z][a-z'-]*/g)) {
    if (isCapital(reading, from + match.index) || /^[ld]'/.test(match[0])) capitals++;
    else if (
      !/^(?:de|du|des|la|le|les|l|d|et|aux?|en|sur|sous|the|of|rue|avenue|place|chemin|route|boulevard|impasse|allee|lieu-dit|lieudit|ferme|zone|domaine|chateau|moulin|quai|residence|hameau|square|cours|passage)$/.test(
        match[0],
      )
    )
      return undefined;
  }
  if (capitals === 0) return undefined;
  return hit(from, Math.max(least, tail.end), 0.8, "a street or a place, and its postcode");
}

const LABEL = new RegExp(
  lines`
    \b(?:adresse|address|addy|domicile|home)(?: (?:postale?|personnelle|perso|complete|actuelle|privee|home|mailing|postal|current|full|street|line|de livraison
    |de facturation|\d))*(?: ?\([^)\n]{0,16}\))? ?(?:[:=]|->) ?
  `,
  "g",
);

/** What a label says is an address, where no grammar knew it: number or postcode, and words in capitals. */
function* labelled(reading: Reading): Generator<Hit> {
  for (const sentence of reading.sentences) {
    if ((sentence.topics & TOPIC.home) === 0) continue;
    const text = reading.text.slice(sentence.start, sentence.end);
    for (const label of text.matchAll(LABEL)) {
      const start = sentence.start + label.index + label[0].length;
      const line = after(reading, start, 120)
        .replace(/\s*(?:[|;]|,? ?\b(?:tel|phone|mail|email|e-mail)\b).*$/, "")
        .trimEnd();
      if (
        !/\d/.test(line) ||
        !/[a-z]{3}/.test(line) ||
        /[@/\\<>{}=]|\d\.\d|::|\d{6}/.test(line) ||
        line.split(/[ ,-]+/).length < 3
      )
        continue;
      if (line.split(" ").length > 14 || (townAt(reading, start) === undefined && !/^[\d(]/.test(line)))
        continue;
      yield hit(start, start + line.replace(/[.,;]+$/, "").length, 0.75, "introduced as an address");
    }
  }
}

interface Proof {
  readonly base: number;
  readonly lives: boolean;
  /** Units before this are part of the address before. */
  readonly covered: number;
}

/** The hit, with the flat that stands before the number. */
function made(reading: Reading, start: number, tail: Tail, { base, lives, covered }: Proof): Hit {
  const located = tail.postcode || tail.town;
  const reasons: Reason[] = ["a house number, a kind of street and a street name"];
  if (located) reasons.push("followed by a postcode or a town");
  if (lives) reasons.push("introduced as where someone lives");
  let from = start;
  for (let units = 0; units < 2; units++) {
    const unit = UNIT_BEFORE.exec(reading.text.slice(Math.max(covered, from - 40), from));
    if (unit === null) break;
    from -= unit[0].length;
  }
  return hit(from, tail.end, Math.min(0.98, base + (located ? 0.1 : 0) + (lives ? 0.05 : 0)), ...reasons);
}
