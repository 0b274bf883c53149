import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { family } from "./cpu.ts";

/** What every engine is asked to do. */
export interface Setup {
  /** Empty and its own. */
  readonly folder: string;
  readonly originPort: number;
  /** A million `host/path` to refuse, one per line. */
  readonly measures?: string;
  /** A million hostnames to serve, one per line. */
  readonly sites?: string;
  /** Certificate and key in PEM: then it speaks TLS with HTTP/2. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Engine {
  readonly name: string;
  /** No cache: left out where the answer is not kept. */
  readonly hitsOnly?: true;
  /** What it is, for the report; undefined if it is not installed. */
  version(): string | undefined;
  /** Starts it pinned to core 0, or says why it cannot do what was asked. */
  start(setup: Setup): Promise<Running | string>;
}

export interface Running {
  readonly port: number;
  /** Its processes, for CPU and memory. */
  readonly pids: readonly number[];
  stop(): Promise<void>;
}

/** Server and load never share a core. */
export const SERVER_CORE = "0";
export const LOAD_CORE = "1";

export const HOST = "www.bench.example";

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** First line that a program prints about itself; undefined if it is not there. */
export function firstLine(program: string, args: readonly string[]): string | undefined {
  const { error, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (error !== undefined) return undefined;
  return `${stdout}\n${stderr}`
    .split("\n")
    .find((line) => line.trim() !== "")
    ?.trim();
}

export interface Launch {
  readonly core: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly port: number;
  /** How long it may take until it accepts connections. */
  readonly patienceMs?: number;
}

/** Starts a program on one core and waits until its port answers. */
export async function launch({
  core,
  program,
  args,
  env,
  cwd,
  port,
  patienceMs = 60_000,
}: Launch): Promise<Running> {
  const child = spawn("taskset", ["-c", core, program, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const listen = (chunk: Buffer): void => {
    said = (said + chunk).slice(-2000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const deadline = performance.now() + patienceMs;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await end(child);
      throw new Error(`${program} did not start: ${said}`);
    }
    await sleep(50);
  }
  return { port, pids: family(child.pid!), stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(hard);
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
