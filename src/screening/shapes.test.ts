import assert from "node:assert/strict";
import { test } from "node:test";
import { grown, PAGE_SHAPES, type Shape, TEXT_SHAPES } from "./corpus/shapes.ts";
import { screen } from "./screen.ts";
import { screenHtml, screenText } from "./segment.ts";

/** Four times the text: linear work grows by four, quadratic by sixteen. */
const SMALL = 12_000;
const TIMES = 4;
const MOST = 9;
/** Below that the machine's own noise is more than the work. */
const NOISE_MS = 40;

/** Processor time, the least of several: what else the machine does only ever adds. */
function costMs(run: () => unknown, times = 3): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

function grows(shape: Shape, run: (text: string) => unknown): string | undefined {
  const small = grown(shape, SMALL);
  const large = grown(shape, SMALL * TIMES);
  if (costMs(() => run(large), 1) < NOISE_MS) return undefined;
  const growth = costMs(() => run(large)) / costMs(() => run(small));
  return growth > MOST ? `${growth.toFixed(1)} times for ${TIMES} times the text` : undefined;
}

for (const [way, shapes, run] of [
  ["a text", TEXT_SHAPES, screen],
  ["a text of posts", TEXT_SHAPES, screenText],
  ["a page", PAGE_SHAPES, screenHtml],
] as const) {
  test(`${way}: time grows with the length, whatever the shape`, () => {
    for (const [name, shape] of Object.entries(shapes)) assert.equal(grows(shape, run), undefined, name);
  });
}
