import { compileFrame, sourceOfPart } from "../grammar.ts";
import { HARMLESS_WORD, SYMBOLS } from "../lexicon/index.ts";
import { HARMLESS } from "./harmless.ts";
import { PARTS } from "./parts.ts";

const VIOLENT = new RegExp(`${sourceOfPart("violent", PARTS)}|${sourceOfPart("dead", PARTS)}`, "g");

const compiled = HARMLESS.map((pattern) => {
  const { regex, needs } = compileFrame(pattern, PARTS);
  return { regex: new RegExp(regex.source, "g"), needs };
});
const always = compiled.filter(({ needs }) => needs === undefined);
const askedBy: (typeof compiled)[] = Array.from({ length: SYMBOLS }, () => []);
for (const one of compiled)
  for (const symbol of new Set(one.needs ?? "")) askedBy[symbol.charCodeAt(0)]?.push(one);

/** The symbols with the violent words of harmless expressions read as HARMLESS_WORD. */
export function defuse(symbols: string): string {
  VIOLENT.lastIndex = 0;
  if (!VIOLENT.test(symbols)) return symbols;
  const tried = new Set(always);
  for (const symbol of symbols) for (const one of askedBy[symbol.charCodeAt(0)] ?? []) tried.add(one);
  let read = symbols;
  for (const { regex } of tried) {
    read = read.replace(regex, (match) =>
      match.replace(VIOLENT, (word) => HARMLESS_WORD.repeat(word.length)),
    );
  }
  return read;
}
