import { KNOWN } from "./known.ts";
import { listed, type Obfuscator, onDigits, perCharacter, toDigits } from "./obfuscator.ts";
import { english, french } from "./spell.ts";

const MORSE: Readonly<Record<string, string>> = Object.fromEntries(
  `a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.--
  x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----.`
    .split(/\s+/)
    .map((word) => [word[0] as string, word.slice(1)]),
);
const ROMAN = ["nulla", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "");
const known = (name: string): Obfuscator => KNOWN.find((one) => one.name === name) as Obfuscator;
const both = (first: string, second: string): Obfuscator => ({
  name: `${first}, then ${second}`,
  family: "two at once",
  for: (sample) => known(first).for(sample) && known(second).for(sample),
  apply: (random, text, sample) =>
    known(second).apply(random, known(first).apply(random, text, sample), sample),
});

/** Written after the first held-out list had been opened, and before anything was changed because of this one. */
export const HELD_OUT_AGAIN: readonly Obfuscator[] = [
  ...listed([
    {
      name: "morse",
      family: "codes",
      apply: (_, text) => [...plain(text).toLowerCase()].map((one) => MORSE[one] ?? "/").join(" "),
    },
    {
      name: "code points",
      family: "codes",
      apply: (_, text) =>
        perCharacter(text, (one) => `U+${one.charCodeAt(0).toString(16).padStart(4, "0")} `),
    },
    {
      name: "decimal codes",
      family: "codes",
      apply: (_, text) => [...plain(text)].map((one) => one.charCodeAt(0)).join(" "),
    },
    {
      name: "entities without semicolons",
      family: "codes",
      apply: (_, text) => [...text].map((one) => `&#${one.charCodeAt(0)}`).join(""),
    },
    {
      name: "percent of percent",
      family: "codes",
      apply: (_, text) => encodeURIComponent(text).replaceAll("%", "%25"),
    },
    {
      name: "no vowels",
      family: "letters",
      for: ({ detail }) => detail.kind === "name",
      apply: (_, text) => plain(text).replace(/[aeiouy]/gi, ""),
    },
    {
      name: "doubled letters",
      family: "letters",
      for: ({ detail }) => !/\d{4}/.test(detail.value),
      apply: (_, text) => text.replace(/\p{L}/gu, "$&$&"),
    },
    {
      name: "letters exchanged inside words",
      family: "letters",
      for: ({ detail }) => detail.kind === "name",
      apply: (_, text) => text.replace(/(\p{L})(\p{L})(\p{L})(\p{L}+)/gu, "$1$3$2$4"),
    },
    {
      name: "dots of any number",
      family: "separators",
      apply: (random, text) => perCharacter(text, (one) => one + ".".repeat(1 + random.below(4))),
    },
    {
      name: "plus between",
      family: "separators",
      for: toDigits,
      apply: (_, text) => onDigits(text, (digits) => [...digits].join("+")),
    },
    {
      name: "bold, each",
      family: "separators",
      apply: (_, text) => perCharacter(text, (one) => `**${one}**`),
    },
    {
      name: "raised by tags, each",
      family: "separators",
      apply: (_, text) => perCharacter(text, (one) => `<sup>${one}</sup>`),
    },
    {
      name: "quoted, each",
      family: "separators",
      apply: (_, text) => perCharacter(text, (one) => `"${one}" `),
    },
    {
      name: "numbered lines",
      family: "separators",
      for: toDigits,
      apply: (_, text) =>
        onDigits(text, (digits) =>
          (digits.match(/\d{1,2}/g) ?? []).map((two, at) => `${at + 1}) ${two}`).join("\n"),
        ),
    },
    {
      name: "a word glued before",
      family: "layout",
      for: ({ detail }) => detail.kind === "phone",
      apply: (_, text) => `appelle${text.replace(/\D/g, "")}vite`,
    },
    {
      name: "as a link",
      family: "layout",
      for: ({ detail }) => detail.kind === "phone",
      apply: (_, text) => `<a href="tel:${text.replace(/\D/g, "")}">appelle</a>`,
    },
    { name: "in JSON", family: "layout", apply: (_, text) => JSON.stringify({ info: text }) },
    {
      name: "over quoted lines",
      family: "layout",
      apply: (_, text) => `> ${text.replace(/[\s.-]+/g, "\n> ")}`,
    },
    {
      name: "Roman numerals",
      family: "numbers",
      for: toDigits,
      apply: (_, text) =>
        onDigits(text, (digits) => [...digits].map((digit) => ROMAN[Number(digit)]).join(" ")),
    },
    {
      name: "number words between dots",
      family: "numbers",
      for: toDigits,
      apply: (_, text, { lang }) =>
        onDigits(text, (digits) =>
          [...digits]
            .map((digit) => (lang === "fr" ? french(Number(digit)) : english(Number(digit))))
            .join("..."),
        ),
    },
    {
      name: "number words spelled out",
      family: "numbers",
      for: toDigits,
      apply: (_, text, { lang }) =>
        onDigits(text, (digits) =>
          [...digits]
            .map((digit) => [...(lang === "fr" ? french(Number(digit)) : english(Number(digit)))].join("."))
            .join(" "),
        ),
    },
    {
      name: "number words in look-alikes",
      family: "numbers",
      for: toDigits,
      apply: (random, text, sample) =>
        known("some cyrillic").apply(
          random,
          onDigits(text, (digits) =>
            [...digits]
              .map((digit) => (sample.lang === "fr" ? french(Number(digit)) : english(Number(digit))))
              .join(" "),
          ),
          sample,
        ),
    },
    {
      name: "each from another alphabet",
      family: "alphabets",
      apply: (random, text, sample) =>
        [...text]
          .map((one) =>
            random
              .pick(
                ["fullwidth", "mathematical bold", "mathematical sans", "circled", "squared", "as it is"].map(
                  known,
                ),
              )
              .apply(random, one, sample),
          )
          .join(""),
    },
  ]),
  both("fullwidth", "blanks"),
  both("some cyrillic", "dots"),
  both("leet, some", "zero width"),
  both("backwards", "fullwidth"),
  both("upper case", "combining marks"),
  both("blanks", "emoji between characters"),
  both("decimal entities", "bold inside"),
  both("French pairs", "zero width"),
  both("English digit by digit", "alternating case"),
  both("backwards", "mathematical bold"),
  both("number after", "leet, some"),
  both("short kinds", "upper case"),
  both("grouped anyhow", "keycaps"),
  both("+ code", "arabic-indic digits"),
  both("(0) after the code", "blanks"),
];
