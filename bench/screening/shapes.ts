/**
 * Linear time on any input: `node --conditions=rempart-src bench/screening/shapes.ts [--way "as a page"] [words of names]`.
 * One megabyte of each hostile shape (src/screening/corpus/shapes.ts) against one of plain text, as text, as a page and for
 * registered details. Prints those that cost most; exits 1 if one costs more than five times plain text.
 */
import { parseArgs } from "node:util";
import { grown, PAGE_SHAPES, PLAIN, type Shape, TEXT_SHAPES } from "../../src/screening/corpus/shapes.ts";
import { createSealedMatcher, screen, screenHtml, screenText, tagDetail } from "../../src/screening/index.ts";

const SIZE = 1_000_000;
const MOST = 5;
const { values: asked, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { way: { type: "string" } },
});

/** Milliseconds of processor time: what else the machine does is not in it. The least of up to three runs. */
function costMs(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let time = 0; time < 3; time++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
    if (least > 3000) break;
  }
  return least;
}

const key = new Uint8Array(32).fill(1);
const details = Array.from({ length: 1000 }, (_, at) =>
  tagDetail(key, { kind: "phone", value: `06 39 98 ${String(at).padStart(4, "0")}` }),
);
const sealed = createSealedMatcher(key, details);

const WAYS: Readonly<Record<string, (text: string) => unknown>> = {
  screen: (text) => screen(text),
  "as a page": screenHtml,
  "as a text of posts": screenText,
  "registered details": (text) => sealed.match(text),
};

const sorts: readonly (readonly [string, Readonly<Record<string, Shape>>, readonly string[]])[] = [
  ["text", TEXT_SHAPES, ["screen", "as a text of posts", "registered details"]],
  ["page", PAGE_SHAPES, ["as a page"]],
];
const plain = grown(PLAIN, SIZE);
for (const [sort, shapes, ways] of sorts) {
  for (const way of ways.filter((one) => asked.way === undefined || one.includes(asked.way))) {
    const run = WAYS[way] as (text: string) => unknown;
    const base = costMs(() => run(plain));
    const rows = Object.entries(shapes)
      .filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
      .map(([name, shape]) => {
        const text = grown(shape, SIZE);
        const ms = costMs(() => run(text));
        return { name, ms, times: ms / base };
      })
      .sort((a, b) => b.times - a.times);
    const broken = rows.filter(({ times }) => times > MOST);
    if (broken.length > 0) process.exitCode = 1;
    console.log(
      `${sort}, ${way}: ${rows.length} shapes; plain text ${base.toFixed(0)} ms (${(SIZE / 1000 / base).toFixed(1)} MB/s); over ${MOST}×: ${broken.length}`,
    );
    for (const { name, ms, times } of rows.slice(0, Math.max(8, broken.length)))
      console.log(
        `  ${times > MOST ? "!" : " "} ${name.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms ${times.toFixed(1).padStart(7)}×`,
      );
  }
}
