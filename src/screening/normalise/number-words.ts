/**
 * Numbers spelled in French and English words, below 1000 as people dictate them: "zéro six trente-neuf" and
 * "quatre-vingt-dix-huit", "oh six" and "thirty-nine", "six hundred thirteen". Words are folded (no accents, lower
 * case).
 */
const UNITS: Readonly<Record<string, number>> = {
  ...{ zero: 0, un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, six: 6, sept: 7, huit: 8, neuf: 9 },
  ...{ oh: 0, nought: 0, naught: 0, one: 1, two: 2, three: 3, four: 4, five: 5, seven: 7, eight: 8, nine: 9 },
};
const TEENS: Readonly<Record<string, number>> = {
  ...{ dix: 10, onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, seize: 16 },
  ...{ ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14, fifteen: 15, sixteen: 16 },
  ...{ seventeen: 17, eighteen: 18, nineteen: 19 },
};
const TENS: Readonly<Record<string, number>> = {
  ...{ vingt: 20, vingts: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60 },
  ...{ septante: 70, huitante: 80, octante: 80, nonante: 90 },
  ...{
    twenty: 20,
    thirty: 30,
    forty: 40,
    fourty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
  },
};
const REPEATS: Readonly<Record<string, number>> = { double: 2, triple: 3 };
const HUNDRED = /^(?:cents?|hundred)$/;

const VALUES = new Map<string, number>(Object.entries({ ...UNITS, ...TEENS, ...TENS }));

/** Every word that a number may begin with. */
export const NUMBER_WORDS: ReadonlySet<string> = new Set([
  ...VALUES.keys(),
  ...Object.keys(REPEATS),
  ...["cent", "cents", "hundred"],
]);
/** Numbers as often as articles: "une rue", "one of them". */
export const ARTICLES: ReadonlySet<string> = new Set(["un", "une", "one"]);

/** The digits that a number in words stands for, and how many words it took. */
export interface SpelledNumber {
  readonly digits: string;
  readonly words: number;
}

/**
 * Reads the longest number that starts at `at`; undefined where none does. Looks at most eight words ahead. `joined`
 * says whether the word at an index may be one number with the word before it.
 */
export function spelledNumber(
  words: readonly string[],
  at: number,
  joined: (at: number) => boolean = () => true,
): SpelledNumber | undefined {
  const next = (index: number): string => (joined(index) ? (words[index] ?? "") : "");
  const first = words[at] as string;
  const repeat = REPEATS[first];
  if (repeat !== undefined) {
    const digit = UNITS[words[at + 1] ?? ""];
    return digit === undefined ? undefined : { digits: String(digit).repeat(repeat), words: 2 };
  }
  const unit = UNITS[first];
  if (unit !== undefined && unit > 0 && HUNDRED.test(next(at + 1))) return hundreds(next, unit, at + 2, 2);
  if (first === "cent") return hundreds(next, 1, at + 1, 1);
  return below100(next, first, at);
}

type Next = (at: number) => string;

function hundreds(next: Next, count: number, at: number, taken: number): SpelledNumber {
  const and = next(at) === "and" ? 1 : 0;
  const rest = below100(next, next(at + and), at + and);
  if (rest === undefined) return { digits: String(count * 100), words: taken };
  return { digits: String(count * 100 + Number(rest.digits)), words: taken + and + rest.words };
}

function below100(next: Next, first: string, at: number): SpelledNumber | undefined {
  const value = VALUES.get(first);
  if (value === undefined) return undefined;
  if (first === "quatre" && /^vingts?$/.test(next(at + 1))) return scores(next, at + 2, 80, 2);
  if (first === "soixante") return scores(next, at + 1, 60, 1);
  if (first === "dix" && /^(?:sept|huit|neuf)$/.test(next(at + 1))) {
    return { digits: String(10 + (UNITS[next(at + 1)] as number)), words: 2 };
  }
  const tens = TENS[first];
  if (tens !== undefined) {
    const and = next(at + 1) === "et" ? 1 : 0;
    const unit = UNITS[next(at + 1 + and)];
    // "et" joins only a one: vingt et un, but "vingt et deux amis".
    if (unit !== undefined && unit > 0 && (and === 0 || unit === 1)) {
      return { digits: String(tens + unit), words: 2 + and };
    }
  }
  return { digits: String(value), words: 1 };
}

/** French 60–79 and 80–99 count on to nineteen: soixante et onze, quatre-vingt-dix-huit. */
function scores(next: Next, at: number, base: number, taken: number): SpelledNumber {
  const and = next(at) === "et" ? 1 : 0;
  const rest = next(at + and);
  const unit = UNITS[rest];
  if (unit !== undefined && unit > 0 && (and === 0 || unit === 1)) {
    return { digits: String(base + unit), words: taken + and + 1 };
  }
  if (rest === "dix" && and === 0 && /^(?:sept|huit|neuf)$/.test(next(at + 1))) {
    return { digits: String(base + 10 + (UNITS[next(at + 1)] as number)), words: taken + 2 };
  }
  const teen = TEENS[rest];
  if (teen !== undefined && (and === 0 || teen === 11)) {
    return { digits: String(base + teen), words: taken + and + 1 };
  }
  return { digits: String(base), words: taken };
}
