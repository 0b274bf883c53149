import type { Exchange } from "../exchange.ts";
import type { ServerLimits } from "./limits.ts";

/** What the connections of one front have in common. */
export interface FrontContext {
  readonly limits: ServerLimits;
  /** Answers an exchange; never rejects. */
  readonly handle: (exchange: Exchange) => unknown;
  /** Monotonic, ms; moves once a second, so that no request has to ask for the time. */
  nowMs: number;
  /** Connections end after the exchanges that they carry. */
  draining: boolean;
  readonly counts: FrontCounts;
}

/** Plain numbers for the metrics. */
export interface FrontCounts {
  /** Connections by what they speak; `opening` ones are still in a PROXY header or a TLS handshake. */
  readonly open: Record<"opening" | "h1" | "h1-tls" | "h2", number>;
  accepted: number;
  /** Turned away because there were too many, in all or of one address. */
  overLimit: number;
  /** PROXY headers that were missing, malformed or late, or came from somebody who may not send them. */
  proxyFailures: number;
  tlsFailures: number;
  /** Messages that no core has seen, because they were none. */
  malformed: number;
  /** Connections ended because of slowness or idleness. */
  timedOut: number;
}

export const createCounts = (): FrontCounts => ({
  open: { opening: 0, h1: 0, "h1-tls": 0, h2: 0 },
  accepted: 0,
  overLimit: 0,
  proxyFailures: 0,
  tlsFailures: 0,
  malformed: 0,
  timedOut: 0,
});

/** Whom a connection comes from and how. */
export interface Visit {
  readonly remoteAddress: string;
  readonly scheme: "http" | "https";
  /** Over TLS: may this connection carry requests for that hostname? */
  readonly covers?: (hostname: string) => boolean;
}

/** A connection in the hands of whoever speaks its protocol. */
export interface Speaker {
  /** Nothing is read for now, so neither an end nor a reset of the connection is seen. */
  readonly holdsBack: boolean;
  /** Called once a second; `sinceMs`: what has passed since the last time. */
  tick(sinceMs: number): void;
  /** Ends the connection at once; what was sent of an answer does not pass for all of it. */
  cut(): void;
  /** Ends the connection after the exchanges that it carries. `idleToo`: at once if it carries none. */
  drain(idleToo: boolean): void;
}
