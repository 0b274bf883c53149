import { type buildConnector, Client } from "undici";
import { type Clock, MINUTE, SECOND } from "../../lib/clock.ts";
import { probed, unprobed } from "./health.ts";
import type { OriginNumbers } from "./numbers.ts";
import type { Server, SitePool } from "./site-pool.ts";

/** How long after its last request a site's servers are probed; a million quiet sites cost nothing. */
const WATCH_MS = 5 * MINUTE;
const TICK_MS = SECOND / 4;
const MAX_PROBES = 64;
const DEFAULTS = { intervalMs: 10 * SECOND, timeoutMs: 3 * SECOND, rise: 2, fall: 3 };

/** Asks one server how it is; false for any answer but a good one. Never rejects. */
export type Probe = (pool: SitePool, server: Server, host: string, timeoutMs: number) => Promise<boolean>;

interface Watched {
  readonly pool: SitePool;
  readonly host: string;
  /** By ordinal: when it is asked next; endless while it is being asked. */
  readonly dueMs: number[];
}

/** Probes the servers of sites that configure it and have visitors. */
export class Probes {
  readonly #clock: Clock;
  readonly #numbers: OriginNumbers;
  readonly #probe: Probe;
  readonly #chance: () => number;
  readonly #watched = new Map<string, Watched>();
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, numbers: OriginNumbers, probe: Probe, chance: () => number = Math.random) {
    this.#clock = clock;
    this.#numbers = numbers;
    this.#probe = probe;
    this.#chance = chance;
  }

  get watched(): number {
    return this.#watched.size;
  }

  /** Called at every request of a site whose document asks for probes. `host`: for the Host field, unless the site sets one. */
  watch(pool: SitePool, host: string): void {
    if (this.#watched.get(pool.site)?.pool === pool) return;
    const { intervalMs = DEFAULTS.intervalMs } = pool.config.health!;
    const nowMs = this.#clock.now();
    // The first ones soon, and not of all sites at once.
    const dueMs = pool.servers.map(() => nowMs + this.#chance() * Math.min(intervalMs, SECOND));
    this.#watched.set(pool.site, { pool, host, dueMs });
    this.#timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  /** Sends the probes that are due. */
  tick(): void {
    const nowMs = this.#clock.now();
    for (const [site, watched] of this.#watched) {
      const { pool, dueMs } = watched;
      if (nowMs - pool.lastUsedMs > WATCH_MS) {
        this.#watched.delete(site);
        for (const server of pool.servers) server.health = unprobed(server.health);
        continue;
      }
      for (const server of pool.servers) {
        if (dueMs[server.ordinal]! <= nowMs && this.#running < MAX_PROBES) void this.#ask(watched, server);
      }
    }
    if (this.#watched.size === 0) this.close();
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watched.clear();
  }

  async #ask({ pool, host, dueMs }: Watched, server: Server): Promise<void> {
    const { health } = pool.config;
    const { intervalMs, timeoutMs, rise, fall } = { ...DEFAULTS, ...(health as Partial<typeof DEFAULTS>) };
    dueMs[server.ordinal] = Number.POSITIVE_INFINITY;
    this.#running += 1;
    this.#numbers.probes += 1;
    const good = await this.#probe(pool, server, host, timeoutMs);
    this.#running -= 1;
    if (!good) this.#numbers.probesFailed += 1;
    server.health = probed(server.health, good, rise, fall);
    // A tenth more or less, so that probes that began together spread out.
    dueMs[server.ordinal] = this.#clock.now() + intervalMs * (0.9 + this.#chance() / 5);
  }
}

export interface ProbeRequest {
  readonly url: string;
  readonly path: string;
  readonly host: string;
  readonly serverName: string;
  readonly edge: string;
  readonly timeoutMs: number;
}

/** On a connection of its own: to answer on those that are open says nothing about new ones, and they may all be busy. */
export async function probeOnce(request: ProbeRequest, connect: buildConnector.connector): Promise<boolean> {
  const { url, path, host, serverName, edge, timeoutMs } = request;
  const client = new Client(url, { connect, allowH2: false });
  try {
    const { statusCode, body } = await client.request({
      path,
      method: "GET",
      // CDN-Loop (RFC 8586): should the server turn out to be this edge, it says so.
      headers: ["Host", host, "User-Agent", `Rempart (health check by ${edge})`, "CDN-Loop", edge],
      signal: AbortSignal.timeout(timeoutMs),
      ...({ servername: serverName } as object),
    });
    body.on("error", () => {}); // it is not read
    return statusCode >= 200 && statusCode < 400;
  } catch {
    return false;
  } finally {
    void client.destroy();
  }
}
