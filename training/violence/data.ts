import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Our own lines are harder than life; at full weight they would teach that blunt words are half harmless. */
const PAIR_WEIGHT = 0.3;

export type Label = "threat" | "incitement" | "raid";

/** A text to learn from. `any`: whether it holds violence; `kind`: which, where that is known. */
export interface Example {
  readonly text: string;
  readonly lang: "fr" | "en";
  readonly source: string;
  /** Examples of one group never straddle two folds. */
  readonly group: string;
  readonly phenomenon: string;
  readonly any: boolean;
  readonly kind?: Label;
  readonly weight: number;
}

export function readPairs(folder: string): Example[] {
  const found: Example[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".tsv"))
    .sort()) {
    for (const line of readFileSync(join(folder, file), "utf8").split("\n")) {
      const [pair, lang, label, phenomenon, text] = line.split("\t");
      if (text === undefined) continue;
      const any = label !== "-";
      found.push({
        text,
        lang: lang as "fr" | "en",
        source: "pairs",
        group: `pair ${pair}`,
        phenomenon: phenomenon as string,
        any,
        ...(any ? { kind: label as Label } : {}),
        weight: PAIR_WEIGHT,
      });
    }
  }
  return found;
}

interface Line {
  readonly id: string;
  readonly lang: "fr" | "en";
  readonly text: string;
  readonly labels: { readonly msg_id?: unknown };
  readonly threat: boolean | null;
  readonly incitement: boolean | null;
}

const FILES = ["davidson", "edos", "ftr", "jigsaw-en", "jigsaw-fr", "mlma-en", "mlma-fr", "surge"] as const;

/** The public sets that may be used (their terms are in the model card). Throws where a file is missing. */
export function readPublic(folder: string): Example[] {
  const found: Example[] = [];
  const seen = new Set<string>();
  for (const file of FILES) {
    for (const line of readFileSync(join(folder, `${file}.jsonl`), "utf8")
      .trim()
      .split("\n")) {
      const { id, lang, text, labels, threat, incitement } = JSON.parse(line) as Line;
      const key = createHash("sha256")
        .update(text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " "))
        .digest("hex");
      if (seen.has(key)) continue;
      seen.add(key);
      const labelled = threat !== null || incitement !== null;
      const any = threat === true || incitement === true;
      found.push({
        text,
        lang,
        source: file,
        group: labels.msg_id === undefined ? `${file} ${id}` : `jigsaw ${labels.msg_id}`,
        phenomenon: file,
        any,
        weight: labelled ? 1 : 0,
      });
    }
  }
  return found;
}
