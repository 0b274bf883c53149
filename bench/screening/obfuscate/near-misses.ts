import type { SealedDetail } from "../../../src/screening/index.ts";
import { inContext } from "./contexts.ts";
import { MAKERS, type Sample } from "./details.ts";
import { KNOWN } from "./known.ts";
import type { Random } from "./random.ts";

/** A text that speaks of something else than the detail, and very nearly the same. */
export interface NearMiss {
  readonly way: string;
  readonly detail: SealedDetail;
  readonly text: string;
}

const DIGITS = [..."0123456789"];
const LOWER = [..."abcdefghijklmnopqrstuvwxyz"];

const at = (text: string, index: number, one: string): string =>
  text.slice(0, index) + one + text.slice(index + 1);
const places = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map((match) => match.index);

/** Each gives undefined where the detail does not lend itself to it. */
type Way = (random: Random, sample: Sample) => string | undefined;

const oneDigit: Way = (random, { plain }) => {
  const text = random.pick(plain);
  const where = places(text, /\d/g);
  if (where.length < 4) return undefined;
  const index = random.pick(where);
  return at(text, index, random.pick(DIGITS.filter((digit) => digit !== text[index])));
};
const twoDigits: Way = (random, { plain }) => {
  const text = random.pick(plain);
  const where = places(text, /(\d)(?=(?!\1)\d)/g);
  if (where.length < 2) return undefined;
  const index = random.pick(where);
  return text.slice(0, index) + text[index + 1] + text[index] + text.slice(index + 2);
};
const oneLetter: Way = (random, { plain }) => {
  const text = random.pick(plain);
  const where = places(text, /[a-z](?=[a-z]{3})/gi);
  if (where.length < 2) return undefined;
  const index = random.pick(where);
  const old = text[index]?.toLowerCase() as string;
  const other = random.pick(LOWER.filter((letter) => letter !== old));
  return at(text, index, text[index] === old ? other : other.toUpperCase());
};
const lessOne: Way = (random, { plain }) => {
  const text = random.pick(plain);
  // Not of a small word, which comes and goes.
  const where = places(text, /(?<![\p{L}\d])[\p{L}\d]{4,}/gu).flatMap((from) => [
    from,
    from + 1,
    from + 2,
    from + 3,
  ]);
  if (where.length === 0) return undefined;
  return at(text, random.pick(where), "");
};
const longer: Way = (random, { detail, plain }) => {
  if (!["phone", "identity-number", "bank-account"].includes(detail.kind)) return undefined;
  const digits = (plain.find((text) => /^\d+$/.test(text)) ?? detail.value).replace(/\D/g, "");
  const both = [
    `${random.digits(2)}${digits}${random.digits(3)}`,
    `${digits}${random.digits(1 + random.below(4))}`,
    `${1 + random.below(9)}${digits}`,
  ];
  const solid = random.pick(both);
  return random.pick([
    `commande n° ${solid}`,
    `order ${solid}`,
    `SIRET ${solid}`,
    `IBAN FR76 ${`${random.digits(5)}${digits}${random.digits(8)}`.slice(0, 23).replace(/(.{4})(?=.)/g, "$1 ")}`,
    `tracking ${solid.replace(/(.{4})(?=.)/g, "$1 ")}`,
    `réf. ${`${random.digits(2)}${digits}${random.digits(2)}`.replace(/(..)(?=.)/g, "$1 ")}`,
    `id=${solid}`,
    `${random.digits(4)}-${digits}-${random.digits(2)}`,
  ]);
};
const otherCode: Way = (random, { detail }) => {
  if (detail.kind !== "phone") return undefined;
  const own = { FR: "33", CA: "1", US: "1", GB: "44", BE: "32", CH: "41" }[detail.region ?? ""];
  const national = detail.value.replace(/\D/g, "").replace(/^0/, "");
  const code = random.pick(
    ["34", "39", "49", "31", "351", "212", "33", "32", "41", "44"].filter((one) => one !== own),
  );
  return random.pick([`+${code} ${national}`, `00${code}${national}`, `+${code}${national}`]);
};
const inPieces: Way = (random, { detail, lang }) => {
  if (detail.kind !== "phone") return undefined;
  const pieces = detail.value.replace(/\D/g, "").match(/\d{1,2}/g) ?? [];
  const words =
    lang === "fr"
      ? ["euros", "personnes", "ans", "kg", "minutes", "points"]
      : ["dollars", "people", "years", "kg", "minutes", "points"];
  return pieces.map((piece) => `${piece} ${random.pick(words)}`).join(", ");
};

const written = (
  { street }: Sample,
  change: Partial<NonNullable<Sample["street"]>>,
  random: Random,
): string | undefined => {
  if (street === undefined) return undefined;
  const { number, kind, name, place, order } = { ...street, ...change };
  const line =
    order === "en"
      ? `${number} ${name} ${kind}`
      : order === "fr"
        ? `${number} ${kind} ${name}`
        : `${kind} ${name} ${number}`;
  return (random.chance(0.5) ? `${line}, ${place}` : line).trim();
};
const neighbour: Way = (random, sample) => {
  const number = Number.parseInt(sample.street?.number ?? "", 10);
  const others = [-10, -4, -2, -1, 1, 2, 4, 10, 100]
    .map((step) => number + step)
    .filter((other) => other > 0);
  return written(sample, { number: `${random.pick(others)}` }, random);
};
const suffix: Way = (random, sample) =>
  sample.street === undefined || /[a-z]/.test(sample.street.number)
    ? undefined
    : written(
        sample,
        {
          number:
            sample.street.number +
            random.pick(sample.lang === "fr" ? [" bis", " ter", "B", " quater"] : ["A", "B", "C"]),
        },
        random,
      );
const moreDigits: Way = (random, sample) =>
  sample.street === undefined
    ? undefined
    : written(
        sample,
        {
          number: random.chance(0.5)
            ? `${1 + random.below(9)}${sample.street.number}`
            : sample.street.number.replace(/\d+/, `$&${random.below(10)}`),
        },
        random,
      );
const otherStreet: Way = (random, sample) => {
  const maker = sample.lang === "fr" ? MAKERS["address FR"] : MAKERS["address EN"];
  for (;;) {
    const other = maker?.(random).street;
    if (other !== undefined && other.name !== sample.street?.name)
      return written(sample, { name: other.name }, random);
  }
};
const otherKind: Way = (random, sample) =>
  written(
    sample,
    {
      kind: random.pick(
        (sample.lang === "fr"
          ? ["rue", "avenue", "place", "impasse", "allée"]
          : ["Street", "Road", "Lane", "Court"]
        ).filter((kind) => kind !== sample.street?.kind),
      ),
    },
    random,
  );
const otherTown: Way = (random, { street }) => {
  if (street === undefined || !/\d{4}/.test(street.place)) return undefined;
  const { number, kind, name, place, order } = street;
  const line =
    order === "en"
      ? `${number} ${name} ${kind}`
      : order === "fr"
        ? `${number} ${kind} ${name}`
        : `${kind} ${name} ${number}`;
  if (order === "en") return `${line}, Otherburgh, ZZ 009${random.digits(2)}`;
  const code = `${order === "fr" ? "009" : "09"}${random.digits(2)}`;
  return place.startsWith(code) ? undefined : `${line}, ${code} Autreville`;
};
const noNumber: Way = (random, sample) =>
  written(
    sample,
    { number: sample.street?.order === "fr" ? random.pick(["la", "une", "cette", "à la"]) : "" },
    random,
  );

const otherFirst: Way = (random, { detail }) => {
  if (detail.kind !== "name") return undefined;
  const [first, last] = detail.value.split(" ");
  const other = random.pick(
    [
      "Alex",
      "Camille",
      "Robin",
      "Martha",
      "Iris",
      "Paul",
      "Nora",
      "Jean-Louis",
      first === "Clara" ? "Ciara" : "Clara",
      "Lila",
      "Mila",
    ].filter((name) => name !== first),
  );
  return random.pick([`${other} ${last}`, `${last} ${other}`, `${last?.toUpperCase()} ${other}`]);
};
const otherLast: Way = (random, { detail }) => {
  if (detail.kind !== "name") return undefined;
  const [first, last] = detail.value.split(" ");
  return random.pick([
    `${first} Martin`,
    `${first} ${last}son`,
    `${first} ${last}-Martin`,
    `${first} De${last}`,
    `${first} took a ${last?.toLowerCase()}`,
    `${first} et le ${last?.toLowerCase()}`,
  ]);
};
const apart: Way = (random, { detail }) => {
  if (detail.kind !== "name" && detail.kind !== "workplace-or-school") return undefined;
  const words = detail.value.split(" ");
  return random.pick([
    words[0],
    words.at(-1),
    `${words.at(-1)} est venu sans ${words[0]}`,
    `${words[0]} knows ${words.at(-1)}`,
  ]);
};
const otherAccount: Way = (random, { detail }) => {
  const value = detail.value.replace(/^@/, "");
  if (detail.kind === "online-account")
    return random.pick([
      `@${value}2`,
      `@${value}_fan`,
      `@the_${value}`,
      `@x${value}`,
      `@${value}x`,
      `@not.${value}`,
      `@${value.slice(0, -1)}`,
    ]);
  if (detail.kind !== "email") return undefined;
  const [local, domain] = value.split("@");
  return random.pick([
    `x${local}@${domain}`,
    `x.${local}@${domain}`,
    `${local}2@${domain}`,
    `${local}@autre.${domain}`,
    `${local}@${domain}.test`,
    `${local}@${random.pick(["autre.example", "other.test"])}`,
    `${local}.pro@${domain}`,
  ]);
};
const date: Way = (random) => {
  const [day, month] = [1 + random.below(28), 1 + random.below(12)];
  const two = (value: number) => String(value).padStart(2, "0");
  return random.pick([
    `${two(day)}/${two(month)}/19${random.digits(2)}`,
    `${day}.${month}.20${random.digits(2)}`,
    `le ${day} mars 19${random.digits(2)} à ${two(random.below(24))}:${two(random.below(60))}`,
    `19${random.digits(2)}-${two(month)}-${two(day)}T${two(random.below(24))}:${two(random.below(60))}`,
  ]);
};

const WAYS: Readonly<Record<string, Way>> = {
  ...{ "one digit changed": oneDigit, "two digits exchanged": twoDigits, "one letter changed": oneLetter },
  ...{ "one character less": lessOne, "inside a longer number": longer, "another country code": otherCode },
  ...{ "the digits among words": inPieces, "a neighbour": neighbour, "bis, ter, A, B": suffix },
  ...{
    "more digits in the house number": moreDigits,
    "another street": otherStreet,
    "another kind of street": otherKind,
  },
  ...{ "another town": otherTown, "no house number": noNumber, "another first name": otherFirst },
  ...{
    "another last name": otherLast,
    "parts alone": apart,
    "another account": otherAccount,
    "a date": date,
  },
};

/** `count` texts that must not match, half of them obfuscated. A former name stands beside its companion there too. */
export function nearMisses(random: Random, count: number): NearMiss[] {
  const made: NearMiss[] = [];
  const ways = Object.entries(WAYS);
  const makers = Object.values(MAKERS);
  while (made.length < count) {
    const [way, change] = random.pick(ways);
    const sample = random.pick(makers)(random);
    let other: string | undefined;
    for (let tries = 0; tries < 3 && other === undefined; tries++) other = change(random, sample);
    if (other === undefined || same(other, sample)) continue;
    if (/letter|less/.test(way) && isInPlace(other, sample)) continue;
    const obfuscator = random.pick(SAFE);
    // In leet i and l are one sign: the changed letter may be the right one again.
    if (/leet|greek/.test(obfuscator.family + obfuscator.name) && /letter|name|account/.test(way)) continue;
    const text =
      random.chance(0.5) && obfuscator.for(sample) ? obfuscator.apply(random, other, sample) : other;
    made.push({ way, detail: sample.detail, text: inContext(random, sample, text) });
  }
  for (const sample of Array.from(
    { length: Math.ceil(count / 50) },
    () => MAKERS["former-name"]?.(random) as Sample,
  )) {
    const far = `${sample.detail.with?.[0]} ${"et puis encore autre chose ".repeat(15)}`;
    made.push({
      way: "a former name alone",
      detail: sample.detail,
      text: `on parle de ${random.pick(sample.plain)} ici`,
    });
    made.push({
      way: "a former name far from the current one",
      detail: sample.detail,
      text: `${far}${random.pick(sample.plain)}`,
    });
  }
  return made;
}

/** Those that write what they are given, whatever it is. */
const SAFE = KNOWN.filter(({ family }) => !["forms", "order", "addresses"].includes(family));

/** Whether only the town was changed, or the word for the kind of street. */
function isInPlace(other: string, { street }: Sample): boolean {
  if (street === undefined) return false;
  const text = bare(other);
  return text.includes(bare(street.name)) && text.includes(bare(street.number));
}

/** What counts is letters and digits: "AB-12" and "AB 12" are the same plate. */
const bare = (text: string): string =>
  text
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "");
function same(other: string, { detail, plain, street }: Sample): boolean {
  const text = bare(other);
  if (/^(?:CA|US)$/.test(detail.region ?? "") && text.replace(/\D/g, "") === `1${bare(detail.value)}`)
    return true;
  if (detail.kind === "phone" && text.endsWith(bare(detail.value).replace(/^0/, "")) && text.length <= 11)
    return true;
  if (street !== undefined) {
    const heads = [
      `${street.number}${street.kind}${street.name}`,
      `${street.number}${street.name}${street.kind}`,
      `${street.kind}${street.name}${street.number}`,
    ].map(bare);
    if (heads.some((head) => text === head)) return true;
    // A change in the town, or in the postcode, says nothing of the street.
    if (heads.some((head) => text.startsWith(head) && !/\d/.test(text[head.length] ?? "x"))) return true;
  }
  return [detail.value, ...plain].some((spelling) => bare(spelling) === text);
}
