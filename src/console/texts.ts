import type { Language } from "./format.ts";
import { en } from "./texts/en.ts";
import { fr } from "./texts/fr.ts";
import { reportsEn } from "./texts/reports-en.ts";
import { reportsFr } from "./texts/reports-fr.ts";
import { wordsEn } from "./texts/words-en.ts";
import { wordsFr } from "./texts/words-fr.ts";

/** Everything the console says. `words` name what the desk's API enumerates, the rest are the screens' own sentences. */
export type Texts = typeof fr & typeof wordsFr & typeof reportsFr;

export const texts: Readonly<Record<Language, Texts>> = {
  fr: { ...wordsFr, ...fr, ...reportsFr },
  en: { ...wordsEn, ...en, ...reportsEn },
};
