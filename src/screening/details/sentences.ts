import type { Reading } from "../reading.ts";

const ABBREVIATION = /(?<![\w])(?:st|ste|mt|ft|dr|mr|mrs|ms|mme|mlle|prof|no)$/;
const MAX_MORE = 120;

/** Sentences of the topics `mask` with their text; the dot of "St." or "Dr." ends none. */
export function* sentencesOf(
  reading: Reading,
  mask: number,
): Generator<{ readonly start: number; readonly text: string }> {
  let covered = 0;
  for (const { start, end, topics } of reading.sentences) {
    if ((topics & mask) === 0 || start < covered) continue;
    let text = reading.text.slice(start, end);
    if (reading.text[end] === "." && ABBREVIATION.test(text.slice(-6))) {
      const more = /^[^\n.!?]*/.exec(reading.text.slice(end + 1, end + 1 + MAX_MORE))?.[0] ?? "";
      text += `.${more}`;
    }
    covered = start + text.length;
    yield { start, text };
  }
}
