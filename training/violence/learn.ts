import { BUCKETS } from "../../src/screening/violence/features.ts";

/** What the detector is asked, in the order of the model's outputs. */
export const OUTPUTS = ["any", "threat", "incitement", "raid"] as const;

/** One text: its sentences' features; per output 1, 0 or undefined (unknown). */
export interface Sample {
  readonly sentences: readonly Uint16Array[];
  readonly targets: readonly (0 | 1 | undefined)[];
  readonly weight: number;
}

export interface Weights {
  readonly bias: number[];
  readonly weights: Float64Array[];
}

export interface Settings {
  readonly epochs: number;
  readonly rate: number;
  readonly l2: number;
  readonly bias: number;
}

export const score = ({ bias, weights }: Weights, output: number, features: Uint16Array): number => {
  let sum = bias[output] as number;
  const row = weights[output] as Float64Array;
  for (let at = 0; at < features.length; at++) sum += row[features[at] as number] as number;
  return sum;
};

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Numbers of a small generator, so that training gives the same bytes everywhere (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Logistic regression by AdaGrad over texts. A text is violent if one of its sentences is, so a violent text
 * teaches by its highest sentence and a harmless one by all.
 */
export function learn(samples: readonly Sample[], { epochs, rate, l2, bias: first }: Settings): Weights {
  const model: Weights = {
    bias: OUTPUTS.map(() => 0),
    weights: OUTPUTS.map(() => new Float64Array(BUCKETS)),
  };
  model.bias[0] = first;
  const squares = OUTPUTS.map(() => new Float64Array(BUCKETS).fill(1));
  const next = random(1);
  const order = samples.map((_, at) => at);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let at = order.length - 1; at > 0; at--) {
      const other = Math.floor(next() * (at + 1));
      [order[at], order[other]] = [order[other] as number, order[at] as number];
    }
    for (const at of order) {
      const { sentences, targets, weight } = samples[at] as Sample;
      let top = 0;
      let best = Number.NEGATIVE_INFINITY;
      for (const [which, features] of sentences.entries()) {
        const value = score(model, 0, features);
        if (value > best) {
          best = value;
          top = which;
        }
      }
      for (const [output, target] of targets.entries()) {
        if (target === undefined) continue;
        for (const [which, features] of sentences.entries()) {
          if (which !== top && (target === 1 || output > 0)) continue;
          step(model, squares, output, features, target, weight, rate, l2);
        }
      }
    }
  }
  return model;
}

function step(
  model: Weights,
  squares: Float64Array[],
  output: number,
  features: Uint16Array,
  target: 0 | 1,
  weight: number,
  rate: number,
  l2: number,
): void {
  const slope = (sigmoid(score(model, output, features)) - target) * weight;
  if (Math.abs(slope) < 1e-4) return;
  const row = model.weights[output] as Float64Array;
  const square = squares[output] as Float64Array;
  for (let at = 0; at < features.length; at++) {
    const bucket = features[at] as number;
    const gradient = slope + l2 * (row[bucket] as number);
    square[bucket] = (square[bucket] as number) + gradient * gradient;
    row[bucket] = (row[bucket] as number) - (rate * gradient) / Math.sqrt(square[bucket] as number);
  }
  model.bias[output] = (model.bias[output] as number) - rate * 0.05 * slope;
}
