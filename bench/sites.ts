import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Replica } from "../src/edge/follower/replica.ts";
import { StateFile } from "../src/edge/follower/state-file.ts";
import type { SiteConfig } from "../src/feed/config.ts";
import { idOf, memory, print, printTitle, report, time } from "./measuring.ts";

/**
 * What an edge's sites cost: memory, time of one look-up and of one change, and how long the state file takes to write and
 * to load, for as many sites as the argument says (default 1,000,000). Run with --expose-gc on a machine that does nothing
 * else. Times are of batches of a hundred calls.
 */
const count = Number(process.argv[2] ?? 1_000_000);
const KEY = new Uint8Array(32).fill(7);
const NOW = Date.UTC(2026, 11, 1);

const hostnameOf = (i: number): string => `forum-${i}.example`;

/** A small customer's document: two hostnames, a pool of two servers, some settings. */
const siteOf = (i: number, negativeSeconds = 30): SiteConfig => ({
  id: idOf(i),
  account: idOf(i + 0x1000_0000),
  hostnames: [hostnameOf(i), `www.${hostnameOf(i)}`],
  roles: ["cdn", "ddos"],
  origin: {
    servers: [
      { url: `http://192.0.2.${i % 250}:8080`, weight: 10 },
      { url: `http://198.51.100.${i % 250}:8080`, backup: true },
    ],
    timeouts: { headersMs: 20_000 },
  },
  readings: { foldCase: false },
  https: { redirect: true },
  limits: { perAddress: { perSecond: 20, burst: 100 } },
  cache: { negativeSeconds },
});

/** Spread over all sites, so that no cache helps. */
const somewhere = (i: number): number => (Math.imul(i + 1, 0x9e3779b1) >>> 0) % count;

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

/** Starts a watch that says how long something took, by the clock and of the processor. */
function watch(): () => string {
  const since = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return `${((performance.now() - since) / 1000).toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of CPU)`;
  };
}

function addAll(replica: Replica): void {
  const before = memory().held;
  const taken = watch();
  for (let from = 0; from < count; from += 1000) {
    const sites = Array.from({ length: Math.min(1000, count - from) }, (_, i) => siteOf(from + i));
    replica.apply({ t: "sites", version: from + 1, sites });
  }
  replica.view();
  print("added, one after the other", taken());
  const { held, resident } = memory();
  print(
    "memory",
    `${megabytes(held - before)}, ${((held - before) / count).toFixed(0)} bytes a site; process ${megabytes(resident)}`,
  );
  print("of these, JSON", `${JSON.stringify(siteOf(count - 1)).length} bytes a site`);
}

function lookUp(replica: Replica): void {
  const view = replica.view();
  if (view.siteOf.size !== 2 * count) throw new Error("hostnames are missing");
  if (view.siteOf.get(hostnameOf(count - 1))?.id !== idOf(count - 1)) throw new Error("a site is not found");
  const busy = Array.from({ length: 1000 }, (_, i) => hostnameOf(somewhere(i)));
  const all = Array.from({ length: 200_000 }, (_, i) => hostnameOf(somewhere(i)));
  for (const hostname of busy) view.siteOf.get(hostname);
  time("look-up: one of a thousand busy sites", (i) => view.siteOf.get(busy[i % busy.length]!));
  time("look-up: any of all", (i) => view.siteOf.get(all[i]!));
  time("look-up: no site's name", (i) => view.siteOf.get(`nobody-${i}.example`));
}

function change(replica: Replica): void {
  const changes = 2000;
  const took = new Float64Array(changes);
  let version = replica.config;
  for (let i = 0; i < changes; i++) {
    const site = siteOf(somewhere(i), i % 3600);
    version += 1;
    const start = performance.now();
    replica.apply({ t: "config", version, item: { kind: "site", site } });
    replica.view();
    took[i] = performance.now() - start;
  }
  report(`one site changed and visible, ${changes} times`, took, "ms");
}

async function throughFile(replica: Replica): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rempart-sites-"));
  try {
    const file = await StateFile.open(folder, KEY, () => {});
    let taken = watch();
    let longestTurnMs = 0;
    let last = performance.now();
    const turns = setInterval(() => {
      longestTurnMs = Math.max(longestTurnMs, performance.now() - last - 1);
      last = performance.now();
    }, 1);
    await file.rewrite(() => replica.changes(NOW));
    clearInterval(turns);
    print("state file written", `${taken()}, longest turn of the event loop ${longestTurnMs.toFixed(1)} ms`);
    await file.close();
    const { size } = await stat(join(folder, "base-1.jsonl"));
    print("its size", megabytes(size));
    taken = watch();
    const again = new Replica(KEY);
    const opened = await StateFile.open(folder, KEY, (one) => again.apply(one));
    again.view();
    print("state file loaded", taken());
    await opened.close();
    if (again.view().siteOf.get(hostnameOf(0))?.id !== idOf(0)) throw new Error("a site was lost");
  } finally {
    await rm(folder, { recursive: true });
  }
}

printTitle(`${count.toLocaleString("en")} sites`);
const replica = new Replica(KEY);
addAll(replica);
lookUp(replica);
change(replica);
await throughFile(replica);
