import type { Server } from "node:http";
import type { Purge } from "../feed/config.ts";
import type { Traffic } from "../feed/wire.ts";
import { SECOND } from "../lib/clock.ts";
import type { Address } from "../lib/env.ts";
import { listen } from "../lib/listen.ts";
import { runInSlices } from "../lib/slices.ts";
import { createAdminServer } from "./admin/server.ts";
import type { EdgeStatus } from "./admin/status.ts";
import { Beginnings } from "./beginnings.ts";
import { carryOut, forgetAll } from "./cache/purge.ts";
import { Sweep } from "./cache/sweep.ts";
import type { FrontCounts } from "./front/context.ts";
import { Front } from "./front/front.ts";
import type { ServerLimits } from "./front/limits.ts";
import { handle } from "./handle.ts";
import { createEdge, type EdgeOptions } from "./make-edge.ts";
import type { EdgeView } from "./state.ts";
import { CertificateFolder } from "./tls/folder.ts";

export interface EdgeServerOptions extends EdgeOptions {
  /** HTTP/1 without TLS. */
  readonly listen: Address;
  /** HTTP/1 and HTTP/2 over TLS, with the certificates of a folder (tls/folder.ts), which is followed. */
  readonly tls?: { readonly listen: Address; readonly folder: string } | undefined;
  /** Addresses and CIDR blocks of the proxies in front, whose connections all begin with a PROXY header. Undefined: none. */
  readonly proxyProtocol?: readonly string[] | undefined;
  /** Loopback or a private network: what is shown there is for the operator. */
  readonly adminListen: Address;
  readonly status: () => EdgeStatus;
  /** What answers an exchange; `handle` unless given. */
  readonly answer?: typeof handle | undefined;
  readonly serverLimits?: Partial<ServerLimits> | undefined;
  /** How long `close` waits for exchanges in progress. */
  readonly drainMs?: number;
}

export interface EdgeServer {
  readonly port: number;
  /** 0 without TLS. */
  readonly tlsPort: number;
  readonly adminPort: number;
  readonly connections: FrontCounts;
  /** Call after `view` returns the new view: cuts the exchanges that it refuses, drops the copies. */
  onView(view: EdgeView): void;
  /** Requests of the last hour, of the sites that had most of them. */
  traffic(most: number): Promise<Traffic>;
  /** Number of kept answers dropped, or called stale. Once it is known, none of them is found again. */
  purge(...purges: readonly Purge[]): Promise<number>;
  /** The same for all that is kept. */
  forget(): Promise<number>;
  /** Says that it will go away, to `/readyz` and with each answer, and goes on serving. */
  drain(): void;
  /** Takes no new connections, lets exchanges in progress end, cuts what is left after `drainMs`. */
  close(): Promise<void>;
}

/** Starts the HTTP side of an edge. Throws `listen.failed`; then nothing listens. */
export async function startEdgeServer(options: EdgeServerOptions): Promise<EdgeServer> {
  const { name, view, clock, log, answer = handle } = options;
  const edge = createEdge(options);
  let draining = false;
  const opened = new AsyncDisposableStack();
  try {
    opened.defer(() => edge.pools.close());
    await edge.store.open();
    opened.defer(() => edge.store.close());
    const certificates = options.tls && (await CertificateFolder.open(options.tls.folder, clock, log));
    if (certificates !== undefined) opened.defer(() => certificates.close());
    const isDraining = () => draining;
    const admin = createAdminServer({ edge, status: options.status, isDraining, certificates });
    const adminPort = await listen(admin, options.adminListen, `edge ${name} (admin)`);
    opened.defer(() => closeNow(admin));

    const sweep = new Sweep(edge.store, edge.flights);
    const beginnings = new Beginnings();
    const obey = (next: EdgeView): number => {
      const nowMs = clock.now();
      const cut = edge.inFlight.cutRefused(next, nowMs);
      edge.counters.cut += cut;
      sweep.start(next, nowMs);
      beginnings.follow(next.matcher, nowMs);
      return cut;
    };
    obey(view()); // what is on disk was kept under an earlier one
    const recheck = setInterval(() => beginnings.isDue(clock.now()) && obey(view()), SECOND);
    opened.defer(() => clearInterval(recheck));

    const front = await Front.open({
      ...{ name, listen: options.listen, proxyProtocol: options.proxyProtocol },
      tls: certificates && options.tls && { listen: options.tls.listen, source: certificates },
      limits: options.serverLimits,
      counts: edge.connections,
      handle: (exchange) => answer(exchange, edge),
    });
    opened.defer(() => front.close(options.drainMs ?? 10 * SECOND));

    return {
      port: front.ports.plain ?? 0,
      tlsPort: front.ports.tls ?? 0,
      adminPort,
      connections: edge.connections,
      onView(next) {
        const cut = obey(next);
        edge.limiter.sweep(clock.now());
        log.info("edge.view", { size: next.size, cut });
      },
      traffic: (most) => runInSlices(edge.traffic.busiest(most, clock.now())),
      purge: (...purges) => carryOut(purges, edge.store, edge.flights, clock.now()),
      forget: () => forgetAll(edge.store, edge.flights),
      drain() {
        draining = true;
        front.drain();
      },
      close() {
        draining = true;
        return opened.disposeAsync();
      },
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

function closeNow(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
