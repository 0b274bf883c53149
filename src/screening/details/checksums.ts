/** ISO/IEC 7812-1 annex B (Luhn). `digits` holds digits only. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let at = digits.length - 1, twice = false; at >= 0; at--, twice = !twice) {
    const digit = digits.charCodeAt(at) - 48;
    sum += twice ? (digit > 4 ? 2 * digit - 9 : 2 * digit) : digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** The remainder by 97 of a number too long for one division. */
export function mod97(digits: string): number {
  let rest = 0;
  for (let at = 0; at < digits.length; at++) rest = (rest * 10 + digits.charCodeAt(at) - 48) % 97;
  return rest;
}

/**
 * ISO 13616: the first four characters go last, letters become 10..35, the remainder is 1. Lower case, no
 * blanks.
 */
export const iban = (text: string): boolean =>
  mod97(
    (text.slice(4) + text.slice(0, 4)).replace(/[a-z]/g, (letter) => String(letter.charCodeAt(0) - 87)),
  ) === 1;

/**
 * Key of a French NIR (INSEE): 97 minus the remainder; the Corsican departments 2A and 2B count as 19 and
 * 18.
 */
export const nirKey = (thirteen: string): number =>
  97 - mod97(thirteen.replace(/2a/, "19").replace(/2b/, "18"));
