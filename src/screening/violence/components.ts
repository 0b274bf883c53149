import type { Reason } from "../reasons.ts";
import type { ViolenceKind } from "../types.ts";
import { symbolsIn } from "./lexicon/index.ts";

/** Why, where no frame says it: the sentence as a whole was judged. */
export const UNSAID: Readonly<Record<ViolenceKind, Reason>> = {
  threat: "the sentence as a whole reads like a threat, though no single phrase says it",
  incitement: "the sentence as a whole reads like a call for violence or a wish of it",
  raid: "the sentence as a whole reads like a call to act together against a person",
};

const any = (...groups: string[]): RegExp => new RegExp(`[${groups.map(symbolsIn).join("")}]`);
const verbs = (...names: string[]): string[] => names.flatMap((name) => [name, `${name}_S`, `${name}_D`]);
const verbes = (...names: string[]): string[] =>
  names.flatMap((name) => [name, `${name}_E`, `${name}_Z`, `${name}_P`, `${name}_F`, `${name}_C`]);

const COMPONENTS: readonly (readonly [RegExp, Reason])[] = [
  [
    any(
      ...verbs("KILL", "HARM", "BEAT", "SHOOT", "HANG", "BURN", "DIE"),
      ...verbes("TUER", "FRAPPER", "BRULER", "CREVER"),
      "DEAD",
      "MORT",
    ),
    "a word of open violence or death",
  ],
  [any("WEAPON"), "names a weapon"],
  [any("TIME", "HOME", "WORKPLACE"), "says when or where"],
  [any("KIN", "PET"), "speaks of a relative or a pet"],
  [any("YOU", "YOUR"), "speaks to the person directly"],
];

/** What the words of a sentence add to its reasons. */
export const componentsOf = (symbols: string): Reason[] =>
  COMPONENTS.flatMap(([words, reason]) => (words.test(symbols) ? [reason] : []));
