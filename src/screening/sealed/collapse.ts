/** Windows of the text longer than this are not looked up; a detail may not be longer. */
export const MAX_WINDOW_LENGTH = 64;
export const MAX_WINDOW_TOKENS = 24;

/**
 * Digits as the letters they are drawn with, and l as i. Digits stay different from each other, so 12 never
 * becomes 14, while "14", "l4" and "ia" are one: whatever a look-alike stands for, both sides read the same.
 */
const SAME: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  l: "i",
  "2": "z",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "i",
  "€": "e",
};

export const collapse = (token: string): string =>
  token.replace(/[0-9l@$!|€]/g, (sign) => SAME[sign] ?? sign);
