import { createServer, type Server, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { SECOND } from "../../lib/clock.ts";
import type { Address } from "../../lib/env.ts";
import { listen } from "../../lib/listen.ts";
import type { Exchange } from "../exchange.ts";
import type { CertificateSource } from "../tls/certificates.ts";
import { coverageOf } from "../tls/coverage.ts";
import { TlsListener } from "../tls/listener.ts";
import { type Connection, Connections, peerAddress } from "./connections.ts";
import type { FrontContext, FrontCounts } from "./context.ts";
import { Http1Connection } from "./http1/connection.ts";
import { Http2Connection } from "./http2/connection.ts";
import { SERVER_LIMITS, type ServerLimits } from "./limits.ts";
import { readProxyHeader, trustedProxies } from "./proxy-header.ts";

export interface FrontOptions {
  /** For messages. */
  readonly name: string;
  /** HTTP/1 without TLS. */
  readonly listen?: Address | undefined;
  /** HTTP/1 and HTTP/2 over TLS. */
  readonly tls?: { readonly listen: Address; readonly source: CertificateSource } | undefined;
  /** Addresses and CIDR blocks whose connections begin with a PROXY header; then no others are taken. Undefined: off. */
  readonly proxyProtocol?: readonly string[] | undefined;
  readonly limits?: Partial<ServerLimits> | undefined;
  /** Kept up to date, for the metrics. */
  readonly counts: FrontCounts;
  /** Answers an exchange; never rejects. */
  readonly handle: (exchange: Exchange) => unknown;
}

/** Takes connections and makes exchanges of what comes on them. */
export class Front {
  readonly #counts: FrontCounts;
  readonly #connections: Connections;
  readonly #options: FrontOptions;
  readonly #trusts: ((address: string) => boolean) | undefined;
  readonly #tls: TlsListener<{ connection: Connection; remoteAddress: string }> | undefined;
  readonly #servers: Server[] = [];
  #ticking: NodeJS.Timeout | undefined;
  #ports: { readonly plain: number | undefined; readonly tls: number | undefined } = {
    plain: undefined,
    tls: undefined,
  };

  private constructor(options: FrontOptions) {
    this.#options = options;
    this.#counts = options.counts;
    const context: FrontContext = {
      limits: { ...SERVER_LIMITS, ...options.limits },
      handle: options.handle,
      nowMs: performance.now(),
      draining: false,
      counts: options.counts,
    };
    this.#connections = new Connections(context);
    this.#trusts = options.proxyProtocol && trustedProxies(options.proxyProtocol);
    if (options.tls !== undefined) {
      const { source } = options.tls;
      this.#tls = new TlsListener({
        source,
        onSecure: (socket, { connection, remoteAddress }) =>
          this.#secured(socket, connection, remoteAddress, source),
        onFailure: () => {
          options.counts.tlsFailures += 1;
        },
      });
    }
  }

  /** Starts listening. Throws `listen.failed`; then nothing listens. */
  static async open(options: FrontOptions): Promise<Front> {
    const front = new Front(options);
    try {
      const plain = options.listen && (await front.#listen(options.listen, "http", front.#plain));
      const tls = options.tls && (await front.#listen(options.tls.listen, "https", front.#begin));
      front.#ports = { plain, tls };
    } catch (error) {
      await front.close(0);
      throw error;
    }
    front.#ticking = setInterval(() => front.#connections.tick(performance.now()), SECOND);
    return front;
  }

  /** Real ports, of the listeners that there are. */
  get ports(): { readonly plain: number | undefined; readonly tls: number | undefined } {
    return this.#ports;
  }

  /** From now on answers end their connections; new ones are still taken. */
  drain(): void {
    this.#connections.drain(false);
  }

  /** Takes no new connections, lets exchanges in progress end, and ends what is left after `graceMs`. */
  async close(graceMs: number): Promise<void> {
    const closed = this.#servers.map(
      (server) => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    this.#connections.drain(true);
    const lastCall = setTimeout(() => this.#connections.cut(), graceMs);
    await Promise.all(closed);
    clearTimeout(lastCall);
    clearInterval(this.#ticking);
    this.#tls?.close();
  }

  async #listen(address: Address, what: string, serve: Serve): Promise<number> {
    const server = createServer({ noDelay: true, keepAlive: true }, (socket) => this.#accept(socket, serve));
    const port = await listen(server, address, `edge ${this.#options.name} (${what})`);
    this.#servers.push(server);
    return port;
  }

  #accept(socket: Socket, serve: Serve): void {
    const connection = this.#connections.accept(socket);
    if (connection === undefined) return;
    const peer = peerAddress(socket);
    const go = (remoteAddress: string): void => {
      if (connection.countFor(remoteAddress)) serve(socket, connection, remoteAddress);
      else socket.destroy();
    };
    if (this.#trusts === undefined) go(peer);
    else if (!this.#trusts(peer)) this.#refuseProxy(socket);
    else
      readProxyHeader(socket, (source) =>
        source === false ? this.#refuseProxy(socket) : go(source ?? peer),
      );
  }

  #refuseProxy(socket: Socket): void {
    this.#counts.proxyFailures += 1;
    socket.destroy();
  }

  readonly #plain: Serve = (socket, connection, remoteAddress) => {
    const visit = { remoteAddress, scheme: "http" } as const;
    connection.speaks("h1", new Http1Connection(socket, visit, this.#connections.context));
    socket.resume();
  };

  readonly #begin: Serve = (socket, connection, remoteAddress) => {
    this.#tls!.accept(socket, { connection, remoteAddress });
  };

  #secured(
    socket: TLSSocket,
    connection: Connection,
    remoteAddress: string,
    source: CertificateSource,
  ): void {
    const covers = coverageOf(socket, source);
    if (covers === undefined) {
      socket.destroy();
      return;
    }
    const { context } = this.#connections;
    const visit = { remoteAddress, scheme: "https", covers } as const;
    if (socket.alpnProtocol === "h2") connection.speaks("h2", new Http2Connection(socket, visit, context));
    else connection.speaks("h1-tls", new Http1Connection(socket, visit, context));
  }
}

type Serve = (socket: Socket, connection: Connection, remoteAddress: string) => void;
