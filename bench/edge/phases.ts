import { KeptBody } from "../../src/edge/cache/kept-body.ts";
import { storedResponse } from "../../src/edge/cache/stored.ts";
import type { Body, Exchange } from "../../src/edge/exchange.ts";
import { PHASES } from "../../src/edge/handle.ts";
import { Fields } from "../../src/edge/http/fields.ts";
import { createEdge } from "../../src/edge/make-edge.ts";
import { type Edge, type NextPhase, type PhaseName, Transaction } from "../../src/edge/transaction.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { EXACT_CASE, Matcher } from "../../src/policy/index.ts";
import { HOST } from "./engine.ts";

const RUNS = 300_000;
const ORIGIN = "http://127.0.0.1:9";

/** What wrk and a browser send. */
const REQUESTS = {
  "wrk's two fields": ["Host", HOST],
  "a browser's twelve fields": [
    ...["Host", HOST, "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"],
    ...["Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"],
    ...["Accept-Language", "fr,en-US;q=0.7,en;q=0.3", "Accept-Encoding", "gzip, deflate, br, zstd"],
    ...["Connection", "keep-alive", "Cookie", "theme=dark; seen=1", "Upgrade-Insecure-Requests", "1"],
    ...[
      "Sec-Fetch-Dest",
      "document",
      "Sec-Fetch-Mode",
      "navigate",
      "Sec-Fetch-Site",
      "none",
      "Priority",
      "u=0, i",
    ],
  ],
} as const;

/** An exchange without a socket: what is left is the core. */
function exchangeOf(fields: readonly string[], target: string): Exchange {
  return {
    request: {
      ...{ method: "GET", target, scheme: "http", httpVersion: "1.1", fields },
      ...{ remoteAddress: "192.0.2.7", body: undefined },
    },
    signal: new AbortController().signal,
    respond: (_status: number, _fields: readonly string[], body: Body) =>
      Promise.resolve({ bodyBytes: Array.isArray(body) ? body.length : 0, complete: true }),
    inform: () => {},
    cut: () => {},
  };
}

/** Time of each phase of a 1 KB hit from memory, ns; the clock's own cost taken off. */
export async function phaseCosts(): Promise<void> {
  process.stdout.write(
    `\nWhat each phase of a 1 KB hit costs, ns (mean of ${RUNS.toLocaleString("en")})\n\n`,
  );
  const columns: [string, Map<string, number>][] = [];
  for (const [name, fields] of Object.entries(REQUESTS)) columns.push([name, await timed(fields)]);
  process.stdout.write(
    `| phase | ${columns.map(([name]) => name).join(" | ")} |\n|---|${"---|".repeat(columns.length)}\n`,
  );
  for (const phase of columns[0]![1].keys()) {
    process.stdout.write(
      `| ${phase} | ${columns.map(([, costs]) => costs.get(phase)!.toFixed(0)).join(" | ")} |\n`,
    );
  }
}

async function timed(fields: readonly string[]): Promise<Map<string, number>> {
  const site = {
    ...{ id: "0".repeat(26), account: "0".repeat(26), hostnames: [HOST], roles: ["cdn" as const] },
    ...{ origin: { servers: [{ url: ORIGIN }] }, readings: EXACT_CASE },
  };
  const view = { size: 1, siteOf: new Map([[HOST, site]]), matcher: Matcher.empty(new Uint8Array(32)) };
  const edge = createEdge({
    ...{ name: "bench", deskUrl: "https://desk.example", cacheBytes: 2 ** 24, view: () => view },
    ...{ clock: systemClock, log: silentLog },
  });
  const target = "/hit/1024";
  await fill(edge, fields, target);
  const spent = new Map<string, bigint>();
  const calls = new Map<string, number>();
  for (let i = -RUNS / 10; i < RUNS; i++) {
    if (i === 0) for (const one of [spent, calls]) one.clear(); // warm from here
    const tx = new Transaction(exchangeOf(fields, target), view, edge.clock.now());
    for (let next: NextPhase = "receive"; next !== "end"; ) {
      const phase: PhaseName = next;
      const from = process.hrtime.bigint();
      const step: NextPhase | Promise<NextPhase> = PHASES[phase](tx, edge);
      next = typeof step === "string" ? step : await step;
      spent.set(phase, (spent.get(phase) ?? 0n) + process.hrtime.bigint() - from);
      calls.set(phase, (calls.get(phase) ?? 0) + 1);
    }
    edge.inFlight.delete(tx);
    if (tx.outcome !== "hit" && i >= 0) throw new Error(`not a hit but ${tx.outcome}`);
  }
  const clockNs = clockCost();
  const costs = new Map([...spent].map(([phase, ns]) => [phase, Number(ns) / calls.get(phase)! - clockNs]));
  costs.set(
    "all",
    [...costs.values()].reduce((sum, one) => sum + one, 0),
  );
  return costs;
}

/** Puts the answer where the lookup of this request finds it. */
async function fill(edge: Edge, fields: readonly string[], target: string): Promise<void> {
  const tx = new Transaction(exchangeOf(fields, target), edge.view(), edge.clock.now());
  for (let next: NextPhase = "receive"; next !== "fetch"; ) next = await PHASES[next as PhaseName](tx, edge);
  edge.inFlight.delete(tx);
  const nowMs = edge.clock.now();
  const list = [
    "Content-Type",
    "text/html",
    "Date",
    new Date(nowMs).toUTCString(),
    "Content-Length",
    "1024",
    "Cache-Control",
    "max-age=3600",
    "ETag",
    '"1"',
  ];
  const head = { status: 200, fields: new Fields(list), requestTimeMs: nowMs, responseTimeMs: nowMs };
  const body = new KeptBody();
  edge.store.put(storedResponse(tx.key, tx.subject, tx.forwarded, head, body));
  await body.fill(
    (async function* () {
      yield Buffer.alloc(1024, "x");
    })(),
  );
}

/** What two readings of the clock cost, ns. */
function clockCost(): number {
  let spent = 0n;
  for (let i = 0; i < RUNS; i++) {
    const from = process.hrtime.bigint();
    spent += process.hrtime.bigint() - from;
  }
  return Number(spent) / RUNS;
}
