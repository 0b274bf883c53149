import { lines } from "../pattern.ts";
import type { Reason } from "../reasons.ts";
import { belgian, ean13, luhn, nhs, nirKey } from "./checksums.ts";

/** A number that a state gives to a person. Patterns are over folded text; checks take it without separators. */
export interface Scheme {
  readonly label: RegExp;
  readonly form: RegExp;
  /** Whether the check digits are right. */
  readonly right?: (compact: string) => boolean;
  readonly reason: Reason;
}

const RIGHT: Reason = "an identity number whose check digits are right";

const NIR = lines`
  [1-478][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}|2[ab])[ .-]?\d{3}[ .-]?\d{3}(?:[ ./-]{0,3}\d{2})?(?!\w)
`;
const SSN = "\\d{3}([ -]?)\\d{2}\\1\\d{4}(?![\\w-])";
const BELGIAN = "\\d{2}[. /]?\\d{2}[. /]?\\d{2}[ -]?\\d{3}[. -]?\\d{2}(?!\\w)";
const SWISS = "756[. ]?\\d{4}[. ]?\\d{4}[. ]?\\d{2}(?!\\w)";
/** HM Revenue & Customs, NIM39110: no D, F, I, Q, U, V; no O in second place; seven pairs are not given out. */
const NINO =
  "(?!bg|gb|kn|nk|nt|tn|zz)[a-ceghj-prstw-z][a-ceghj-nprstw-z]([ -]?)\\d{2}\\1\\d{2}\\1\\d{2}\\1[a-d](?!\\w)";
/** Letters and digits in any groups, each but the first and the last with a digit in it. */
const DOCUMENT = lines`
  (?=(?:[ .-]?[a-z0-9]){6,20}(?!\w))(?=(?:[ .-]?[a-z]){0,6}[ .-]?\d)(?:[a-z]{1,6}[ -]?)?[a-z]{0,2}\d[a-z0-9]{0,15}
  (?:[ .-]?[a-z]{0,3}\d[a-z0-9]{0,15}){0,5}(?:-[a-z]{1,2}| [a-z])?(?!\w)
`;

export const digitsOf = (text: string): string => text.replace(/\D/g, "");

/** The key where there is one; a number without its key proves nothing. */
const rightNir = (compact: string): boolean =>
  compact.length === 15 && Number(compact.slice(13)) === nirKey(compact.slice(0, 13));

/** 000, 666 and 9xx are no areas; no part is all zeros (Social Security Administration, since 2011). */
const issuedSsn = (compact: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(compact);

const scheme = (label: string, form: string, reason: Reason, right?: Scheme["right"]): Scheme => ({
  label: new RegExp(`\\b(?:${label})(?!\\w)`, "g"),
  form: new RegExp(form, "y"),
  reason,
  ...(right === undefined ? {} : { right }),
});

/** Numbers with a form of their own, and the words that announce them. */
export const SCHEMES: readonly Scheme[] = [
  scheme(
    "nir|nss|insee|(?:carte )?vitale|(?:n° ?|numero )?ss|secu(?:rite)?(?: ?sociale)?|social security",
    NIR,
    RIGHT,
    rightNir,
  ),
  scheme(
    "ssn|ss ?(?:#|n|no\\.?|number)|social security|socials?|securite sociale|itin|taxpayer id\\w*|tax id|tin",
    SSN,
    "of the form of a United States social security number",
    issuedSsn,
  ),
  scheme(
    "s\\.?i\\.?n|n\\.?a\\.?s|social insurance|assurance sociale",
    "\\d{3}([ -]?)\\d{3}\\1\\d{3}(?![\\w-])",
    RIGHT,
    luhn,
  ),
  scheme(
    "ni|nino|n\\.?i\\.? ?n(?:o|umber)|national insurance",
    NINO,
    "of the form of a British insurance number",
  ),
  scheme("nhs", "\\d{3}([ -]?)\\d{3}\\1\\d{4}(?![\\w-])", RIGHT, nhs),
  scheme(
    "(?:numero|n°|registre|no\\.?) national|niss|insz|rijksregister\\w*|national (?:register )?(?:number|no)",
    BELGIAN,
    RIGHT,
    belgian,
  ),
  scheme("avs|ahv|navs ?13|avs ?13|oasi", SWISS, RIGHT, ean13),
];

/** Documents whose numbers have no form of their own: what follows the name is the number. */
export const DOCUMENT_SCHEME: Scheme = scheme(
  lines`
    passeports?|passports?|permis|driv(?:er'?s?|ing)'? licen[cs]e|licen[cs]e (?:no\b|number|#)|dl ?#?|d\.l|cni
    |cartes? (?:nationale )?d'identite|piece d'identite|identity (?:card|number|no)|id (?:card|number|no\b|#)|national id
    |carte de (?:sejour|resident)|titre de sejour|residence permit|green card|health (?:card|insurance|number)|ohip|ramq|nam
    |(?:carte d')?assurance[ -]maladie|carte soleil|(?:numero|n°|reference|identifiant) fiscale?|spi|tax (?:number|file number)
    |e-?id|medicare|student id|numero etudiant|ine
  `,
  DOCUMENT,
  "introduced as an identity number",
);

/** Numbers whose form or key is enough where nothing announces them. */
export const UNANNOUNCED: readonly (Omit<Scheme, "label"> & { readonly confidence: number })[] = [
  { form: new RegExp(NIR, "y"), right: rightNir, reason: RIGHT, confidence: 0.95 },
  {
    form: /\d{3}-\d{2}-\d{4}(?![\w-])/y,
    right: issuedSsn,
    reason: "of the form of a United States social security number",
    confidence: 0.8,
  },
  { form: /\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}(?!\w)/y, right: belgian, reason: RIGHT, confidence: 0.95 },
  { form: /756\.\d{4}\.\d{4}\.\d{2}(?!\w)/y, right: ean13, reason: RIGHT, confidence: 0.97 },
];

/** "N.A.S. 046 454 286": a label of single letters opens no topic, so the form looks for it. */
export const DOTTED: Omit<Scheme, "label"> & { readonly lead: RegExp } = {
  form: /\d{3}([ -]?)\d{3}\1\d{3}(?![\w-])/y,
  right: luhn,
  reason: RIGHT,
  lead: /\b(?:s\. ?i\. ?n|n\. ?a\. ?s)\b[^\d\n]{0,16}$/,
};

/** The same for numbers that begin with letters, in capitals: "QQ 12 34 56 C", a British driver's number. */
export const LETTERED: readonly Omit<Scheme, "label">[] = [
  { form: new RegExp(NINO, "y"), reason: "of the form of a British insurance number" },
  {
    form: /(?=\w{16}(?!\w))[a-z]{2,5}9{0,3}\d[0156]\d(?:[0-2]\d|3[01])\d[a-z][a-z9]\d[a-z]{2}/y,
    reason: "of the form of a British driver number",
  },
];
