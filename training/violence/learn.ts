import { BUCKETS } from "../../src/screening/violence/features.ts";

/** What the detector is asked, in the order of the model's outputs. */
export const OUTPUTS = ["any", "threat", "incitement", "raid"] as const;

/** One text: its passages' features; per output 1, 0 or undefined (unknown). */
export interface Sample {
  readonly passages: readonly Uint16Array[];
  readonly targets: readonly (0 | 1 | undefined)[];
  readonly weight: number;
}

/** A weight for each bucket, and the bias behind the last. */
export type Row = Float64Array;

/**
 * The log-odds of a passage: its weights are divided by the root of their number, so that long passages do not
 * speak louder than short ones.
 */
export function score(row: Row, features: Uint16Array): number {
  let sum = 0;
  for (let at = 0; at < features.length; at++) sum += row[features[at] as number] as number;
  return (row[BUCKETS] as number) + sum / Math.sqrt(features.length + 1);
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

interface Instance {
  readonly features: Uint16Array;
  readonly target: 0 | 1;
  readonly weight: number;
}

export interface Settings {
  /** Inverse of the strength of the L2 penalty. */
  readonly cost: number;
  readonly iterations: number;
  readonly rounds: number;
}

/**
 * Logistic regression with an L2 penalty. A text is violent if one of its passages is: a violent text teaches by
 * the passage that the round before found highest, a harmless one by all.
 */
export function learn(samples: readonly Sample[], { cost, iterations, rounds }: Settings): Row[] {
  let first: Row | undefined;
  return OUTPUTS.map((_, output) => {
    let row: Row = first ?? new Float64Array(BUCKETS + 1);
    for (let round = 0; round < (output === 0 ? rounds : 1); round++) {
      const guide = output === 0 ? row : (first as Row);
      const instances = samples.flatMap((sample) => instancesOf(sample, output, guide));
      row = minimise(instances, cost, iterations, new Float64Array(BUCKETS + 1));
    }
    first ??= row;
    return row;
  });
}

function instancesOf({ passages, targets, weight }: Sample, output: number, guide: Row): Instance[] {
  const target = targets[output];
  if (target === undefined || passages.length === 0) return [];
  if (target === 0 && output === 0) return passages.map((features) => ({ features, target, weight }));
  let top = passages[0] as Uint16Array;
  for (const features of passages) if (score(guide, features) > score(guide, top)) top = features;
  return [{ features: top, target, weight }];
}

const MEMORY = 8;

/** L-BFGS with backtracking (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 3.1). */
function minimise(instances: readonly Instance[], cost: number, iterations: number, start: Row): Row {
  const size = start.length;
  let x = start;
  let gradient = new Float64Array(size);
  let value = evaluate(instances, cost, x, gradient);
  const steps: { s: Float64Array; y: Float64Array; rho: number }[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const direction = descent(gradient, steps);
    const slope = dot(direction, gradient);
    if (slope > -1e-9) break;
    let step = iteration === 0 ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
    let next = x;
    let nextGradient = new Float64Array(size);
    let nextValue = Number.POSITIVE_INFINITY;
    for (; step > 1e-10; step /= 2) {
      next = x.map((weight, at) => weight + step * (direction[at] as number));
      nextGradient = new Float64Array(size);
      nextValue = evaluate(instances, cost, next, nextGradient);
      if (nextValue <= value + 1e-4 * step * slope) break;
    }
    if (!(nextValue < value)) break;
    const s = next.map((weight, at) => weight - (x[at] as number));
    const y = nextGradient.map((part, at) => part - (gradient[at] as number));
    const sy = dot(s, y);
    if (sy > 1e-12) steps.push({ s, y, rho: 1 / sy });
    if (steps.length > MEMORY) steps.shift();
    const gain = (value - nextValue) / Math.max(1, Math.abs(value));
    x = next;
    gradient = nextGradient;
    value = nextValue;
    if (gain < 1e-6) break;
  }
  return x;
}

/** Loss and, added into `gradient`, its slope. The bias is not penalised. */
function evaluate(instances: readonly Instance[], cost: number, row: Row, gradient: Float64Array): number {
  let loss = 0;
  for (const { features, target, weight } of instances) {
    const odds = score(row, features);
    const margin = target === 1 ? odds : -odds;
    loss += weight * (margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin);
    const slope = weight * (sigmoid(odds) - target);
    const each = slope / Math.sqrt(features.length + 1);
    for (let at = 0; at < features.length; at++) {
      const bucket = features[at] as number;
      gradient[bucket] = (gradient[bucket] as number) + each;
    }
    gradient[BUCKETS] = (gradient[BUCKETS] as number) + slope;
  }
  for (let at = 0; at < BUCKETS; at++) {
    const weight = row[at] as number;
    loss += (weight * weight) / (2 * cost);
    gradient[at] = (gradient[at] as number) + weight / cost;
  }
  return loss;
}

function descent(
  gradient: Float64Array,
  steps: readonly { s: Float64Array; y: Float64Array; rho: number }[],
): Float64Array {
  const direction = gradient.map((part) => -part);
  const alphas: number[] = [];
  for (const { s, y, rho } of steps.toReversed()) {
    const alpha = rho * dot(s, direction);
    alphas.unshift(alpha);
    for (let at = 0; at < direction.length; at++)
      direction[at] = (direction[at] as number) - alpha * (y[at] as number);
  }
  const last = steps.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    for (let at = 0; at < direction.length; at++) direction[at] = (direction[at] as number) * scale;
  }
  for (const [index, { s, y, rho }] of steps.entries()) {
    const beta = (alphas[index] as number) - rho * dot(y, direction);
    for (let at = 0; at < direction.length; at++)
      direction[at] = (direction[at] as number) + beta * (s[at] as number);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] as number);
  return sum;
}
