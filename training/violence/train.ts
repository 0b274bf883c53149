/**
 * Trains the model of violence and writes src/screening/violence/weights.ts:
 * `npm run train:violence -- FOLDER`, FOLDER holding the public sets named in docs/model-card.md. The same
 * inputs give the same bytes.
 */
import { writeFileSync } from "node:fs";
import { BUCKETS } from "../../src/screening/violence/features.ts";
import { readDocuments, readOpinions, readPairs, readPublic, readTested } from "./data.ts";
import { learn, OUTPUTS, type Row } from "./learn.ts";
import { sampleOf } from "./samples.ts";

const FILE = new URL("../../src/screening/violence/weights.ts", import.meta.url).pathname;
export const SETTINGS = { cost: 5, iterations: 100, rounds: 2 };

/** Weights as whole numbers of -127 to 127, output by output, a scale each. */
function source(rows: readonly Row[]): string {
  const scales = rows.map(
    (row) => row.subarray(0, BUCKETS).reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 127,
  );
  const bytes = new Int8Array(OUTPUTS.length * BUCKETS);
  for (const [output, row] of rows.entries()) {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      bytes[output * BUCKETS + bucket] = Math.round((row[bucket] as number) / (scales[output] as number));
    }
  }
  return [
    "// Written by training/violence/train.ts; do not edit. See docs/model-card.md.",
    `export const BIASES: readonly number[] = ${list(rows.map((row) => row[BUCKETS] as number))};`,
    `export const SCALES: readonly number[] = ${list(scales)};`,
    `export const WEIGHTS =\n  "${Buffer.from(bytes.buffer).toString("base64")}";`,
    "",
  ].join("\n");
}

const list = (numbers: readonly number[]): string =>
  `[${numbers.map((number) => Number(number.toPrecision(6))).join(", ")}]`;

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2];
  if (folder === undefined) {
    console.error(
      "usage: npm run train:violence -- FOLDER    the folder of the public sets, see docs/model-card.md",
    );
    process.exit(2);
  }
  const samples = [
    ...readPairs(),
    ...readTested(),
    ...readOpinions(),
    ...readDocuments(),
    ...readPublic(folder),
  ]
    .map(sampleOf)
    .filter(({ weight, passages }) => weight > 0 && passages.length > 0);
  writeFileSync(FILE, source(learn(samples, SETTINGS)));
  console.log(`${samples.length} texts, ${FILE}`);
}
