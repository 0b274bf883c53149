/** lib/ids.ts: 128 bits in 26 characters of 5, the last two bits zero. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const CHARACTERS = 26;
const VALUE_OF = new Int8Array(128).fill(-1);
for (const [value, character] of [...ALPHABET].entries()) VALUE_OF[character.charCodeAt(0)] = value;

/** Writes an id as four words; false, with whatever written, where the text is no such id. */
export function packId(text: string, words: Uint32Array, at: number): boolean {
  if (text.length !== CHARACTERS) return false;
  words.fill(0, at, at + 4);
  for (let i = 0; i < CHARACTERS; i++) {
    const value = VALUE_OF[text.charCodeAt(i)] ?? -1;
    if (value < 0) return false;
    const word = (5 * i) >> 5;
    const left = 27 - ((5 * i) & 31);
    if (left >= 0) words[at + word]! |= value << left;
    else {
      words[at + word]! |= value >>> -left;
      if (word < 3) words[at + word + 1]! |= value << (32 + left);
      else if ((value & 3) !== 0) return false;
    }
  }
  return true;
}

export function unpackId(words: Uint32Array, at: number): string {
  let text = "";
  for (let i = 0; i < CHARACTERS; i++) {
    const word = (5 * i) >> 5;
    const right = 27 - ((5 * i) & 31);
    const here = words[at + word]!;
    const value =
      right >= 0
        ? here >>> right
        : (here << -right) | (word < 3 ? words[at + word + 1]! >>> (32 + right) : 0);
    text += ALPHABET[value & 31];
  }
  return text;
}
