import { randomBytes } from "node:crypto";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import { Counters } from "./admin/counters.ts";
import { Flights } from "./cache/flights.ts";
import { Store } from "./cache/store.ts";
import { InFlightRegister } from "./inflight.ts";
import { RateLimiter } from "./measures/rate-limit.ts";
import { SeenCookies } from "./measures/seen.ts";
import { OriginPools, POOL_LIMITS, type PoolLimits } from "./origin/pools.ts";
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
  readonly accessLog?: boolean;
  /** Largest answer that is kept; an eighth of `cacheBytes` unless given. */
  readonly maxObjectBytes?: number;
  /** 32 bytes; edges that share it accept each other's interstitial cookies. Random unless given. */
  readonly seenKey?: Uint8Array;
  readonly poolLimits?: Partial<PoolLimits>;
}

/** The parts of one edge, put together: what `handle` needs, and no socket. */
export function createEdge(options: EdgeOptions): Edge {
  const { name, deskUrl, view, clock, log, cacheBytes } = options;
  return {
    name,
    deskUrl,
    view,
    clock,
    log,
    store: new Store({ maxBytes: cacheBytes, maxObjectBytes: options.maxObjectBytes ?? cacheBytes / 8 }),
    accessLog: options.accessLog ?? false,
    flights: new Flights(),
    inFlight: new InFlightRegister(),
    pools: new OriginPools({ ...POOL_LIMITS, ...options.poolLimits }),
    limiter: new RateLimiter(),
    seen: new SeenCookies(options.seenKey ?? randomBytes(32)),
    counters: new Counters(),
  };
}
