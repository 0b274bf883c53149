/**
 * Trains the model of violence and writes src/screening/violence/weights.ts:
 * `npm run train:violence -- FOLDER`, FOLDER holding the public sets named in docs/model-card.md. The same
 * inputs give the same bytes.
 */
import { writeFileSync } from "node:fs";
import { BUCKETS } from "../../src/screening/violence/features.ts";
import { type Example, readPairs, readPublic } from "./data.ts";
import { learn, OUTPUTS, type Sample, type Weights } from "./learn.ts";
import { featuresIn, sentencesOf } from "./sentences.ts";

const WEIGHTS_FILE = new URL("../../src/screening/violence/weights.ts", import.meta.url);
const PAIRS = new URL("./pairs/", import.meta.url);

export const SETTINGS = { epochs: 4, rate: 0.1, l2: 0.01, bias: -2 };

/** How much a text counts: our own lines less than public ones, because they are harder than life. */
export function sampleOf(example: Example): Sample {
  const sentences = sentencesOf(example.text);
  const fired = sentences.some(({ matches }) => matches.length > 0);
  const weight = example.weight > 0 ? example.weight : fired ? 0 : 0.5;
  return {
    sentences: sentences.map(featuresIn),
    weight,
    targets: [
      example.any ? 1 : 0,
      ...OUTPUTS.slice(1).map((kind) =>
        example.kind === undefined ? undefined : example.kind === kind ? 1 : 0,
      ),
    ],
  };
}

function source({ bias, weights }: Weights): string {
  const scales = weights.map(
    (row) => row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 127,
  );
  const bytes = new Int8Array(OUTPUTS.length * BUCKETS);
  for (const [output, row] of weights.entries()) {
    for (const [bucket, weight] of row.entries())
      bytes[output * BUCKETS + bucket] = Math.round(weight / (scales[output] as number));
  }
  const text = Buffer.from(bytes.buffer).toString("base64");
  return [
    "// Written by training/violence/train.ts; do not edit. See docs/model-card.md.",
    `export const BIASES: readonly number[] = ${JSON.stringify(bias.map((value) => Number(value.toFixed(6))))};`,
    `export const SCALES: readonly number[] = ${JSON.stringify(scales.map((value) => Number(value.toPrecision(8))))};`,
    `export const WEIGHTS =\n  "${text}";`,
    "",
  ].join("\n");
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2];
  const pairs = process.argv[3] ?? PAIRS.pathname;
  if (folder === undefined) {
    console.error("usage: train.ts FOLDER    the folder of the public sets, see docs/model-card.md");
    process.exit(2);
  }
  const samples = [...readPairs(pairs), ...readPublic(folder)]
    .map(sampleOf)
    .filter(({ weight, sentences }) => weight > 0 && sentences.length > 0);
  const model = learn(samples, SETTINGS);
  writeFileSync(WEIGHTS_FILE, source(model));
  console.log(`${samples.length} texts, ${WEIGHTS_FILE.pathname}`);
}
