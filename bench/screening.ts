/**
 * What screening costs and finds: `node --conditions=rempart-src bench/screening.ts`.
 * Counts on our own corpora (src/screening/corpus), throughput on plain pages, and growth on hostile shapes: time for
 * 2n over time for n, which is 2 for linear work. Exits 1 where a shape grows faster than 3 or a corpus line is missed.
 */
import { readCorpus } from "../src/screening/corpus/read.ts";
import { createSealedMatcher, screen, tagDetail } from "../src/screening/index.ts";

/** The least of several runs: the noise of a shared machine only ever adds. */
function bestMs(run: () => void, times = 3): number {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time++) {
    const from = performance.now();
    run();
    best = Math.min(best, performance.now() - from);
  }
  return best;
}

const megabytes = (text: string): number => Buffer.byteLength(text) / 1e6;

for (const name of ["details", "dox", "violence"]) {
  let positives = 0;
  let found = 0;
  let negatives = 0;
  let flagged = 0;
  for (const { text, expected, where } of readCorpus(name)) {
    const kinds = new Set(screen(text).findings.map(({ kind }) => kind));
    const wanted = new Set(expected.map(({ kind }) => kind));
    const complete = [...wanted].every((kind) => kinds.has(kind));
    const extra = [...kinds].some((kind) => !wanted.has(kind));
    // In the dox corpus the negatives hold details too: they are what a dox is mistaken for.
    const positive = name === "dox" ? wanted.has("dox") : wanted.size > 0;
    if (positive) positives++;
    else negatives++;
    if (positive && complete) found++;
    if (!positive && extra) flagged++;
    if (!complete || extra) {
      console.log(`  ${where}: wanted ${[...wanted].join(" ") || "-"}, got ${[...kinds].join(" ") || "-"}`);
      process.exitCode = 1;
    }
  }
  console.log(
    `corpus ${name}: ${found} of ${positives} positives found, ${flagged} of ${negatives} negatives flagged`,
  );
}

const corpus = ["details", "dox", "violence"].flatMap(readCorpus).map(({ text }) => text);
const plain = `Le marché ouvre demain à neuf heures et nous irons à pied, s'il ne pleut pas. The weather was fine and
everyone agreed that the second half of the match was better than the first; tickets are sold out for next week.
`;
const ordinary = plain.repeat(Math.ceil(1e6 / plain.length));
const dense = `${corpus.join("\n\n")}\n\n`.repeat(20);
const ascii = ordinary.normalize("NFD").replace(/[^\n -~]/g, "");
for (const [name, text] of Object.entries({
  "ordinary prose": ordinary,
  "the same in ASCII": ascii,
  "nothing but findings": dense,
})) {
  const ms = bestMs(() => screen(text));
  console.log(`screen, ${name}: ${(megabytes(text) / (ms / 1000)).toFixed(1)} MB/s`);
}
const short = bestMs(() => {
  for (const text of corpus) screen(text);
});
console.log(`screen, ${corpus.length} short posts: ${(corpus.length / (short / 1000)).toFixed(0)} a second`);

const key = new Uint8Array(32).fill(1);
for (const count of [100, 10_000]) {
  const details = Array.from({ length: count }, (_, at) =>
    tagDetail(key, { kind: "phone", value: `06 39 98 ${String(at).padStart(4, "0")}` }),
  );
  const sealed = createSealedMatcher(key, details);
  const ms = bestMs(() => sealed.match(ordinary));
  console.log(`sealed matcher, ${count} details: ${(megabytes(ordinary) / (ms / 1000)).toFixed(1)} MB/s`);
}

/** Shapes that make careless patterns, normalisers or lists of spans quadratic. */
const HOSTILE: Readonly<Record<string, string>> = {
  "one letter": "a",
  digits: "1",
  "digits and blanks": "1 ",
  "phone fragments": "06 39 ",
  "at signs": "a@",
  dots: "a.",
  "plus signs": "+33 ",
  quotes: '"a ',
  "opening quotes": "« ",
  "quoted lines": "\n> je vais",
  "combining marks": "\u0301\u0316",
  "zero width": "\u200b",
  "mathematical letters": "𝐤𝐢𝐥𝐥 ",
  "spelled-out letters": "k i l l ",
  "number words": "quatre vingt dix ",
  "address starts": "14 rue de la ",
  "english address starts": "12 Old Mill ",
  "violent words": "i will kill ",
  "french violent words": "je vais te ",
  "whole threats": "i will kill you. ",
  "hotel after hotel": "she is at the hotel ",
  relatives: "her sister Anna ",
  labels: "\nname: x",
  mails: "a@b.example ",
  "iban starts": "FR76 3000 ",
  colons: "a:",
  "long ligatures": "ﷺ",
};
const SIZE = 100_000;
const baseline = bestMs(() => screen(ascii.slice(0, SIZE)), 5);
console.log(
  `\nhostile shapes, ${SIZE / 1000} k units (plain text: ${baseline.toFixed(1)} ms): ms, times plain text, growth from n to 2n`,
);
for (const [name, shape] of Object.entries(HOSTILE)) {
  const twice = shape.repeat(Math.ceil((2 * SIZE) / shape.length));
  const once = twice.slice(0, SIZE);
  const small = bestMs(() => screen(once), 5);
  const large = bestMs(() => screen(twice), 5);
  const growth = large / Math.max(small, 1);
  // Below that, the machine's own noise is larger than the work.
  if (growth > 3 && large > 50) process.exitCode = 1;
  console.log(
    `  ${name.padEnd(24)} ${small.toFixed(0).padStart(6)} ${(small / baseline).toFixed(1).padStart(7)}× ${growth.toFixed(2).padStart(7)}`,
  );
}
