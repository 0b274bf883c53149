import { unprocessable } from "../../lib/errors.ts";
import { CONNECTORS_FR, STREETS_EN, STREETS_FR } from "../details/address-words.ts";
import { collapse } from "./collapse.ts";

/** Every full or short spelling of a kind of street → all of its spellings in that language. */
const kinds = new Map<string, ReadonlySet<string>>();
for (const streets of [STREETS_FR, STREETS_EN]) {
  for (const [full, short] of Object.entries(streets)) {
    const all = [full.replace("-", ""), ...short].map(collapse);
    for (const spelling of all) kinds.set(spelling, new Set([...(kinds.get(spelling) ?? []), ...all]));
  }
}
const SMALL = new Set([...CONNECTORS_FR].filter((word) => !/^s(?:ain)?te?$/.test(word)).map(collapse));
const SAINTS: Readonly<Record<string, readonly string[]>> = {
  [collapse("saint")]: ["saint", "st"].map(collapse),
  [collapse("st")]: ["saint", "st"].map(collapse),
  [collapse("sainte")]: ["sainte", "ste"].map(collapse),
  [collapse("ste")]: ["sainte", "ste"].map(collapse),
};
const MAX_SPELLINGS = 64;

/**
 * The street part of an address (number, kind, name) in all usual spellings: kinds and saints in full and
 * short, small words kept and dropped. What follows the street (town, postcode) is left to vary freely.
 * `words` are collapsed.
 */
export function addressSpellings(words: readonly string[]): string[] {
  const number = words[0] ?? "";
  if (!/^[oizeas6tbg]{1,5}[a-d]?$/.test(number)) {
    throw unprocessable(
      "detail.too-common",
      "an address needs its house number first: a street alone is on every map",
      { field: "value" },
    );
  }
  const kindAt = words.findIndex(
    (word, at) =>
      at > 0 &&
      at < 6 &&
      kinds.has(word) &&
      !(at === 1 && SAINTS[word] !== undefined && words.length > 2 && kinds.has(words[2] as string)),
  );
  if (kindAt < 0)
    throw unprocessable("detail.invalid", "no kind of street (rue, street, …) was found after the number", {
      field: "value",
    });
  const french = kindAt <= 2 && words.length > kindAt + 1 && !isEnglishOrder(words, kindAt);
  const end = french ? frenchEnd(words, kindAt) : kindAt + 1;
  const street = words.slice(0, end);
  if (street.length < 3)
    throw unprocessable("detail.too-common", "the name of the street is missing", { field: "value" });
  let found = [""];
  for (const [at, word] of street.entries()) {
    const choices = at === kindAt ? [...(kinds.get(word) ?? [])] : (SAINTS[word] ?? [word]);
    const optional = at > kindAt && SMALL.has(word) ? [...choices, ""] : choices;
    found = found.flatMap((start) => optional.map((choice) => start + choice)).slice(0, MAX_SPELLINGS);
  }
  return found;
}

/** "12 Fictional Crescent": the kind follows a name; "14 rue …" and "14 bis rue …": it follows the number. */
const isEnglishOrder = (words: readonly string[], kindAt: number): boolean =>
  kindAt === 2 && !/^(?:bis|ter|iter|quater|[a-d])$/.test(words[1] as string);

/** The name ends before a postcode (digits alone, four or more), or after six words. */
function frenchEnd(words: readonly string[], kindAt: number): number {
  for (let at = kindAt + 1; at < words.length && at < kindAt + 7; at++) {
    if (/^[oizeas6tbg]{4,5}$/.test(words[at] as string) && at > kindAt + 1) return at;
  }
  return Math.min(words.length, kindAt + 7);
}
