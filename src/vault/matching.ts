import { type ChildProcess, fork } from "node:child_process";
import { moduleBeside } from "../lib/sibling.ts";
import type { CallInput, CallOutput } from "./calls.ts";

type Input = CallInput<"match">;
type Output = CallOutput<"match">;

export interface Matching {
  match(input: Input): Promise<Output>;
  close(): void;
}

/**
 * Matching reads hostile pages, so it runs in a child process: a page that makes it slow or breaks it costs one answer,
 * and nothing that parses pages shares memory with the signing keys. The child is started when needed and again after
 * a fall.
 */
export function startMatching(detailsKey: Uint8Array, timeoutMs = 30_000): Matching {
  let child: ChildProcess | undefined;
  let lastId = 0;
  const waiting = new Map<number, { resolve(output: Output): void; reject(error: Error): void }>();

  const fall = (fallen: ChildProcess, why: string) => {
    if (child !== fallen) return; // its successor's work goes on
    for (const waiter of waiting.values()) waiter.reject(new Error(why));
    waiting.clear();
    child = undefined;
  };

  const start = (): ChildProcess => {
    const started = fork(moduleBeside(import.meta.url, "./matching-child"), [], {
      serialization: "advanced",
      execArgv: [], // not the parent's: what it was told to debug or test is not this
    });
    started.on("message", (reply: { id: number; error?: string } & Partial<Output>) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      const { spans, outdated } = reply;
      if (spans === undefined || outdated === undefined) waiter?.reject(new Error(reply.error));
      else waiter?.resolve({ spans, outdated });
    });
    started.on("exit", () => fall(started, "the matching process has ended"));
    started.on("error", () => fall(started, "the matching process cannot be reached"));
    started.send({ key: Buffer.from(detailsKey) });
    return started;
  };

  return {
    match: async (input) => {
      child ??= start();
      const asked = child;
      const id = ++lastId;
      const { promise, resolve, reject } = Promise.withResolvers<Output>();
      waiting.set(id, { resolve, reject });
      const timer = setTimeout(() => asked.kill("SIGKILL"), timeoutMs);
      asked.send({ id, input });
      return promise.finally(() => clearTimeout(timer));
    },
    close: () => child?.kill(),
  };
}
