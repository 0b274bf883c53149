/**
 * The same words read from the end, each word from its end, and by the alphabet turned by half (rot13): spelled into the
 * tags, because that costs a text nothing. One that hardly differs from the words as they stand is left out: it would be
 * a near miss of its own. `blocks`: the same letters, divided at blanks only.
 */
export function reversals(words: readonly string[], blocks: readonly string[] = words): string[] {
  const plain = words.join("");
  const found = [backwards(plain), blocks.map(backwards).join(""), turned(plain)];
  return [...new Set(found)].filter((text) => distance(text, plain) >= LEAST_DISTANCE);
}

const LEAST_DISTANCE = 3;

export const backwards = (text: string): string => [...text].reverse().join("");

export const turned = (text: string): string =>
  text.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));

/** In how many places two texts of one length differ. */
export function distance(a: string, b: string): number {
  let count = Math.abs(a.length - b.length);
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) count++;
  return count;
}
