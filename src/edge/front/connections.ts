import { isIPv6, type Socket } from "node:net";
import { visitorKey } from "../limits/address.ts";
import type { FrontContext, Speaker } from "./context.ts";

/** This machine: what connects from here is a proxy in front of us, or the operator. */
const isLocal = (address: string): boolean => address.startsWith("127.") || address === "::1";

const NOTHING = Buffer.alloc(0);

export type Protocol = "opening" | "h1" | "h1-tls" | "h2";

/** One accepted connection, from its first moment to its last. */
export class Connection {
  readonly socket: Socket;
  readonly #connections: Connections;
  readonly #openedAtMs: number;
  #protocol: Protocol = "opening";
  #speaker: Speaker | undefined;
  #key: string | undefined;

  constructor(socket: Socket, connections: Connections) {
    this.socket = socket;
    this.#connections = connections;
    this.#openedAtMs = connections.context.nowMs;
  }

  /** Counts it for its address; false if that has too many. */
  countFor(address: string): boolean {
    this.#key = isLocal(address) ? undefined : visitorKey(address);
    return this.#key === undefined || this.#connections.take(this.#key);
  }

  speaks(protocol: Protocol, speaker: Speaker): void {
    const { open } = this.#connections.context.counts;
    open[this.#protocol] -= 1;
    open[protocol] += 1;
    this.#protocol = protocol;
    this.#speaker = speaker;
  }

  tick(sinceMs: number): void {
    if (this.socket.destroyed) return;
    const { limits, nowMs, counts } = this.#connections.context;
    if (this.#speaker !== undefined) {
      // A reset shows in a write, though of nothing. TLS would keep that to itself.
      if (this.#speaker.holdsBack) this.socket.write(NOTHING);
      this.#speaker.tick(sinceMs);
    } else if (nowMs - this.#openedAtMs > limits.handshakeMs) {
      counts.timedOut += 1;
      this.socket.destroy();
    }
  }

  drain(idleToo: boolean): void {
    this.#speaker?.drain(idleToo);
  }

  /** Ends it at once; what was sent of an answer does not pass for all of it. */
  cut(): void {
    if (this.#speaker === undefined) this.socket.destroy();
    else this.#speaker.cut();
  }

  closed(): void {
    this.#connections.context.counts.open[this.#protocol] -= 1;
    if (this.#key !== undefined) this.#connections.giveBack(this.#key);
  }
}

/** All connections of a front: how many there are, of whom, and what time does to them. */
export class Connections {
  readonly context: FrontContext;
  readonly #open = new Set<Connection>();
  readonly #ofAddress = new Map<string, number>();

  constructor(context: FrontContext) {
    this.context = context;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Takes a connection in; undefined, and the socket destroyed, if there are too many. */
  accept(socket: Socket): Connection | undefined {
    const { counts, limits } = this.context;
    counts.accepted += 1;
    if (this.#open.size >= limits.maxConnections) {
      counts.overLimit += 1;
      socket.destroy();
      return undefined;
    }
    const connection = new Connection(socket, this);
    counts.open.opening += 1;
    this.#open.add(connection);
    socket.on("close", () => {
      this.#open.delete(connection);
      connection.closed();
    });
    socket.on("error", () => {}); // told by "close"
    return connection;
  }

  take(key: string): boolean {
    const held = this.#ofAddress.get(key) ?? 0;
    this.#ofAddress.set(key, held + 1);
    if (held < this.context.limits.maxConnectionsPerAddress) return true;
    this.context.counts.overLimit += 1;
    return false;
  }

  giveBack(key: string): void {
    const held = this.#ofAddress.get(key)! - 1;
    if (held === 0) this.#ofAddress.delete(key);
    else this.#ofAddress.set(key, held);
  }

  /** Time has come to `nowMs` (monotonic): ends what has been slow or idle for too long. */
  tick(nowMs: number): void {
    const sinceMs = nowMs - this.context.nowMs;
    this.context.nowMs = nowMs;
    for (const connection of this.#open) connection.tick(sinceMs);
  }

  /** From now on connections end after what they carry. `idleToo`: at once where they carry nothing. */
  drain(idleToo: boolean): void {
    this.context.draining = true;
    for (const connection of this.#open) connection.drain(idleToo);
  }

  cut(): void {
    for (const connection of this.#open) connection.cut();
  }
}

/** The peer's address as text; IPv4 without the IPv6 notation that a dual-stack socket gives it. */
export function peerAddress(socket: Socket): string {
  const address = socket.remoteAddress ?? "";
  return isIPv6(address) ? address.replace(/^::ffff:(?=\d+\.)/i, "") : address;
}
