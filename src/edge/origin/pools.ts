import { buildConnector } from "undici";
import type { OriginConfig, SiteConfig } from "../../feed/config.ts";
import { type Clock, MINUTE, SECOND, systemClock } from "../../lib/clock.ts";
import { Addresses, type Resolve } from "./addresses.ts";
import { type ConnectionLimits, Connections } from "./connections.ts";
import { type OriginGauges, OriginNumbers, type ServerState } from "./numbers.ts";
import { Probes, probeOnce } from "./probes.ts";
import { isAvailable, type Server, SitePool, tlsName } from "./site-pool.ts";

export interface PoolLimits extends ConnectionLimits {
  /** Sites whose servers are remembered. */
  readonly maxSites: number;
  /** Servers with connections; the same server under another name or with other TLS counts again. */
  readonly maxOrigins: number;
  /** Where a site does not say; what it may say is bounded by the site document's schema. */
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** Between two pieces of a body. */
  readonly bodyTimeoutMs: number;
}

export const POOL_LIMITS: PoolLimits = {
  connections: 256,
  maxWaiting: 4096,
  maxWaitMs: 10 * SECOND,
  maxSites: 10_000,
  maxOrigins: 1000,
  connectTimeoutMs: 5 * SECOND,
  headersTimeoutMs: 30 * SECOND,
  bodyTimeoutMs: 5 * MINUTE,
};

/** Connections to a server that nobody asked for so long are closed when others are made. */
const IDLE_MS = 2 * MINUTE;

export interface PoolOptions {
  readonly limits?: Partial<PoolLimits> | undefined;
  readonly clock?: Clock;
  /** Names this edge in its probes. */
  readonly name?: string;
  readonly resolve?: Resolve;
}

/**
 * The pools of all sites, made when a site first needs one, and the connections below them, which sites share where they
 * mean the same server in the same way. Both are bounded; what was not used for longest goes first.
 */
export class OriginPools {
  readonly limits: PoolLimits;
  readonly numbers = new OriginNumbers();
  readonly #clock: Clock;
  readonly #addresses: Addresses;
  readonly #probes: Probes;
  /** By site, the least recently used first. */
  readonly #pools = new Map<string, SitePool>();
  readonly #connections = new Map<string, Connections>();

  constructor({ limits, clock = systemClock, name = "edge", resolve }: PoolOptions = {}) {
    this.limits = { ...POOL_LIMITS, ...limits };
    this.#clock = clock;
    this.#addresses = new Addresses(clock, resolve);
    this.#probes = new Probes(clock, this.numbers, ({ config }, server, hostname, timeoutMs) => {
      const serverName = tlsName(config, hostname);
      const request = { url: server.url, path: config.health!.path, host: config.host ?? hostname };
      return probeOnce({ ...request, serverName, edge: name, timeoutMs }, this.#connector(config));
    });
  }

  /** The pool of a site as its document is now; documents are compared by value, for the same one may be read anew. */
  of(site: SiteConfig): SitePool {
    let pool = this.#pools.get(site.id);
    if (pool === undefined || !pool.accepts(site.origin)) {
      if (this.#pools.size >= this.limits.maxSites) this.#pools.delete(this.#pools.keys().next().value!);
      pool = new SitePool(site.id, site.origin, pool);
    }
    this.#pools.delete(site.id); // last in the map: most recently used
    this.#pools.set(site.id, pool);
    pool.lastUsedMs = this.#clock.now();
    if (site.origin.health !== undefined) this.#probes.watch(pool, site.hostnames[0]!);
    return pool;
  }

  /** The connections to a server of a site, `serverName` being what TLS asks for. */
  to(server: Server, config: OriginConfig, serverName: string): Connections {
    const name = server.secure ? serverName : "";
    const held = server.connections;
    if (held !== undefined && held.serverName === name && !held.to.closed) {
      held.to.lastUsedMs = this.#clock.now();
      return held.to;
    }
    const to = this.#open(server, config, name);
    server.connections = { serverName: name, to };
    return to;
  }

  gauges(): OriginGauges {
    const nowMs = this.#clock.now();
    const connections = [...this.#connections.values()];
    const servers = [...this.#pools.values()].flatMap((pool) => pool.servers);
    return {
      connections: connections.reduce((sum, { open }) => sum + open, 0),
      waiting: connections.reduce((sum, { waiting }) => sum + waiting, 0),
      inFlight: servers.reduce((sum, { inFlight }) => sum + inFlight, 0),
      sites: this.#pools.size,
      servers: servers.length,
      serversDown: servers.filter((server) => !isAvailable(server, nowMs)).length,
    };
  }

  /** At most `max` servers of sites that have several, those that are down first, then those used last. */
  serverStates(max: number): readonly ServerState[] {
    const nowMs = this.#clock.now();
    const pools = [...this.#pools.values()].reverse().filter(({ servers }) => servers.length > 1);
    const states = pools.flatMap(({ site, servers }) =>
      servers.map((server) => {
        const { ordinal, inFlight, requests, failures } = server;
        return { site, server: ordinal, up: isAvailable(server, nowMs), inFlight, requests, failures };
      }),
    );
    return [...states.filter(({ up }) => !up), ...states.filter(({ up }) => up)].slice(0, max);
  }

  async close(): Promise<void> {
    this.#probes.close();
    const all = [...this.#connections.values()];
    this.#connections.clear();
    this.#pools.clear();
    await Promise.all(all.map((connections) => connections.destroy()));
  }

  #open(server: Server, config: OriginConfig, serverName: string): Connections {
    const { origin } = new URL(server.url);
    const { ca, verify } = config.tls ?? {};
    const tls = server.secure ? [serverName, ca, verify] : [];
    const key = JSON.stringify([origin, this.#connectTimeoutMs(config), ...tls]);
    let to = this.#connections.get(key);
    if (to === undefined) {
      this.#makeRoom();
      to = new Connections(origin, this.#connector(config), this.limits, this.numbers);
      this.#connections.set(key, to);
    }
    to.lastUsedMs = this.#clock.now();
    return to;
  }

  #makeRoom(): void {
    const nowMs = this.#clock.now();
    const byAge = [...this.#connections].sort(([, a], [, b]) => a.lastUsedMs - b.lastUsedMs);
    for (const [key, connections] of byAge) {
      const tooMany = this.#connections.size >= this.limits.maxOrigins;
      if (!tooMany && nowMs - connections.lastUsedMs <= IDLE_MS) return;
      this.#connections.delete(key);
      connections.close(); // lets running requests end
    }
  }

  #connector(config: OriginConfig): buildConnector.connector {
    const { ca, verify } = config.tls ?? {};
    return buildConnector({
      allowH2: false,
      timeout: this.#connectTimeoutMs(config),
      lookup: this.#addresses.lookup,
      autoSelectFamily: true,
      rejectUnauthorized: verify !== false,
      ...(ca === undefined ? {} : { ca }),
    });
  }

  #connectTimeoutMs = (config: OriginConfig): number =>
    config.timeouts?.connectMs ?? this.limits.connectTimeoutMs;
}
