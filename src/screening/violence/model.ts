import { BUCKETS, eachFeature, type Subject } from "./features.ts";
import { BIASES, SCALES, WEIGHTS } from "./weights.ts";

/** What the model answers: is it violence at all, and which kind. */
export const OUTPUTS = ["any", "threat", "incitement", "raid"] as const;

/** Whole numbers of -127 to 127, output by output; a scale each. */
const weights = new Int8Array(Buffer.from(WEIGHTS, "base64"));
const sums = new Int32Array(OUTPUTS.length);

/** Log-odds of each output for a sentence. The array is used again by the next call. */
const odds = new Float64Array(OUTPUTS.length);
export function judge(subject: Subject): Float64Array {
  sums.fill(0);
  let features = 0;
  eachFeature(subject, (bucket) => {
    features++;
    for (let output = 0; output < OUTPUTS.length; output++) {
      sums[output] = (sums[output] as number) + (weights[output * BUCKETS + bucket] as number);
    }
  });
  for (let output = 0; output < OUTPUTS.length; output++) {
    odds[output] =
      (BIASES[output] as number) +
      ((sums[output] as number) * (SCALES[output] as number)) / Math.sqrt(features + 1);
  }
  return odds;
}
