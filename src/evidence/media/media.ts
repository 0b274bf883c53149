import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { SECOND } from "../../lib/clock.ts";
import { unprocessable } from "../../lib/errors.ts";
import { moduleBeside } from "../../lib/sibling.ts";
import { Turns } from "../../lib/turns.ts";
import type { CleanMedia } from "./clean.ts";
import type { Reply } from "./media-child.ts";
import { unreadable } from "./sniffed.ts";

/** A large picture takes about two seconds on a slow machine. */
const TIMEOUT_MS = 20 * SECOND;
/** Files come in handfuls: one report, then none for long. */
const IDLE_MS = 5 * SECOND;

export type Clean = (bytes: Uint8Array, timeoutMs?: number) => Promise<CleanMedia>;

/**
 * Decoders of pictures are where hostile files do harm, so they run in a child process that has no environment, no key
 * and no database. It takes one file after the other; it is killed and replaced when a file makes it hang or fall, and
 * ends when nothing has come for a while. Never keeps the own process alive while idle.
 */
export function mediaCleaner(idleMs = IDLE_MS): Clean {
  const turns = new Turns();
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  const start = (): ChildProcess => {
    const started = fork(moduleBeside(import.meta.url, "./media-child"), [], {
      serialization: "advanced",
      env: {},
      execArgv: ["--max-old-space-size=512"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const forget = () => {
      if (child === started) child = undefined;
    };
    started.on("exit", forget);
    started.on("error", forget);
    return started;
  };

  const rest = (idling: ChildProcess): void => {
    child = undefined; // at once: a file that comes before it is gone must not meet it
    idling.kill("SIGKILL");
  };

  const clean = async (bytes: Uint8Array, timeoutMs: number): Promise<CleanMedia> => {
    clearTimeout(idle);
    child ??= start();
    const asked = child;
    asked.ref();
    asked.channel?.ref();
    try {
      const reply = await replyOf(asked, bytes, timeoutMs);
      if ("cleaned" in reply) return reply.cleaned;
      throw unprocessable(reply.refused.code, reply.refused.message, { field: "file" });
    } finally {
      asked.unref();
      asked.channel?.unref();
      if (child === asked) idle = setTimeout(() => rest(asked), idleMs).unref();
    }
  };
  return (bytes, timeoutMs = TIMEOUT_MS) => turns.run(() => clean(bytes, timeoutMs));
}

/** Resolves when the child has answered or is gone; gone, the next file gets another. */
async function replyOf(child: ChildProcess, bytes: Uint8Array, timeoutMs: number): Promise<Reply> {
  const timer = setTimeout(() => child.kill("SIGKILL"), timeoutMs);
  const over = new AbortController();
  const { signal } = over;
  try {
    child.send(bytes, () => {}); // a child that is gone says so by "exit"
    return await Promise.race([
      once(child, "message", { signal }).then(([reply]) => reply as Reply),
      once(child, "exit", { signal }).then(() => Promise.reject(unreadable())),
    ]);
  } catch {
    child.kill("SIGKILL");
    throw unreadable();
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

const cleaner = mediaCleaner();

/**
 * Reads a picture or a voice message that somebody sent: what the original tells, and the clean copy of a picture. 20
 * seconds at most. Refuses with `media.type` (422) what is neither, with `media.unreadable` (422) what is broken, too
 * large, or hostile. Sends nothing anywhere and keeps nothing.
 */
export const cleanMedia = (bytes: Uint8Array): Promise<CleanMedia> => cleaner(bytes);
