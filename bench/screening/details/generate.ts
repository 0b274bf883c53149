import { readFileSync } from "node:fs";
import { FINDING_KINDS, type FindingKind } from "../../../src/screening/index.ts";
import { address, type Country, street, town } from "./addresses.ts";
import { cafe, car, company, firstName, fullName, hotel, type Lang, lastName, school } from "./names.ts";
import * as numbers from "./numbers.ts";
import * as others from "./others.ts";
import { hash, Random } from "./random.ts";

/** What must be found in a document, in UTF-16 units. */
export interface Mark {
  readonly kind: FindingKind;
  readonly start: number;
  readonly end: number;
}

export interface Document {
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly lang: Lang;
  readonly country: Country;
  readonly template: string;
}

export type Half = "dev" | "held-out";

interface Context {
  readonly random: Random;
  readonly country: Country;
  readonly lang: Lang;
}

const COUNTRIES: Readonly<Record<Lang, readonly Country[]>> = {
  fr: ["fr", "ca", "be", "ch"],
  en: ["us", "ca", "gb"],
};

/** Slots that are found as a kind. */
const MARKED: Readonly<Record<string, readonly [FindingKind, (context: Context) => string]>> = {
  phone: ["phone", ({ random, country }) => numbers.phone(random, country)],
  "bare-phone": ["phone", ({ random, country }) => numbers.barePhone(random, country)],
  email: ["email", ({ random, lang }) => others.email(random, lang)],
  "spelled-email": ["email", ({ random, lang }) => others.spelledEmail(random, lang)],
  address: ["address", ({ random, country, lang }) => address(random, country, lang, "line")],
  "address-lines": ["address", ({ random, country, lang }) => address(random, country, lang, "lines")],
  street: ["address", ({ random, country, lang }) => street(random, country, lang)],
  iban: ["bank-account", ({ random, country }) => numbers.iban(random, country, true)],
  "iban-form": ["bank-account", ({ random, country }) => numbers.iban(random, country, random.chance(0.5))],
  card: ["payment-card", ({ random }) => numbers.card(random)],
  "card-form": ["payment-card", ({ random }) => numbers.cardForm(random)],
  "bare-id": ["identity-number", ({ random, country }) => numbers.bareIdentity(random, country)],
  nir: ["identity-number", ({ random }) => numbers.nir(random, true)],
  "nir-form": ["identity-number", ({ random }) => numbers.nir(random, false)],
  ssn: ["identity-number", ({ random }) => numbers.ssn(random)],
  sin: ["identity-number", ({ random }) => numbers.sin(random, true)],
  "sin-form": ["identity-number", ({ random }) => numbers.sin(random, false)],
  nino: ["identity-number", ({ random }) => numbers.nino(random)],
  nhs: ["identity-number", ({ random }) => numbers.nhs(random)],
  plate: ["vehicle-plate", ({ random, country }) => numbers.plate(random, country)],
  dob: ["birth-date", ({ random, lang }) => others.date(random, lang)],
  birthday: ["birth-date", ({ random, lang }) => others.birthday(random, lang)],
  ip: ["ip-address", ({ random }) => others.ip(random)],
  coords: ["coordinates", ({ random }) => others.coordinates(random)],
  handle: ["online-account", ({ random, lang }) => others.handle(random, lang)],
  profile: ["online-account", ({ random, lang }) => others.profile(random, lang)],
};

/** Slots that are no detail, or that mark a part of themselves. */
const PLAIN: Readonly<Record<string, (context: Context) => string>> = {
  id: ({ random, country, lang }) => numbers.labelledIdentity(random, country, lang),
  account: ({ random, country, lang }) => numbers.labelledAccount(random, country, lang),
  "dob-labelled": ({ random, lang }) =>
    `${lang === "fr" ? "née le" : "DOB"} <birth-date|${others.date(random, lang)}>`,
  first: ({ random, lang }) => firstName(random, lang),
  last: ({ random, lang }) => lastName(random, lang),
  name: ({ random, lang }) => fullName(random, lang),
  company: ({ random, lang }) => company(random, lang),
  school: ({ random, lang }) => school(random, lang),
  hotel: ({ random, lang }) => hotel(random, lang),
  cafe: ({ random, lang }) => cafe(random, lang),
  car: ({ random, lang }) => car(random, lang),
  town: ({ random, country, lang }) => town(random, country, lang),
  room: ({ random }) => String(random.int(2, 940)),
  date: ({ random, lang }) => others.date(random, lang, 1990, 2026),
  time: ({ random, lang }) =>
    lang === "fr"
      ? random.pick(["18h", "18h30", "7h45", "midi", "22 h", "19:30"])
      : random.pick(["6pm", "6:30 pm", "5 pm", "noon", "7:45", "9 a.m."]),
};

const read = (file: string): string[] =>
  readFileSync(new URL(file, import.meta.url), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));

const half = (template: string): Half => (hash(template) % 2 === 0 ? "dev" : "held-out");

/** `times` documents of each template and country of the half; the same every time. */
export function positives(lang: Lang, which: Half, times: number): Document[] {
  return read(`templates-${lang}.txt`)
    .filter((template) => half(template) === which)
    .flatMap((template) =>
      COUNTRIES[lang].flatMap((country) => {
        if (!fits(template, country)) return [];
        const random = new Random(hash(`${template} ${country}`));
        return Array.from({ length: times }, () => render(template, { random, country, lang }));
      }),
    );
}

/** Documents in which nothing may be found, `times` of each line and alternative of the half. */
export function negatives(lang: Lang, which: Half, times: number): Document[] {
  return negativeLines(lang)
    .filter((template) => half(template) === which)
    .flatMap((template) => {
      const random = new Random(hash(template));
      return Array.from({ length: times }, () =>
        render(template, { random, country: lang === "fr" ? "fr" : "us", lang }),
      );
    });
}

/** Every line with each of its [[alternatives]]. */
export const negativeLines = (lang: Lang): string[] => read(`negatives-${lang}.txt`).flatMap(expand);

function expand(line: string): string[] {
  const found = /\[\[(.*?)\]\]/.exec(line);
  if (found === null) return [line];
  const [whole, inner] = found as unknown as [string, string];
  return inner.split("|").flatMap((one) => expand(line.replace(whole, () => one)));
}

/** Some slots exist in some countries only. */
function fits(template: string, country: Country): boolean {
  const only: Readonly<Record<string, readonly Country[]>> = {
    nir: ["fr"],
    ssn: ["us"],
    sin: ["ca"],
    nino: ["gb"],
    nhs: ["gb"],
    // A Canadian number has no form that gives it away.
    "bare-id": ["fr", "us", "gb", "be", "ch"],
    iban: ["fr", "be", "ch", "gb"],
  };
  return [...template.matchAll(/\{([a-z-]+)\}/g)].every(
    ([, slot]) => only[(slot as string).replace("-form", "")]?.includes(country) ?? true,
  );
}

function render(template: string, context: Context): Document {
  const written = template
    .replaceAll("\\n", "\n")
    .replace(/(<[a-z-]+\|)?([^<>{]*)\{(=[^}]*|[a-z-]+)\}/g, (...parts) => {
      const [whole, , , slot] = parts as [string, string, string, string];
      // Replaced below, so that a mark written around slots keeps them plain.
      return whole.replace(`{${slot}}`, `\ue000${slot}\ue001`);
    });
  let inside = 0;
  let marked = "";
  for (const part of written.split(/(<[a-z-]+\||>|\ue000[^\ue001]*\ue001)/)) {
    if (/^<[a-z-]+\|$/.test(part)) inside++;
    if (part === ">" && inside > 0) inside--;
    marked += part.startsWith("\ue000") ? fillSlot(part.slice(1, -1), context, inside > 0) : part;
  }
  return { ...unmark(marked), lang: context.lang, country: context.country, template };
}

function fillSlot(slot: string, context: Context, inside: boolean): string {
  if (slot.startsWith("=")) return context.random.fill(slot.slice(1));
  const value = MARKED[slot];
  if (value !== undefined) return inside ? value[1](context) : `<${value[0]}|${value[1](context)}>`;
  const plain = PLAIN[slot];
  if (plain === undefined) throw new Error(`no slot is called ${slot}`);
  return plain(context);
}

function unmark(marked: string): { text: string; marks: Mark[] } {
  let text = "";
  const marks: Mark[] = [];
  let rest = marked;
  for (;;) {
    const found = /<([a-z-]+)\|([^<>]*)>/.exec(rest);
    if (found === null) return { text: text + rest, marks };
    const kind = FINDING_KINDS.find((known) => known === found[1]);
    if (kind === undefined) throw new Error(`no kind is called ${found[1]}`);
    text += rest.slice(0, found.index);
    marks.push({ kind, start: text.length, end: text.length + (found[2] as string).length });
    text += found[2];
    rest = rest.slice(found.index + found[0].length);
  }
}
