import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { createServer } from "node:http";
import { CODINGS, type Coding, type Effort } from "../src/edge/coding/codings.ts";
import { encode } from "../src/edge/coding/encode.ts";
import type { Body, Exchange } from "../src/edge/exchange.ts";
import { handle } from "../src/edge/handle.ts";
import { createEdge } from "../src/edge/make-edge.ts";
import type { EdgeView } from "../src/edge/state.ts";
import type { Edge } from "../src/edge/transaction.ts";
import { systemClock } from "../src/lib/clock.ts";
import { listen } from "../src/lib/listen.ts";
import { silentLog } from "../src/lib/log.ts";
import { Matcher } from "../src/policy/matcher.ts";

/**
 * What compression costs: CPU per body and bytes saved for each coding; CPU per request without sockets for a page that is
 * coded once, coded for each request or not at all; memory per encoder. The bodies are this repository's own sources. Run
 * with --expose-gc.
 */
const sources: Buffer[] = [];
for await (const path of glob("src/edge/**/*.ts")) sources.push(readFileSync(path));
const text = Buffer.concat(sources);
const bodies = (bytes: number, count: number): Buffer[] =>
  Array.from({ length: count }, (_, i) =>
    text.subarray((i * 20_011) % (text.length - bytes)).subarray(0, bytes),
  );

const print = (...cells: readonly string[]): void =>
  console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(46) : cell.padStart(14))).join(""));

/** CPU of all threads, µs per call, after a tenth of the calls to warm up. */
async function cpuMicros(calls: number, call: (i: number) => Promise<unknown>): Promise<number> {
  for (let i = 0; i < calls / 10; i++) await call(i);
  const before = process.cpuUsage();
  for (let i = 0; i < calls; i++) await call(i);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}

async function drain(body: Body): Promise<number> {
  let bytes = 0;
  for await (const chunk of body ?? []) bytes += chunk.length;
  return bytes;
}

async function codings(): Promise<void> {
  print("coding one body, async, with its stream", "CPU µs", "ratio");
  for (const kib of [10, 100]) {
    const pages = bodies(kib * 1024, 20);
    for (const coding of CODINGS) {
      for (const effort of ["once", "kept"] as const) {
        let coded = 0;
        const code = async (i: number): Promise<void> => {
          coded += await drain(encode([pages[i % 20]!], coding, { effort, freed: () => {} }));
        };
        const micros = await cpuMicros(100, code);
        print(
          `  ${kib} KiB, ${coding}, ${effort}`,
          micros.toFixed(0),
          ((110 * kib * 1024) / coded).toFixed(2),
        );
      }
    }
  }
}

/** An edge with one site, in front of an origin that sends as many KiB of text as the path says. */
async function edgeWithOrigin(): Promise<{ readonly edge: Edge; readonly stop: () => Promise<void> }> {
  const origin = createServer(({ url = "" }, response) => {
    const [, kind, kib] = url.split("/");
    const body = text.subarray(0, Number(kib) * 1024);
    response.setHeader("Content-Type", kind === "picture" ? "image/png" : "text/javascript");
    response.setHeader("Cache-Control", kind === "passed" ? "no-store" : "max-age=3600");
    response.setHeader("ETag", '"1"').setHeader("Content-Length", body.length).end(body);
  });
  const port = await listen(origin, { host: "127.0.0.1", port: 0 }, "origin");
  const site = {
    id: "00000000000000000000000001",
    account: "0000000000000000000000000a",
    hostnames: ["bench.example"],
    roles: ["cdn" as const],
    readings: { foldCase: false },
    origin: { servers: [{ url: `http://127.0.0.1:${port}` }] },
  };
  const view: EdgeView = {
    size: 1,
    siteOf: new Map([["bench.example", site]]),
    matcher: Matcher.empty(new Uint8Array(32)),
  };
  const edge = createEdge({
    name: "bench",
    deskUrl: "https://desk.example",
    cacheBytes: 64 * 1024 * 1024,
    view: () => view,
    clock: systemClock,
    log: silentLog,
  });
  const stop = async (): Promise<void> => {
    await edge.pools.close();
    origin.close();
    origin.closeAllConnections();
  };
  return { edge, stop };
}

/** One request without a socket; resolves with the bytes of the answer's body. */
async function ask(edge: Edge, target: string, acceptEncoding: string | undefined): Promise<number> {
  let bytes = 0;
  const accept = acceptEncoding === undefined ? [] : ["Accept-Encoding", acceptEncoding];
  const exchange: Exchange = {
    request: {
      method: "GET",
      target,
      scheme: "http",
      httpVersion: "1.1",
      fields: ["Host", "bench.example", "User-Agent", "bench", "Accept", "*/*", ...accept],
      remoteAddress: "192.0.2.1",
      body: undefined,
    },
    respond: async (_status, _fields, body) => {
      bytes = await drain(body);
      return { bodyBytes: bytes, complete: true };
    },
    inform: () => {},
    signal: new AbortController().signal,
    cut: () => {},
  };
  await handle(exchange, edge);
  return bytes;
}

async function requests(): Promise<void> {
  const { edge, stop } = await edgeWithOrigin();
  print("one request, without sockets", "CPU µs", "bytes");
  const row = async (
    what: string,
    target: string,
    accept: string | undefined,
    calls: number,
  ): Promise<void> => {
    let bytes = 0;
    const micros = await cpuMicros(calls, async () => {
      bytes = await ask(edge, target, accept);
    });
    print(`  ${what}`, micros.toFixed(1), String(bytes));
  };
  for (const kib of [1, 100]) {
    await row(`${kib} KiB hit, a picture`, `/picture/${kib}`, undefined, 50_000);
    await row(`${kib} KiB hit, a picture, browser`, `/picture/${kib}`, "gzip, deflate, br, zstd", 50_000);
    await row(`${kib} KiB hit, no Accept-Encoding`, `/kept/${kib}`, undefined, 50_000);
    for (const coding of CODINGS)
      await row(`${kib} KiB hit, coded once: ${coding}`, `/kept/${kib}`, coding, 50_000);
    await row(`${kib} KiB passed, as it is`, `/passed/${kib}`, undefined, 1000);
    for (const coding of CODINGS) {
      await row(`${kib} KiB passed, coded each time: ${coding}`, `/passed/${kib}`, coding, 1000);
    }
  }
  await stop();
}

/** Memory of encoders that have seen a megabyte and wait for more. */
async function memory(): Promise<void> {
  print("one encoder at work", "KiB");
  for (const coding of CODINGS) for (const effort of ["once", "kept"] as const) await hold(coding, effort);
}

async function hold(coding: Coding, effort: Effort): Promise<void> {
  const count = 40;
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const waiting = Array.from({ length: count }, () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const source = (async function* () {
      for (let at = 0; at < 1024 * 1024; at += 16_384)
        yield text.subarray(at % 262_144, (at % 262_144) + 16_384);
      resolve();
      await new Promise(() => {}); // silent from here on
    })();
    const iterator = encode(source, coding, { effort, freed: () => {} })[Symbol.asyncIterator]();
    const reading = (async () => {
      while ((await iterator.next()).done !== true);
    })();
    reading.catch(() => {});
    return { seen: promise, iterator };
  });
  await Promise.all(waiting.map(({ seen }) => seen));
  globalThis.gc?.();
  print(`  ${coding}, ${effort}`, ((process.memoryUsage.rss() - before) / count / 1024).toFixed(0));
  for (const { iterator } of waiting) void iterator.return?.();
}

await codings();
await requests();
await memory();
process.exit(0); // the readers above wait for ever
