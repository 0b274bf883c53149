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

/**
 * Key of a French RIB (Banque de France): 97 minus the remainder of 89 b + 15 g + 3 c. The letters of an
 * account stand for digits: a and j are 1, b, k and s are 2. 23 characters, lower case.
 */
export function rib(text: string): boolean {
  const digits = text.replace(/[a-z]/g, (letter) => {
    const at = letter.charCodeAt(0) - 97;
    return String(at < 18 ? (at % 9) + 1 : at - 16);
  });
  return mod97(digits) === 0;
}

/** Weighted sum of the digits of `text`. */
const weighted = (text: string, weights: readonly number[]): number =>
  weights.reduce((sum, weight, at) => sum + weight * (text.charCodeAt(at) - 48), 0);

/** NHS Data Dictionary: ten digits, weights 10 to 2, modulus 11. */
export function nhs(ten: string): boolean {
  const check = (11 - (weighted(ten, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return ten.length === 10 && check === ten.charCodeAt(9) - 48;
}

/**
 * Belgian national number (Royal Decree of 3 April 1984): eleven digits, the last two are 97 minus the
 * remainder of the first nine, with a 2 before them for those born since 2000.
 */
export function belgian(eleven: string): boolean {
  const key = Number(eleven.slice(9));
  const nine = eleven.slice(0, 9);
  return eleven.length === 11 && (97 - mod97(nine) === key || 97 - mod97(`2${nine}`) === key);
}

/** GS1 check digit of thirteen digits: a Swiss insurance number (AVS) is an EAN-13 that begins with 756. */
export const ean13 = (thirteen: string): boolean =>
  thirteen.length === 13 && weighted(thirteen, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;
