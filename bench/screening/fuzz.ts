/**
 * Any bytes in, no crash, no hang: `node --conditions=rempart-src bench/screening/fuzz.ts [--cases 1000000] [--from 0] [--seed 1] [--only N]`.
 * Cases are made from the seed and their number alone: texts of the corpus cut up and mended, bytes read as text, signs of all
 * of Unicode, hostile shapes, tag soup, forum code. Each is screened as a text or a page, matched against registered details,
 * explained and masked; what comes back is checked. Prints the rate and the slowest case; exits 1 at the first that fails, with
 * its number for `--only`.
 */
import { parseArgs } from "node:util";
import { readCorpus } from "../../src/screening/corpus/read.ts";
import { grown, PAGE_SHAPES, TEXT_SHAPES } from "../../src/screening/corpus/shapes.ts";
import {
  createSealedMatcher,
  explain,
  type Finding,
  masked,
  SEVERITIES,
  screen,
  screenHtml,
  screenText,
  severityOf,
  tagDetail,
} from "../../src/screening/index.ts";
import { REASONS_FR } from "../../src/screening/reasons.ts";

const { values } = parseArgs({
  options: {
    cases: { type: "string", default: "1000000" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    only: { type: "string" },
  },
});
const seed = Number(values.seed);
/** No case is so long that this is not ample. */
const HANG_MS = 2000;

/** Mulberry32: small, quick, and the same everywhere. */
function randomOf(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, from: readonly T[]): T => from[below(random, from.length)] as T;

const corpus = ["details", "dox", "violence"].flatMap(readCorpus).map(({ text }) => text);
const shapes = Object.values({ ...TEXT_SHAPES, ...PAGE_SHAPES });
const SIGNS = [
  ..."\u200b \u200d \u202e \u202c \u00ad \ufeff \u0301 \u0000 \n \r\n . , - _ / \\ @ # > < & \" ' « » ( ) [ ] : ; + 0 6 39 é œ ß İ ſ К 𝟘 ０ 🇫🇷".split(
    " ",
  ),
  "\ud800",
  "\udfff",
  "é".normalize("NFD"),
];
const TAGS = [
  ..."<p> </p> <div class=post> </div> <blockquote> </blockquote> <b> </b> <br> <td> <table> </table> <li> <ul> <a href='tel:0639980014'> </a>".split(
    " ",
  ),
  ..."<script> </script> <style>.a{display:none}</style> <i class=a> </i> <!-- --> <![CDATA[ ]]> <svg> </svg> <math> <title> </title>".split(
    " ",
  ),
  '<div class="comment" data-author="pie">',
  '<span class="author">',
  "</span>",
  "<template>",
  "</template>",
  "<details>",
  "<iframe srcdoc='<p>06'>",
  '<script type="application/ld+json">{"text":"',
  "<rss><item><description>",
  "<",
  ">",
  "=",
  '"',
  "&#48;",
  "&eacute",
  "&",
];
const CODE = [
  "[quote]",
  "[/quote]",
  "[quote=Pie]",
  "[b]",
  "[/b]",
  "[url=",
  "]",
  "\n> ",
  "\n>> ",
  "\nPie wrote:",
  "\n[12:03] <a> ",
  "\n-- \n",
];

const bytes = (random: Random, length: number): string => {
  const raw = Uint8Array.from({ length }, () => below(random, 256));
  return new TextDecoder(pick(random, ["utf-8", "windows-1252", "utf-16le"])).decode(raw);
};
const points = (random: Random, length: number): string => {
  let text = "";
  for (let at = 0; at < length; at++) {
    const most = pick(random, [0x80, 0x250, 0x3000, 0x10000, 0x110000]);
    text += String.fromCodePoint(below(random, most));
  }
  return text;
};

/** A text of the corpus with some of its characters cut out, doubled, moved or drawn with others. */
function mutated(random: Random): string {
  let text = pick(random, corpus);
  for (let change = below(random, 6); change >= 0; change--) {
    const at = below(random, text.length + 1);
    const length = below(random, 8);
    const part = text.slice(at, at + length);
    const put = pick(random, [
      () => "",
      () => part + part,
      () => pick(random, SIGNS),
      () => [...part].join(pick(random, SIGNS)),
      () => part.toUpperCase(),
      () => part.normalize("NFKD"),
      () => [...part].reverse().join(""),
      () => pick(random, corpus).slice(0, below(random, 60)),
      () => pick(random, CODE),
      () => pick(random, TAGS),
    ])();
    text = text.slice(0, at) + put + text.slice(at + length);
  }
  return text;
}

const soup = (random: Random, from: readonly string[], words: boolean): string => {
  let text = "";
  for (let part = below(random, 20); part >= 0; part--) {
    text += pick(random, from);
    if (words && random() < 0.5) text += pick(random, corpus).slice(0, below(random, 80));
  }
  return text;
};

const KINDS: readonly (readonly [string, (random: Random) => string])[] = [
  ["a text, mutated", mutated],
  ["a text, mutated", mutated],
  ["bytes", (random) => bytes(random, below(random, 120))],
  ["code points", (random) => points(random, below(random, 60))],
  ["signs", (random) => soup(random, SIGNS, true)],
  ["tag soup", (random) => soup(random, TAGS, true)],
  ["tag soup", (random) => soup(random, [...TAGS, ...SIGNS], true)],
  ["forum code", (random) => soup(random, CODE, true)],
  ["shapes", (random) => grown(pick(random, shapes), 1 + below(random, 120)) + mutated(random)],
];

const key = new Uint8Array(32).fill(7);
const sealed = createSealedMatcher(key, [
  tagDetail(key, { kind: "phone", value: "06 39 98 00 14" }),
  tagDetail(key, { kind: "address", value: "14 rue des Lavandières-Fictives, 00000 Exempleville" }),
  tagDetail(key, { kind: "former-name", value: "Ancien Prénom", with: ["Mirabelle"] }),
]);

function fail(what: string): never {
  throw new Error(what);
}

function checkSpans(text: string, spans: readonly { start: number; end: number }[]): void {
  let last = 0;
  for (const { start, end } of spans) {
    if (!(Number.isInteger(start) && Number.isInteger(end))) fail("an offset is no integer");
    if (!(start >= 0 && start < end && end <= text.length)) fail(`${start}..${end} of ${text.length}`);
    if (start < last) fail("not in the order of their start");
    last = start;
  }
}

function checkFindings(text: string, findings: readonly Finding[], severity: string): void {
  checkSpans(text, findings);
  if (severity !== severityOf(findings)) fail(`severity ${severity}`);
  if (!(SEVERITIES as readonly string[]).includes(severity)) fail(`no severity: ${severity}`);
  for (const finding of findings) {
    const { confidence, reasons } = finding;
    if (!(confidence >= 0 && confidence <= 1)) fail(`confidence ${confidence}`);
    if (reasons.length === 0) fail(`${finding.kind} without a reason`);
    for (const reason of reasons) if (!(reason in REASONS_FR)) fail(`no reason: ${reason}`);
    masked(text, finding);
    if (explain(text, finding, "fr").length === 0) fail("nothing explained");
  }
}

/** What one case goes through; tells how many findings there were. */
function run(number: number): { kind: string; found: number; ms: number } {
  const random = randomOf(seed * 1_000_003 + number);
  const [kind, make] = KINDS[number % KINDS.length] as (typeof KINDS)[number];
  const text = make(random);
  const start = performance.now();
  let found = 0;
  // Every case as a text; in turn as a page, as posts and for registered details.
  const { findings, severity } = screen(
    text,
    number % 16 === 0 ? { sealed, lang: pick(random, ["fr", "en", "de"]) } : {},
  );
  checkFindings(text, findings, severity);
  found += findings.length;
  if (number % 2 === 0 || kind === "tag soup") {
    const page = screenHtml(text);
    checkFindings(page.text, page.findings, page.severity);
    for (const { segment, start: from, end } of page.findings)
      if (page.segments[segment]?.text.includes(page.text.slice(from, end)) !== true)
        fail("not in its segment");
    found += page.findings.length;
  } else if (number % 4 === 1) {
    const page = screenText(text);
    checkFindings(page.text, page.findings, page.severity);
  } else {
    checkSpans(text, sealed.match(text));
  }
  return { kind, found, ms: performance.now() - start };
}

const cases = values.only === undefined ? Number(values.cases) : 1;
const from = Number(values.only ?? values.from);
const began = performance.now();
let found = 0;
let slowest = { number: from, ms: 0, kind: "" };
for (let number = from; number < from + cases; number++) {
  try {
    const done = run(number);
    found += done.found;
    if (done.ms > slowest.ms) slowest = { number, ms: done.ms, kind: done.kind };
    // Once more: a busy machine stops a case for a while, a hang comes again.
    if (done.ms > HANG_MS && run(number).ms > HANG_MS) fail(`took ${done.ms.toFixed(0)} ms`);
  } catch (error) {
    console.error(`case ${number} of seed ${seed}: ${error instanceof Error ? error.stack : error}`);
    process.exit(1);
  }
}
const seconds = (performance.now() - began) / 1000;
console.log(
  `${cases} cases, ${found} findings, ${seconds.toFixed(1)} s (${(cases / seconds).toFixed(0)} a second); slowest: case ${slowest.number} (${slowest.kind}), ${slowest.ms.toFixed(1)} ms`,
);
