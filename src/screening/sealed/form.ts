import { CLASS, END, LETTER_A, OTHER } from "./symbols.ts";

/**
 * One spelling of a detail, as it is looked for. `gate` is its beginning and `look` the whole of it, both by classes of
 * look-alikes; `exact` is what it says. Each begins with a letter for the way it is read: a number is never a name.
 */
export interface Form {
  readonly gate: string;
  readonly look: string;
  readonly exact: string;
}

/**
 * L: words that may stand anywhere. H: an account, address or plate, which ends where it ends. R: a street with its number,
 * in one; Q: from its end. A: the same in parts. N: a number; n: one that stands for itself only where nothing stands before it. G: numbers
 * between dots. S, Z: as L, H, each letter once where it stands twice; @: an account only behind that sign.
 */
export type Way = "L" | "H" | "R" | "Q" | "A" | "N" | "n" | "G";

/** Stretches of more symbols than this are not looked up; a detail may not be longer. */
export const LONGEST = 64;
/** How many symbols open the gate of words, and how many digits that of numbers. */
export const GATE_SYMBOLS = 6;
export const NUMBER_GATE = 6;

/** Symbols as characters of their classes, "a" to "z" and on. */
export const classChar = (symbol: number): string => CLASS_CHARS[CLASS[symbol] as number] as string;
const CLASS_CHARS = Array.from({ length: 32 }, (_, at) => String.fromCharCode(97 + at));

export function classes(exact: string): string {
  let text = "";
  for (const character of exact) text += classChar(symbolOfExact(character));
  return text;
}

function symbolOfExact(character: string): number {
  if (character >= "0" && character <= "9") return character.charCodeAt(0) - 48;
  if (character >= "a" && character <= "z") return character.charCodeAt(0) - 97 + LETTER_A;
  return OTHER;
}

/** Words, by any of the ways that read them as they stand. */
export function wordForm(way: "L" | "H" | "R" | "Q", exact: string, more = ""): Form {
  const look = classes(exact);
  return {
    gate: `L${look.slice(0, GATE_SYMBOLS).padEnd(GATE_SYMBOLS, classChar(END))}`,
    look: `L${look}`,
    exact: way + exact + more,
  };
}

export const numberForm = (way: "N" | "n" | "G", digits: string, exact = digits): Form => ({
  gate: `N${digits.slice(0, NUMBER_GATE)}`,
  look: `N${digits}`,
  exact: way + exact,
});

/** How many characters of the first (or last) word of a street open its gate. */
export const STREET_GATE = 4;

/** A street in parts: house number, kinds of street, name without small words, postcode ("", or "*" for any). */
export function streetForms(
  number: string,
  kind: string,
  words: readonly string[],
  postcode: string,
): Form[] {
  const look = `A${number}/${classes(words.join(""))}`;
  const exact = `A${number}/${kind}/${words.join("")}/${postcode}`;
  return [
    { gate: streetGate("A", number, classes(words[0] ?? "")), look, exact },
    { gate: streetGate("B", number, classes(words.at(-1) ?? "")), look, exact },
  ];
}

/** A: the number stands before the street; B: after it. `word`: by classes, of the name's nearer end. */
export const streetGate = (side: "A" | "B", number: string, word: string): string =>
  `${side}${number}/${word.slice(0, STREET_GATE)}`;
