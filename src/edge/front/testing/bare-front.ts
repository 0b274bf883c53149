import { connect, createServer, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { listen } from "../../../lib/listen.ts";
import type { Exchange } from "../../exchange.ts";
import { Connections } from "../connections.ts";
import { createCounts, type FrontContext } from "../context.ts";
import { Http1Connection } from "../http1/connection.ts";
import { Http2Connection } from "../http2/connection.ts";
import { SERVER_LIMITS, type ServerLimits } from "../limits.ts";

/** Connections without an edge behind them, in a time that the test moves. */
export class BareFront implements AsyncDisposable {
  readonly connections: Connections;
  /** The edge's ends of all connections, oldest first. */
  readonly sockets: Socket[] = [];
  readonly exchanges: Exchange[] = [];
  port = 0;
  readonly #server;

  private constructor(
    protocol: "h1" | "h2",
    handle: (exchange: Exchange) => unknown,
    limits: Partial<ServerLimits>,
  ) {
    const context: FrontContext = {
      limits: { ...SERVER_LIMITS, ...limits },
      handle: (exchange) => {
        this.exchanges.push(exchange);
        handle(exchange);
      },
      nowMs: 0,
      draining: false,
      counts: createCounts(),
    };
    this.connections = new Connections(context);
    const visit = { remoteAddress: "192.0.2.7", scheme: protocol === "h1" ? "http" : "https" } as const;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.sockets.push(socket);
      const connection = this.connections.accept(socket);
      if (protocol === "h1") connection?.speaks("h1", new Http1Connection(socket, visit, context));
      // HTTP/2 needs nothing of TLS but its stream.
      else connection?.speaks("h2", new Http2Connection(socket as TLSSocket, visit, context));
    });
  }

  static async open(
    protocol: "h1" | "h2",
    handle: (exchange: Exchange) => unknown,
    limits: Partial<ServerLimits> = {},
  ): Promise<BareFront> {
    const front = new BareFront(protocol, handle, limits);
    front.port = await listen(front.#server, { host: "127.0.0.1", port: 0 }, "test");
    return front;
  }

  get counts() {
    return this.connections.context.counts;
  }

  /** Lets so many seconds pass, one after the other. */
  pass(seconds: number): void {
    for (let i = 0; i < seconds; i++) this.connections.tick(this.connections.context.nowMs + 1000);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connections.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** A visitor at the other end of a connection: what it heard so far, and whether that was all. */
export class Visitor {
  readonly socket: Socket;
  heard = "";
  /** "": still open. */
  ended: "" | "end" | "reset" = "";

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.heard += text;
    });
    socket.on("error", () => {
      this.ended = "reset";
    });
    for (const event of ["end", "close"]) {
      socket.on(event, () => {
        this.ended ||= "end";
      });
    }
  }

  static async connect(port: number, bytes = ""): Promise<Visitor> {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const visitor = new Visitor(socket);
    await new Promise((resolve) => socket.once("connect", resolve));
    visitor.send(bytes);
    return visitor;
  }

  send(bytes: string | Buffer): void {
    if (bytes.length > 0) this.socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  }

  get statuses(): readonly string[] {
    return this.heard.match(/(?<=HTTP\/1\.1 )\d{3}/g) ?? [];
  }
}
