import { connect, type Socket } from "node:net";
import { HOST } from "./docket.ts";

/** CLOCK_MONOTONIC in ms: the same in every process of a machine. */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Two questions of one prober are never closer than this, so that asking does not become the load that is measured. */
export const probeGapMs = (edges: number): number => (edges <= 3 ? 1 : 2);
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

/** Asks edges for a page over and over and notes when the first answer of a kind came. */
export class Prober {
  readonly #ports: readonly number[];
  readonly #gapMs: number;
  /** Time between two questions on one line that were asked while an answer was awaited: how finely time is resolved. */
  readonly gapsMs: number[] = [];

  constructor(ports: readonly number[]) {
    this.#ports = ports;
    this.#gapMs = probeGapMs(ports.length);
  }

  /** When each edge first answered with this status, by `nowMs()`; NaN for one that did not within half a minute. */
  seen(path: string, status: number): Promise<number[]> {
    return Promise.all(this.#ports.map((port) => this.#watch(port, path, status)));
  }

  async #watch(port: number, path: string, status: number): Promise<number> {
    const deadline = nowMs() + DEADLINE_MS;
    let line = new Line(port);
    try {
      for (let askedMs = nowMs(); askedMs < deadline; ) {
        const answer = await line.ask(path).catch(() => {
          line.close();
          line = new Line(port); // an edge ends a connection after so many requests
        });
        if (answer === status) return nowMs();
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
