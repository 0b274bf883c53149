/** What is counted towards origins, as plain numbers. */
export class OriginNumbers {
  /** Requests sent; each attempt counts. */
  requests = 0;
  /** Connections made. Requests less these went over one that was open already. */
  connectionsMade = 0;
  /** Sent again to the same server, because it had closed the kept connection. */
  resent = 0;
  /** Sent on to another server. */
  failovers = 0;
  probes = 0;
  probesFailed = 0;
}

/** What is so at this moment. */
export interface OriginGauges {
  readonly connections: number;
  /** Requests that wait for one. */
  readonly waiting: number;
  /** Requests and tunnels under way. */
  readonly inFlight: number;
  readonly sites: number;
  readonly servers: number;
  readonly serversDown: number;
}

/** One server, named by its site and its place in the site's document: never by its address. */
export interface ServerState {
  readonly site: string;
  readonly server: number;
  readonly up: boolean;
  readonly inFlight: number;
  readonly requests: number;
  readonly failures: number;
}
