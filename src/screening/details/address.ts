import { lines } from "../pattern.ts";
import { after, type Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { coded, flatFirst } from "./address-coded.ts";
import { numbered } from "./address-numbered.ts";
import { boxed, streetFirst } from "./address-street-first.ts";
import { townAt } from "./address-tail.ts";
import { type Finder, type Hit, hit, isWord } from "./finder.ts";
import type { Runs } from "./runs.ts";

/**
 * Street addresses, with the flat before and the postcode, town and country behind them: number, kind and name
 * of a street in French or English order; number and name where a postcode follows; the street before its
 * number, as in Belgium and Switzerland; post office boxes.
 */
export const address: Finder = {
  kind: "address",
  gate: ({ digits }) => digits > 0,
  *find(reading, runs) {
    let covered = 0;
    for (let at = 0; at < runs.count; at++) {
      if (runs.start(at) < covered) continue;
      const found = addressAt(reading, runs, at, covered);
      if (found === undefined) continue;
      covered = found.end;
      yield found;
    }
    if ((reading.topics & TOPIC.home) !== 0) yield* labelled(reading);
  },
};

function addressAt(reading: Reading, runs: Runs, at: number, covered: number): Hit | undefined {
  const start = runs.start(at);
  if (runs.length(at) > 6 || !startsNumber(reading.text, start)) return coded(reading, start, covered);
  return (
    boxed(reading, start) ??
    numbered(reading, start, runs.end(at), covered) ??
    streetFirst(reading, start, covered) ??
    flatFirst(reading, start, runs.end(at), covered) ??
    coded(reading, start, covered)
  );
}

/** Not inside a word, a decimal, a reference or a range. */
function startsNumber(text: string, start: number): boolean {
  const previous = text.charCodeAt(start - 1);
  if (isWord(previous)) return false;
  const sign = text[start - 1] ?? "";
  if (sign === "," || sign === ":" || sign === "=") return !/\d/.test(text[start - 2] ?? "");
  return !/[./+#-]/.test(sign);
}

const LABEL = new RegExp(
  lines`
    \b(?:adresse|address|addy|domicile|home)(?: (?:postale?|personnelle|perso|complete|actuelle|privee|home|mailing|postal|current|full|street|line|de livraison
    |de facturation|\d))*(?: ?\([^)\n]{0,16}\))? ?(?:[:=]|->) ?
  `,
  "g",
);

/** What a label says is an address, where no grammar knew it: number or postcode, and words in capitals. */
function* labelled(reading: Reading): Generator<Hit> {
  for (const sentence of reading.sentences) {
    if ((sentence.topics & TOPIC.home) === 0) continue;
    const text = reading.text.slice(sentence.start, sentence.end);
    for (const label of text.matchAll(LABEL)) {
      const start = sentence.start + label.index + label[0].length;
      const line = after(reading, start, 120)
        .replace(/\s*(?:[|;]|,? ?\b(?:tel|phone|mail|email|e-mail)\b).*$/, "")
        .trimEnd();
      if (
        !/\d/.test(line) ||
        !/[a-z]{3}/.test(line) ||
        /[@/\\<>{}=]|\d\.\d|::|\d{6}/.test(line) ||
        line.split(/[ ,-]+/).length < 3
      )
        continue;
      if (line.split(" ").length > 14 || (townAt(reading, start) === undefined && !/^[\d(]/.test(line)))
        continue;
      yield hit(start, start + line.replace(/[.,;]+$/, "").length, 0.75, "introduced as an address");
    }
  }
}
