import type { Socket } from "node:net";
import { type buildConnector, Client } from "undici";
import { MINUTE, SECOND } from "../../lib/clock.ts";
import type { Call, Carrier } from "./call.ts";
import { OriginFailure } from "./failure.ts";
import type { OriginNumbers } from "./numbers.ts";

export interface ConnectionLimits {
  /** Connections to one server that carry requests; tunnels are not among them. */
  readonly connections: number;
  /** Requests that wait for one of them; more are refused, so that a slow origin does not fill our memory. */
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
}

/** Large enough for what applications put into cookies, and too small to hurt. */
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * How long an unused connection is kept where the server does not say (Keep-Alive: timeout=…). Most servers wait longer; one
 * that does not is noticed when it closes, and what is lost in that very moment is sent again where it may be.
 */
const KEEP_ALIVE_MS = 15 * SECOND;
const MAX_KEEP_ALIVE_MS = MINUTE;

/**
 * The connections to one server, each with one request at a time: HTTP/1.1 pipelining would let one answer hold up another,
 * and let a server that lies about a length give one visitor another's answer. The one used last is used first, so that
 * those too many become idle and close. undici has a pool too; with this one a request that waits can leave, and it
 * is known whether a connection was used before.
 */
export class Connections {
  readonly #url: string;
  readonly #connect: buildConnector.connector;
  readonly #limits: ConnectionLimits;
  readonly #numbers: OriginNumbers;
  readonly #idle: Connection[] = [];
  readonly #waiting = new Set<Call>();
  readonly #all = new Set<Connection>();
  #closed = false;
  lastUsedMs = 0;

  constructor(
    url: string,
    connect: buildConnector.connector,
    limits: ConnectionLimits,
    numbers: OriginNumbers,
  ) {
    this.#url = url;
    this.#numbers = numbers;
    this.#connect = connect;
    this.#limits = limits;
  }

  get open(): number {
    return this.#all.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Sends it now or when a connection is free; it fails with 503 if too many wait already, or if none becomes free in time. */
  send(call: Call): void {
    const connection = this.#idle.pop() ?? this.#open();
    if (connection !== undefined) connection.carry(call);
    else if (this.#waiting.size < this.#limits.maxWaiting) this.#enqueue(call);
    else call.fail(busy());
  }

  /** Takes nothing new; what is under way ends by itself. */
  close(): void {
    this.#closed = true;
    for (const connection of this.#idle.splice(0)) this.#drop(connection);
  }

  /** Cuts what is under way. */
  async destroy(): Promise<void> {
    this.close();
    for (const call of this.#waiting) call.fail(busy());
    await Promise.all([...this.#all].map(({ client }) => client.destroy()));
  }

  #enqueue(call: Call): void {
    const patience = setTimeout(() => call.fail(busy()), this.#limits.maxWaitMs);
    this.#waiting.add(call);
    call.leaveQueue = () => {
      call.leaveQueue = undefined;
      clearTimeout(patience);
      this.#waiting.delete(call);
    };
  }

  #open(): Connection | undefined {
    if (this.#all.size >= this.#limits.connections) return undefined;
    const connection = new Connection(this.#url, this.#connect, (kept) => this.#free(connection, kept));
    const { client } = connection;
    client.on("connect", () => {
      this.#numbers.connectionsMade += 1;
    });
    client.on("disconnect", () => {
      const at = this.#idle.indexOf(connection);
      if (at === -1) return;
      this.#idle.splice(at, 1);
      this.#drop(connection);
    });
    this.#all.add(connection);
    return connection;
  }

  #free(connection: Connection, kept: boolean): void {
    if (!kept || this.#closed) this.#drop(connection);
    const [next] = this.#waiting;
    if (next !== undefined) {
      next.leaveQueue!();
      // Not from within undici's own callback: it has not finished with the request that ended.
      const free = kept && !this.#closed ? connection : this.#open();
      if (free !== undefined) queueMicrotask(() => free.carry(next));
      else next.fail(busy());
    } else if (kept && !this.#closed) this.#idle.push(connection);
  }

  #drop(connection: Connection): void {
    this.#all.delete(connection);
    // undici's client ends by itself once the callback that told us has returned; never from within it.
    queueMicrotask(() => void connection.client.destroy());
  }
}

class Connection implements Carrier {
  readonly client: Client;
  readonly release: (kept: boolean) => void;
  /** It carried a request since it was made. */
  #used = false;
  torn = false;

  constructor(url: string, connect: buildConnector.connector, release: (kept: boolean) => void) {
    this.release = release;
    this.client = new Client(url, {
      connect: (options, callback) =>
        connect(options, (...result) => {
          this.#made(result[1]);
          callback(...result);
        }),
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: MAX_KEEP_ALIVE_MS,
    });
  }

  carry(call: Call): void {
    if (call.over) this.release(true);
    else {
      call.carriedBy(this);
      this.client.dispatch(call.options, call);
    }
  }

  take(): boolean {
    const used = this.#used;
    this.#used = true;
    return used;
  }

  /** Before undici listens: when an answer ends it must be known what the connection ended with. */
  #made(socket: Socket | null): void {
    this.#used = false;
    this.torn = false;
    socket?.once("error", () => {
      this.torn = true;
    });
  }
}

const busy = (): OriginFailure => new OriginFailure(503, "connection_limit_reached");
