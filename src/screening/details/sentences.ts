import type { Reading } from "../reading.ts";

const ABBREVIATION = /(?<!\w)(?:st|ste|mt|ft|dr|mr|mrs|ms|mme|mlle|prof|no)$/;
const MAX_MORE = 120;

/** Sentences of the topics `mask` with their text; the dot of "St." or "Dr." ends none. */
export function* sentencesOf(
  { text, sentences }: Reading,
  mask: number,
): Generator<{ readonly start: number; readonly text: string }> {
  let covered = 0;
  for (const { start, end, topics } of sentences) {
    if ((topics & mask) === 0 || start < covered) continue;
    const dot = text[end - 1] === "." ? end - 1 : end;
    let stop = end;
    if (text[dot] === "." && ABBREVIATION.test(text.slice(Math.max(start, dot - 6), dot))) {
      stop = dot + 1 + (/^[^\n.!?]*/.exec(text.slice(dot + 1, dot + 1 + MAX_MORE))?.[0].length ?? 0);
    }
    covered = stop;
    yield { start, text: text.slice(start, stop) };
  }
}
