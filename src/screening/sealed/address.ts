import { unprocessable } from "../../lib/errors.ts";
import { classes, type Form, streetForms, wordForm } from "./form.ts";
import { backwards, turned } from "./reversed.ts";
import { Stream } from "./stream.ts";
import {
  englishKinds,
  frenchKinds,
  isBetween,
  isSmall,
  isUnit,
  SUFFIX,
  shortKinds,
  streetName,
} from "./street-words.ts";

/** A street address taken apart. */
interface Street {
  /** With its suffix: "14", "14bis". */
  readonly number: string;
  readonly kinds: readonly string[];
  /** The kind as it was written. */
  readonly kind: string;
  /** The name, every word. */
  readonly name: readonly string[];
  readonly order: "number kind name" | "number name kind" | "kind name number" | "name kind number";
}

const LONGEST_NAME = 7;
const POSTCODE = /^\d{4,5}$/;

/**
 * The street part of an address (number, kind, name) in parts, and in one for text without blanks or with too many. What
 * follows the street is left to vary freely, but for another postcode than the registered one.
 */
export function addressForms(value: string): Form[] {
  const segments = value
    .split(/[,;\n]+/)
    .map(partsOf)
    .filter((words) => words.length > 0);
  const joined = segments.flatMap((words, at) =>
    words.length <= 2 && isHouse(words) && segments[at + 1] !== undefined
      ? [[...words, ...(segments[at + 1] as string[])]]
      : [],
  );
  const street = [...joined, ...segments].map(streetIn).find((found) => found !== undefined);
  const all = segments.flat();
  if (street === undefined) throw unreadable(all);
  const after = all.slice(all.indexOf(street.name.at(-1) as string) + 1);
  const postcode = after.find((word) => POSTCODE.test(word) && word !== street.number);
  return [
    ...formsOf({ ...street, name: plain(street.name) }, postcode),
    wordForm("R", plain(all).join(""), "/"),
    ...blocks(value).flatMap((text) =>
      ["/", `/${postcode ?? "*"}`].map((place) => wordForm("Q", text, place)),
    ),
  ];
}

/** Each part between blanks from its end, up to each comma and to the end of all. */
function blocks(value: string): string[] {
  const found: string[] = [];
  let text = "";
  for (const block of value.split(/\s+/)) {
    text += backwards(wordsOf(block).join(""));
    if (/[,;]$/.test(block)) found.push(text);
  }
  return [...found, text].filter((one) => /\d/.test(one) && /[a-z]{4}/.test(one));
}

function unreadable(words: readonly string[]) {
  const numbered = words.some((word) => /^\d{1,5}(?:[a-f]|bis|ter)?$/.test(word));
  const kind = words.findIndex(
    (word) => !/^\d/.test(word) && frenchKinds(classes(word)).length + englishKinds(classes(word)).length > 0,
  );
  if (!numbered)
    return unprocessable(
      "detail.too-common",
      "an address needs its house number: a street alone is on every map",
      {
        field: "value",
      },
    );
  return kind >= 0 && words.length < 3
    ? unprocessable("detail.too-common", "the name of the street is missing", { field: "value" })
    : unprocessable("detail.invalid", "no kind of street (rue, street, …) was found beside the number", {
        field: "value",
      });
}

export function wordsOf(text: string): string[] {
  const stream = new Stream();
  stream.read(text, 0, text.length, false);
  return Array.from({ length: stream.count }, (_, at) => stream.word(at));
}

const MONTH =
  /^(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|march|april|may|june|july|august|september|october|november|december)$/;

/** Words of an address; a number that is part of a name ("8-Juin-1910", "11 novembre") has a dot before it. */
function partsOf(text: string): string[] {
  const stream = new Stream();
  stream.read(text, 0, text.length, false);
  const words = Array.from({ length: stream.count }, (_, at) => stream.word(at));
  const hyphen = (at: number) =>
    at > 0 && at < stream.count && stream.gapBefore(stream.words[at] as number) === "-";
  return words.map((word, at) => {
    const dated = MONTH.test(words[at + 1] ?? "") || (MONTH.test(words[at - 1] ?? "") && word.length === 4);
    const inName =
      /^\d+$/.test(word) && (dated || hyphen(at) || (hyphen(at + 1) && !/^\d+$/.test(words[at + 1] ?? "")));
    return inName ? `.${word}` : word;
  });
}
const plain = (words: readonly string[]): string[] => words.map((word) => word.replace(".", ""));

const HOUSE = /^(\d{1,5})(bis|ter|quater|[a-f])?$/;
const isHouse = (words: readonly string[]): boolean =>
  HOUSE.test(words[0] ?? "") && (words.length === 1 || SUFFIX.test(words[1] as string));

/** The house number at the start of some words, and how many it took. */
function house(words: readonly string[]): { number: string; taken: number } | undefined {
  const found = HOUSE.exec(words[0] ?? "");
  if (found === null) return undefined;
  const apart = found[2] === undefined && SUFFIX.test(words[1] ?? "") ? (words[1] as string) : "";
  // "12 A Street": a letter before a name is a suffix only where a kind of street follows.
  const suffix = apart.length === 1 && frenchKinds(classes(words[2] ?? "")).length === 0 ? "" : apart;
  return { number: `${Number(found[1])}${found[2] ?? suffix}`, taken: suffix === "" ? 1 : 2 };
}

function streetIn(words: readonly string[]): Street | undefined {
  for (let at = 0; at < words.length; at++) {
    const number = house(words.slice(at));
    if (number === undefined) continue;
    const found =
      numberFirst(words.slice(at + number.taken), number.number) ??
      numberLast(words.slice(0, at), number.number);
    if (found !== undefined) return found;
  }
  return undefined;
}

function numberFirst(words: readonly string[], number: string): Street | undefined {
  let at = 0;
  while (at < 3 && isBetween(classes(words[at] ?? "")) && frenchKinds(classes(words[at] ?? "")).length === 0)
    at++;
  const kinds = frenchKinds(classes(words[at] ?? ""));
  if (kinds.length > 0 && !isEnglish(words, at)) {
    const name = words.slice(at + 1, at + 1 + LONGEST_NAME);
    const end = name.findIndex((word, index) => index > 0 && (POSTCODE.test(word) || isFlat(name, index)));
    const whole = end < 0 ? name : name.slice(0, end);
    if (!whole.some((word) => !isSmall(classes(word)))) return undefined;
    return { number, kinds, kind: words[at] as string, name: whole, order: "number kind name" };
  }
  for (let end = Math.min(words.length - 1, LONGEST_NAME); end >= 1; end--) {
    const english = englishKinds(classes(words[end] as string));
    if (english.length === 0 || words.slice(0, end).some((word) => POSTCODE.test(word))) continue;
    return {
      number,
      kinds: english,
      kind: words[end] as string,
      name: words.slice(0, end),
      order: "number name kind",
    };
  }
  return undefined;
}

/** "appt 3", "bât. B", "2e étage": where the name of the street has ended. */
const isFlat = (words: readonly string[], at: number): boolean =>
  (isUnit(classes(words[at] as string)) && /^(?:\d+|\w)$/.test(words[at + 1] ?? "")) ||
  (/^\d+\w{1,3}$/.test(words[at] as string) && isUnit(classes(words[at + 1] ?? "")));

/** "12 St James Road" and "12 Place Road" are English: a kind ends the name. */
const isEnglish = (words: readonly string[], kindAt: number): boolean =>
  words
    .slice(kindAt + 1, kindAt + 4)
    .some(
      (word, at) =>
        at > 0 && englishKinds(classes(word)).length > 0 && frenchKinds(classes(word)).length === 0,
    ) && !isSmall(classes(words[kindAt + 1] ?? ""));

function numberLast(words: readonly string[], number: string): Street | undefined {
  let end = words.length;
  while (end > 0 && isBetween(classes(words[end - 1] as string)) && words.length - end < 3) end--;
  for (let at = end - 2; at >= 0 && end - at <= LONGEST_NAME + 1; at--) {
    const kinds = frenchKinds(classes(words[at] as string));
    const name = words.slice(at + 1, end);
    if (kinds.length > 0 && name.some((word) => !isSmall(classes(word)))) {
      return { number, kinds, kind: words[at] as string, name, order: "kind name number" };
    }
  }
  const kinds = englishKinds(classes(words[end - 1] ?? ""));
  if (kinds.length === 0 || end < 2) return undefined;
  const name = words.slice(0, end - 1);
  return { number, kinds, kind: words[end - 1] as string, name, order: "name kind number" };
}

/** A name without small words, each word in its one form. */
export function nameParts(words: readonly string[]): string[] {
  const parts: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    if (word === "n" && words[at + 1] === "d") {
      parts.push("notredame");
      at++;
    } else if (word === "notre" && words[at + 1] === "dame") {
      parts.push("notredame");
      at++;
    } else if (!isSmall(classes(word))) parts.push(streetName(word) ?? word);
  }
  return parts;
}

function formsOf(street: Street, postcode: string | undefined): Form[] {
  const { number, kinds, kind, name, order } = street;
  const parts = nameParts(name);
  const places = ["", postcode ?? "*"];
  const found = kinds.flatMap((one) => places.flatMap((place) => streetForms(number, one, parts, place)));
  const short = kinds.flatMap((one) => [one, shortKinds(one)[0] ?? one]);
  const without = name.filter((word) => !isSmall(classes(word)));
  for (const spelling of new Set([kind, ...short])) {
    for (const words of name.length === without.length ? [name] : [name, without]) {
      const line = order.includes("kind name") ? [spelling, ...words] : [...words, spelling];
      for (const whole of [
        [number, ...line],
        [...line, number],
      ]) {
        for (const place of places) found.push(wordForm("R", whole.join(""), `/${place}`));
      }
    }
  }
  const line = order.includes("kind name") ? [kind, ...name] : [...name, kind];
  const written = order.startsWith("number") ? [number, ...line] : [...line, number];
  if (postcode !== undefined) found.push(wordForm("R", [...written, postcode].join(""), "/"));
  for (const place of places) {
    found.push(
      wordForm("Q", backwards(written.join("")), `/${place}`),
      wordForm("R", turned(written.join("")), `/${place}`),
    );
  }
  return found;
}
