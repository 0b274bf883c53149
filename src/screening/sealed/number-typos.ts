import { NUMBER_WORDS } from "../normalise/number-words.ts";

/** The shortest number word in which one wrong, missing or exchanged letter is read over; a letter too many sooner. */
const LEAST = 5;
const LEAST_WITH_MORE = 3;

/** Each number word without one of its letters → the word. */
const shortened = new Map<string, string>();
for (const word of NUMBER_WORDS) {
  if (word.length >= LEAST) for (const less of withoutOne(word)) shortened.set(less, word);
}

function* withoutOne(word: string): Generator<string> {
  for (let at = 0; at < word.length; at++) yield word.slice(0, at) + word.slice(at + 1);
}

/** Words that are no slip, however near to a number. */
const OTHER_WORDS = new Set(
  "there these their then where forth fort even ever never entre contre centre rente vente sent sens sans dans".split(
    " ",
  ),
);

/** Digits in Spanish, Italian, Portuguese, German and Dutch, as the French ones. */
const FOREIGN = new Map(
  `zero cero nul null|un uno um eins een|deux dos due dois zwei twee|trois tres tre drei drie|quatre cuatro quattro quatro vier
  |cinq cinco cinque funf vijf|six seis sei sechs zes|sept siete sette sete sieben zeven|huit ocho otto oito acht
  |neuf nueve nove neun negen|dix diez dieci dez zehn tien`
    .split("|")
    .flatMap((line) => {
      const [french = "", ...others] = line.trim().split(/\s+/);
      return others.map((word) => [word, french] as const);
    }),
);
/** Those of them that are no word in French or English. */
export const FOREIGN_ALONE: readonly string[] = [...FOREIGN.keys()].filter(
  (word) => !/^(?:null|uno|um|een|dos|due|tres|tre|sei|dez)$/.test(word),
);

/** The number word that a word is, or is but for one slip; to be asked only beside other numbers: "weight" is one. */
export function numberWord(word: string): string | undefined {
  if (NUMBER_WORDS.has(word)) return word;
  if (asked.size > MOST_ASKED) asked.clear();
  let meant = asked.get(word);
  if (meant === undefined) {
    meant = meantBy(word) ?? "";
    asked.set(word, meant);
  }
  return meant === "" ? undefined : meant;
}

const MOST_ASKED = 4096;
const asked = new Map<string, string>();

function meantBy(word: string): string | undefined {
  if (word.length > 11 || OTHER_WORDS.has(word)) return undefined;
  const foreign = FOREIGN.get(word);
  if (foreign !== undefined) return foreign;
  const once = word.replace(/(.)\1/, "$1");
  if (NUMBER_WORDS.has(once)) return once;
  if (word.length <= LEAST_WITH_MORE) return undefined;
  const known = shortened.get(word);
  if (known !== undefined) return known;
  for (const less of withoutOne(word)) {
    if (word.length > LEAST && NUMBER_WORDS.has(less)) return less;
    const meant = word.length >= LEAST ? shortened.get(less) : undefined;
    if (meant?.length === word.length) return meant;
  }
  return undefined;
}
