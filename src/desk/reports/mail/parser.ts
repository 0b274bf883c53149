import { type ChildProcess, fork } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { MINUTE, SECOND } from "../../../lib/clock.ts";
import { RempartError, unprocessable } from "../../../lib/errors.ts";
import { moduleBeside } from "../../../lib/sibling.ts";
import { Turns } from "../../../lib/turns.ts";
import type { ParseReply } from "./parse-child.ts";
import { type ParsedMail, parsedMailSchema } from "./types.ts";

export interface MailParser {
  /**
   * What a mail says. Throws `mail.unreadable` (422) where this mail cannot be read within the limits, `mail.parser` (503)
   * where no mail could be: the process does not start, or the desk is closing.
   */
  parse(bytes: Uint8Array): Promise<ParsedMail>;
  close(): void;
}

export interface ParserLimits {
  /** For one mail, once the process is up. */
  readonly timeMs: number;
  readonly startMs: number;
  /** Of the JavaScript heap, and of the whole process. */
  readonly heapBytes: number;
  readonly memoryBytes: number;
  /** An idle process ends, and with it what it remembers of the last mail. */
  readonly idleMs: number;
}

const MIB = 1024 * 1024;
const LIMITS: ParserLimits = {
  timeMs: 30 * SECOND,
  startMs: 30 * SECOND,
  heapBytes: 512 * MIB,
  memoryBytes: 768 * MIB,
  idleMs: MINUTE,
};
const WATCH_MS = 50;
const PAGE_BYTES = 4096;

/**
 * Mails are written by anybody, so they are read in a child process: without keys, database and environment, and with
 * Node's permissions for nothing but reading files. What a hostile mail can break there is that mail. One child reads mail
 * after mail, one at a time; it is killed and replaced when a mail takes too long or too much.
 */
export function startMailParser(changes: Partial<ParserLimits> = {}): MailParser {
  const limits = { ...LIMITS, ...changes };
  const turns = new Turns();
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  const drop = () => {
    child?.kill("SIGKILL");
    child = undefined;
  };

  const start = async (): Promise<ChildProcess> => {
    if (closed) throw closing();
    const started = fork(moduleBeside(import.meta.url, "./parse-child"), [], {
      serialization: "advanced",
      execArgv: [
        "--permission",
        "--allow-fs-read=*", // its own modules, wherever they are installed
        `--max-old-space-size=${Math.ceil(limits.heapBytes / MIB)}`,
      ],
      env: {},
      // an uncaught error would print a piece of the mail
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    started.on("error", () => {}); // a send to a child that has ended; its exit is seen
    child = started;
    const reply = await next(started, limits.startMs).catch(() => undefined);
    if (reply === undefined || !("ready" in reply)) {
      drop();
      throw noParser("the process that reads mail cannot be started");
    }
    keepSmall(started);
    return started;
  };

  /** Undefined where the child did not answer, or not in the form that is expected; it is gone then. */
  const ask = async (running: ChildProcess, bytes: Uint8Array): Promise<ParsedMail | undefined> => {
    const watch = setInterval(() => {
      if (memoryOf(running) > limits.memoryBytes) running.kill("SIGKILL");
    }, WATCH_MS);
    const reply = await Promise.all([next(running, limits.timeMs), sent(running, bytes)])
      .then(([said]) => said)
      .catch(() => undefined)
      .finally(() => clearInterval(watch));
    if (reply !== undefined && "unreadable" in reply) throw unreadable();
    const mail =
      reply === undefined || !("mail" in reply) ? undefined : parsedMailSchema.safeParse(reply.mail);
    if (!mail?.success) drop();
    return mail?.data;
  };

  const parse = async (bytes: Uint8Array): Promise<ParsedMail> => {
    if (closed) throw closing();
    clearTimeout(idle);
    try {
      const waiting = child?.connected ? child : undefined;
      // one that waited may have ended by then, which is no mail's fault
      const mail = (waiting && (await ask(waiting, bytes))) ?? (await ask(await start(), bytes));
      if (mail === undefined) throw closed ? closing() : unreadable();
      return mail;
    } finally {
      idle = setTimeout(drop, limits.idleMs).unref();
    }
  };

  return {
    parse: (bytes) => turns.run(() => parse(bytes)),
    close: () => {
      closed = true;
      clearTimeout(idle);
      drop();
    },
  };
}

const noParser = (why: string) => new RempartError("mail.parser", 503, why);
const closing = () => noParser("the desk is closing; no mail is read");
const unreadable = () =>
  unprocessable("mail.unreadable", "the mail could not be read within the limits of time and memory");

/** Resolves when the child has been given the bytes; rejects where it cannot be. */
function sent(child: ChildProcess, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    child.send(bytes, (error) => (error === null ? resolve() : reject(error)));
  });
}

/** The next thing that the child says; rejects when it ends or says nothing for so long. */
function next(child: ChildProcess, timeMs: number): Promise<ParseReply> {
  const { promise, resolve, reject } = Promise.withResolvers<ParseReply>();
  const fall = () => reject(new Error("the child has ended"));
  const timer = setTimeout(fall, timeMs);
  child.once("message", resolve);
  child.once("exit", fall);
  child.once("error", fall);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off("message", resolve);
    child.off("exit", fall);
    child.off("error", fall);
  });
}

/** Resident bytes of the process; 0 where this system does not tell. */
function memoryOf({ pid }: ChildProcess): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "latin1").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return 0;
  }
}

/** Where Linux has to kill for want of memory it takes the child first, and a core dump would hold no page of the mail. */
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
