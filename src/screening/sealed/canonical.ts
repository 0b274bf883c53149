import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";
import { z } from "zod";
import { unprocessable } from "../../lib/errors.ts";
import { Views } from "../normalise/index.ts";
import { DETAIL_KINDS } from "../types.ts";
import { addressSpellings } from "./address.ts";
import { collapse, MAX_WINDOW_LENGTH } from "./collapse.ts";

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

/** The fewest collapsed characters that tell one detail from ordinary text. */
const MIN_LENGTH = 6;
const MIN_NAME_LENGTH = 3;

/**
 * Every spelling under which a detail is looked for, collapsed (letters only, no separators). Throws
 * `detail.too-common` where the detail alone would match ordinary pages, `detail.invalid` where it cannot be
 * read.
 */
export function spellings({ kind, value, region, with: near }: SealedDetail): string[] {
  const words = wordsOf(value);
  if (kind === "former-name" && near === undefined) {
    throw tooCommon("a former name needs a current name or handle beside which it counts");
  }
  switch (kind) {
    case "phone":
      return phoneSpellings(value, region);
    case "address":
      return checked(addressSpellings(words), MIN_LENGTH);
    case "email":
      return checked(emailSpellings(value), MIN_LENGTH);
    case "name":
      if (words.length < 2)
        throw tooCommon("a single name is shared by many; register it with the family name");
      return checked(orders(words), MIN_LENGTH);
    case "former-name":
      return checked(orders(words), MIN_NAME_LENGTH);
    case "family-member":
    case "workplace-or-school":
    case "current-location":
      if (words.length < 2) throw tooCommon("one word is found on many pages; register the whole name");
      return checked([words.join("")], MIN_LENGTH);
    case "birth-date":
      throw tooCommon("a date is shared by many people");
    default:
      return checked([words.join("")], MIN_LENGTH);
  }
}

/** Spellings of a name that must stand near a former name. */
export const nearSpellings = (names: readonly string[]): string[] =>
  names.flatMap((name) => checked(orders(wordsOf(name)), MIN_NAME_LENGTH));

/** Collapsed tokens of a text. */
export const wordsOf = (text: string): string[] =>
  new Views(text).skeleton.text
    .split(/[ \n'+]+/)
    .map(collapse)
    .filter((word) => word !== "");

const tooCommon = (message: string) => unprocessable("detail.too-common", message, { field: "value" });

function checked(found: readonly string[], least: number): string[] {
  const usable = [...new Set(found)].filter((text) => text.length <= MAX_WINDOW_LENGTH);
  if (usable.length === 0)
    throw unprocessable("detail.invalid", `a detail holds at most ${MAX_WINDOW_LENGTH} letters and digits`, {
      field: "value",
    });
  if (usable.some((text) => text.length < least))
    throw tooCommon(`fewer than ${least} letters or digits are found on many pages`);
  return usable;
}

/** "First Last", "Last First", and with the middle parts left out. */
function orders(words: readonly string[]): string[] {
  if (words.length > 6) return [words.join("")];
  const [first = "", ...rest] = words;
  const last = words.at(-1) ?? "";
  const all = [words.join(""), [...rest, first].join("")];
  return words.length > 2 ? [...all, first + last, last + first] : all;
}

function phoneSpellings(value: string, region: string | undefined): string[] {
  const country = region !== undefined && isSupportedCountry(region) ? (region as CountryCode) : "FR";
  const number = parsePhoneNumberFromString(value.replace(/\(0\)/, ""), { defaultCountry: country });
  if (number === undefined || !number.isPossible()) {
    throw unprocessable("detail.invalid", "not a telephone number; write it with + and the country code", {
      field: "value",
    });
  }
  const { nationalNumber: national, countryCallingCode: code } = number;
  const trunk = code === "1" ? [national] : [`0${national}`, `${code}0${national}`, `00${code}0${national}`];
  return [...trunk, `${code}${national}`, `00${code}${national}`].map(collapse);
}

/** The sign and the dots, as signs (which the skeleton drops or reads as a letter) and in words. */
function emailSpellings(value: string): string[] {
  const at = value.lastIndexOf("@");
  if (at < 1) throw unprocessable("detail.invalid", "not an e-mail address", { field: "value" });
  const local = wordsOf(value.slice(0, at)).join("");
  const domain = value
    .slice(at + 1)
    .split(".")
    .map((label) => wordsOf(label).join(""));
  return ["a", "at", "arobase", ""].flatMap((sign) =>
    ["", "dot", "point"].map((dot) => local + collapse(sign) + domain.join(collapse(dot))),
  );
}
