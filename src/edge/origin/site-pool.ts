import { isIP } from "node:net";
import { isDeepStrictEqual } from "node:util";
import type { OriginConfig, OriginServer } from "../../feed/config.ts";
import type { Connections } from "./connections.ts";
import { availability, begun, HEALTHY, type Health } from "./health.ts";

/** One server of a site, and what is known of it. */
export interface Server {
  /** Its place in the site's document, counted from 0: what a server is called where others read. */
  readonly ordinal: number;
  readonly url: string;
  readonly secure: boolean;
  readonly weight: number;
  readonly backup: boolean;
  health: Health;
  /** Requests and tunnels under way. */
  inFlight: number;
  /** Requests sent, and those that got no answer of the server's own. */
  requests: number;
  failures: number;
  /** Smooth weighted round robin: what it is owed. */
  owed: number;
  /** The connections of its last call, with the name that TLS was asked for. */
  connections: { readonly serverName: string; readonly to: Connections } | undefined;
}

/**
 * The servers of one site. Which one is asked: of those that are up, the one with the fewest requests under way for its
 * weight, so that a server that hangs or is slow gets less by itself; among equals they take turns (smooth weighted
 * round robin), so that a quiet site's requests are shared by weight too.
 */
export class SitePool {
  readonly site: string;
  readonly servers: readonly Server[];
  lastUsedMs = 0;
  #config: OriginConfig;

  /** `before`: the pool it replaces; what is known of a server that stays is kept. */
  constructor(site: string, config: OriginConfig, before?: SitePool) {
    this.site = site;
    this.#config = config;
    this.servers = config.servers.map((server, ordinal) => newServer(server, ordinal, before));
  }

  get config(): OriginConfig {
    return this.#config;
  }

  /** Is this the document that the pool was made of, the same one or one like it? */
  accepts(config: OriginConfig): boolean {
    if (config === this.#config) return true;
    if (!isDeepStrictEqual(config, this.#config)) return false;
    this.#config = config; // the one to come next, most likely
    return true;
  }

  /** Is there one of these that is up? */
  hasUp(nowMs: number, tried: readonly Server[]): boolean {
    return this.servers.some((server) => !tried.includes(server) && isAvailable(server, nowMs));
  }

  /**
   * The server to ask next, none of `tried`: one that is up; else a backup that is up; else any, for all being down must not
   * be worse than not knowing it. Undefined if all were tried.
   */
  choose(nowMs: number, tried: readonly Server[] = []): Server | undefined {
    const { servers } = this;
    const only = servers.length === 1 && tried.length === 0 ? servers[0] : undefined;
    const chosen =
      only ??
      leastBusy(servers, (server) => !server.backup && isOpen(server) && isAvailable(server, nowMs)) ??
      leastBusy(servers, (server) => server.backup && isOpen(server) && isAvailable(server, nowMs)) ??
      leastBusy(servers, (server) => !server.backup && isOpen(server)) ??
      leastBusy(servers, isOpen);
    if (chosen !== undefined) chosen.health = begun(chosen.health, nowMs);
    return chosen;

    function isOpen(server: Server): boolean {
      return !tried.includes(server);
    }
  }
}

export const isAvailable = (server: Server, nowMs: number): boolean =>
  availability(server.health, nowMs) !== "no";

/** The name asked for in TLS and checked in the certificate; "" where an address leaves only the server's own. */
export function tlsName(config: OriginConfig, authority: string): string {
  const name = config.tls?.serverName ?? config.host ?? authority.replace(/:\d*$/, "");
  return isIP(name.replace(/^\[|\]$/g, "")) === 0 ? name : "";
}

function leastBusy(servers: readonly Server[], isCandidate: (server: Server) => boolean): Server | undefined {
  let least: Server[] = [];
  for (const server of servers) {
    if (!isCandidate(server)) continue;
    // a / v < b / w, without dividing
    const difference =
      least.length === 0 ? -1 : server.inFlight * least[0]!.weight - least[0]!.inFlight * server.weight;
    if (difference < 0) least = [server];
    else if (difference === 0) least.push(server);
  }
  return least.length > 1 ? inTurn(least) : least[0];
}

/** Each is owed its weight at every turn; the one owed most goes, and pays for all. */
function inTurn(equals: readonly Server[]): Server {
  let next = equals[0]!;
  let total = 0;
  for (const server of equals) {
    server.owed += server.weight;
    total += server.weight;
    if (server.owed > next.owed) next = server;
  }
  next.owed -= total;
  return next;
}

function newServer({ url, weight, backup }: OriginServer, ordinal: number, before?: SitePool): Server {
  return {
    ordinal,
    url,
    secure: /^https:/i.test(url),
    weight: weight ?? 1,
    backup: backup ?? false,
    health: before?.servers.find((server) => server.url === url)?.health ?? HEALTHY,
    inFlight: 0,
    requests: 0,
    failures: 0,
    owed: 0,
    connections: undefined,
  };
}
