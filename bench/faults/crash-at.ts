import fs from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { Socket } from "node:net";
import { basename, relative } from "node:path";
import { Duplex } from "node:stream";
import { isMainThread } from "node:worker_threads";
import { FOLDER, type Order, orderFor, recordPath, SKEW } from "./order.ts";

/**
 * Preloaded (`--import`) into every process of a world. What reaches disk or network passes a named point, such as
 * `desk/db fsync pg_wal/#`; at an order's point the process ends with SIGKILL, before or right after the call. The product knows
 * nothing of it, so a new write in the product is a new point by itself.
 */
const THREAD_OF = "FAULTS_THREAD_OF";
const folder = process.env[FOLDER];
const data = process.env.REMPART_DATA ?? "";
const name = isMainThread ? nameOf(process.argv[2]) : process.env[THREAD_OF];
const skewMs = Number(process.env[SKEW] ?? 0);
/** The functions of before the wrapping: a point must not pass a point. */
const { appendFileSync, readlinkSync } = fs;

function nameOf(command = ""): string | undefined {
  if (command === "edge") return basename(data);
  return command === "desk" || command === "vault" ? command : undefined;
}

let reached = { id: "", times: 0 };

/** Runs the call that a point is about; `bytes`: it writes to a disk. */
function pass<T>(what: string, call: () => T, bytes = false): T {
  const order = orderFor(folder!, name!);
  if (order === undefined) return call();
  const point = `${name}${isMainThread ? "" : "/db"} ${what}`;
  if (order.do === "record") return recorded(point, call);
  if (order.do === "full-disk" && bytes) {
    throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", errno: -28 });
  }
  if (order.do !== "kill" || order.point !== point || !isItsTime(order)) return call();
  const { pid = process.pid, when } = order;
  if (when === "before") {
    process.kill(pid, "SIGKILL");
    return call();
  }
  const result = call();
  const killed = () => process.kill(pid, "SIGKILL");
  if (result instanceof Promise) return result.finally(killed) as T;
  killed();
  return result;
}

/** A line of when the call began, when it was over, and what it was: CLOCK_MONOTONIC in ms, the same in all processes. */
function recorded<T>(point: string, call: () => T): T {
  const clock = () => (Number(process.hrtime.bigint()) / 1e6).toFixed(3);
  const began = clock();
  const write = () => appendFileSync(recordPath(folder!, name!), `${began} ${clock()} ${point}\n`);
  const result = call();
  if (result instanceof Promise) return result.finally(write) as T;
  write();
  return result;
}

function isItsTime({ id, nth }: Extract<Order, { do: "kill" }>): boolean {
  if (reached.id !== id) reached = { id, times: 0 };
  reached.times += 1;
  return reached.times === nth;
}

/** "fsync path" with the file's path below the data folder; undefined for what is no file of it: logs, pipes. */
function onFile(verb: string, fd: number): string | undefined {
  try {
    const path = plain(readlinkSync(`/proc/self/fd/${fd}`));
    return path.startsWith("..") ? undefined : `${verb} ${path}`;
  } catch {
    return undefined;
  }
}

const plain = (path: string): string =>
  relative(data, path)
    .replace(/[0-9a-hjkmnp-tv-z]{26}|[0-9A-F]{24}|[0-9a-f]{64}/g, "*")
    .replace(/\d+/g, "#");

type Method = (...args: never[]) => unknown;

/** Puts a function in a method's place that passes a point first. */
function wrap<T extends object>(
  owner: T,
  method: string,
  what: (self: never, args: readonly unknown[]) => string | undefined,
  bytes = false,
): void {
  const methods = owner as Record<string, Method>;
  const original = methods[method]!;
  methods[method] = function (this: unknown, ...args: never[]) {
    const point = what(this as never, args);
    const call = () => original.apply(this, args);
    return point === undefined ? call() : pass(point, call, bytes);
  };
}

async function wrapFiles(): Promise<void> {
  const handle = await open("/dev/null");
  const prototype = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const fdOf = (verb: string) => (self: FileHandle) => onFile(verb, self.fd);
  for (const verb of ["write", "writeFile", "appendFile"]) wrap(prototype, verb, fdOf("write"), true);
  for (const verb of ["datasync", "sync"]) wrap(prototype, verb, fdOf("fsync"));
  const renamed = (_self: unknown, [, to]: readonly unknown[]) => `rename ${plain(String(to))}`;
  wrap(fs.promises, "rename", renamed, true);
  wrap(fs, "renameSync", renamed, true);
  for (const verb of ["fsyncSync", "fdatasyncSync"] as const)
    wrap(fs, verb, (_self, [fd]) => onFile("fsync", Number(fd)));
  wrap(fs, "writeSync", (_self, [fd]) => onFile("write", Number(fd)), true);
  const { fdatasync } = fs;
  fs.fdatasync = ((fd: number, done: fs.NoParamCallback) => {
    const call = () =>
      new Promise<void>((resolve) =>
        fdatasync(fd, (error) => {
          done(error);
          resolve();
        }),
      );
    const point = onFile("fsync", fd);
    void (point === undefined ? call() : pass(point, call));
  }) as typeof fs.fdatasync;
  syncBuiltinESMExports();
}

/** What a chunk on a connection is, where it is a step of a decision. */
const STEPS: readonly (readonly [start: string | RegExp, step: string])[] = [
  [/"kind":"batch"/, "batch"],
  [/^POST \/feed\/ack /, "ack"],
  [/^\{"id":\d+,"call":"append"/, "append call"],
  [/^\{"id":\d+,"output":\{"checkpoint"/, "append answer"],
  [/"status":"committed"/, "committed"],
  [/^Q\0\0\0.commit\0/s, "sql commit"],
  [/^H?PUB rempart\.feed\./m, "message to the bus"],
  [/^H?MSG rempart\.feed\./m, "message of the bus"],
  [/^\{"stream":"rempart"/m, "answer of the bus"],
];

function stepOf(chunk: unknown): string | undefined {
  if (typeof chunk !== "string" && !(chunk instanceof Uint8Array)) return undefined;
  const text =
    typeof chunk === "string" ? chunk.slice(0, 2000) : Buffer.from(chunk).toString("latin1", 0, 2000);
  return STEPS.find(([start]) => text.search(start) !== -1)?.[1];
}

/** `write` and `push` of a Socket are inherited: these are its own from now on. */
function wrapSockets(): void {
  const prototype = Socket.prototype as unknown as Record<string, Method>;
  for (const [method, verb] of [
    ["write", "send"],
    ["push", "receive"],
  ] as const) {
    const inherited = (Duplex.prototype as unknown as Record<string, Method>)[method]!;
    prototype[method] = function (this: Socket, ...args: never[]) {
      const step = stepOf(args[0]);
      const call = () => inherited.apply(this, args);
      return step === undefined ? call() : pass(`${verb} ${step}`, call);
    };
  }
}

function shiftClock(byMs: number): void {
  const real = Date;
  const now = () => real.now() + byMs;
  globalThis.Date = new Proxy(real, {
    construct: (target, args, self) => Reflect.construct(target, args.length === 0 ? [now()] : args, self),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
}

if (folder !== undefined && name !== undefined) {
  process.env[THREAD_OF] = name; // threads have arguments of their own
  if (skewMs !== 0) shiftClock(skewMs);
  await wrapFiles();
  wrapSockets();
}
