import type { Sample } from "./details.ts";
import {
  type Listed,
  listed,
  type Obfuscator,
  onDigits,
  perCharacter,
  substitute,
  toDigits,
} from "./obfuscator.ts";
import type { Random } from "./random.ts";
import { english, french, pair, spellNumbers, spellRepeats, spellRuns, withTypos } from "./spell.ts";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const points = (first: number, text = LOWER): string =>
  Array.from(text, (_, at) => String.fromCodePoint(first + at)).join("");
const CYRILLIC = substitute("abcehikmopstxy", "авсенікморѕтху");
const CYRILLIC_EXACT = substitute("aceijopsxyhbdqwv", "асеіјорѕхуһьԁԛԝѵ");
const GREEK = substitute("abehiknoptuvxyz", "αβεηικνορτυνχγζ");
const ARMENIAN = substitute("ounhgqs", "օսոհցզտ".slice(0, 6));
const CHEROKEE = substitute("abcdeghijklmprstvwyz", "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᎩᏃ");
const FLIPPED = substitute(
  "abcdefghijklmnopqrstuvwxyz0123456789.,'!?()&",
  "ɐqɔpǝɟƃɥᴉɾʞlɯuodbɹsʇnʌʍxʎz0ƖᄅƐㄣϛ9ㄥ86˙',¡¿)(⅋",
);
const LEET: Readonly<Record<string, readonly string[]>> = {
  ...{ a: ["4", "@"], b: ["8"], c: ["("], e: ["3", "€"], g: ["9", "6"], i: ["1", "!", "|"], l: ["1", "|"] },
  ...{ o: ["0"], s: ["5", "$"], t: ["7", "+"], z: ["2"] },
};
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  ...{ a: ["@"], c: ["(", "{", "[", "<"], e: ["€"], i: ["!", "|", "¡"], l: ["|"], s: ["$", "§"], t: ["+"] },
};
const AS_LETTERS: Readonly<Record<string, readonly string[]>> = {
  "0": ["O", "o"],
  "1": ["I", "l", "i"],
  "2": ["Z"],
  "5": ["S"],
  "8": ["B"],
};
const AS_LEET: Readonly<Record<string, readonly string[]>> = {
  ...AS_LETTERS,
  "3": ["E"],
  "4": ["A"],
  "7": ["T"],
};
const EMOJI = [..."😂🔥💀👀🎉🐱✨💜🚨🙃"];
const INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u2063"];

const isNumber = ({ detail }: Sample): boolean => /^[+\d\s().-]+$/.test(detail.value);
const hasWords = (sample: Sample): boolean => !isNumber(sample);
const isPhone = ({ detail }: Sample): boolean => detail.kind === "phone";
const isAddress = ({ street }: Sample): boolean => street !== undefined;

const replaced =
  (table: Readonly<Record<string, readonly string[]>>, probability: number) =>
  (random: Random, text: string): string =>
    [...text]
      .map((one) => {
        const choices = table[one.toLowerCase()];
        return choices !== undefined && random.chance(probability) ? random.pick(choices) : one;
      })
      .join("");
/** Between each two characters of a word; blanks become wider, so that words can still be told. */
const between = (text: string, separator: string): string =>
  text
    .split(/\s+/)
    .map((word) => [...word.replace(/[^\p{L}\p{N}@]/gu, "")].join(separator))
    .join(separator.trim() === "" ? separator.repeat(2) : separator);
const styled = (upper: number, lower: number, digits?: number) => (_: Random, text: string) =>
  [...text.normalize("NFD").replace(/\p{M}/gu, "")]
    .map((one) => {
      const point = one.codePointAt(0) as number;
      if (/[A-Z]/.test(one)) return String.fromCodePoint(upper + point - 65);
      if (/[a-z]/.test(one)) return String.fromCodePoint(lower + point - 97);
      return digits !== undefined && /\d/.test(one) ? String.fromCodePoint(digits + point - 48) : one;
    })
    .join("");
const digitsFrom = (first: number) => (_: Random, text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(first + Number(digit)));
const entities = (text: string, write: (point: number) => string): string =>
  [...text].map((one) => write(one.codePointAt(0) as number)).join("");
const inside = (text: string, open: string, close: string): string =>
  text.replace(/([\p{L}\d]{1,2})([\p{L}\d]{2,3})/gu, `$1${open}$2${close}`);

/** National digits and country code of a number of the sets. */
function parts({ detail }: Sample): { code: string; national: string; trunk: string } {
  const digits = detail.value.replace(/\D/g, "");
  const code = { FR: "33", CA: "1", US: "1", GB: "44", BE: "32", CH: "41" }[detail.region ?? "FR"] ?? "33";
  return code === "1"
    ? { code, national: digits, trunk: "" }
    : { code, national: digits.slice(1), trunk: "0" };
}
const grouped = (random: Random, digits: string): string => {
  const separator = random.pick([" ", ".", "-", "/", "  ", " - ", ", ", "_", "·", " . "]);
  let left = digits;
  const groups: string[] = [];
  while (left !== "") {
    const size = 1 + random.below(4);
    groups.push(left.slice(0, size));
    left = left.slice(size);
  }
  return groups.join(separator);
};

const family = (name: string, list: readonly Omit<Listed, "family">[]): Listed[] =>
  list.map((one) => ({ family: name, ...one }));

const INVISIBLES = family("invisible", [
  { name: "zero width", apply: (random, text) => perCharacter(text, (one) => one + random.pick(INVISIBLE)) },
  { name: "soft hyphens", apply: (_, text) => perCharacter(text, (one) => `${one}\u00ad`) },
  { name: "byte order marks", apply: (_, text) => perCharacter(text, (one) => `${one}\ufeff`) },
  {
    name: "combining marks",
    apply: (random, text) =>
      perCharacter(
        text,
        (one) => one + String.fromCharCode(0x300 + random.below(80), 0x300 + random.below(80)),
      ),
  },
  {
    name: "heavy combining marks",
    apply: (random, text) =>
      perCharacter(
        text,
        (one) =>
          one + Array.from({ length: 25 }, () => String.fromCharCode(0x300 + random.below(80))).join(""),
      ),
  },
  { name: "right-to-left marks", apply: (_, text) => perCharacter(text, (one) => `${one}\u200f`) },
  { name: "override, stored backwards", apply: (_, text) => `\u202e${[...text].reverse().join("")}\u202c` },
]);

const ALPHABETS = family("alphabets", [
  {
    name: "fullwidth",
    apply: (_, text) =>
      perCharacter(text, (one) => (one < "\x7f" ? String.fromCharCode(one.charCodeAt(0) + 0xfee0) : one)),
  },
  { name: "mathematical bold", apply: styled(0x1d400, 0x1d41a, 0x1d7ce) },
  { name: "mathematical script", apply: styled(0x1d4d0, 0x1d4ea) },
  { name: "mathematical sans", apply: styled(0x1d5a0, 0x1d5ba, 0x1d7e2) },
  { name: "mathematical monospace", apply: styled(0x1d670, 0x1d68a, 0x1d7f6) },
  {
    name: "circled",
    apply: (_, text) => substitute(`${LOWER}123456789`, points(0x24d0) + points(0x2460, "123456789"))(text),
  },
  { name: "negative circled", apply: (_, text) => substitute(LOWER, points(0x1f150))(text) },
  { name: "squared", apply: (_, text) => substitute(LOWER, points(0x1f130))(text) },
  {
    name: "parenthesised",
    apply: (_, text) => substitute(`${LOWER}123456789`, points(0x249c) + points(0x2474, "123456789"))(text),
  },
  {
    name: "regional indicators",
    for: hasWords,
    apply: (_, text) => substitute(LOWER, points(0x1f1e6))(text),
  },
  {
    name: "small capitals",
    for: hasWords,
    apply: (_, text) => substitute("abcdefghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇғɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ")(text),
  },
  { name: "cyrillic", for: hasWords, apply: (_, text) => CYRILLIC(text) },
  { name: "cyrillic, exact", for: hasWords, apply: (_, text) => CYRILLIC_EXACT(text) },
  { name: "greek", for: hasWords, apply: (_, text) => GREEK(text) },
  { name: "armenian", for: hasWords, apply: (_, text) => ARMENIAN(text) },
  { name: "cherokee", for: hasWords, apply: (_, text) => CHEROKEE(text) },
  {
    name: "some cyrillic",
    for: hasWords,
    apply: (random, text) =>
      [...text].map((one) => (random.chance(0.4) ? CYRILLIC_EXACT(one) : one)).join(""),
  },
  { name: "upside down", apply: (_, text) => [...FLIPPED(text)].reverse().join("") },
]);

const DIGITS = family("digits", [
  { name: "keycaps", apply: (_, text) => text.replace(/\d/g, "$&\ufe0f\u20e3") },
  { name: "keycaps apart", for: toDigits, apply: (_, text) => text.replace(/\d/g, "$&\ufe0f\u20e3 ") },
  ...(
    [
      ["arabic-indic", 0x660],
      ["persian", 0x6f0],
      ["devanagari", 0x966],
      ["bengali", 0x9e6],
      ["thai", 0xe50],
    ] as const
  ).map(([name, first]) => ({ name: `${name} digits`, apply: digitsFrom(first) })),
  { name: "digits as letters", for: toDigits, apply: replaced(AS_LETTERS, 0.7) },
  { name: "digits as leet", for: (sample) => isPhone(sample), apply: replaced(AS_LEET, 0.6) },
]);

const SPELT = family("spelt numbers", [
  { name: "French digit by digit", for: toDigits, apply: (_, text) => spellRuns(text, 1, "fr") },
  { name: "French pairs", for: toDigits, apply: (_, text) => spellRuns(text, 2, "fr") },
  { name: "French pairs, commas", for: toDigits, apply: (_, text) => spellRuns(text, 2, "fr", ", ") },
  {
    name: "French pairs, no hyphens",
    for: toDigits,
    apply: (_, text) => spellRuns(text, 2, "fr").replaceAll("-", " "),
  },
  {
    name: "French pairs, all hyphens",
    for: toDigits,
    apply: (_, text) => spellRuns(text, 2, "fr", "-").replaceAll(" ", "-"),
  },
  { name: "French hundreds", for: toDigits, apply: (_, text) => spellRuns(text, 3, "fr", ", ") },
  {
    name: "French repeats",
    for: toDigits,
    apply: (_, text) => onDigits(text, (digits) => spellRepeats(digits, "fr")),
  },
  {
    name: "French pairs, no accents, capitals",
    for: toDigits,
    apply: (_, text) => spellRuns(text, 2, "fr", " ", "zero").toUpperCase(),
  },
  { name: "English digit by digit", for: toDigits, apply: (_, text) => spellRuns(text, 1, "en") },
  { name: "English pairs with oh", for: toDigits, apply: (_, text) => spellRuns(text, 2, "en", " ", "oh") },
  { name: "English pairs, hyphens", for: toDigits, apply: (_, text) => spellRuns(text, 2, "en", "-") },
  {
    name: "English repeats",
    for: toDigits,
    apply: (_, text) => onDigits(text, (digits) => spellRepeats(digits, "en")),
  },
  { name: "English hundreds", for: toDigits, apply: (_, text) => spellRuns(text, 3, "en", ", ") },
  {
    name: "words and digits",
    for: toDigits,
    apply: (random, text, { lang }) =>
      onDigits(text, (digits) =>
        (digits.match(/\d{1,2}/g) ?? [])
          .map((two) =>
            random.chance(0.5)
              ? two
              : pair(two, lang === "fr" ? french : english, lang === "fr" ? "zéro" : "zero"),
          )
          .join(" "),
      ),
  },
  {
    name: "words with typos",
    for: toDigits,
    apply: (random, text, { lang }) => withTypos(random, spellRuns(text, 2, lang)),
  },
  {
    name: "fillers",
    for: toDigits,
    apply: (random, text, { lang }) =>
      spellRuns(text, 2, lang, " | ").replace(/ \| /g, () =>
        random.pick(
          lang === "fr"
            ? [", puis ", " et ", ", ensuite ", ", ", " euh "]
            : [", then ", " and ", ", ", " uh ", ", and then "],
        ),
      ),
  },
  {
    name: "house number in words",
    for: isAddress,
    apply: (_, text, { lang, street }) =>
      text.replace(street?.number.replace(/\D/g, "") ?? "", (digits) => spellNumbers(digits, lang)),
  },
]);

const LEETS = family("leet", [
  { name: "leet, some", for: hasWords, apply: replaced(LEET, 0.4) },
  { name: "leet, all", for: hasWords, apply: replaced(LEET, 1) },
  { name: "leet signs", for: hasWords, apply: replaced(SIGNS, 0.6) },
]);

const APART = family("separators", [
  { name: "blanks", apply: (_, text) => between(text, " ") },
  { name: "dots", apply: (_, text) => between(text, ".") },
  { name: "dashes", apply: (_, text) => between(text, "-") },
  { name: "slashes", apply: (_, text) => between(text, "/") },
  { name: "underscores", apply: (_, text) => between(text, "_") },
  { name: "pipes", apply: (_, text) => between(text, "|") },
  { name: "stars", apply: (_, text) => between(text, "*") },
  { name: "middle dots", apply: (_, text) => between(text, " · ") },
  {
    name: "emoji between characters",
    apply: (random, text) => perCharacter(text, (one) => one + random.pick(EMOJI)),
  },
  {
    name: "emoji between words",
    apply: (random, text) => text.replace(/[\s.-]+/g, () => ` ${random.pick(EMOJI)} `),
  },
  { name: "line breaks", apply: (_, text) => text.replace(/\s+/g, "\n") },
  {
    name: "line break inside",
    apply: (random, text) => {
      const at = 1 + random.below(text.length - 1);
      return `${text.slice(0, at)}\n${text.slice(at)}`;
    },
  },
  { name: "one a line", apply: (_, text) => [...text.replace(/[^\p{L}\p{N}@]/gu, "")].join("\n") },
  { name: "no separators", apply: (_, text) => text.replace(/[\s,-]+/g, "") },
  {
    name: "other blanks",
    apply: (random, text) =>
      text.replace(/\s/g, () => random.pick(["\u00a0", "\u2003", "\u202f", "\u3000", "  ", "\t"])),
  },
  {
    name: "grouped anyhow",
    for: toDigits,
    apply: (random, text) => onDigits(text, (digits) => grouped(random, digits)),
  },
]);

const ENCODED = family("encodings", [
  { name: "decimal entities", apply: (_, text) => entities(text, (point) => `&#${point};`) },
  {
    name: "hexadecimal entities",
    apply: (_, text) => entities(text, (point) => `&#x${point.toString(16)};`),
  },
  { name: "double-escaped entities", apply: (_, text) => entities(text, (point) => `&amp;#${point};`) },
  {
    name: "named entities",
    apply: (_, text) =>
      text
        .replaceAll(" ", "&nbsp;")
        .replaceAll("é", "&eacute;")
        .replaceAll("è", "&egrave;")
        .replaceAll("@", "&commat;"),
  },
  {
    name: "percent",
    apply: (_, text) =>
      Buffer.from(text).reduce((all, byte) => `${all}%${byte.toString(16).padStart(2, "0")}`, ""),
  },
  { name: "percent, as a link", apply: (_, text) => encodeURIComponent(text) },
  { name: "bold inside", apply: (_, text) => inside(text, "<b>", "</b>") },
  { name: "span inside", apply: (_, text) => inside(text, '<span class="x1">', "</span>") },
  { name: "comment inside", apply: (_, text) => inside(text, "<!-- a -->", "") },
  { name: "bbcode inside", apply: (_, text) => inside(text, "[b]", "[/b]") },
  { name: "bbcode colour inside", apply: (_, text) => inside(text, "[color=#ff0000]", "[/color]") },
  { name: "markdown inside", apply: (_, text) => inside(text, "**", "**") },
]);

const FORMS = family("forms", [
  {
    name: "+ code",
    for: isPhone,
    apply: (random, _, sample) => {
      const { code, national } = parts(sample);
      return `+${code}${random.pick(["", " ", "-", "."])}${grouped(random, national)}`;
    },
  },
  {
    name: "00 code",
    for: isPhone,
    apply: (_, __, sample) => {
      const { code, national } = parts(sample);
      return `00${code}${national}`;
    },
  },
  {
    name: "(0) after the code",
    for: (sample) => isPhone(sample) && parts(sample).trunk === "0",
    apply: (random, _, sample) => {
      const { code, national } = parts(sample);
      return `${random.pick(["+", "00"])}${code} (0)${random.pick(["", " "])}${grouped(random, national)}`;
    },
  },
  {
    name: "code without plus",
    for: isPhone,
    apply: (_, __, sample) => {
      const { code, national } = parts(sample);
      return `${code} ${national}`;
    },
  },
  {
    name: "(code)",
    for: isPhone,
    apply: (_, __, sample) => {
      const { code, national } = parts(sample);
      return `(+${code}) ${national}`;
    },
  },
  { name: "upper case", apply: (_, text) => text.toUpperCase() },
  { name: "lower case", apply: (_, text) => text.toLowerCase() },
  {
    name: "alternating case",
    apply: (_, text) => [...text].map((one, at) => (at % 2 ? one.toUpperCase() : one.toLowerCase())).join(""),
  },
  { name: "no accents", apply: (_, text) => text.normalize("NFD").replace(/\p{M}/gu, "") },
  {
    name: "added accents",
    for: hasWords,
    apply: (random, text) =>
      text.replace(/[aeiou]/gi, (letter) =>
        (letter + random.pick(["\u0301", "\u0300", "\u0302", "\u0308"])).normalize("NFC"),
      ),
  },
  {
    name: "e-mail in words",
    for: ({ detail }) => detail.kind === "email",
    apply: (random, text) => {
      const [at, dot] = random.pick([
        ["arobase", "point"],
        ["at", "dot"],
        ["(at)", "(dot)"],
        ["[at]", "."],
        ["{a}", "."],
        ["AT", "DOT"],
        ["-at-", "-dot-"],
        ["arobas", "point"],
      ] as const);
      return text
        .replace("@", ` ${at} `)
        .replaceAll(".", ` ${dot} `)
        .replace(/ ([-.]|-[a-z]+-) /g, "$1");
    },
  },
  {
    name: "e-mail, only the sign in words",
    for: ({ detail }) => detail.kind === "email",
    apply: (random, text) =>
      text.replace("@", random.pick([" at ", "[at]", "(at)", " arobase ", " (arobase) ", " @ "])),
  },
]);

const ORDER = family("order", [
  { name: "backwards", apply: (_, text) => [...text.normalize("NFC")].reverse().join("") },
  {
    name: "each word backwards",
    apply: (_, text) =>
      text
        .normalize("NFC")
        .split(" ")
        .map((word) => [...word].reverse().join(""))
        .join(" "),
  },
  {
    name: "pairs backwards",
    for: isPhone,
    apply: (_, text) =>
      onDigits(text, (digits) =>
        (digits.match(/\d{1,2}/g) ?? []).map((two) => [...two].reverse().join("")).join(" "),
      ),
  },
  {
    name: "names in another order",
    for: ({ detail }) => detail.kind === "name",
    apply: (random, _, { detail }) => {
      const words = detail.value.split(" ");
      return random.pick([
        `${words[1]} ${words[0]}`,
        `${words[1]?.toUpperCase()}, ${words[0]}`,
        `${words[1]}${words[0]}`,
        `${words[0]}.${words[1]}`,
        `${words[0]}_${words[1]}`,
      ]);
    },
  },
]);

const SHORT: Readonly<Record<string, readonly string[]>> = {
  rue: ["r.", "r", "R."],
  avenue: ["av.", "av", "ave"],
  boulevard: ["bd", "bld", "blvd", "boul."],
  place: ["pl.", "pl"],
  chemin: ["ch.", "chem."],
  impasse: ["imp."],
  allée: ["all."],
  route: ["rte", "rte."],
  quai: ["quai"],
  square: ["sq."],
  Street: ["St", "St.", "str"],
  Road: ["Rd", "Rd."],
  Avenue: ["Ave", "Av."],
  Crescent: ["Cres", "Cres.", "Cr"],
  Drive: ["Dr", "Dr."],
  Lane: ["Ln"],
  Court: ["Ct", "Crt"],
  Terrace: ["Ter", "Terr."],
  Boulevard: ["Blvd", "Boul."],
  Close: ["Cl", "Cl."],
};
const NAMES: readonly [RegExp, readonly string[]][] = [
  [/Saint-|Saint /, ["St-", "St ", "St. "]],
  [/Sainte-/, ["Ste-", "Ste "]],
  [/Général/, ["Gal", "Gén.", "General"]],
  [/Docteur/, ["Dr", "Dr."]],
  [/Abbé/, ["abbe"]],
  [/Notre-Dame/, ["N-D", "ND", "N.-D."]],
  [/^East /, ["E ", "E. "]],
  [/^Third/, ["3rd"]],
];
const streetOf = (
  write: (random: Random, street: NonNullable<Sample["street"]>, lang: "fr" | "en") => string,
) => ({
  for: isAddress,
  apply: (random: Random, _: string, { street, lang }: Sample) =>
    street === undefined ? "" : write(random, street, lang),
});

const ADDRESSES = family("addresses", [
  {
    name: "short kinds",
    ...streetOf((random, { number, kind, name, order }) => {
      const short = random.pick(SHORT[kind] ?? [kind]);
      return order === "en"
        ? `${number} ${name} ${short}`
        : order === "fr"
          ? `${number} ${short} ${name}`
          : `${short} ${name} ${number}`;
    }),
  },
  {
    name: "short names",
    ...streetOf((random, { number, kind, name, order }) => {
      let short = name;
      for (const [full, choices] of NAMES) short = short.replace(full, () => random.pick(choices));
      return order === "en"
        ? `${number} ${short} ${kind}`
        : order === "fr"
          ? `${number} ${kind} ${short}`
          : `${kind} ${short} ${number}`;
    }),
  },
  {
    name: "number after",
    ...streetOf((random, { number, kind, name, order }) =>
      order === "en"
        ? `${name} ${kind}${random.pick([" ", ", ", ", no. ", ", number "])}${number}`
        : `${kind} ${name}${random.pick([" ", ", ", ", n° ", ", au numéro ", " au "])}${number}`,
    ),
  },
  {
    name: "number before",
    ...streetOf((random, { number, kind, name, order }) =>
      order === "en"
        ? `No. ${number}, ${name} ${kind}`
        : `${random.pick(["au ", "n°", ""])}${number}${random.pick([", ", " ", " de la ", " - "])}${kind} ${name}`,
    ),
  },
  {
    name: "town first",
    ...streetOf((_, { number, kind, name, place, order }) =>
      order === "en"
        ? `${place}, ${number} ${name} ${kind}`
        : order === "fr"
          ? `${place}, ${number} ${kind} ${name}`
          : `${place}, ${kind} ${name} ${number}`,
    ),
  },
  {
    name: "no commas",
    ...streetOf((_, { number, kind, name, place, order }) =>
      (order === "en"
        ? `${number} ${name} ${kind} ${place}`
        : order === "fr"
          ? `${number} ${kind} ${name} ${place}`
          : `${kind} ${name} ${number} ${place}`
      ).replaceAll(",", ""),
    ),
  },
  {
    name: "with a flat",
    ...streetOf((random, { number, kind, name, place, order }) =>
      order === "en"
        ? `${random.pick([`Apt 4, ${number}`, `Unit 12 - ${number}`, `${number}`])} ${name} ${kind}, apt 7, ${place}`
        : order === "fr"
          ? `${number} ${kind} ${name}, ${random.pick(["appt 3", "apt. 12", "bât. B", "2e étage"])}, ${place}`
          : `${kind} ${name} ${number}, bte 4, ${place}`,
    ),
  },
  {
    name: "small words dropped",
    for: ({ lang, street }) => lang === "fr" && street !== undefined,
    apply: (_, __, { street }) =>
      street === undefined
        ? ""
        : `${street.number} ${street.kind} ${street.name.replace(/^(?:des|de la|du|aux|de l'|de) ?/, "")}`,
  },
]);

export const KNOWN: readonly Obfuscator[] = listed([
  { name: "as it is", family: "plain", apply: (_: Random, text: string) => text },
  ...[INVISIBLES, ALPHABETS, DIGITS, SPELT, LEETS, APART, ENCODED, FORMS, ORDER, ADDRESSES].flat(),
]);
