import { randomBytes } from "node:crypto";
import { loadavg } from "node:os";
import { base32 } from "../src/lib/ids.ts";
import { runInSlices } from "../src/lib/slices.ts";
import {
  type Grain,
  type Matcher,
  MatcherBuilder,
  requestIdentities,
  type TaggedMeasure,
  Tagger,
} from "../src/policy/index.ts";

/**
 * What the policy check costs: memory of many measures, time of a load, of one look-up and of one change, for as many
 * measures as the argument says (default 1,000,000). Run with --expose-gc on a machine that does nothing else. Times are
 * of batches of a hundred calls.
 */
const count = Number(process.argv[2] ?? 1_000_000);
const key = new Uint8Array(randomBytes(32));
const tagger = new Tagger(key);
const NOW = Date.UTC(2026, 11, 1);
const HOST = "perchoir.example";

/** Ids as the ledger has them: 128 bits, here of a number and a hash of it. */
function idOf(i: number): string {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < 4; word++) view.setUint32(4 * word, Math.imul(i + 1, 0x9e3779b1 + 2 * word));
  return base32(bytes);
}

const siteOf = (i: number) => ({ id: idOf(i), account: idOf(i + 0x1000_0000) });
const QUIET = siteOf(0x2000_0000);

interface Scenario {
  readonly name: string;
  readonly sites: number;
  readonly grainOf: (i: number) => Extract<Grain, "url" | "path">;
}

const SCENARIOS: readonly Scenario[] = [
  { name: "url, one site", sites: 1, grainOf: () => "url" },
  { name: "url, 10,000 sites", sites: 10_000, grainOf: () => "url" },
  { name: "path, 10,000 sites", sites: 10_000, grainOf: () => "path" },
  {
    name: "nine url to one path, 10,000 sites",
    sites: 10_000,
    grainOf: (i) => (i % 10 === 0 ? "path" : "url"),
  },
];

const pathOf = (i: number): string => `/fil/rubrique-${i % 50}/sujet-${i}`;

function measureOf(i: number, { sites, grainOf }: Scenario): TaggedMeasure {
  const site = siteOf(i % sites).id;
  const grain = grainOf(i);
  return {
    ...{ index: i, verb: "refuse", grain, role: "cdn", decision: idOf(i), clause: "D1" },
    ...{ startsMs: NOW - 86_400_000, endsMs: NOW + 180 * 86_400_000, site },
    tags: [tagger.tag(grain, site, pathOf(i))],
    params: [],
  };
}

function heapBytes(): number {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

const BATCH = 100;
const microseconds = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));

/** Prints median and 99th percentile of one call, µs. */
function time(what: string, call: (i: number) => unknown, batches = 3000): void {
  for (let i = 0; i < Math.min(20_000, batches * BATCH); i++) call(i);
  const perCall = new Float64Array(batches);
  for (let batch = 0; batch < batches; batch++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < BATCH; i++) call(batch * BATCH + i);
    perCall[batch] = Number(process.hrtime.bigint() - start) / BATCH / 1000;
  }
  report(what, perCall, "µs");
}

function report(what: string, values: Float64Array, unit: string): void {
  const sorted = values.toSorted();
  const at = (share: number) =>
    microseconds(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
  console.log(`  ${what.padEnd(62)} p50 ${at(0.5).padStart(7)}  p99 ${at(0.99).padStart(7)} ${unit}`);
}

const print = (what: string, value: string) => console.log(`  ${what.padEnd(62)} ${value}`);

/** Builds from measures made a portion at a time, so that they take no memory besides; and how long the building took, ms. */
function build(scenario: Scenario): { readonly matcher: Matcher; readonly ms: number } {
  const builder = new MatcherBuilder(key);
  let ms = 0;
  const timed = <T>(work: () => T): T => {
    const start = performance.now();
    const result = work();
    ms += performance.now() - start;
    return result;
  };
  for (let from = 0; from < count; from += 10_000) {
    const size = Math.min(10_000, count - from);
    const portion = Array.from({ length: size }, (_, i) => measureOf(from + i, scenario));
    timed(() => {
      for (const measure of portion) builder.add(measure);
    });
  }
  return { matcher: timed(() => builder.finish()), ms };
}

function load(scenario: Scenario): Matcher {
  const before = heapBytes();
  const { matcher, ms } = build(scenario);
  print("load", `${ms.toFixed(0)} ms, ${Math.round(count / (ms / 1000)).toLocaleString("en")} a second`);
  const bytes = heapBytes() - before;
  print("memory", `${(bytes / 1e6).toFixed(1)} MB, ${(bytes / count).toFixed(1)} bytes a measure`);
  return matcher;
}

const request = (target: string) => requestIdentities(HOST, target)!;

function lookUp(matcher: Matcher, scenario: Scenario): void {
  // Spread over the whole table, so that no cache of the processor helps.
  const picks = Array.from({ length: 20_000 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0).map(
    (n) => n % count,
  );
  const refused = picks.map((i) => ({
    site: siteOf(i % scenario.sites),
    asked: request(`${pathOf(i)}?utm=1`),
  }));
  const served = picks.map((i) => ({ site: siteOf(i % scenario.sites), asked: request(`/fil/page-${i}`) }));
  const deep = picks.map((i) => ({
    site: siteOf(i % scenario.sites),
    asked: request(`/a/b/c/d/e/f/g/page-${i}`),
  }));
  const through = (list: typeof refused) => (i: number) => {
    const { site, asked } = list[i % list.length]!;
    return matcher.match(site, asked, NOW);
  };
  if (through(refused)(1).refusal === undefined) throw new Error("a measure is not found");
  if (through(served)(1).refusal !== undefined) throw new Error("a page without measure is refused");
  time("look-up: site without measures", (i) => matcher.match(QUIET, served[i % 1000]!.asked, NOW));
  time("look-up: page without one, two segments", through(served));
  time("look-up: page without one, eight segments", through(deep));
  time("look-up: refused page", through(refused));
}

/** Single changes, one after the other, with merges going on beside them as in an edge. */
async function change(matcher: Matcher, scenario: Scenario): Promise<void> {
  const changes = 3000;
  const took = new Float64Array(changes);
  let latest = matcher;
  let merging = false;
  let merges = 0;
  let longestTurnMs = 0;
  for (let i = 0; i < changes; i++) {
    const measure = measureOf(count + i, scenario);
    const start = performance.now();
    latest = latest.with([measure], [i]);
    took[i] = performance.now() - start;
    if (!merging && latest.isMergeDue) {
      merging = true;
      void runInSlices(latest.merge()).then((ontoMerged) => {
        latest = ontoMerged(latest);
        merging = false;
        merges += 1;
      });
    }
    const turn = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    longestTurnMs = Math.max(longestTurnMs, performance.now() - turn);
  }
  report(`one measure added and one lifted, ${changes} times, ${merges} merges beside`, took, "ms");
  const worst = took.reduce((most, one) => Math.max(most, one), 0);
  print(
    "the slowest change / the longest turn of the event loop",
    `${worst.toFixed(2)} / ${longestTurnMs.toFixed(2)} ms`,
  );
  const start = performance.now();
  const onto = await runInSlices(latest.merge());
  print("one merge, in slices", `${(performance.now() - start).toFixed(0)} ms`);
  if (
    onto(latest).match(siteOf((count + 1) % scenario.sites), request(pathOf(count + 1)), NOW).refusal ===
    undefined
  )
    throw new Error("a change was lost");
}

console.log(
  `${count.toLocaleString("en")} measures; load average ${loadavg()
    .map((one) => one.toFixed(2))
    .join(" ")}`,
);
time("identities of a plain request", () => requestIdentities(HOST, "/fil/rubrique-3/sujet-42?t=1"));
time("identities of an accented one", () => requestIdentities(HOST, "/fil/lavandi%C3%A8res"));
time("identities of an escaped one", () => requestIdentities(HOST, "/fil//lavandi%C3%A8res/x%2F.."), 300);
const hostile = `/${";%2f..%252f/".repeat(1300)}`;
time(
  `identities of a hostile one of ${hostile.length} characters`,
  () => requestIdentities(HOST, hostile),
  1,
);
for (const scenario of SCENARIOS) {
  console.log(scenario.name);
  const matcher = load(scenario);
  lookUp(matcher, scenario);
  await change(matcher, scenario);
}
