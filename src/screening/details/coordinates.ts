import { lines } from "../pattern.ts";
import { after, before, type Reading } from "../reading.ts";
import { digits, type Finder, type Hit, hit, isWord, matchAt } from "./finder.ts";

const LATITUDE = "[+-]?\\d{1,2}";
const LONGITUDE = "[+-]?\\d{1,3}";
const BETWEEN = "(?: ?[,;/|] ?| {1,2})";
const LONGITUDE_LABEL = '(?:(?:lon|lng|long|longitude)"? ?[:=]? ?)?';
/** Four decimals are 11 m; three (110 m) count only where words say what they are. */
const DECIMAL = new RegExp(
  `${LATITUDE}[.](\\d{3,15})(?: ?°)? ?[ns]?${BETWEEN}${LONGITUDE_LABEL}${LONGITUDE}[.](\\d{3,15})(?: ?°)?(?: ?[eow](?!-?\\d))?(?![\\w.]|,\\d(?!\\d?(?:\\.\\d+)?z))`,
  "y",
);
const SIGN = "(?:\"|'')";
const DEGREES = `\\d{1,3} ?[°o] ?\\d{1,2}(?:[.,]\\d{1,5})? ?'(?: ?\\d{1,2}(?:[.,]\\d{1,4})? ?${SIGN})?`;
const SEXAGESIMAL = new RegExp(
  `(?:[ns] ?)?${DEGREES} ?[ns]?[ ,;/-]{0,3}(?:[eow] ?)?${DEGREES}(?: ?[eow])?(?!\\w)`,
  "y",
);
const SAID = new RegExp(lines`
  \b(?:gps|coords?|coordonnees|coordinates|lat|latitude|position|localisation|location|geo|maps?|carte|here|ici|la|lives|habite|house|maison|@)\b
  [^\d\n]{0,24}$
`);
/** Mathematics and statistics write long decimals too. */
const NUMBERS =
  /(?:\b(?:pi|phi|mean|moyenne|sd|matrix|matrice|vector|vecteur|r|p|x|y|e|f|sigma|mu)\b ?|[=≈~×*] ?[([]?|\d ?[([]|\d, ?)$/;

/** Latitude and longitude, to four decimals (11 m) or to the second (31 m). */
export const coordinates: Finder = {
  kind: "coordinates",
  gate: digits(8),
  *find(reading, runs) {
    for (let at = 0; at < runs.count; at++) {
      const start = runs.start(at);
      const next = reading.text[runs.end(at)];
      if (runs.length(at) > 3 || (next !== "." && next !== "°" && next !== " " && next !== "o")) continue;
      const found = next === "." ? decimal(reading, start) : sexagesimal(reading, start);
      if (found !== undefined) yield found;
    }
  },
};

function decimal(reading: Reading, digit: number): Hit | undefined {
  const { text } = reading;
  const start = /[+-]/.test(text[digit - 1] ?? "") ? digit - 1 : digit;
  const previous = text.charCodeAt(start - 1);
  if (isWord(previous) || previous === 46 || (previous === 44 && /\d/.test(text[start - 2] ?? "")))
    return undefined;
  const match = matchAt(DECIMAL, text, start);
  if (match === undefined) return undefined;
  const [latitude = 91, longitude = 181] = match[0].match(/[+-]?\d+\.\d+/g)?.map(Number) ?? [];
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return undefined;
  const said = SAID.test(before(reading, start, 40)) || /°|\d ?[nseow]\b/.test(match[0]);
  const precise = (match[1] as string).length > 3 && (match[2] as string).length > 3;
  const pair =
    /[,;/|]/.test(match[0]) &&
    !NUMBERS.test(before(reading, start, 12)) &&
    !/^ ?,? ?[-+]?\d/.test(after(reading, start + match[0].length, 4));
  if (!said && !(precise && (pair || isAlonePair(reading, start, start + match[0].length)))) return undefined;
  return hit(start, start + match[0].length, 0.9, "a pair of map coordinates, precise to a building");
}

/** Two numbers with a blank between them, and no third. */
const isAlonePair = (reading: Reading, start: number, end: number): boolean =>
  !/[\d.,=] ?$/.test(before(reading, start, 2)) &&
  !/^[ ,]{0,2}[-+]?\d/.test(after(reading, end, 4)) &&
  !NUMBERS.test(before(reading, start, 12));

function sexagesimal(reading: Reading, digit: number): Hit | undefined {
  const { text } = reading;
  const lead = /(?<!\w)[ns] ?$/.exec(before(reading, digit, 3))?.[0] ?? "";
  const start = digit - lead.length;
  if (isWord(text.charCodeAt(start - 1))) return undefined;
  const match = matchAt(SEXAGESIMAL, text, start);
  if (match === undefined || !/[ns]/.test(match[0]) || !/[eow]/.test(match[0].replace(/\do/g, "")))
    return undefined;
  return hit(
    start,
    start + match[0].trimEnd().length,
    0.95,
    "a pair of map coordinates, precise to a building",
  );
}
