import { connect, type Socket } from "node:net";
import { HELD, HOST } from "./docket.ts";

/** CLOCK_MONOTONIC in ms: the same in every process of a machine. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Two questions of one prober are never closer than this, so that asking does not become the load that is measured. */
export const probeGapMs = (edges: number): number => Math.max(2, edges);
const DEADLINE_MS = 30_000;

/** A visitor at one edge's public port: raw HEAD requests on one connection, one after the other. */
class Line {
  readonly #socket: Socket;
  #answered: ((status: number) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;
  #held = "";

  constructor(port: number) {
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk: Buffer) => {
      this.#held += chunk.toString("latin1");
      if (!this.#held.endsWith("\r\n\r\n")) return;
      const status = Number(this.#held.slice(9, 12));
      this.#held = "";
      this.#answered?.(status);
    });
    const down = (error?: Error) => this.#failed?.(error ?? new Error("the edge closed the connection"));
    this.#socket.on("error", down);
    this.#socket.on("close", () => down());
  }

  ask(path: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(`HEAD ${path} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }
}

/** A visitor who is in the middle of the page: resolves once she is; `cut` resolves when the edge ends that. */
function reading(port: number, path: string): Promise<{ readonly cut: Promise<void>; close(): void }> {
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  const cut = new Promise<void>((resolve) => {
    socket.on("error", () => resolve());
    socket.on("close", () => resolve());
  });
  socket.write(`GET ${path}?${HELD} HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`);
  const close = () => void socket.destroy();
  return new Promise((resolve) => {
    socket.once("data", () => resolve({ cut, close }));
    void cut.then(() => resolve({ cut, close }));
  });
}

/**
 * Visitors at edges. A refusal is waited for in the middle of the page: when the edge cuts that, the page is asked for again,
 * and the first refused answer counts. Where there is nothing to cut (a page that is to be served again) it is asked for over
 * and over.
 */
export class Prober {
  readonly #ports: readonly number[];
  readonly #gapMs: number;
  /** Time between two questions on one line that were asked while an answer was awaited: how finely time is resolved. */
  readonly gapsMs: number[] = [];

  constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#gapMs = probeGapMs(ports.length);
  }

  /** Gets ready; what it returns waits until each edge first answers with this status, by `nowMs()`; NaN: not in half a minute. */
  async watch(path: string, status: 403 | 200): Promise<() => Promise<number[]>> {
    const held = await Promise.all(
      this.#ports.map((port) => (status === 403 ? reading(port, path) : undefined)),
    );
    const lines = this.#ports.map((port) => new Line(port));
    return () =>
      Promise.all(
        this.#ports.map(async (port, i) => {
          await held[i]?.cut;
          return this.#ask(port, lines[i]!, path, status);
        }),
      );
  }

  async #ask(port: number, first: Line, path: string, status: number): Promise<number> {
    const deadline = nowMs() + DEADLINE_MS;
    let line = first;
    try {
      for (let askedMs = nowMs(); askedMs < deadline; ) {
        const answer = await line.ask(path).catch(() => {
          line.close();
          line = new Line(port); // an edge ends a connection after so many requests
        });
        if (answer === status) return nowMs();
        if (answer === undefined) continue;
        const restMs = askedMs + this.#gapMs - nowMs();
        if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
        const next = nowMs();
        this.gapsMs.push(next - askedMs);
        askedMs = next;
      }
      return Number.NaN;
    } finally {
      line.close();
    }
  }
}
