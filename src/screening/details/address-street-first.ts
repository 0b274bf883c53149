import { lines } from "../pattern.ts";
import { before, isCapital, type Reading } from "../reading.ts";
import type { Reason } from "../reasons.ts";
import { NUMBER } from "./address-numbered.ts";
import { KINDS_FR, made, saysLives, standsAlone } from "./address-proof.ts";
import { tailFrom } from "./address-tail.ts";
import { AMBIGUOUS, CONNECTORS_FR } from "./address-words.ts";
import { type Hit, hit, isWord, matchAt } from "./finder.ts";

const BOX = lines`
  (?<!\w)(?:p\.? ?o\.? ?box|post office box|bp|b\.p\.|c\.? ?p\.?|cs|tsa|case postale|boite postale|postbus|postfach
  ) ?(?:n°|no\.?|#)? ?$
`;
const BOX_BEFORE = new RegExp(BOX);

/** A post office box whose number stands at `start`. */
export function boxed(reading: Reading, start: number): Hit | undefined {
  // The last letters of what may stand before a box number.
  if (!/[peskxth°.#lo]/.test(reading.text.slice(Math.max(0, start - 2), start))) return undefined;
  const lead = BOX_BEFORE.exec(before(reading, start, 24))?.[0];
  if (lead === undefined) return undefined;
  const number = matchAt(NUMBER, reading.text, start)?.[0] ?? "";
  const tail = tailFrom(reading, start + number.length);
  if (!tail.postcode && !/^(?:p\.? ?o\.? ?box|post|case|boite)/.test(lead)) return undefined;
  const reasons: Reason[] = ["a post office box"];
  if (tail.postcode || tail.town) reasons.push("followed by a postcode or a town");
  return hit(start - lead.length, tail.end, tail.postcode ? 0.9 : 0.8, ...reasons);
}

/** A name without digits, but for the days that streets are called after. */
const STREET_NAME = lines`
  (?!\w)(?:(?![,\n;:])[^\d]|\d{1,2}(?:er)?[ -](?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)
  |(?<= )(?:17|18|19)\d\d(?= )){2,45}?
`;
const KIND_BEFORE = new RegExp(
  `(?<![\\w'-])(?:(?:petite|grande?|vieille|haute|basse) )?(?:${KINDS_FR.join("|")})${STREET_NAME} ?,? ?$`,
);
const COMPOUND_BEFORE =
  /(?<![\w'-])[a-z]{3,24}(?:straat|laan|weg|plein|kaai|dreef|steenweg|strasse|gasse|platz) $/;
/** A house number behind its street, with a box. */
const BEHIND = lines`
  \d{1,4}(?!\d)(?: ?(?:bis|ter|quater)(?!\w)|[a-z](?!\w))?(?:\/[a-z]?\d{1,4}[a-z]?)?(?: ?,? (?:bte|boite|bus|b\.) ?[a-z]?\d{0,4}[a-z]?(?!\w))?
`;
/** Then a postcode, a flat, or the end of the phrase: most numbers of a text are not followed so. */
const ENDS_ADDRESS = new RegExp(
  lines`
    ${BEHIND}(?:[ ,-]{0,3}\n|[ ,-]{1,3}(?:[a-z]{1,2}[ -]{1,2})?\d{4,5}(?!\d)| ?[.,;:!?)\n]|$| (?:a|et|au|avec|svp|stp|depuis|please|merci|pour)(?!\w)| \d{1,2} etage| app?t)
  `,
  "y",
);
const BEHIND_AT = new RegExp(BEHIND, "y");

/** A kind of street that is no other word, and a name in capitals throughout. */
function isWritten(reading: Reading, from: number, street: string): boolean {
  const [kind, ...words] = [...street.matchAll(/[a-z0-9]+(?:[-'][a-z0-9]+)*\.?/g)];
  if (kind === undefined || words.length === 0 || /[!?@#"]/.test(street)) return false;
  if (AMBIGUOUS.has(kind[0]) && !kind[0].endsWith(".")) return false;
  return words.every(
    ({ 0: word, index }) =>
      CONNECTORS_FR.has(word) ||
      /^\d/.test(word) ||
      isCapital(reading, from + index + (/^[ld]'/.test(word) ? 2 : 0)),
  );
}

/** "Rue de l'Exemple 12, 1000 Bruxelles": the number behind the name, a postcode or where someone lives as proof. */
export function streetFirst(reading: Reading, start: number, covered: number): Hit | undefined {
  const { text } = reading;
  if (text[start - 1] !== " " || matchAt(ENDS_ADDRESS, text, start) === undefined) return undefined;
  const lead = before(reading, start, 64);
  const street = (KIND_BEFORE.exec(lead) ?? COMPOUND_BEFORE.exec(lead))?.[0];
  if (street === undefined || start - street.length < covered) return undefined;
  const from = start - street.length;
  const end = start + (matchAt(BEHIND_AT, text, start)?.[0].length ?? 0);
  if (isWord(text.charCodeAt(end)) || /[-']/.test(text[end] ?? "")) return undefined;
  const tail = tailFrom(reading, end);
  const lives = saysLives(reading, from);
  const named = [...street.matchAll(/(?<=[ '-])[a-z]/g)].some(({ index }) =>
    isCapital(reading, from + index),
  );
  // "Rue de l'Exemple 12." is written like an address; "Place de la Fiction 2023" tells a year.
  const year = /^(?:19|20)\d\d$/.test(text.slice(start, end));
  const written = isCapital(reading, from) && !year && isWritten(reading, from, street);
  if (!tail.postcode && !(named && (lives || tail.town || written || standsAlone(reading, from, tail.end))))
    return undefined;
  return made(reading, from, tail, { base: 0.82, lives, covered });
}
