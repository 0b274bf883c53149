import { ENGLISH } from "./english.ts";
import { FRAME_WORDS } from "./frame-words.ts";
import { FRENCH } from "./french.ts";
import { VOCABULARY } from "./vocabulary.ts";

/**
 * Every word that violence is read from, as a symbol: one UTF-16 unit that stands for a set of groups. A
 * sentence becomes a short string of symbols, frames become regular expressions over it, and a word that no
 * group holds (a name, a group of people, an insult) is UNKNOWN to both frames and model: neither can tell
 * one from another.
 */
export const UNKNOWN = "\u0100";
export const NUMBER = "\u0102";
export const COMMA = "\u0103";
export const COLON = "\u0104";
export const QUOTE = "\u0105";
export const QUESTION = "\u0106";
export const STOP = "\u0107";
export const EXCLAMATION = "\u0108";
export const BRACKET = "\u0109";
/** A violent word in an expression that does no violence. */
export const HARMLESS_WORD = "\u010a";
const FIRST = 0x110;

const NAMED: Readonly<Record<string, string>> = {
  COMMA,
  COLON,
  QUOTE,
  QUESTION,
  STOP,
  EXCLAMATION,
  BRACKET,
  NUMBER,
  OTHER: UNKNOWN,
};

/** Short forms that stand for several words: "gonna" is "going to" to every frame. */
const REWRITES: Readonly<Record<string, string>> = Object.fromEntries(
  `don't=do not;doesn't=does not;didn't=did not;won't=will not;can't=can not;couldn't=could not;wouldn't=would not;shouldn't=should not;isn't=is not;aren't=are not;wasn't=was not;weren't=were not;haven't=have not;hasn't=has not;hadn't=had not;ain't=is not;mustn't=must not;needn't=need not;mightn't=might not;dont=do not;doesnt=does not;didnt=did not;wont=will not;cant=can not;couldnt=could not;wouldnt=would not;shouldnt=should not;isnt=is not;arent=are not;wasnt=was not;aint=is not;im=i 'm;ill=i will;ima=i going;imma=i going;gonna=going to;wanna=want to;gotta=must;finna=going to;ur=your;youre=you 're;theyre=they 're;hes=he 's;shes=she 's;youll=you will;theyll=they will;weve=we have;ive=i have;tryna=want to;lemme=let me;
  gon=going to;dunno=do not know;yr=your;yo=your;thats=that 's;whats=what 's;wheres=where 's;heres=here 's;lets=let us;cannot=can not;ya'll=you all;outta=out of;gimme=give me;letem=let them;
  jvais=je vais;jva=je vais;jvai=je vais;jte=je te;jt=je te;jle=je le;jla=je le;jles=je le;jsuis=je suis;chuis=je suis;chui=je suis;jai=j' ai;jsais=je sais;jespere=j' espere;jpeux=je peux;jveux=je veux;jvous=je vous;
  tes=t' es;tas=t' as;tvas=tu vas;tva=tu vas;cest=c' est;c=c' est;g=j' ai;pk=pourquoi;ke=que;ki=qui;dla=de la;ds=dans;jlui=je lui;jpense=je pense;tsais=tu sais;pr=pour;ptn=putain;
  du=de le;des=de le;au=a le;aux=a le;vla=voila;ya=y a;faudrai=faudrait;jattends=j' attends;jconnais=je connais;tfais=tu fais;tinquiete=t' inquiete`
    .split(";")
    .map((entry) => entry.trim().split("=") as [string, string]),
);

interface Entry {
  readonly en: string[];
  readonly fr: string[];
}

/** English forms that are everyday French words of another meaning. */
const FRENCH_ABOVE_ALL = new Set(["pays", "pour"]);

function collect(): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const put = (word: string, lang: keyof Entry, group: string) => {
    let entry = entries.get(word);
    if (entry === undefined) {
      entry = { en: [], fr: [] };
      entries.set(word, entry);
    }
    if (!entry[lang].includes(group)) entry[lang].push(group);
  };
  for (const [lang, groups] of [
    ["en", ENGLISH],
    ["fr", FRENCH],
  ] as const) {
    for (const [group, list] of Object.entries(groups)) {
      for (const word of list.split(/\s+/)) {
        if (word !== "" && !(lang === "en" && FRENCH_ABOVE_ALL.has(word))) put(word, lang, group);
      }
    }
  }
  for (const forms of [...FRAME_WORDS, ...VOCABULARY]) {
    const [first, ...others] = forms.split("/").filter((word) => !entries.has(word));
    if (first !== undefined) for (const word of [first, ...others]) put(word, "en", `=${first}`);
  }
  for (const [word, entry] of entries) {
    const participle = entry.fr.find((group) => group.endsWith("_E"));
    if (participle === undefined) continue;
    // A participle is one word in both genders, whatever else the masculine spells.
    for (const ending of ["e", "es"])
      if (entries.get(word + ending)?.fr.includes(participle)) entries.set(word + ending, entry);
  }
  return entries;
}

/** What the model calls a symbol: its first group in each language. */
const meanings: string[] = [];
const symbols = new Map<string, string>();
const groups = new Map<string, string>();
for (const [name, units] of Object.entries(NAMED)) groups.set(name, units);

const keys = new Map<string, string>();
const entries = collect();
for (const [word, { en, fr }] of entries) {
  const key = `${en.join(" ")}|${fr.join(" ")}`;
  let symbol = keys.get(key);
  if (symbol === undefined) {
    symbol = String.fromCharCode(FIRST + keys.size);
    keys.set(key, symbol);
    meanings.push(
      en[0] === undefined || en[0] === fr[0]
        ? (fr[0] as string)
        : fr[0] === undefined
          ? en[0]
          : `${en[0]}|${fr[0]}`,
    );
    for (const group of new Set([...en, ...fr])) groups.set(group, (groups.get(group) ?? "") + symbol);
  }
  symbols.set(word, symbol);
}

/** The symbols of a word: one, or several for a short form; undefined for a word that no group holds. */
export const symbolsOf = (word: string): string | undefined => table.get(word);

const table = new Map(symbols);
for (const [short, long] of Object.entries(REWRITES)) {
  const units = long
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => symbols.get(word) ?? UNKNOWN)
    .join("");
  if (units !== "") table.set(short, units);
}

/** Every word and short form of the lexicon. */
export const WORDS: ReadonlySet<string> = new Set(table.keys());

/** All symbols that belong to a group; throws for a group that does not exist, as a typing mistake does. */
export function symbolsIn(group: string): string {
  const found = groups.get(group);
  if (found === undefined) throw new Error(`no group ${group} in the lexicon`);
  return found;
}

const SIGNS = [
  "OTHER",
  "OTHER",
  "NUMBER",
  "COMMA",
  "COLON",
  "QUOTE",
  "QUESTION",
  "STOP",
  "EXCLAMATION",
  "BRACKET",
  "HARMLESS",
];
/** The name under which the model knows a symbol. */
export const meaningOf = (unit: number): string =>
  unit < FIRST ? (SIGNS[unit - 0x100] as string) : (meanings[unit - FIRST] as string);
/** One more than the highest symbol. */
export const SYMBOLS = FIRST + keys.size;

/** The letters-only parts of all words of some groups, short forms included. */
export function wordsIn(names: readonly string[]): Set<string> {
  const wanted = new Set(names.flatMap((name) => [...symbolsIn(name)]));
  const found = new Set<string>();
  for (const [word, units] of table) {
    if ([...units].some((unit) => wanted.has(unit)))
      for (const part of word.split(/[^a-z]+/)) if (part !== "") found.add(part);
  }
  return found;
}
