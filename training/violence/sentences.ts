import { Views } from "../../src/screening/normalise/index.ts";
import { readView } from "../../src/screening/reading.ts";
import { eachFeature } from "../../src/screening/violence/features.ts";
import { quotesThatMatter } from "../../src/screening/violence/quotes.ts";
import { isWorthReading, readSentence, type SentenceReading } from "../../src/screening/violence/reading.ts";

/** The sentences of a text that the detector reads. */
export function sentencesOf(text: string): SentenceReading[] {
  const reading = readView(new Views(text).folded, text, false);
  const quotes = quotesThatMatter(reading.text);
  return reading.sentences.flatMap(({ topics }, index) =>
    isWorthReading(topics) ? [readSentence(reading, index, quotes)] : [],
  );
}

export function featuresIn(sentence: SentenceReading): Uint16Array {
  const found: number[] = [];
  eachFeature(sentence, (bucket) => found.push(bucket));
  return Uint16Array.from(found).sort();
}
