import type { NatsServer } from "../../test/feed/nats-server.ts";
import type { BenchHouse } from "../obey/bench-house.ts";
import { Relay } from "../obey/relay.ts";
import { DATABASE, NATS, type ProcessName } from "./order.ts";

/** A program of others that an installation leans on: it can be killed, and started again on what it had stored. */
export interface Server {
  pid(): number;
  restart(): Promise<void>;
}

export function serversOf({ cluster, nats }: BenchHouse): ReadonlyMap<ProcessName, Server> {
  const servers = new Map<ProcessName, Server>();
  if (cluster !== undefined) servers.set(DATABASE, cluster);
  if (nats !== undefined) servers.set(NATS, { pid: () => nats.pid, restart: () => nats.restart() });
  return servers;
}

/** A bus, and what lies between it and the edges. The desk is beside it. */
export class BusWire {
  readonly nats: NatsServer;
  readonly relay: Relay;
  /** Where edges dial. */
  readonly url: string;

  private constructor(nats: NatsServer, relay: Relay, url: string) {
    this.nats = nats;
    this.relay = relay;
    this.url = url;
  }

  static async open(nats: NatsServer): Promise<BusWire> {
    const url = new URL(nats.url);
    const relay = await Relay.open(Number(url.port));
    url.port = String(relay.port);
    return new BusWire(nats, relay, url.href);
  }
}
