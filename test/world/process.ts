import { type ChildProcess, fork } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/** One real process of the world. Its logs go to a file, so that they can be searched afterwards. */
export interface Running<T> {
  readonly ready: T;
  readonly pid: number;
  /** Once it has ended: its code, or the signal that ended it. */
  exit(): number | NodeJS.Signals | null;
  /** SIGTERM, and waits until it has ended. */
  stop(): Promise<void>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

export interface Launch {
  readonly name: string;
  readonly module: URL;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** How the process says that it is ready: an IPC message (our own), or a JSON line on its output. */
  readonly says?: "message" | "line";
}

const READY_MS = 60_000;

/** Children that have not ended, those still starting too: none outlives a run that fails. */
const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

export async function launch<T>({
  name,
  module,
  args = [],
  env = {},
  logFile,
  says = "message",
}: Launch): Promise<Running<T>> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: "a" });
  const child = fork(module, [...args], {
    env: { ...cleanEnv(), ...env },
    execArgv: ["--conditions=rempart-src"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  alive.add(child);
  child.once("exit", () => alive.delete(child));
  child.stdout?.pipe(log);
  child.stderr?.pipe(log);
  const timer = setTimeout(() => child.kill("SIGKILL"), READY_MS);
  const ready = await Promise.race([whenReady<T>(child, says), ended(child, name, logFile)]);
  clearTimeout(timer);
  const end = (signal: NodeJS.Signals) =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill(signal);
    });
  const exit = () => child.exitCode ?? child.signalCode;
  return { ready, pid: child.pid ?? 0, exit, stop: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

/** The world's processes are configured by what is passed to them, not by what the person running it has set. */
const cleanEnv = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !name.startsWith("REMPART_") && name !== "NODE_TEST_CONTEXT",
    ),
  );

function whenReady<T>(child: ChildProcess, says: "message" | "line"): Promise<T> {
  return new Promise((resolve) => {
    if (says === "message") child.once("message", (message) => resolve(message as T));
    else child.stdout?.once("data", (line: Buffer) => resolve(JSON.parse(line.toString("utf8")) as T));
  });
}

const ended = (child: ChildProcess, name: string, logFile: string): Promise<never> =>
  new Promise((_, reject) =>
    child.once("exit", (code) =>
      reject(new Error(`${name} ended with ${code} before it was ready; see ${logFile}`)),
    ),
  );
