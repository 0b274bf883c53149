import type { Reading } from "../reading.ts";
import { TOPIC } from "../topics.ts";
import { coded, flatFirst } from "./address-coded.ts";
import { numbered } from "./address-numbered.ts";
import { said } from "./address-said.ts";
import { boxed, streetFirst } from "./address-street-first.ts";
import { type Finder, type Hit, isWord } from "./finder.ts";
import type { Runs } from "./runs.ts";

/**
 * Street addresses, with the flat before and the postcode, town and country behind them: number, kind and name
 * of a street in French or English order; number and name where a postcode follows; the street before its
 * number, as in Belgium and Switzerland; post office boxes.
 */
export const address: Finder = {
  kind: "address",
  gate: ({ digits, topics }) => digits > 0 || (topics & TOPIC.home) !== 0,
  *find(reading, runs) {
    let covered = 0;
    for (let at = 0; at < runs.count; at++) {
      if (runs.start(at) < covered) continue;
      const found = addressAt(reading, runs, at, covered);
      if (found === undefined) continue;
      covered = found.end;
      yield found;
    }
    if ((reading.topics & TOPIC.home) !== 0) yield* said(reading);
  },
};

function addressAt(reading: Reading, runs: Runs, at: number, covered: number): Hit | undefined {
  const start = runs.start(at);
  if (runs.length(at) > 6 || !startsNumber(reading.text, start)) return coded(reading, start, covered);
  return (
    boxed(reading, start) ??
    flatFirst(reading, start, runs.end(at), covered) ??
    numbered(reading, start, runs.end(at), covered) ??
    streetFirst(reading, start, covered) ??
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
