/**
 * How the telephone numbers of the countries we read are laid out. A plan says which blocks exist; people, and
 * generators of examples, write numbers of blocks that do not, and those point at a telephone all the same. So
 * the layout is what counts here: how many digits, in which groups.
 */
export interface Written {
  readonly digits: string;
  /** Sizes of the groups as written: "2-2-2-2-2". */
  readonly shape: string;
  /** What stands between the groups, where it is the same everywhere; a "/" after the area code aside. */
  readonly separator: string | undefined;
  /** A blank after the area code, then a hyphen. */
  readonly mixed: boolean;
  readonly parenthesis: boolean;
}

/** National number lengths, after the country code and without the 0 before it (ITU operational bulletin). */
const NATIONAL: Readonly<Record<string, readonly [least: number, most: number]>> = {
  "1": [10, 10],
  "32": [8, 9],
  "33": [9, 9],
  "34": [9, 9],
  "39": [8, 11],
  "31": [9, 9],
  "41": [9, 9],
  "44": [9, 10],
  "49": [7, 11],
  "352": [5, 9],
  "262": [9, 9],
  "590": [9, 9],
  "594": [9, 9],
  "596": [9, 9],
};

/** Digits after "+" or "00": a country code and a number of its length. Others: E.164, 9 to 15 digits. */
export function isInternational(digits: string): boolean {
  const code = [1, 2, 3].map((length) => digits.slice(0, length)).find((prefix) => prefix in NATIONAL);
  if (digits.startsWith("0")) return false;
  if (code === undefined) return digits.length >= 9 && digits.length <= 15;
  const [least, most] = NATIONAL[code] as readonly [number, number];
  const rest = digits.slice(code.length);
  const fits = (number: string) => number.length >= least && number.length <= most;
  return fits(rest) || (rest.startsWith("0") && code !== "39" && fits(rest.slice(1)));
}

interface Plan {
  readonly number: RegExp;
  /** Groupings by which the number is known even where nothing announces it. */
  readonly known: RegExp;
}

const PLANS: readonly Plan[] = [
  // France: ten digits in pairs, or a mobile number in one piece.
  { number: /^0[1-9]\d{8}$/, known: /^(?:2-2-2-2-2|4-2-2-2|1-3-3-3)$/ },
  { number: /^0[67]\d{8}$/, known: /^(?:10|4-3-3|2-8|2-4-4|4-6)$/ },
  // Great Britain: ten or eleven digits, an area code first.
  { number: /^0[1-9]\d{8,9}$/, known: /^(?:5-6|5-3-3|5-5|3-4-4|4-3-4|4-3-3|4-7)$/ },
  { number: /^0[12]\d{8,9}$/, known: /^(?:3-7|3-8)$/ },
  { number: /^07\d{9}$/, known: /^(?:11|3-8)$/ },
  // Belgium: nine digits, ten for mobiles.
  { number: /^0[1-9]\d{7}$/, known: /^(?:2-3-2-2|3-2-2-2)$/ },
  { number: /^04\d{8}$/, known: /^(?:4-2-2-2|4-3-3|4-6)$/ },
  // Switzerland.
  { number: /^0\d{9}$/, known: /^3-3-2-2$/ },
];

const NORTH_AMERICAN = /^1?\d{10}$/;
const NORTH_AMERICAN_SHAPE = /^(?:1-)?3-3-4$/;

/** Whether digits laid out so are a telephone number even where nothing says that they are. */
export function isLaidOut({ digits, shape, separator, mixed, parenthesis }: Written): boolean {
  if (parenthesis && shape === "3-3-4") return true;
  if (digits.startsWith("0")) {
    if (separator === undefined && !parenthesis) return false;
    return PLANS.some(({ number, known }) => number.test(digits) && known.test(shape));
  }
  if (!NORTH_AMERICAN.test(digits) || !NORTH_AMERICAN_SHAPE.test(shape)) return false;
  // "105-981-7700" is written like one; where blanks are between the groups, only a possible one is.
  if (separator === "-" || separator === "." || parenthesis) return true;
  return (separator === " " || mixed) && /^1?[2-9]\d{9}$/.test(digits);
}

/** Whether digits that are said to be a telephone number can be one. */
export const isAnnounceable = (digits: string): boolean =>
  /^0[1-9]\d{7,9}$/.test(digits) ||
  /^1?\d{10}$/.test(digits) ||
  /^(?:33|32|41|44|49|34|39)0?\d{8,10}$/.test(digits);
