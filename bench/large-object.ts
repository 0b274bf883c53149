import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { startEdgeServer } from "../src/edge/server.ts";
import type { EdgeView } from "../src/edge/state.ts";
import { systemClock } from "../src/lib/clock.ts";
import { readLines } from "../src/lib/lines.ts";
import { silentLog } from "../src/lib/log.ts";
import { Matcher } from "../src/policy/matcher.ts";

/**
 * What a large object costs an edge in memory: peak above rest, of RSS and of buffers, with origin and readers in processes
 * of their own, and a new edge for each line. node --conditions=rempart-src bench/large-object.ts [--mib 1024] [--readers 20]
 */
const { values } = parseArgs({
  options: {
    mib: { type: "string", default: "1024" },
    readers: { type: "string", default: "20" },
    role: { type: "string", default: "all" },
    port: { type: "string", default: "0" },
    target: { type: "string", default: "/" },
    slow: { type: "boolean", default: false },
    disk: { type: "boolean", default: false },
    first: { type: "boolean", default: false },
  },
});
const MIB = 1024 * 1024;
const [bytes, readers] = [Number(values.mib) * MIB, Number(values.readers)];
const SELF = fileURLToPath(import.meta.url);

if (values.role === "origin") origin();
else if (values.role === "reader") await read(Number(values.port), values.target, values.slow);
else if (values.role === "edge") await edge();
else await all();

function origin(): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const server = createServer((request, response) => {
    const { url = "" } = request;
    const keep = url.startsWith("/kept") ? "max-age=3600" : "no-store";
    const length = url.includes("told") ? { "Content-Length": bytes } : {};
    response.writeHead(200, { "Cache-Control": keep, ...length });
    let left = url === "/passed/first" ? 1024 * 1024 : bytes;
    const more = (): void => {
      while (left > 0) {
        left -= chunk.length;
        if (!response.write(chunk)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  server.listen(0, "127.0.0.1", () => console.log((server.address() as { port: number }).port));
}

/** Reads one answer and says how many bytes of content it had; a slow one pauses for 2 ms after each 256 KiB. */
async function read(port: number, target: string, slow: boolean): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.write(`GET ${target} HTTP/1.0\r\nHost: site.example\r\nConnection: close\r\n\r\n`);
  let head: Buffer | undefined = Buffer.alloc(0);
  let got = 0;
  let paced = 0;
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    got += chunk.length;
    if (head !== undefined) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) continue;
      got = head.length - end - 4;
      head = undefined;
    }
    if (!slow || got - paced < 256 * 1024) continue;
    paced = got;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  console.log(got);
}

function start(role: string, ...args: string[]) {
  const flags = [
    "--expose-gc",
    "--conditions=rempart-src",
    SELF,
    "--role",
    role,
    "--mib",
    values.mib,
    ...args,
  ];
  return spawn(process.execPath, flags, { stdio: ["ignore", "pipe", "inherit"] });
}

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  for await (const line of readLines(child.stdout!, 1000)) return line;
  throw new Error("a process ended without a word");
}

async function all(): Promise<void> {
  const cases: readonly (readonly [what: string, ...flags: string[]])[] = [
    ["kept, 1 reader, length told", "--target", "/kept/told", "--readers", "1"],
    [`kept, ${readers} readers at once`, "--target", "/kept"],
    [`kept before, ${readers} readers at once`, "--target", "/kept", "--first"],
    ["kept, 1 slow reader", "--target", "/kept", "--readers", "1", "--slow"],
    ["not to be kept, 1 reader", "--target", "/passed", "--readers", "1"],
    ["not to be kept, 1 slow reader", "--target", "/passed", "--readers", "1", "--slow"],
  ];
  for (const disk of [["--disk"], []]) {
    console.log(disk.length > 0 ? "with a disk tier" : "without a disk tier");
    for (const [what, ...flags] of cases) {
      if (disk.length === 0 && flags.includes("--first")) continue;
      const child = start("edge", "--readers", values.readers, ...disk, ...flags);
      console.log(`  ${what}: ${await firstLine(child)}`);
    }
  }
}

async function edge(): Promise<void> {
  const source = start("origin");
  const folder = await mkdtemp(join(tmpdir(), "rempart-large-"));
  const url = `http://127.0.0.1:${await firstLine(source)}`;
  try {
    await measure(url, values.disk ? { folder, maxBytes: 4 * bytes } : undefined);
  } finally {
    source.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(url: string, disk: { folder: string; maxBytes: number } | undefined): Promise<void> {
  const id = "0".repeat(26);
  const site = {
    ...{ id, account: id, hostnames: ["site.example"], roles: ["cdn" as const] },
    ...{ origin: { servers: [{ url }] }, readings: { foldCase: false } },
  };
  const view: EdgeView = {
    size: 1,
    siteOf: new Map([["site.example", site]]),
    matcher: Matcher.empty(new Uint8Array(32)),
  };
  const any = { host: "127.0.0.1", port: 0 };
  const server = await startEdgeServer({
    ...{ listen: any, adminListen: any, name: "edge", deskUrl: "", cacheBytes: 256 * MIB, disk },
    ...{ view: () => view, clock: systemClock, log: silentLog },
    status: () => ({
      ...{ size: 1, config: 0, refusals: 0, stale: false, ageMs: 0 },
      digests: () => ({ known: "", held: "" }),
    }),
  });
  const run = (target: string, count: number) => peak(server.port, target, count);
  await run("/passed/first", 1); // what any first answer costs
  if (values.first) await run(values.target, 1);
  console.log(await run(values.target, readers));
  await server.close();
}

async function peak(port: number, target: string, count: number): Promise<string> {
  globalThis.gc?.();
  const rest = process.memoryUsage();
  const most = { rss: 0, arrayBuffers: 0 };
  const looking = setInterval(() => {
    const now = process.memoryUsage();
    most.rss = Math.max(most.rss, now.rss - rest.rss);
    most.arrayBuffers = Math.max(most.arrayBuffers, now.arrayBuffers - rest.arrayBuffers);
  }, 5);
  const [cpu, startedMs] = [process.cpuUsage(), performance.now()];
  const flags = ["--port", String(port), "--target", target, ...(values.slow ? ["--slow"] : [])];
  const all = Array.from({ length: count }, () => start("reader", ...flags));
  const got = await Promise.all(all.map(firstLine));
  await Promise.all(all.map((child) => child.exitCode ?? once(child, "exit")));
  clearInterval(looking);
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - startedMs) / 1000;
  const whole = got.filter((line) => Number(line) === bytes).length;
  return (
    `${whole} of ${count} whole, RSS +${(most.rss / MIB).toFixed(0)} MiB, buffers +${(most.arrayBuffers / MIB).toFixed(0)} MiB, ` +
    `${((count * bytes) / MIB / seconds).toFixed(0)} MiB/s, CPU ${((user + system) / 1e6).toFixed(1)} s`
  );
}
