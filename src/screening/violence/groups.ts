import { symbolsIn, UNKNOWN } from "./lexicon/index.ts";
import type { Tokens } from "./tokens.ts";

const any = (...groups: string[]): string => `[${groups.map(symbolsIn).join("")}]`;

/** "People of colour", "gay people", "Li Wei". */
const SEVERAL = new RegExp(
  `${any("PEOPLE", "OTHER")}(?:${any("OF", "WITH", "EN", "A")}${any("LE", "THE")}?${any("OTHER", "PEOPLE")})+|${any("PEOPLE", "OTHER")}{2,}`,
  "g",
);

/**
 * Reads what unknown words stand together as one: "women", "trans women" and "people of colour" are the same to
 * frames and model, so that neither can prefer one.
 */
export function mergeGroups({ symbols, starts, ends }: Tokens): Tokens {
  let merged = "";
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  const copy = (until: number): void => {
    for (; at < until; at++) {
      merged += symbols[at];
      from.push(starts[at] as number);
      to.push(ends[at] as number);
    }
  };
  for (const match of symbols.matchAll(SEVERAL)) {
    copy(match.index);
    at = match.index + match[0].length;
    merged += UNKNOWN;
    from.push(starts[match.index] as number);
    to.push(ends[at - 1] as number);
  }
  if (merged === "" && at === 0) return { symbols, starts, ends };
  copy(symbols.length);
  return { symbols: merged, starts: from, ends: to };
}
