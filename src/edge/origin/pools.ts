import { Pool } from "undici";
import { MINUTE, SECOND } from "../../lib/clock.ts";
import { OriginFailure } from "./failure.ts";

export interface PoolLimits {
  /** Connections to one origin. */
  readonly connections: number;
  /** Requests that wait for one of them; more are refused, so that a slow origin does not fill our memory. */
  readonly maxWaiting: number;
  /** Origins with open connections. */
  readonly maxOrigins: number;
  readonly connectTimeoutMs: number;
  readonly headersTimeoutMs: number;
  /** Between two pieces of a body. */
  readonly bodyTimeoutMs: number;
}

export const POOL_LIMITS: PoolLimits = {
  connections: 256,
  maxWaiting: 4096,
  maxOrigins: 1000,
  connectTimeoutMs: 5 * SECOND,
  headersTimeoutMs: 30 * SECOND,
  bodyTimeoutMs: 5 * MINUTE,
};

/** Bounded connection pools, one per origin; the one that was idle longest is closed when there are too many. */
export class OriginPools {
  readonly limits: PoolLimits;
  readonly #pools = new Map<string, Pool>();

  constructor(limits: PoolLimits = POOL_LIMITS) {
    this.limits = limits;
  }

  /** Throws an OriginFailure (503) if too many requests wait for this origin already. */
  of(origin: string): Pool {
    const pool = this.#pools.get(origin) ?? this.#open(origin);
    this.#pools.delete(origin); // last in the map: most recently used
    this.#pools.set(origin, pool);
    if (pool.stats.queued >= this.limits.maxWaiting) throw new OriginFailure(503, "connection_limit_reached");
    return pool;
  }

  async close(): Promise<void> {
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.destroy()));
  }

  #open(origin: string): Pool {
    if (this.#pools.size >= this.limits.maxOrigins) {
      const [oldest, pool] = this.#pools.entries().next().value!;
      this.#pools.delete(oldest);
      void pool.close(); // lets running requests end
    }
    const { connections, connectTimeoutMs, headersTimeoutMs, bodyTimeoutMs } = this.limits;
    return new Pool(origin, {
      connections,
      pipelining: 1,
      allowH2: false,
      connect: { timeout: connectTimeoutMs },
      headersTimeout: headersTimeoutMs,
      bodyTimeout: bodyTimeoutMs,
      maxHeaderSize: 64 * 1024,
    });
  }
}
