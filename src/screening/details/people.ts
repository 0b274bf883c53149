import { isCapital, type Reading } from "../reading.ts";

/**
 * How another person is spoken of, as pattern sources over folded text. All pronouns stand together, so that
 * no pattern sees one gender or number only. A name is not told from other words here: callers check its
 * capital.
 */
export const person = (): { readonly en: string; readonly fr: string } => ({
  en: "(?:she|he|they|xe|ze|@[a-z0-9_.-]{2,30})",
  fr: "(?:elles?|ils?|iels?|@[a-z0-9_.-]{2,30})",
});

/** One word with a capital inside, or followed by a bracket: a name in a program, not in a language. */
export function isCode(reading: Reading, at: number, name: string): boolean {
  const word = /^[a-z0-9_.]+/.exec(name)?.[0] ?? "";
  if (word.length < name.trimEnd().length) return false;
  if (reading.text[at + word.length] === "(" || /[_.]/.test(word)) return true;
  for (let inner = 2; inner < word.length; inner++)
    if (isCapital(reading, at + inner) && !isCapital(reading, at + inner - 1)) return true;
  return false;
}

/** Possessives that point at someone other than the writer: "her", "ta", "mirabelle's". */
export const POSSESSIVE_EN =
  "(?:her|his|their|your|the target's|this (?:guy|girl|woman|man|person)'s|[a-z]{2,20}'s)";
export const POSSESSIVE_FR = "(?:sa|son|ses|leur|leurs|ta|ton|tes|votre|vos)";
