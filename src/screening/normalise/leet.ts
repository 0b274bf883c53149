/** Letters drawn with a digit or sign, and the digits drawn with a letter. */
const LETTER_OF: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
  "|": "l",
  "€": "e",
};
const DIGIT_OF: Readonly<Record<string, string>> = { o: "0", i: "1", l: "1", z: "2", s: "5", b: "8" };

const INNER_SIGN = /(?<=[a-z][0-9@$!|€]{0,2})[0-9@$!|€](?=[0-9@$!|€]{0,2}[a-z])/g;

/** A word or number with digits for letters, or letters for digits, undone. `amidDigits`: it stands between two numbers. */
export function undoLookAlikes(token: string, amidDigits: boolean): string {
  if (/^\d+$/.test(token)) return token;
  const digits = token.match(/\d/g)?.length ?? 0;
  if (/^[\doilzsb]+$/.test(token) && (digits * 2 >= token.length || (amidDigits && token.length <= 2))) {
    return token.replace(/[a-z]/g, (letter) => DIGIT_OF[letter] as string);
  }
  if (/^[a-z]+$/.test(token)) return token;
  // Only inside a word: "18h", "3rd" and "mp3" are what they say.
  return token.replace(INNER_SIGN, (sign, at: number) =>
    sign === "1" && /[aeiouy1]/.test(token[at - 1] as string) ? "l" : (LETTER_OF[sign] ?? sign),
  );
}
