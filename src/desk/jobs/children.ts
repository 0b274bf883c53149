import { type ChildProcess, fork } from "node:child_process";

export interface ChildLimits {
  /** How many processes there are at most, idle ones too. */
  readonly atOnce: number;
  /** One request takes no longer; its process is killed then. */
  readonly requestMs: number;
  /** A room that takes longer is slow: what waits for it is refused, so that it comes back when it may be faster. */
  readonly slowMs: number;
  /** After so many requests a process is replaced. */
  readonly requests: number;
  readonly idleMs: number;
}

interface Waiting {
  readonly room: string;
  readonly request: unknown;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

interface Child {
  readonly room: string;
  readonly process: ChildProcess;
  served: number;
  busy: boolean;
  idle: NodeJS.Timeout | undefined;
}

type Answer = { readonly value: unknown } | { readonly error: string };

/**
 * Child processes that answer one request at a time. A process serves one room only, a site say: what its pages can break
 * there is a look at that same site. Starting one costs half a second of a processor, so it stays for a while.
 */
export class Children {
  readonly #module: URL;
  readonly #limits: ChildLimits;
  readonly #children = new Set<Child>();
  readonly #waiting: Waiting[] = [];

  constructor(module: URL, limits: ChildLimits) {
    this.#module = module;
    this.#limits = limits;
  }

  /** The process's answer; rejects with its error, or where it ended or took too long. */
  ask<T>(room: string, request: unknown): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ room, request, resolve: resolve as (value: unknown) => void, reject });
      this.#next();
    });
  }

  /** Whoever waits for a site that hangs keeps others from being looked at. */
  #refuseSlow(room: string): void {
    for (const waiting of this.#waiting.filter((one) => one.room === room)) {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.reject(new Error("the one before it takes long; later"));
    }
  }

  /** Gives each request that can be served to a process, the oldest first: to its room's, or to a new one. */
  #next(): void {
    for (const waiting of [...this.#waiting]) {
      const child = this.#childFor(waiting.room);
      if (child === undefined) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      this.#serve(child, waiting);
    }
  }

  #childFor(room: string): Child | undefined {
    const own = [...this.#children].find((child) => child.room === room);
    if (own !== undefined) return own.busy ? undefined : own;
    const idle = [...this.#children].filter(({ busy }) => !busy);
    if (this.#children.size >= this.#limits.atOnce) {
      if (idle[0] === undefined) return undefined;
      this.#end(idle[0]);
    }
    const child: Child = {
      room,
      process: fork(this.#module, [], { serialization: "advanced" }),
      ...{ served: 0, busy: false, idle: undefined },
    };
    this.#children.add(child);
    child.process.on("error", () => {}); // the request that it had is told by its exit
    return child;
  }

  #serve(child: Child, { request, resolve, reject }: Waiting): void {
    const { process: served } = child;
    child.busy = true;
    child.served++;
    clearTimeout(child.idle);
    served.ref();
    served.channel?.ref();
    const slow = setTimeout(() => this.#refuseSlow(child.room), this.#limits.slowMs);
    const done = (isWhole: boolean) => {
      clearTimeout(timer);
      clearTimeout(slow);
      served.off("message", answered);
      served.off("exit", ended);
      child.busy = false;
      if (!isWhole || child.served >= this.#limits.requests) this.#end(child);
      else this.#rest(child);
      this.#next();
    };
    const answered = (answer: Answer) => {
      done(true);
      if ("error" in answer) reject(new Error(answer.error));
      else resolve(answer.value);
    };
    const ended = () => {
      done(false);
      reject(new Error("the process ended without an answer"));
    };
    const timer = setTimeout(() => served.kill("SIGKILL"), this.#limits.requestMs);
    served.on("message", answered);
    served.on("exit", ended);
    served.send(request as object, (error) => {
      if (error !== null) served.kill("SIGKILL");
    });
  }

  /** An idle process keeps nobody waiting: neither us from ending, nor itself for long. */
  #rest(child: Child): void {
    child.process.unref();
    child.process.channel?.unref();
    child.idle = setTimeout(() => this.#end(child), this.#limits.idleMs).unref();
  }

  #end(child: Child): void {
    clearTimeout(child.idle);
    this.#children.delete(child);
    child.process.kill("SIGKILL");
  }
}
