import { close, constants, open, write } from "node:fs";
import { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { toUtf8 } from "../../lib/bytes.ts";
import { Turns } from "../../lib/turns.ts";

const openFd = promisify(open);
const writeFd = promisify(write);
const closeFd = promisify(close);

/** Lines are written together, this often at most. */
const GATHER_MS = 100;
/** How soon a full pipe is tried again. */
const RETRY_MS = 5;
/** How long `close` waits for a reader that does not read. */
const LAST_CALL_MS = 1000;

const STDOUT_FD = 1;
/** Opened anew so that it can be made non-blocking by itself: whoever shares our standard output notices nothing. */
const STDOUT_PATH = "/proc/self/fd/1";

const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK } = constants;

export interface LineFileOptions {
  /** "stdout" or the path of a file. */
  readonly to: string;
  /** Characters that may wait to be written; lines that would go beyond are dropped. */
  readonly maxWaiting?: number;
  /** Called when writing begins to fail, with the error. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/**
 * A file, pipe or terminal that lines are appended to, at its own pace: `write` never waits and never fails. Every line that
 * does not get there is counted. Nothing in it can block, not even a thread: a pipe that nobody reads would otherwise hold
 * up whatever needs one, and the end of the process.
 */
export class LineFile {
  readonly #options: LineFileOptions;
  readonly #maxWaiting: number;
  readonly #turns = new Turns();
  #fd: number;
  #lines: string[] = [];
  /** Characters of `#lines` and of what is being written. */
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #failing = false;
  /** No more lines are taken. */
  #closing = false;
  /** Nothing is tried any more. */
  #closed = false;
  /** Lines that were not written, since the start. */
  dropped = 0;

  private constructor(options: LineFileOptions, fd: number) {
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? 16 * 1024 * 1024;
    this.#fd = fd;
  }

  /** Throws what the file system says. */
  static async open(options: LineFileOptions): Promise<LineFile> {
    return new LineFile(options, await openLines(options.to));
  }

  /** `line` without its end. */
  write(line: string): void {
    if (this.#closing || this.#waiting + line.length > this.#maxWaiting) {
      this.dropped += 1;
      return;
    }
    this.#lines.push(line);
    this.#waiting += line.length;
    this.#timer ??= setTimeout(() => void this.#flush(), GATHER_MS).unref();
  }

  /** Goes on in a new file of the same name, after the old one was moved away. Keeps the old one if that fails. */
  reopen(): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#closing) return;
      const before = this.#fd;
      this.#fd = await openLines(this.#options.to);
      await closeLines(before);
    });
  }

  /** Writes what waits, but does not wait for long. */
  async close(): Promise<void> {
    this.#closing = true;
    void this.#flush();
    const over = this.#turns.run(() => closeLines(this.#fd));
    const lastCall = new AbortController();
    await Promise.race([over, delay(LAST_CALL_MS, undefined, { signal: lastCall.signal })]);
    lastCall.abort();
    this.#closed = true;
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#turns.run(() => this.#writeWaiting());
  }

  async #writeWaiting(): Promise<void> {
    const lines = this.#lines;
    if (lines.length === 0) return;
    this.#lines = [];
    const text = lines.join("\n");
    try {
      await this.#writeAll(toUtf8(`${text}\n`));
      this.#failing = false;
    } catch (error) {
      this.dropped += lines.length;
      if (!this.#failing) this.#options.onFailure?.(error);
      this.#failing = true;
    }
    this.#waiting -= text.length - (lines.length - 1);
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    let rest = bytes;
    while (rest.length > 0 && !this.#closed) {
      try {
        const { bytesWritten } = await writeFd(this.#fd, rest);
        rest = rest.subarray(bytesWritten);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
    if (rest.length > 0) throw new Error("closed before its reader took everything");
  }
}

async function openLines(to: string): Promise<number> {
  const flags = O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK;
  if (to !== "stdout") return openFd(to, flags, 0o640);
  return openFd(STDOUT_PATH, flags).catch(() => {
    // A socket (systemd's journal) cannot be opened by its path. To wrap it makes it non-blocking as it is.
    new Socket({ fd: STDOUT_FD, readable: false }).unref();
    return STDOUT_FD;
  });
}

const closeLines = async (fd: number): Promise<void> => {
  if (fd !== STDOUT_FD) await closeFd(fd);
};
