import { randomBytes } from "node:crypto";
import type { Purge } from "../feed/config.ts";
import { type Clock, SECOND } from "../lib/clock.ts";
import type { Address } from "../lib/env.ts";
import { listen } from "../lib/listen.ts";
import type { Log } from "../lib/log.ts";
import { Counters } from "./admin/counters.ts";
import { createAdminServer } from "./admin/server.ts";
import type { EdgeStatus } from "./admin/status.ts";
import { Flights } from "./cache/flights.ts";
import { Store } from "./cache/store.ts";
import { Sweep } from "./cache/sweep.ts";
import { handle } from "./handle.ts";
import { InFlightRegister } from "./inflight.ts";
import { RateLimiter } from "./measures/rate-limit.ts";
import { SeenCookies } from "./measures/seen.ts";
import { createNodeServer, SERVER_LIMITS, type ServerLimits } from "./node-server.ts";
import { OriginPools, POOL_LIMITS, type PoolLimits } from "./origin/pools.ts";
import type { EdgeView } from "./state.ts";
import { atPath, ofSite, type Selection } from "./subject.ts";
import type { Edge } from "./transaction.ts";

export interface EdgeServerOptions {
  readonly listen: Address;
  /** Loopback or a private network: what is shown there is for the operator. */
  readonly adminListen: Address;
  readonly name: string;
  /** Without a slash at the end. */
  readonly deskUrl: string;
  readonly cacheBytes: number;
  readonly view: () => EdgeView;
  readonly status: () => EdgeStatus;
  readonly clock: Clock;
  readonly log: Log;
  readonly accessLog?: boolean;
  /** Largest answer that is kept; an eighth of `cacheBytes` unless given. */
  readonly maxObjectBytes?: number;
  /** 32 bytes; edges that share it accept each other's interstitial cookies. Random unless given. */
  readonly seenKey?: Uint8Array;
  readonly serverLimits?: Partial<ServerLimits>;
  readonly poolLimits?: Partial<PoolLimits>;
  /** How long `close` waits for exchanges in progress. */
  readonly drainMs?: number;
}

export interface EdgeServer {
  readonly port: number;
  readonly adminPort: number;
  /** Call after `view` returns the new view: cuts the exchanges that it refuses, drops the copies. */
  onView(view: EdgeView): void;
  /** Number of kept answers dropped. */
  purge(purge: Purge): number;
  /** Takes no new connections, lets exchanges in progress end, cuts what is left after `drainMs`. */
  close(): Promise<void>;
}

/** Starts the HTTP side of an edge. Throws `listen.failed`. */
export async function startEdgeServer(options: EdgeServerOptions): Promise<EdgeServer> {
  const { name, deskUrl, view, clock, log, cacheBytes } = options;
  const store = new Store({ maxBytes: cacheBytes, maxObjectBytes: options.maxObjectBytes ?? cacheBytes / 8 });
  const edge: Edge = {
    name,
    deskUrl,
    view,
    clock,
    log,
    store,
    accessLog: options.accessLog ?? false,
    flights: new Flights(),
    inFlight: new InFlightRegister(),
    pools: new OriginPools({ ...POOL_LIMITS, ...options.poolLimits }),
    limiter: new RateLimiter(),
    seen: new SeenCookies(options.seenKey ?? randomBytes(32)),
    counters: new Counters(),
  };
  let draining = false;
  const limits: ServerLimits = { ...SERVER_LIMITS, ...options.serverLimits };
  const server = createNodeServer(limits, (exchange) => handle(exchange, edge));
  const admin = createAdminServer(edge, options.status, () => draining);
  const port = await listen(server, options.listen, `edge ${name}`);
  const adminPort = await listen(admin, options.adminListen, `edge ${name} (admin)`);

  const cutRefused = (by: EdgeView): number => {
    const cut = edge.inFlight.cutRefused(by, clock.now());
    edge.counters.cut += cut;
    return cut;
  };
  // A measure may begin at a time of its own, when no new view comes.
  const recheck = setInterval(() => cutRefused(view()), SECOND);
  const sweep = new Sweep(store, edge.flights);

  const drop = (selects: Selection): number => {
    edge.flights.markStale(selects);
    return store.dropWhere(selects);
  };

  return {
    port,
    adminPort,
    onView(next) {
      const nowMs = clock.now();
      const cut = cutRefused(next);
      sweep.start(next, nowMs);
      edge.limiter.sweep(nowMs);
      log.info("edge.view", { size: next.size, cut });
    },
    purge(purge) {
      return drop(purge.by === "site" ? ofSite(purge.site) : atPath(purge.site, purge.path));
    },
    async close() {
      draining = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      const lastCall = setTimeout(
        () => {
          edge.inFlight.cutAll();
          server.closeAllConnections();
        },
        options.drainMs ?? 10 * SECOND,
      );
      clearInterval(recheck);
      const idle = setInterval(() => server.closeIdleConnections(), 50); // kept-alive ones that became idle since
      await closed;
      clearInterval(idle);
      clearTimeout(lastCall);
      await edge.pools.close();
      await new Promise<void>((resolve) => {
        admin.close(() => resolve());
        admin.closeAllConnections();
      });
    },
  };
}
