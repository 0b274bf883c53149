import { type ChildProcess, fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

/** What a process of ours may do and take. Sizes in bytes, times in milliseconds. */
export interface ChildNature {
  readonly startMs: number;
  /** It reads what anybody may have written: no environment, nothing printed (that could hold a piece of it). */
  readonly isSealedOff: boolean;
  /** Node's permissions for nothing but reading files, its own modules say. */
  readonly mayOnlyRead?: boolean;
  readonly heapBytes?: number;
  /** Of the whole process, looked at while it works. */
  readonly memoryBytes?: number;
}

/** It could not be started; it ended over its work, or took too long or too much; whoever asks is closing. */
export class ChildGone extends Error {
  readonly when: "start" | "work" | "closed";
  /** We ended it, for time or memory. */
  readonly isKilled: boolean;

  constructor(when: ChildGone["when"], isKilled = false) {
    super(when === "start" ? "the process cannot be started" : "the process ended without an answer");
    this.when = when;
    this.isKilled = isKilled;
  }
}

const WATCH_MS = 50;
const PAGE_BYTES = 4096;
const MIB = 1024 * 1024;

/** A child process that answers one request at a time; its side is answer-parent.ts. Idle, it keeps nobody from ending. */
export class Child {
  readonly #nature: ChildNature;
  readonly #process: ChildProcess;
  #waiting: PromiseWithResolvers<unknown>;
  #isUp = true;
  #isStarted = false;
  #isKilled = false;

  constructor(module: URL, nature: ChildNature, onGone: () => void) {
    this.#nature = nature;
    const { isSealedOff, mayOnlyRead, heapBytes } = nature;
    this.#process = fork(module, [], {
      serialization: "advanced",
      execArgv: [
        ...(mayOnlyRead ? ["--permission", "--allow-fs-read=*"] : []),
        ...(heapBytes === undefined ? [] : [`--max-old-space-size=${Math.ceil(heapBytes / MIB)}`]),
      ],
      ...(isSealedOff ? { env: {}, stdio: ["ignore", "ignore", "ignore", "ipc"] } : {}),
    });
    this.#waiting = Promise.withResolvers();
    const gone = () => {
      if (!this.#isUp) return;
      this.#isUp = false;
      this.#process.kill("SIGKILL");
      this.#waiting.reject(new ChildGone(this.#isStarted ? "work" : "start", this.#isKilled));
      onGone();
    };
    this.#process.on("exit", gone);
    this.#process.on("error", gone);
    this.#process.on("message", (answer) => this.#waiting.resolve(answer));
    if (isSealedOff) keepSmall(this.#process);
  }

  /** The answer to one request; rejects with `ChildGone`. Not while another is asked. */
  async ask(request: unknown, timeMs: number): Promise<unknown> {
    this.#process.ref();
    this.#process.channel?.ref();
    const watch = setInterval(() => this.#watchMemory(), WATCH_MS);
    try {
      if (!this.#isStarted) await this.#answer(this.#nature.startMs);
      this.#isStarted = true;
      this.#waiting = Promise.withResolvers();
      if (this.#isUp)
        this.#process.send(request as object, () => {}); // one that is gone says so by its exit
      else this.#waiting.reject(new ChildGone("work"));
      return await this.#answer(timeMs);
    } finally {
      clearInterval(watch);
      this.#process.unref();
      this.#process.channel?.unref();
    }
  }

  end(): void {
    this.#isKilled = true;
    this.#process.kill("SIGKILL");
  }

  async #answer(timeMs: number): Promise<unknown> {
    const timer = setTimeout(() => this.end(), timeMs);
    try {
      const answer = await this.#waiting.promise;
      if (this.#isKilled) throw new ChildGone("work", true); // too late: its end is on the way
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  #watchMemory(): void {
    const { memoryBytes } = this.#nature;
    if (memoryBytes !== undefined && memoryOf(this.#process) > memoryBytes) this.end();
  }
}

/** Resident bytes of the process; 0 where this system does not tell. */
function memoryOf({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

/** Where Linux has to kill for want of memory it takes the child first, and a core dump would hold none of what it read. */
function keepSmall({ pid }: ChildProcess): void {
  for (const [file, value] of [
    ["oom_score_adj", "1000"],
    ["coredump_filter", "0"],
  ]) {
    try {
      writeFileSync(`/proc/${pid}/${file}`, value!);
    } catch {
      // another system, or not allowed: the limits above hold without it
    }
  }
}
