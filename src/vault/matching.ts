import { type ChildProcess, fork } from "node:child_process";
import { moduleBeside } from "../lib/sibling.ts";
import type { CallInput, CallOutput } from "./calls.ts";

type Input = CallInput<"match">;
type Spans = CallOutput<"match">["spans"];

export interface Matching {
  match(input: Input): Promise<Spans>;
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
  const waiting = new Map<number, { resolve(spans: Spans): void; reject(error: Error): void }>();

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
    started.on("message", (reply: { id: number; spans?: Spans; error?: string }) => {
      const waiter = waiting.get(reply.id);
      waiting.delete(reply.id);
      if (reply.spans === undefined) waiter?.reject(new Error(reply.error));
      else waiter?.resolve(reply.spans);
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
      const { promise, resolve, reject } = Promise.withResolvers<Spans>();
      waiting.set(id, { resolve, reject });
      const timer = setTimeout(() => asked.kill("SIGKILL"), timeoutMs);
      asked.send({ id, input });
      return promise.finally(() => clearTimeout(timer));
    },
    close: () => child?.kill(),
  };
}
