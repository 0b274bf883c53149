import type { Purge } from "../feed/config.ts";
import { SECOND } from "../lib/clock.ts";
import type { Address } from "../lib/env.ts";
import { listen } from "../lib/listen.ts";
import { createAdminServer } from "./admin/server.ts";
import type { EdgeStatus } from "./admin/status.ts";
import { Sweep } from "./cache/sweep.ts";
import { createNodeServer, SERVER_LIMITS, type ServerLimits } from "./front/node-server.ts";
import { handle } from "./handle.ts";
import { createEdge, type EdgeOptions } from "./make-edge.ts";
import type { EdgeView } from "./state.ts";
import { atPath, ofSite, type Selection } from "./subject.ts";

export interface EdgeServerOptions extends EdgeOptions {
  readonly listen: Address;
  /** Loopback or a private network: what is shown there is for the operator. */
  readonly adminListen: Address;
  readonly status: () => EdgeStatus;
  readonly serverLimits?: Partial<ServerLimits>;
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
  const { name, view, clock, log } = options;
  const edge = createEdge(options);
  const { store } = edge;
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
      return drop(purge.by === "url" ? atPath(purge.site, purge.path) : ofSite(purge.site));
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
