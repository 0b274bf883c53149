import { lines } from "../pattern.ts";
import { after, before, isCapital, type Reading } from "../reading.ts";
import { iban, luhn, nirKey } from "./checksums.ts";
import { digits, type Finder, type Hit, hit } from "./finder.ts";

const IBAN = /(?<!\w)[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?(?!\w)/g;
/** ISO 13616 registry, the countries met most; others are believed by their check digits. */
const IBAN_LENGTH: Readonly<Record<string, number>> = {
  fr: 27,
  mc: 27,
  be: 16,
  ch: 21,
  li: 21,
  gb: 22,
  ie: 22,
  de: 22,
  lu: 20,
  es: 24,
  it: 27,
  nl: 18,
  pt: 25,
  at: 20,
};

/** IBANs with right check digits and the length of their country. */
export const bankAccount: Finder = {
  kind: "bank-account",
  gate: digits(10),
  *find(reading) {
    for (const match of reading.text.matchAll(IBAN)) {
      const country = match[0].slice(0, 2);
      let end = match[0].length;
      const wanted = IBAN_LENGTH[country];
      if (wanted !== undefined) end = unitsOf(match[0], wanted);
      const account = match[0].slice(0, end).replace(/[ -]/g, "");
      if ((wanted !== undefined && account.length !== wanted) || account.length < 15 || !iban(account))
        continue;
      yield hit(match.index, match.index + end, 0.99, "an IBAN whose check digits are right");
    }
  },
};

/** How many units of `text` hold its first `count` characters that are no separators. */
function unitsOf(text: string, count: number): number {
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== " " && text[at] !== "-") seen++;
    if (seen === count) return at + 1;
  }
  return text.length;
}

const CARD = new RegExp(
  lines`
    (?<![\w.+-])[2-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}(?![\w-])
    |(?<![\w.+-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-])
  `,
  "g",
);

/** Card numbers: a known issuer range, 13 to 19 digits, the check digit. */
export const paymentCard: Finder = {
  kind: "payment-card",
  gate: digits(13),
  *find(reading) {
    for (const match of reading.text.matchAll(CARD)) {
      const number = match[0].replace(/\D/g, "");
      if (number.length < 13 || number.length > 19 || !luhn(number)) continue;
      if (!/^(?:4|5[1-5]|2[2-7]|3[47]|6(?:011|4|5))/.test(number) || /^(\d)\1+$/.test(number)) continue;
      yield hit(
        match.index,
        match.index + match[0].length,
        0.93,
        "a payment card number whose check digit is right",
      );
    }
  },
};

const NIR = new RegExp(
  lines`
    (?<!\w)[1-478][ .-]?\d{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9]\d)[ .-]?(?:\d{2}
    |2[ab])[ .-]?\d{3}[ .-]?\d{3}(?:[ ./-]{0,3}(\d{2}))?(?!\w)
  `,
  "g",
);
const SIN = /(?<![\w-])\d{3}([ -]?)\d{3}\1\d{3}(?![\w-])/g;
const SSN = /(?<![\w-])(\d{3})-(\d{2})-(\d{4})(?![\w-])/g;
const NIR_WORDS = /\b(?:secu|securite sociale|nir|nss|insee|carte vitale)\b[^\d]{0,24}$/;
const SIN_WORDS = /\b(?:sin|nas|social insurance|assurance sociale)\b[^\d]{0,24}$/;
const SSN_WORDS = /\b(?:ssn|social security|social)\b[^\d]{0,24}$/;

/**
 * French NIR, Canadian SIN, United States SSN. A SIN looks like many nine-digit numbers, so it must be
 * announced.
 */
export const identityNumber: Finder = {
  kind: "identity-number",
  gate: digits(9),
  *find(reading) {
    for (const match of reading.text.matchAll(NIR)) {
      const announced = NIR_WORDS.test(before(reading, match.index, 60));
      const body = match[0].replace(/[^\dab]/g, "").slice(0, 13);
      const key = match[1];
      const right = key !== undefined && Number(key) === nirKey(body);
      const end = match.index + match[0].length;
      if (right)
        yield hit(
          match.index,
          end,
          announced ? 0.99 : 0.95,
          "a French social security number whose key is right",
        );
      else if (announced) yield hit(match.index, end, 0.85, "introduced as an identity number");
    }
    for (const match of reading.text.matchAll(SIN)) {
      if (!SIN_WORDS.test(before(reading, match.index, 60)) || !luhn(match[0].replace(/\D/g, ""))) continue;
      yield hit(
        match.index,
        match.index + 9 + 2 * (match[1] as string).length,
        0.96,
        "a Canadian social insurance number whose check digit is right",
        "introduced as an identity number",
      );
    }
    for (const match of reading.text.matchAll(SSN)) {
      const announced = SSN_WORDS.test(before(reading, match.index, 60));
      const area = match[1] as string;
      const issued =
        area !== "000" && area !== "666" && !area.startsWith("9") && match[2] !== "00" && match[3] !== "0000";
      if (!announced && !issued) continue;
      yield hit(
        match.index,
        match.index + match[0].length,
        announced ? 0.97 : 0.8,
        "a number of the form of a United States social security number",
        ...(announced ? (["introduced as an identity number"] as const) : []),
      );
    }
  },
};

const PLATE_FR = /(?<![\w-])[a-hj-np-tv-z]{2}([- ]?)\d{3}\1[a-hj-np-tv-z]{2}(?![\w-])/g;
const PLATE_GB = /(?<![\w-])[a-z]{2}\d{2} ?[a-z]{3}(?![\w-])/g;
const PLATE_NA = new RegExp(
  lines`
    \b(?:licen[cs]e plates?|plates?|plaques?|immatriculation|tags?|immatriculee?)(?: (?:number|no|num|numero
    |is|est|#|d'immatriculation))*(?: ?[:#=] ?
    | )\(?((?=[a-z0-9 -]{0,7}\d)(?=[a-z0-9 -]{0,7}[a-z])[a-z0-9]{2,4}[ -]?[a-z0-9]{2,4})(?![\w-])
  `,
  "g",
);
const VEHICLE = new RegExp(lines`
  \b(?:plates?|plaques?|immatricul\w{1,9}|registration|number plate|reg|car|cars|voiture|vehicule|vehicle
  |drives|driving|conduit|roule|bagnole|caisse|van|truck|camionnette|moto|scooter|clio|twingo|golf|honda
  |toyota|ford|peugeot|renault|citroen|tesla|bmw|audi|plaque)\b
`);

/**
 * Number plates. Short mixes of letters and digits are everywhere, so form alone counts only in capitals
 * with hyphens.
 */
export const vehiclePlate: Finder = {
  kind: "vehicle-plate",
  gate: digits(2),
  *find(reading) {
    const taken: Hit[] = [];
    for (const match of reading.text.matchAll(PLATE_FR)) {
      const near = VEHICLE.test(around(reading, match.index, match[0].length));
      const formal = match[1] === "-" && isCapital(reading, match.index) && !/ss/.test(match[0]);
      if (near || formal)
        taken.push(plate(match.index, match[0].length, near, "of the form of a French number plate"));
    }
    for (const match of reading.text.matchAll(PLATE_GB)) {
      if (VEHICLE.test(around(reading, match.index, match[0].length))) {
        taken.push(plate(match.index, match[0].length, true, "of the form of a British number plate"));
      }
    }
    for (const match of reading.text.matchAll(PLATE_NA)) {
      const start = match.index + match[0].lastIndexOf(match[1] as string);
      const end = start + (match[1] as string).length;
      if (
        !taken.some((other) => other.start < end && start < other.end) &&
        isCapital(reading, start + firstLetter(match[1] as string))
      ) {
        taken.push(plate(start, end - start, true, "of the form of a North American number plate"));
      }
    }
    yield* taken;
  },
};

const firstLetter = (text: string): number => Math.max(0, text.search(/[a-z]/));
const around = (reading: Reading, start: number, length: number): string =>
  `${before(reading, start, 50)} ${after(reading, start + length, 40)}`;
const plate = (start: number, length: number, near: boolean, form: Parameters<typeof hit>[3]): Hit =>
  near
    ? hit(start, start + length, 0.9, form, "near words about a vehicle")
    : hit(start, start + length, 0.7, form);
