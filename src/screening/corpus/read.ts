import { readFileSync } from "node:fs";
import { FINDING_KINDS, type FindingKind } from "../types.ts";

/** One line of a corpus: a text and every finding it must give. All texts are written for this repository. */
export interface Case {
  readonly where: string;
  readonly lang: string;
  readonly text: string;
  /**
   * Kind → the exact slice of the text, or undefined where only the kind is stated. Empty: nothing may be
   * found.
   */
  readonly expected: readonly { readonly kind: FindingKind; readonly slice?: string }[];
}

/**
 * Reads `<name>.tsv`: language, expectations ("phone=06 …; dox" or "-"), text with \n for line ends; tabs
 * between, # before a comment. Throws where a line is not so.
 */
export function readCorpus(name: string): Case[] {
  const file = `${name}.tsv`;
  const lines = readFileSync(new URL(file, import.meta.url), "utf8").split("\n");
  return lines.flatMap((line, at) => {
    if (line === "" || line.startsWith("#")) return [];
    const where = `${file}:${at + 1}`;
    const [lang, expectations, text, extra] = line.split("\t");
    if (lang === undefined || expectations === undefined || text === undefined || extra !== undefined) {
      throw new Error(`${where}: a line is language, expectations, text`);
    }
    return [{ where, lang, text: text.replaceAll("\\n", "\n"), expected: parse(expectations, where) }];
  });
}

function parse(expectations: string, where: string): Case["expected"] {
  if (expectations === "-") return [];
  return expectations.split("; ").map((item) => {
    const equals = item.indexOf("=");
    const kind = FINDING_KINDS.find((known) => known === (equals < 0 ? item : item.slice(0, equals)));
    if (kind === undefined) throw new Error(`${where}: ${item} is no kind`);
    return equals < 0 ? { kind } : { kind, slice: item.slice(equals + 1).replaceAll("\\n", "\n") };
  });
}
