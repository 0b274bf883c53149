/**
 * Chooses the words that are themselves to the model and writes src/screening/violence/lexicon/vocabulary.ts:
 * words of our own lines that occur often enough, without names (mostly written with a capital) and without
 * people.txt. French forms that differ by gender or number alone are one word.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { originalSpan, Views } from "../../src/screening/normalise/index.ts";
import { ENGLISH } from "../../src/screening/violence/lexicon/english.ts";
import { FRAME_WORDS } from "../../src/screening/violence/lexicon/frame-words.ts";
import { FRENCH } from "../../src/screening/violence/lexicon/french.ts";
import { readPairs } from "./data.ts";

const FILE = new URL("../../src/screening/violence/lexicon/vocabulary.ts", import.meta.url);
const MIN_USES = 8;

const known = new Set(
  [...Object.values(ENGLISH), ...Object.values(FRENCH)].flatMap((list) => list.split(/\s+/)),
);
for (const forms of FRAME_WORDS) for (const word of forms.split("/")) known.add(word);
const people = new Set(
  readFileSync(new URL("../../src/screening/violence/lexicon/people.txt", import.meta.url), "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join(" ")
    .split(/\s+/),
);

const uses = { en: new Map<string, number>(), fr: new Map<string, number>() };
const capitals = new Map<string, number>();
const inside = new Map<string, number>();
const count = (map: Map<string, number>, word: string) => map.set(word, (map.get(word) ?? 0) + 1);

for (const { text, lang } of readPairs()) {
  const folded = new Views(text).folded;
  const seen = new Set<string>();
  for (const match of folded.text.matchAll(/[a-z]+/g)) {
    const [word] = match;
    seen.add(word);
    if (/(?:^|[.!?"«:\n])\s*$/.test(folded.text.slice(0, match.index))) continue;
    count(inside, word);
    const original = text[originalSpan(folded, match.index, match.index + 1).start] ?? "";
    if (original !== original.toLowerCase()) count(capitals, word);
  }
  for (const word of seen) count(uses[lang], word);
}

const isName = (word: string): boolean => (capitals.get(word) ?? 0) > 0.5 * (inside.get(word) ?? 1);
const stem = (word: string): string => word.replace(/s$/, "").replace(/e$/, "").replace(/s$/, "");
const chosen: string[] = [];
for (const lang of ["en", "fr"] as const) {
  const families = new Map<string, string[]>();
  for (const [word, number] of uses[lang]) {
    const other = uses[lang === "en" ? "fr" : "en"].get(word) ?? 0;
    if (
      number < MIN_USES ||
      other > number ||
      word.length < 2 ||
      known.has(word) ||
      people.has(word) ||
      isName(word)
    )
      continue;
    const family = lang === "fr" ? stem(word) : word;
    families.set(family, [...(families.get(family) ?? []), word]);
  }
  for (const words of families.values()) chosen.push(words.sort().join("/"));
}
chosen.sort();

const lines: string[] = [];
let line = " ";
for (const word of chosen) {
  if (line.length + word.length > 106) {
    lines.push(line);
    line = " ";
  }
  line += ` ${word}`;
}
lines.push(line);
writeFileSync(
  FILE,
  `// Written by training/violence/vocabulary.ts; do not edit.
/** Words that are themselves to the model. Forms of one word stand together, the genders above all. */
export const VOCABULARY: readonly string[] = \`
${lines.join("\n")}
\`
  .split(/\\s+/)
  .filter((word) => word !== "");
`,
);
console.log(`${chosen.length} words`);
