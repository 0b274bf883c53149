import { connect, createServer, type Server, type Socket } from "node:net";
import { listen } from "../../src/lib/listen.ts";

export interface Delay {
  /** Added to each direction. */
  readonly ms: number;
  /** At most this much more or less, evenly spread. */
  readonly jitterMs: number;
}

/**
 * A stretch of network between edges and desk, as a TCP relay: it delays bytes, keeping their order as TCP does, and while it
 * is cut it holds them, as a network that loses packets does to two ends that retransmit.
 */
export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #healed: Promise<void> = Promise.resolve();
  #heal: () => void = () => {};
  delay: Delay = { ms: 0, jitterMs: 0 };

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
  }

  static async open(targetPort: number): Promise<Relay> {
    const server = createServer({ noDelay: true });
    const relay = new Relay(server, await listen(server, { host: "127.0.0.1", port: 0 }, "the relay"));
    server.on("connection", (near: Socket) => {
      const far = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
      relay.#join(near, far);
      relay.#join(far, near);
    });
    return relay;
  }

  /** How many are dialled through it now. */
  get connections(): number {
    return this.#sockets.size / 2;
  }

  cut(): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#healed = promise;
    this.#heal = resolve;
  }

  heal(): void {
    this.#heal();
  }

  #join(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    let order: Promise<void> = Promise.resolve();
    const later = (act: () => void) => {
      const { ms, jitterMs } = this.delay;
      const due = new Promise<void>((resolve) =>
        setTimeout(resolve, ms + (2 * Math.random() - 1) * jitterMs),
      );
      order = Promise.all([order, due])
        .then(() => this.#healed)
        .then(act);
    };
    from.on("data", (chunk) => later(() => to.write(chunk)));
    from.on("error", () => {}); // "close" follows
    from.on("close", () => {
      this.#sockets.delete(from);
      later(() => to.destroy());
    });
  }

  close(): void {
    this.#heal();
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
