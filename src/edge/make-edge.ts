import { randomBytes } from "node:crypto";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { AccessLog } from "./admin/access-log.ts";
import { Counters } from "./admin/counters.ts";
import { SiteTraffic } from "./admin/site-traffic.ts";
import type { DiskOptions } from "./cache/disk/disk-tier.ts";
import { Flights } from "./cache/flights.ts";
import { GroupInvalidation } from "./cache/group-invalidation.ts";
import { Store } from "./cache/store.ts";
import { Coder } from "./coding/coder.ts";
import { createCounts } from "./front/context.ts";
import { InFlightRegister } from "./inflight.ts";
import { SiteLimits } from "./limits/site-limits.ts";
import type { Countries } from "./measures/country-file.ts";
import { RateLimiter } from "./measures/rate-limit.ts";
import { SeenCookies } from "./measures/seen.ts";
import { OriginPools, type PoolLimits } from "./origin/pools.ts";
import type { EdgeView } from "./state.ts";
import type { Edge } from "./transaction.ts";

export interface EdgeOptions {
  readonly name: string;
  /** Without a slash at the end. */
  readonly deskUrl: string;
  readonly cacheBytes: number;
  readonly view: () => EdgeView;
  readonly clock: Clock;
  readonly log: Log;
  /** Where visitors reach it with TLS; 443 unless given. */
  readonly httpsPort?: number | undefined;
  /** The one who opened it closes it. */
  readonly accessLog?: AccessLog | undefined;
  /** Largest answer that is kept in memory; an eighth of `cacheBytes` unless given, with a disk tier 8 MiB at most. */
  readonly maxObjectBytes?: number;
  /** A tier on disk, in a folder of its own. `Store.open` opens it. */
  readonly disk?: Pick<DiskOptions, "folder" | "maxBytes" | "purgesPending"> | undefined;
  /** Bodies that are compressed at a time; 64 unless given. What comes beyond is sent as it is. */
  readonly maxEncoders?: number;
  /** 32 bytes; edges that share it accept each other's interstitial cookies. Random unless given. */
  readonly seenKey?: Uint8Array;
  /** Says where visitors are; the one who opened it closes it. */
  readonly countries?: Countries | undefined;
  readonly poolLimits?: Partial<PoolLimits>;
}

/** From here on a file is as good as memory: the time goes into sending. */
const LARGE_BYTES = 8 * 1024 * 1024;

/** The parts of one edge, put together: what `handle` needs, and no socket. */
export function createEdge(options: EdgeOptions): Edge {
  const { name, deskUrl, view, clock, log, cacheBytes } = options;
  const largest = Math.min(
    cacheBytes / 8,
    options.disk === undefined ? Number.POSITIVE_INFINITY : LARGE_BYTES,
  );
  const store = new Store(
    { maxBytes: cacheBytes, maxObjectBytes: options.maxObjectBytes ?? largest },
    options.disk && { ...options.disk, clock, log, view },
  );
  const flights: Edge["flights"] = new Flights();
  return {
    name,
    deskUrl,
    httpsPort: options.httpsPort ?? 443,
    view,
    clock,
    log,
    store,
    accessLog: options.accessLog,
    flights,
    groups: new GroupInvalidation(store, flights),
    coder: createCoder(options),
    inFlight: new InFlightRegister(),
    pools: new OriginPools({ limits: options.poolLimits, clock, name }),
    limiter: new RateLimiter(),
    limits: new SiteLimits(),
    seen: new SeenCookies(options.seenKey ?? randomBytes(32)),
    countries: options.countries,
    counters: new Counters(),
    traffic: new SiteTraffic(),
    connections: createCounts(),
  };
}

/** Coded forms of kept answers may take an eighth as much memory again. */
function createCoder({ cacheBytes, maxEncoders = 64 }: EdgeOptions): Coder {
  const codedBytes = cacheBytes / 8;
  return new Coder({ maxBytes: codedBytes, maxObjectBytes: codedBytes / 4, maxEncoders });
}
