import { Views } from "../../src/screening/normalise/index.ts";
import { readView } from "../../src/screening/reading.ts";
import { eachFeature } from "../../src/screening/violence/features.ts";
import { quotesThatMatter } from "../../src/screening/violence/quotes.ts";
import { type PassageReading, passagesOf, readPassage } from "../../src/screening/violence/reading.ts";

/** The passages of a text that the detector reads. */
export function passagesIn(text: string): PassageReading[] {
  const reading = readView(new Views(text).folded, text, false);
  const quotes = quotesThatMatter(reading.text);
  return [...passagesOf(reading)].flatMap((passage) => readPassage(reading, passage, quotes) ?? []);
}

/** The features of a passage. */
export function featuresIn(passage: PassageReading): Uint16Array {
  const found: number[] = [];
  eachFeature(passage, (bucket) => found.push(bucket));
  return Uint16Array.from(found).sort();
}
