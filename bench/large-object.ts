import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
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
 * What a large object costs an edge in memory: peak above rest, of RSS and of buffers, with origin and visitors in processes
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
    upload: { type: "boolean", default: false },
    disk: { type: "boolean", default: false },
    first: { type: "boolean", default: false },
  },
});
const MIB = 1024 * 1024;
const [bytes, readers] = [Number(values.mib) * MIB, Number(values.readers)];
const SELF = fileURLToPath(import.meta.url);

if (values.role === "origin") origin();
else if (values.role === "visitor") await visit(Number(values.port), values.target);
else if (values.role === "edge") await edge();
else await all();

function origin(): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const server = createServer((request, response) => {
    if (request.method === "POST") return void take(request, response);
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

/** Answers an upload with its length. */
async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let got = 0;
  for await (const chunk of paced(request)) got += chunk.length;
  response.end(String(got));
}

/** What is slow pauses for 2 ms after each 256 KiB. */
async function* paced(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let since = 0;
  for await (const chunk of chunks) {
    yield chunk;
    since += chunk.length;
    if (!values.slow || since < 256 * 1024) continue;
    since = 0;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** Reads one answer, or uploads as much, and says how many bytes of content came through. */
async function visit(port: number, target: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  const head = `${target} HTTP/1.0\r\nHost: site.example\r\nConnection: close\r\n`;
  socket.write(values.upload ? `POST ${head}Content-Length: ${bytes}\r\n\r\n` : `GET ${head}\r\n`);
  if (values.upload) void send(socket);
  const chunks: AsyncIterable<Buffer> = values.upload ? socket : paced(socket);
  let answer = Buffer.alloc(0);
  let got = 0;
  for await (const chunk of chunks) {
    got += chunk.length;
    if (answer.length < 1024) answer = Buffer.concat([answer, chunk]);
  }
  const headBytes = answer.indexOf("\r\n\r\n") + 4;
  console.log(values.upload ? answer.toString("latin1", headBytes) : got - headBytes);
}

async function send(socket: Socket): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024, "x");
  for (let left = bytes; left > 0; left -= chunk.length)
    if (!socket.write(chunk)) await once(socket, "drain");
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
    ["upload", "--target", "/passed", "--readers", "1", "--upload"],
    ["upload to a slow origin", "--target", "/passed", "--readers", "1", "--upload", "--slow"],
  ];
  for (const disk of [["--disk"], []]) {
    console.log(disk.length > 0 ? "with a disk tier" : "without a disk tier");
    for (const [what, ...flags] of cases) {
      if (flags.includes(disk.length > 0 ? "--upload" : "--first")) continue; // where it makes no difference, or no sense
      const child = start("edge", "--readers", values.readers, ...disk, ...flags);
      console.log(`  ${what}: ${await firstLine(child)}`);
    }
  }
}

async function edge(): Promise<void> {
  const source = start("origin", ...(values.slow ? ["--slow"] : []));
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
      ...{ size: 1, config: 0, refusals: 0, uncosignedMs: 0, stale: false, ageMs: 0 },
      digests: () => ({ known: "", held: "" }),
    }),
  });
  const run = (target: string, count: number, upload = false) => peak(server.port, target, count, upload);
  await run("/passed/first", 1); // what any first answer costs
  if (values.first) await run(values.target, 1);
  console.log(await run(values.target, readers, values.upload));
  await server.close();
}

async function peak(port: number, target: string, count: number, upload: boolean): Promise<string> {
  globalThis.gc?.();
  const rest = process.memoryUsage();
  const most = { rss: 0, arrayBuffers: 0 };
  const looking = setInterval(() => {
    const now = process.memoryUsage();
    most.rss = Math.max(most.rss, now.rss - rest.rss);
    most.arrayBuffers = Math.max(most.arrayBuffers, now.arrayBuffers - rest.arrayBuffers);
  }, 5);
  const [cpu, startedMs] = [process.cpuUsage(), performance.now()];
  const flags = ["--port", String(port), "--target", target];
  if (values.slow) flags.push("--slow");
  if (upload) flags.push("--upload");
  const all = Array.from({ length: count }, () => start("visitor", ...flags));
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
