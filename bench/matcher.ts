import { randomBytes } from "node:crypto";
import { runInSlices } from "../src/lib/slices.ts";
import {
  type Grain,
  type Matcher,
  MatcherBuilder,
  requestIdentities,
  type TaggedMeasure,
  Tagger,
} from "../src/policy/index.ts";
import { idOf, memory, print, printTitle, report, time } from "./measuring.ts";

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
  const before = memory().held;
  const { matcher, ms } = build(scenario);
  print("load", `${ms.toFixed(0)} ms, ${Math.round(count / (ms / 1000)).toLocaleString("en")} a second`);
  const bytes = memory().held - before;
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

/**
 * Single changes, one after the other, with merges going on beside them as in an edge. Each comes at a moment of its own, waits
 * for the slice of a merge that is running, and is visible when the next request would see it.
 */
async function change(matcher: Matcher, scenario: Scenario): Promise<void> {
  const changes = 3000;
  const took = new Float64Array(changes);
  let latest = matcher;
  let merging = false;
  let merges = 0;
  for (let i = 0; i < changes; i++) {
    const measure = measureOf(count + i, scenario);
    const came = performance.now();
    await new Promise((resolve) => setImmediate(resolve));
    latest = latest.with([measure], [i]);
    took[i] = performance.now() - came;
    if (!merging && latest.isMergeDue) {
      merging = true;
      void runInSlices(latest.merge()).then((ontoMerged) => {
        latest = ontoMerged(latest);
        merging = false;
        merges += 1;
      });
    }
  }
  report(`one added and one lifted until visible, ${changes} times, ${merges} merges`, took, "ms");
  const start = performance.now();
  const onto = await runInSlices(latest.merge());
  print("one merge, in slices", `${(performance.now() - start).toFixed(0)} ms`);
  if (
    onto(latest).match(siteOf((count + 1) % scenario.sites), request(pathOf(count + 1)), NOW).refusal ===
    undefined
  )
    throw new Error("a change was lost");
}

printTitle(`${count.toLocaleString("en")} measures`);
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
