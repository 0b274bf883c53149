import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { fromUtf8 } from "../../lib/bytes.ts";
import { RempartError } from "../../lib/errors.ts";

export interface TranscribeLimits {
  readonly timeoutMs: number;
  /** In UTF-16 code units. A program that writes more is broken: nothing of it passes for a transcript. */
  readonly maxChars: number;
}

const failed = (why: string): RempartError =>
  new RempartError("transcriber.failed", 502, `the transcriber must write UTF-8 text and end with 0: ${why}`);

/**
 * What a program on this machine hears in a voice message: the sound on its standard input, UTF-8 text on its standard
 * output. No shell, and of our environment only PATH, so that no setting of ours reaches it. Fails with
 * `transcriber.failed` (502), which holds nothing that the program wrote: it could be what was said.
 */
export async function transcribe(
  [program = "", ...args]: readonly string[],
  sound: Uint8Array,
  { timeoutMs, maxChars }: TranscribeLimits,
): Promise<string> {
  const child = started(program, args);
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const timer = setTimeout(() => reject(failed(`it did not within ${timeoutMs} ms`)), timeoutMs);
  const pieces: Buffer[] = [];
  let left = 3 * maxChars; // bytes of UTF-8 for one UTF-16 code unit, at most
  child.stdout.on("data", (piece: Buffer) => {
    pieces.push(piece);
    left -= piece.length;
    if (left < 0) reject(failed(`it wrote more than ${maxChars} characters`));
  });
  child.stdin.on("error", () => {}); // it may end without hearing all
  child.on("error", () => reject(failed("it could not be started")));
  child.on("close", (code) => {
    if (code === 0) resolve(Buffer.concat(pieces));
    else reject(failed("it ended otherwise"));
  });
  child.stdin.end(sound);
  try {
    return textOf(await promise, maxChars);
  } finally {
    clearTimeout(timer);
    end(child.pid);
    child.stdout.destroy();
  }
}

function started(program: string, args: readonly string[]): ChildProcessByStdio<Writable, Readable, null> {
  const env = process.env.PATH === undefined ? {} : { PATH: process.env.PATH };
  try {
    // A group of its own, so that what it started ends with it.
    return spawn(program, args, { env, detached: true, stdio: ["pipe", "pipe", "ignore"] });
  } catch {
    throw failed("its command is none"); // an empty name, a NUL in an argument
  }
}

function textOf(bytes: Uint8Array, maxChars: number): string {
  let text: string;
  try {
    text = fromUtf8(bytes).trim();
  } catch {
    throw failed("it wrote other bytes");
  }
  if (text.length > maxChars) throw failed(`it wrote more than ${maxChars} characters`);
  return text;
}

function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended, and all that it started.
  }
}
