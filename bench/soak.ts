import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Agent, request } from "undici";
import { residentBytes } from "./edge/cpu.ts";
import { freePort, HOST, LOAD_CORE, launch } from "./edge/engine.ts";
import { rempart } from "./edge/rempart.ts";

/**
 * `npm run bench:soak`: ten minutes of mixed load on one edge, and its memory every ten seconds: hits, misses on ever new
 * URLs (the store is full after a while), ranges, conditions, uploads, large answers read slowly or given up half-way, errors.
 * Exits 1 if the memory of the last third is more than a tenth above that of the middle third. --minutes N
 */
const { values } = parseArgs({ options: { minutes: { type: "string", default: "10" } } });
const untilMs = performance.now() + Number(values.minutes) * 60_000;

const folder = await mkdtemp(join(tmpdir(), "rempart-soak-"));
const originPort = await freePort();
const origin = await launch({
  ...{ core: LOAD_CORE, program: process.execPath, port: originPort },
  args: [join(import.meta.dirname, "edge", "origin.ts"), String(originPort)],
});
const edge = await rempart.start({ folder, originPort });
if (typeof edge === "string") throw new Error(edge);

const { pids, stop } = edge;
const base = `http://127.0.0.1:${edge.port}`;
const agent = new Agent({ connections: 32, pipelining: 1 });
const outcomes = new Map<string, number>();
const count = (outcome: string): unknown => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
let serial = 0;

interface Kind {
  readonly share: number;
  readonly path: () => string;
  readonly method?: "POST";
  readonly headers?: () => Record<string, string>;
  readonly body?: () => Buffer;
  readonly read: "all" | "slowly" | "part";
}

const upload = Buffer.alloc(200_000, "u");
const KINDS: readonly Kind[] = [
  { share: 40, path: () => `/hit/${1024 + (serial % 50)}`, read: "all" },
  { share: 20, path: () => `/hit/20480?page=${serial}`, read: "all" },
  { share: 10, path: () => "/pass/4096", read: "all" },
  {
    share: 8,
    path: () => "/hit/102400",
    headers: () => ({ range: `bytes=${serial % 90_000}-` }),
    read: "all",
  },
  { share: 8, path: () => "/hit/102400", headers: () => ({ "if-none-match": '"102400"' }), read: "all" },
  { share: 5, path: () => "/pass/1", method: "POST", body: () => upload, read: "all" },
  { share: 4, path: () => `/pass/2000000?${serial}`, read: "part" },
  { share: 2, path: () => `/hit/3000000?${serial % 20}`, read: "slowly" },
  { share: 3, path: () => `/missing/${serial}`, read: "all" },
];
const LOTS = KINDS.flatMap((kind) => Array.from({ length: kind.share }, () => kind));

async function visit(): Promise<void> {
  serial += 1;
  const { path, method = "GET", headers, body, read } = LOTS[Math.floor(Math.random() * LOTS.length)]!;
  const answer = await request(`${base}${path()}`, {
    ...{ method, dispatcher: agent, headers: { host: HOST, ...headers?.() } },
    ...(body === undefined ? {} : { body: body() }),
  });
  count(String(answer.statusCode));
  let chunks = 0;
  for await (const _ of answer.body) {
    chunks += 1;
    if (read === "part" && chunks > 4) return void answer.body.destroy();
    if (read === "slowly" && chunks % 8 === 0) await sleep(5);
  }
}

const samples: number[] = [];
async function visitor(): Promise<void> {
  while (performance.now() < untilMs) {
    await visit().catch((error: Error) => count(error.message));
  }
}
async function watch(): Promise<void> {
  process.stdout.write("| s | RSS MB | requests |\n|---|---|---|\n");
  while (performance.now() < untilMs) {
    samples.push(residentBytes(pids) / 2 ** 20);
    process.stdout.write(`| ${(samples.length - 1) * 10} | ${samples.at(-1)!.toFixed(0)} | ${serial} |\n`);
    await sleep(10_000);
  }
}
await Promise.all([watch(), ...Array.from({ length: 32 }, visitor)]);
await agent.destroy();
await stop();
await origin.stop();
await rm(folder, { recursive: true, force: true });

const mean = (part: readonly number[]): number => part.reduce((sum, one) => sum + one, 0) / part.length;
const third = Math.floor(samples.length / 3);
const [middle, last] = [mean(samples.slice(third, 2 * third)), mean(samples.slice(2 * third))];
process.stdout.write(
  `\n${serial} requests: ${[...outcomes].map(([outcome, times]) => `${outcome} ${times}`).join(", ")}\n` +
    `mean RSS of the middle third ${middle.toFixed(0)} MB, of the last ${last.toFixed(0)} MB\n`,
);
process.exitCode = last > middle * 1.1 ? 1 : 0;
