import { randomBytes } from "node:crypto";
import { base32 } from "../src/lib/ids.ts";
import {
  EXACT_CASE,
  type HeldMeasure,
  Matcher,
  NORMALISER,
  pathReadings,
  requestIdentities,
  tagOpening,
} from "../src/policy/index.ts";

/**
 * What the policy check costs a request: time of one lookup and memory of the matcher, for as many url
 * measures as the argument says (default 100,000), spread over a tenth as many sites. Run with --expose-gc.
 */
const count = Number(process.argv[2] ?? 100_000);
const key = new Uint8Array(randomBytes(32));
const sites = Array.from({ length: Math.ceil(count / 10) }, (_, i) => ({
  id: idOf(i),
  account: idOf(0x8000_0000 + i),
}));

/** Ids as the ledger has them, and as different in memory as they are there. */
function idOf(i: number): string {
  const bytes = new Uint8Array(16);
  new DataView(bytes.buffer).setUint32(0, i);
  return base32(bytes);
}

const siteAt = (i: number) => sites[i % sites.length] as (typeof sites)[number];

function held(index: number, grain: "url" | "path", site: string, canonical: string): HeldMeasure {
  const target = {
    grain,
    site,
    canonical,
    params: [],
    readings: EXACT_CASE,
    normaliser: NORMALISER,
  } as const;
  return {
    ...{
      index,
      verb: "refuse",
      grain,
      role: "cdn",
      decision: idOf(index),
      clause: "D1",
      startsMs: 0,
      endsMs: 1e15,
      site,
    },
    ...tagOpening(key, target),
  };
}

function nsPerCall(call: (i: number) => unknown, rounds = 200_000): number {
  for (let i = 0; i < rounds / 10; i++) call(i);
  const start = process.hrtime.bigint();
  for (let i = 0; i < rounds; i++) call(i);
  return Number(process.hrtime.bigint() - start) / rounds;
}

const heapBytes = (): number => {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};
const print = (what: string, value: number, unit: string) =>
  console.log(`${what.padEnd(64)} ${value.toFixed(value < 100 ? 1 : 0).padStart(9)} ${unit}`);

const before = heapBytes();
// Through JSON, because that is how an edge reads them back.
const measures: HeldMeasure[] = Array.from({ length: count }, (_, i) =>
  JSON.parse(JSON.stringify(held(i, "url", siteAt(i).id, `/fil/${i}`))),
);
const withMeasures = heapBytes();
const start = process.hrtime.bigint();
const matcher = Matcher.build(key, measures);
print(`build of ${count} url measures`, Number(process.hrtime.bigint() - start) / 1e6, "ms");
const withIndex = heapBytes();
print("memory: measures", (withMeasures - before) / 2 ** 20, "MB");
print("memory: index", (withIndex - withMeasures) / 2 ** 20, "MB");

const now = 1;
const quiet = { id: idOf(0xffff_ffff), account: idOf(0xffff_fffe) };
const request = (target: string) =>
  requestIdentities("perchoir.example", target) as NonNullable<ReturnType<typeof requestIdentities>>;
const miss = request("/fil/lavandieres/page-2?x=1");
const hits = Array.from({ length: 1000 }, (_, i) => request(`/fil/${i}?utm=1`));
print(
  "readings of a plain path",
  nsPerCall(() => pathReadings("/fil/lavandieres/page-2", EXACT_CASE)),
  "ns",
);
print(
  "readings of an accented path",
  nsPerCall(() => pathReadings("/fil/lavandi%C3%A8res", EXACT_CASE), 20_000),
  "ns",
);
print(
  "readings of an escaped path",
  nsPerCall(() => pathReadings("/fil//lavandi%C3%A8res/x%2F..", EXACT_CASE), 20_000),
  "ns",
);
print(
  "identities of a request",
  nsPerCall(() => requestIdentities("perchoir.example", "/fil/42?t=1")),
  "ns",
);
print(
  "match: site without measures",
  nsPerCall(() => matcher.match(quiet, miss, now)),
  "ns",
);
print(
  "match: site with url measures, page without one",
  nsPerCall((i) => matcher.match(siteAt(i), miss, now)),
  "ns",
);
print(
  "match: refused page",
  nsPerCall((i) => matcher.match(siteAt(i % 1000), hits[i % 1000] ?? miss, now)),
  "ns",
);

const withPath = matcher.with([held(count, "path", siteAt(0).id, "/prive")]);
print(
  "match: site with url and path measures, three segments",
  nsPerCall(() => withPath.match(siteAt(0), miss, now)),
  "ns",
);
const hostile = `/${";%2f..%252f/".repeat(1300)}`;
print(
  `readings of a hostile target, ${hostile.length} characters`,
  nsPerCall(() => requestIdentities("h.example", hostile), 50) / 1e6,
  "ms",
);

let growing = matcher;
const changes = 2000;
const changeStart = process.hrtime.bigint();
for (let i = 0; i < changes; i++) growing = growing.with([held(count + i, "url", siteAt(i).id, `/n/${i}`)]);
print(
  `one measure added, mean of ${changes}`,
  Number(process.hrtime.bigint() - changeStart) / changes / 1000,
  "µs",
);
