import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FRAMES, TARGETS } from "../../src/screening/corpus/neutrality.ts";
import { readCorpus } from "../../src/screening/corpus/read.ts";

export type Kind = "threat" | "incitement" | "raid";
const KINDS: ReadonlySet<string> = new Set<Kind>(["threat", "incitement", "raid"]);

/** A text to learn from. `any`: whether it holds violence; `kind`: which, where that is known. */
export interface Example {
  readonly text: string;
  readonly lang: "fr" | "en";
  /** The file it stands in, without its ending. */
  readonly source: string;
  readonly origin: "own" | "tested" | "documents" | "labelled" | "unlabelled";
  /** Examples of one group never straddle two folds. */
  readonly group: string;
  readonly phenomenon: string;
  readonly any: boolean;
  readonly kind?: Kind;
}

/** Our own lines, written for this repository: `pair, language, kind or "-", phenomenon, text`. */
export const PAIRS = new URL("./pairs/", import.meta.url).pathname;

export function readPairs(folder = PAIRS): Example[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".tsv"));
  return files.sort().flatMap((file) => {
    const lines = readFileSync(join(folder, file), "utf8").split("\n");
    return lines.flatMap((line): Example[] => {
      const [pair, lang, label, phenomenon = "", text] = line.split("\t");
      if (text === undefined) return [];
      const harmless = label === "-";
      return [
        {
          text,
          lang: lang as "fr" | "en",
          source: file.replace(".tsv", ""),
          origin: "own",
          group: `pair ${pair}`,
          phenomenon,
          any: !harmless,
          ...(harmless ? {} : { kind: label as Kind }),
        },
      ];
    });
  });
}

/** The lines that the detector is tested on (src/screening/corpus): it must hold to them. */
export const readTested = (): Example[] =>
  ["details", "dox", "violence"].flatMap(readCorpus).map(({ lang, text, expected, where }) => {
    const kind = expected.map((item) => item.kind).find((name): name is Kind => KINDS.has(name));
    return {
      text,
      lang: lang as "fr" | "en",
      source: "corpus",
      origin: "tested",
      group: where,
      phenomenon: "tested",
      any: kind !== undefined,
      ...(kind === undefined ? {} : { kind }),
    };
  });

/**
 * Paragraphs of this repository's documents and rules, as they once were (they stay as they are, so that the same
 * training gives the same bytes): what most pages look like, and harmless. A paragraph a line, "\\n" between its own.
 */
export const readDocuments = (): Example[] =>
  readFileSync(new URL("./documents.txt", import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    .map((line, at): Example => {
      const text = line.replaceAll("\\n", "\n");
      const group = `document ${at}`;
      return {
        text,
        lang: "en",
        source: "documents",
        origin: "documents",
        group,
        phenomenon: "documents",
        any: false,
      };
    });

/** Insults and hateful opinions that must give nothing (src/screening/corpus/neutrality.ts). */
export const readOpinions = (): Example[] =>
  FRAMES.flatMap(({ lang, sentences }) =>
    sentences
      .filter(({ isOpinion }) => isOpinion)
      .map(({ text }, at): Example => {
        const slot = /\{(\w+)\}/.exec(text)?.[1] ?? "";
        const target = TARGETS[lang]?.[slot]?.[0] ?? "";
        const group = `opinion ${lang} ${at}`;
        const filled = text.replaceAll(`{${slot}}`, target);
        return {
          text: filled,
          lang,
          source: "opinions",
          origin: "tested",
          group,
          phenomenon: "insult",
          any: false,
        };
      }),
  );

interface Line {
  readonly id: string;
  readonly lang: "fr" | "en";
  readonly text: string;
  readonly labels: { readonly msg_id?: unknown };
  readonly threat: boolean | null;
  readonly incitement: boolean | null;
}

const FILES = ["davidson", "edos", "ftr", "jigsaw-en", "jigsaw-fr", "mlma-en", "mlma-fr", "surge"] as const;

/**
 * The public sets that may be used (docs/model-card.md says which, and on what terms), each text once. Throws
 * where a file is missing.
 */
export function readPublic(folder: string): Example[] {
  const seen = new Set<string>();
  return FILES.flatMap((source) =>
    readFileSync(join(folder, `${source}.jsonl`), "utf8")
      .trim()
      .split("\n")
      .flatMap((line): Example[] => {
        const { id, lang, text, labels, threat, incitement } = JSON.parse(line) as Line;
        const words = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ");
        const key = createHash("sha256").update(words).digest("hex");
        if (seen.has(key)) return [];
        seen.add(key);
        return [
          {
            text,
            lang,
            source,
            origin: threat === null && incitement === null ? "unlabelled" : "labelled",
            group: labels.msg_id === undefined ? `${source} ${id}` : `jigsaw ${labels.msg_id}`,
            phenomenon: source,
            any: threat === true || incitement === true,
          },
        ];
      }),
  );
}
