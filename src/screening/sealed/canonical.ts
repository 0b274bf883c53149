import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { z } from "zod";
import { unprocessable } from "../../lib/errors.ts";
import { DETAIL_KINDS } from "../types.ts";
import { addressForms, wordsOf } from "./address.ts";
import { type Form, LONGEST, numberForm, wordForm } from "./form.ts";
import { backwards, distance, reversals } from "./reversed.ts";

export const SEALED_KINDS = [...DETAIL_KINDS, "name", "former-name"] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

/**
 * A detail that a target registers. `with`: current names or handles; a former name counts only near one of
 * them.
 */
export const sealedDetailSchema = z.strictObject({
  kind: z.enum(SEALED_KINDS),
  value: z.string().min(1).max(300),
  /** ISO 3166-1 alpha-2: how to read a number that is not in international form. */
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  with: z.array(z.string().min(1).max(100)).min(1).max(8).optional(),
});
export type SealedDetail = z.infer<typeof sealedDetailSchema>;

/** The fewest letters and digits that tell one detail from ordinary text. */
const MIN_LENGTH = 6;
const MIN_PLATE_LENGTH = 5;
const MIN_NAME_LENGTH = 3;
/** A shorter account name counts only behind an @ or in an address. */
const MIN_HANDLE_LENGTH = 4;
const MIN_DIGITS = 7;
const MIN_DECIMALS = 3;
const MAX_FORMS = 240;
const MOST_RESHAPED = 6;
/** Words of places' names that come and go, or are a sign instead ("&"). */
const SMALL = /^(?:de|des|du|la|le|les|l|d|et|and|the|of|at|a|au|aux)$/;

/**
 * Every spelling under which a detail is looked for. Throws `detail.too-common` where the detail alone would match ordinary
 * pages, `detail.invalid` where it cannot be read.
 */
export function forms({ kind, value, region, with: near }: SealedDetail): Form[] {
  if (kind === "former-name" && near === undefined) {
    throw tooCommon("a former name needs a current name or handle beside which it counts");
  }
  return unique(formsOf(kind, value, region));
}

function formsOf(kind: SealedKind, value: string, region: string | undefined): Form[] {
  const words = wordsOf(value);
  switch (kind) {
    case "phone":
      return phoneForms(value, region);
    case "address":
      return addressForms(value);
    case "email":
      return emailForms(value);
    case "name":
      if (words.length < 2)
        throw tooCommon("a single name is shared by many; register it with the family name");
      return nameForms(value, MIN_LENGTH);
    case "former-name":
      return nameForms(value, MIN_NAME_LENGTH);
    case "family-member":
      if (words.length < 2) throw tooCommon("one word is found on many pages; register the whole name");
      return nameForms(value, MIN_LENGTH);
    case "workplace-or-school":
    case "current-location":
      return placeForms(value, words);
    case "birth-date":
      throw tooCommon("a date is shared by many people");
    case "online-account":
      return handleForms(value);
    case "coordinates":
      return coordinateForms(value);
    case "ip-address":
      return ipForms(value, words);
    case "vehicle-plate":
      return exactForms(words, MIN_PLATE_LENGTH);
    default:
      return exactForms(words, MIN_LENGTH);
  }
}

/** Spellings of names that must stand near a former name. */
export const nearForms = (names: readonly string[]): Form[] =>
  unique(names.flatMap((name) => nameForms(name, MIN_NAME_LENGTH))).slice(0, 64);

const tooCommon = (message: string) => unprocessable("detail.too-common", message, { field: "value" });
const invalid = (message: string) => unprocessable("detail.invalid", message, { field: "value" });

/** The same words with letters that two others pass for (rn, vv), and with each letter once where it stands twice. */
function reshaped({ exact, look }: Form): Form[] {
  if (!look.startsWith("L")) return [];
  const way = exact[0] as string;
  if (way !== "L" && way !== "H") return [];
  const text = exact.slice(1);
  const narrow = text.replaceAll("m", "rn");
  const drawn = [narrow, text.replaceAll("w", "vv"), narrow.replaceAll("w", "vv")];
  const once = text.replace(/([a-z])\1/g, "$1");
  return [
    ...drawn.filter((one) => one !== text).map((one) => wordForm(way, one)),
    ...(once === text || once.length < MIN_LENGTH
      ? []
      : [{ ...wordForm("L", once), exact: `${way === "L" ? "S" : "Z"}${once}` }]),
  ];
}

function unique(forms: readonly Form[]): Form[] {
  const found = new Map<string, Form>();
  for (const form of [...forms, ...forms.slice(0, MOST_RESHAPED).flatMap(reshaped)]) {
    if (form.look.length <= LONGEST + 1 || form.look.startsWith("A")) found.set(form.exact + form.gate, form);
  }
  if (found.size === 0) throw invalid(`a detail holds at most ${LONGEST} letters and digits`);
  return [...found.values()].slice(0, MAX_FORMS);
}

function checked(text: string, least: number): string {
  if (text.length < least) throw tooCommon(`fewer than ${least} letters or digits are found on many pages`);
  return text;
}

/** The letters and digits of a text, divided at blanks only. */
const blocksOf = (text: string): string[] => text.split(/\s+/).map((block) => wordsOf(block).join(""));

/** "First Last", "Last First", with the middle parts left out, and each from its end. */
function nameForms(value: string, least: number): Form[] {
  const words = wordsOf(value);
  const blocks = blocksOf(value);
  checked(words.join(""), least);
  const [first = "", ...rest] = words;
  const last = words.at(-1) ?? "";
  const orders = [words, [...rest, first]];
  if (words.length > 2) orders.push([first, last], [last, first], [last, ...words.slice(0, -1)]);
  const plain = words.length > 6 ? [words] : orders.filter((order) => order.join("").length >= least);
  const consonants = words.join("").replace(/[aeiouy]/g, "");
  if (consonants.length >= MIN_LENGTH) plain.push([consonants]);
  return [
    ...plain.map((order) => wordForm("L", order.join(""))),
    ...plain
      .slice(0, 2)
      .flatMap((order, at) =>
        order.join("").length < Math.min(MIN_LENGTH, least + 1)
          ? []
          : reversals(order, at === 0 ? blocks : order).map((text) => wordForm("L", text)),
      ),
  ];
}

function placeForms(value: string, words: readonly string[]): Form[] {
  if (words.length < 2) throw tooCommon("one word is found on many pages; register the whole name");
  const bare = words.filter((word) => !SMALL.test(word));
  checked(bare.join(""), MIN_LENGTH);
  const found = [words, ...(bare.length > 1 ? [bare] : [])].map((list) => wordForm("L", list.join("")));
  if (/&/.test(value)) {
    for (const and of ["et", "and"])
      found.push(wordForm("L", wordsOf(value.replaceAll("&", ` ${and} `)).join("")));
  }
  found.push(...reversals(words, blocksOf(value)).map((text) => wordForm("L", text)));
  try {
    found.push(...addressForms(value));
  } catch {} // a place by its name alone
  return found;
}

/** Numbers, plates, accounts of letters and digits. */
function exactForms(words: readonly string[], least: number): Form[] {
  const text = checked(words.join(""), least);
  if (/^\d+$/.test(text)) return digitForms(checked(text, MIN_DIGITS), words);
  return [wordForm("H", text), ...reversals(words).map((other) => wordForm("H", other))];
}

const LEAST_DISTANCE = 4;
/** A number, and what it is from its end, with each two digits exchanged, and by its pairs from the last to the first. */
function digitForms(digits: string, written: readonly string[] = []): Form[] {
  const pairs = digits.match(/\d\d?/g) ?? [];
  const threes = /^\d{10}$/.test(digits) ? [digits.slice(6), digits.slice(3, 6), digits.slice(0, 3)] : [];
  const turned = [
    backwards(digits),
    pairs.map(backwards).join(""),
    [...pairs].reverse().join(""),
    threes.join(""),
    ...(threes.length > 0 ? [backwards(digits.slice(0, 3)) + backwards(digits.slice(3))] : []),
    ...(written.length > 1 ? [written.map(backwards).join("")] : []),
  ].filter((other) => other.length === digits.length && distance(other, digits) >= LEAST_DISTANCE);
  return [digits, ...turned].map((text) => numberForm("N", text));
}

function phoneForms(value: string, region: string | undefined): Form[] {
  const country = region !== undefined && isSupportedCountry(region) ? (region as CountryCode) : "FR";
  const number = parsePhoneNumberFromString(value.replace(/\(0\)/, ""), { defaultCountry: country });
  if (number === undefined || !number.isPossible()) {
    throw invalid("not a telephone number; write it with + and the country code");
  }
  const { nationalNumber: national, countryCallingCode: code } = number;
  const international = `${code}${national}`;
  const whole = code === "1" ? national : `0${national}`;
  const rest = [international, `00${international}`, `011${international}`, `+${international}`];
  if (code !== "1") rest.push(`${code}0${national}`, `00${code}0${national}`);
  return [
    ...digitForms(
      whole,
      value.split(/\s+/).map((part) => part.replace(/\D/g, "")),
    ).map((form, at) => (at === 0 && code === "1" ? numberForm("n", whole) : form)),
    ...(code === "1" ? [] : [numberForm("n", national)]),
    ...rest.filter((digits) => /^\d+$/.test(digits)).map((digits) => numberForm("N", digits)),
    numberForm("N", backwards(international)),
  ];
}

/** The sign and the dots, as signs (which are no letters, or read as one) and in words. */
function emailForms(value: string): Form[] {
  const at = value.lastIndexOf("@");
  if (at < 1 || wordsOf(value.slice(0, at)).length === 0 || wordsOf(value.slice(at + 1)).length < 2)
    throw invalid("not an e-mail address");
  const local = value
    .slice(0, at)
    .split(".")
    .map((part) => wordsOf(part).join(""));
  const domain = value
    .slice(at + 1)
    .split(".")
    .map((part) => wordsOf(part).join(""));
  checked(local.join("") + domain.join(""), MIN_LENGTH);
  const found = ["", "at", "arobase", "arobas", "a"].flatMap((sign) =>
    ["", "dot", "point"].flatMap((dot) =>
      [...new Set([local.join(""), local.join(dot)])].map((name) => name + sign + domain.join(dot)),
    ),
  );
  return [
    ...found.map((text) => wordForm("H", text)),
    ...reversals([...local, ...domain]).map((text) => wordForm("H", text)),
  ];
}

/** The name of an account; an address on a site counts by its last part. */
function handleForms(value: string): Form[] {
  const name = /^(?:https?:\/\/|[\w-]+\.[\w.-]+\/)/i.test(value)
    ? (value
        .replace(/[?#].*$/s, "")
        .replace(/\/+$/, "")
        .split("/")
        .at(-1) as string)
    : value;
  const words = wordsOf(name);
  const text = checked(words.join(""), MIN_HANDLE_LENGTH);
  if (text.length < MIN_LENGTH) return [{ ...wordForm("H", text), exact: `@${text}` }];
  if (/^\d+$/.test(text)) return digitForms(checked(text, MIN_DIGITS));
  return [wordForm("H", text), ...reversals(words).map((other) => wordForm("H", other))];
}

/** Two decimal numbers, to as many decimals as were given and fewer. */
function coordinateForms(value: string): Form[] {
  const found = /(-?\d{1,3})[.,](\d+)[^\d-]+(-?\d{1,3})[.,](\d+)/.exec(value);
  if (found === null) {
    const digits = value.replace(/\D/g, "");
    return digitForms(checked(digits, MIN_DIGITS + 1));
  }
  const [latitude = "", north = "", longitude = "", east = ""] = found
    .slice(1)
    .map((part) => part.replace("-", ""));
  const decimals = Math.min(north.length, east.length);
  if (decimals < MIN_DECIMALS)
    throw tooCommon(`coordinates to fewer than ${MIN_DECIMALS} decimals are a whole quarter`);
  const found2 = [numberForm("N", latitude + north + longitude + east)];
  for (let count = decimals; count >= MIN_DECIMALS + 1; count--)
    found2.push(numberForm("N", latitude + north.slice(0, count) + longitude + east.slice(0, count)));
  return found2;
}

function ipForms(value: string, words: readonly string[]): Form[] {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value.trim())) return exactForms(words, MIN_LENGTH);
  return [numberForm("G", checked(words.join(""), MIN_DIGITS), words.join("."))];
}
