import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cpuUs } from "./cpu.ts";
import { firstLine, HOST, LOAD_CORE, type Running } from "./engine.ts";

const run = promisify(execFile);

export interface Measured {
  /** CPU of the server, µs per request. */
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not 2xx or 3xx, and broken connections. */
  readonly errors: number;
}

export const loadVersion = (): string | undefined => firstLine("wrk", ["-v"]);
export const h2Version = (): string | undefined => firstLine("h2load", ["--version"]);

/** Closed loop, 64 connections, HTTP/1.1, by wrk on its own core. */
export async function load(server: Running, path: string, seconds: number, host = HOST): Promise<Measured> {
  const before = cpuUs(server.pids);
  const { stdout } = await run("taskset", [
    ...["-c", LOAD_CORE, "wrk", "-t1", "-c64", `-d${seconds}s`, "--latency", "-H", `Host: ${host}`],
    `http://127.0.0.1:${server.port}${path}`,
  ]);
  const used = cpuUs(server.pids) - before;
  const number = (pattern: RegExp): number => Number(pattern.exec(stdout)?.[1] ?? 0);
  const requests = number(/(\d+) requests in/);
  const refused = number(/Non-2xx or 3xx responses: (\d+)/);
  const broken = [...(/Socket errors: (.*)/.exec(stdout)?.[1]?.matchAll(/\d+/g) ?? [])].map(Number);
  return {
    cpuUs: used / requests,
    perSecond: number(/Requests\/sec:\s+([\d.]+)/),
    p50Ms: milliseconds(/50%\s+([\d.]+)(us|ms|s)/.exec(stdout)),
    p99Ms: milliseconds(/99%\s+([\d.]+)(us|ms|s)/.exec(stdout)),
    errors: refused + broken.reduce((sum, one) => sum + one, 0),
  };
}

/** 16 connections with 8 streams each, HTTP/2 over TLS, by h2load, which tells the mean and no p99. */
export async function loadH2(server: Running, path: string, seconds: number): Promise<Measured> {
  const before = cpuUs(server.pids);
  const { stdout } = await run("taskset", [
    ...["-c", LOAD_CORE, "h2load", "-t1", "-c16", "-m8", "-D", String(seconds), "--connect-to"],
    ...[`127.0.0.1:${server.port}`, `https://${HOST}:${server.port}${path}`],
  ]);
  const used = cpuUs(server.pids) - before;
  const [, total = "0", good = "0"] = /requests: (\d+) total,.*?(\d+) succeeded/.exec(stdout) ?? [];
  const times = /time for request:\s+\S+\s+\S+\s+([\d.]+)(us|ms|s)/.exec(stdout);
  return {
    cpuUs: used / Number(good),
    perSecond: Number(/finished in [^,]+, ([\d.]+) req\/s/.exec(stdout)?.[1] ?? 0),
    p50Ms: milliseconds(times),
    p99Ms: Number.NaN,
    errors: Number(total) - Number(good),
  };
}

function milliseconds(match: RegExpExecArray | null): number {
  const unit = { us: 0.001, ms: 1, s: 1000 }[match?.[2] ?? "ms"] ?? 1;
  return Number(match?.[1] ?? Number.NaN) * unit;
}
