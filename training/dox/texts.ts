import { readFileSync } from "node:fs";
import { Dice, disguise, hash, type Lang, plain, type Region, regionOf, Values } from "./values.ts";

/** One written document; placeholders in braces. Written by hand for this repository. */
export interface Source {
  readonly id: string;
  readonly dox: boolean;
  readonly lang: Lang;
  /** What sort of text it is: "dump", "court"; for the tables of the bench only. */
  readonly sort: string;
  readonly region: Region | undefined;
  readonly text: string;
}

export interface Document {
  readonly source: Source;
  readonly text: string;
}

const LANGS: readonly Lang[] = ["fr", "en"];
/** One in five, by the hash of the id: never looked at while signals are written. */
export const isHeldOut = (id: string): boolean => hash(id) % 5 === 0;

export const readTexts = (): Source[] =>
  LANGS.flatMap((lang) => [...read("dox", lang), ...read("other", lang)]);

function read(name: "dox" | "other", lang: Lang): Source[] {
  const lines = readFileSync(new URL(`texts/${name}.${lang}.tsv`, import.meta.url), "utf8").split("\n");
  return lines.flatMap((line, at) => {
    if (line === "") return [];
    const [id, sort, text, extra] = line.split("\t");
    if (id === undefined || sort === undefined || text === undefined || extra !== undefined) {
      throw new Error(`${name}.${lang}.tsv:${at + 1}: a line is id, sort, text`);
    }
    const [kind, region] = sort.split("@") as [string, Region | undefined];
    return [{ id, dox: name === "dox", lang, sort: kind, region, text }];
  });
}

/** How many ways `render` knows: as written; typed in haste; inside a page of other people's words. */
export const RENDERINGS = 3;

/** The document with values; the same for the same id and number. */
export function render(source: Source, number: number): Document {
  const dice = new Dice(`${source.id} ${number}`);
  const { lang } = source;
  const values = new Values(dice, lang, source.region ?? regionOf(dice, lang));
  const unescaped = source.text.replaceAll("\\n", "\n").replaceAll("\\u200b", "\u200b");
  // Who writes without capitals writes names without them, at least half the time.
  const small = unescaped === unescaped.toLowerCase() && dice.roll() < 0.5;
  let text = unescaped.replace(/\{([a-z]+\d*)(?::([a-z]+))?\}/g, (_, slot: string, how?: string) => {
    const value = small ? values.get(slot).toLowerCase() : values.get(slot);
    return how === undefined ? value : disguise(value, how, dice, lang);
  });
  if (lang === "fr") text = withArticles(text);
  if (number === 1 && lang === "fr" && dice.roll() < 0.4) text = plain(text);
  if (number === 1 && dice.roll() < 0.4) text = text.replaceAll("'", "’");
  if (number === 2) text = inPage(text, dice, lang);
  return { source, text };
}

/** "à §lycée" becomes "au lycée"; alone on a line or after a label the school has no article. */
const withArticles = (text: string): string =>
  text
    .replace(/\bà §(?=[éu])/g, "à l'")
    .replace(/\bà §/g, "au ")
    .replace(/\bde §(?=[éu])/g, "de l'")
    .replace(/\bde §/g, "du ")
    .replace(/\b(devant|derrière|entre|du|vers|et|avec) §(?=[éu])/g, "$1 l'")
    .replace(/\b(devant|derrière|entre|vers|et|avec) §/g, "$1 le ")
    .replaceAll("§", "");

const AROUND = {
  before: {
    fr: [
      "Forum › Général › Discussion\nPage 3 sur 12\n\n",
      "Accueil | Sujets récents | Membres | Recherche\n\nBonjour à tous, vous avez vu la nouvelle version du jeu ? Elle rame chez moi.\n\n",
      "Le fil du jour. Un peu de tout, comme d'habitude, et bonne semaine.\n\n",
      "",
    ],
    en: [
      "Forum › General › Discussion\nPage 3 of 12\n\n",
      "Home | New topics | Members | Search\n\nHas anyone tried the new version of the game? It stutters on my machine.\n\n",
      "Today's odds and ends, as usual.\n\n",
      "",
    ],
  },
  after: {
    fr: [
      "\n\nRépondre · Citer · Signaler\nVous n'êtes pas connecté. Aide · Conditions",
      "\n\nLe prochain train a du retard, il pleut, et je n'ai pas pris de parapluie. Sinon quelqu'un a une recette de soupe ?",
      "\n\n12 commentaires\nTrier par date\nPage suivante",
    ],
    en: [
      "\n\nReply · Quote · Report\nYou are not logged in. Help · Terms",
      "\n\nThe next train is late, it's raining and I have no umbrella. Anyway, does anybody have a good soup recipe?",
      "\n\n12 comments\nSort by date\nNext page",
    ],
  },
} as const;

const inPage = (text: string, dice: Dice, lang: Lang): string =>
  dice.pick(AROUND.before[lang]) + text + dice.pick(AROUND.after[lang]);
