import type { Random } from "./random.ts";

const FR_UNITS =
  "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split(" ");
const FR_TENS = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
const EN_UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const EN_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/** 0 to 999 as said in France, with the hyphens of 1990. */
export function french(value: number): string {
  if (value >= 100) {
    const hundreds = Math.floor(value / 100);
    const rest = value % 100;
    const head = hundreds === 1 ? "cent" : `${FR_UNITS[hundreds]} cent${rest === 0 ? "s" : ""}`;
    return rest === 0 ? head : `${head} ${french(rest)}`;
  }
  if (value <= 16) return FR_UNITS[value] as string;
  if (value < 20) return `dix-${FR_UNITS[value - 10]}`;
  if (value >= 80) return value === 80 ? "quatre-vingts" : `quatre-vingt-${french(value - 80)}`;
  if (value >= 60) {
    if (value === 60) return "soixante";
    return value === 61 || value === 71
      ? `soixante et ${french(value - 60)}`
      : `soixante-${french(value - 60)}`;
  }
  const tens = FR_TENS[Math.floor(value / 10)] as string;
  const unit = value % 10;
  if (unit === 0) return tens;
  return unit === 1 ? `${tens} et un` : `${tens}-${FR_UNITS[unit]}`;
}

export function english(value: number): string {
  if (value >= 100) {
    const rest = value % 100;
    const head = `${EN_UNITS[Math.floor(value / 100)]} hundred`;
    return rest === 0 ? head : `${head} ${english(rest)}`;
  }
  if (value < 20) return EN_UNITS[value] as string;
  const unit = value % 10;
  return unit === 0
    ? (EN_TENS[Math.floor(value / 10)] as string)
    : `${EN_TENS[Math.floor(value / 10)]}-${EN_UNITS[unit]}`;
}

/** A pair of digits in words: "zéro six", "trente-neuf". */
export const pair = (digits: string, say: (value: number) => string, zero = "zéro"): string =>
  digits.length === 2 && digits.startsWith("0")
    ? `${zero} ${digits[1] === "0" ? zero : say(Number(digits[1]))}`
    : digits.startsWith("0")
      ? [...digits].map((digit) => (digit === "0" ? zero : say(Number(digit)))).join(" ")
      : say(Number(digits));

/** Every run of digits in words, taken `size` digits at a time. */
export const spellRuns = (
  text: string,
  size: number,
  lang: "fr" | "en",
  separator = " ",
  zero?: string,
): string =>
  text.replace(/(?<=[A-Z])(?=\d)/g, " ").replace(/\d[\d ().+-]*\d|\d/g, (run) => {
    const digits = run.replace(/\D/g, "");
    const groups = digits.match(new RegExp(`\\d{1,${size}}`, "g")) ?? [];
    return groups
      .map((digitsOf) =>
        lang === "fr" ? pair(digitsOf, french, zero ?? "zéro") : pair(digitsOf, english, zero ?? "zero"),
      )
      .join(separator);
  });

/** House numbers and the like, which nobody dictates in pairs. */
export const spellNumbers = (text: string, lang: "fr" | "en"): string =>
  text.replace(/\d{1,3}/g, (digits) => (lang === "fr" ? french(Number(digits)) : english(Number(digits))));

/** "double six", "triple zero". */
export const spellRepeats = (digits: string, lang: "fr" | "en"): string =>
  (digits.match(/(\d)\1{0,2}/g) ?? [])
    .map((run) => {
      const word = lang === "fr" ? french(Number(run[0])) : run[0] === "0" ? "oh" : english(Number(run[0]));
      return run.length === 1 ? word : `${run.length === 2 ? "double" : "triple"} ${word}`;
    })
    .join(" ");

/** One letter doubled, dropped, or two exchanged, in some of the words of six letters or more. */
export const withTypos = (random: Random, text: string): string =>
  text.replace(/\p{L}{6,}/gu, (word) => {
    if (!random.chance(0.5)) return word;
    const at = 1 + random.below(word.length - 3);
    const way = random.below(3);
    if (way === 0) return word.slice(0, at) + word[at] + word.slice(at);
    if (way === 1) return word.slice(0, at) + word.slice(at + 1);
    return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
  });
