import { MINUTE, SECOND } from "../../lib/clock.ts";

/**
 * What a connection may cost. Time is looked at once a second, so every limit here holds to within a second.
 *
 * The rule for slowness: a head has `headMs`, whole. A body has `bodyCreditMs` of waiting to spend and earns it back with
 * each byte, at `minBodyBytesPerSecond`, never above where it began: a phone may lose the network for half a minute again
 * and again, but nobody holds an exchange open with a byte now and then. An answer of which nothing is taken for
 * `writeStallMs` is over.
 */
export interface ServerLimits {
  /** Request line and fields together; in HTTP/2 the header list. */
  readonly maxHeaderBytes: number;
  /** From a connection's begin to its first byte, and from the first byte of a head to its last. */
  readonly headMs: number;
  /** For a PROXY header, and for a TLS handshake. */
  readonly handshakeMs: number;
  /** Between two requests of a connection. */
  readonly keepAliveMs: number;
  readonly bodyCreditMs: number;
  readonly minBodyBytesPerSecond: number;
  readonly writeStallMs: number;
  /** A tunnel on which nothing moves in either direction. WebSocket peers ping far more often. */
  readonly tunnelIdleMs: number;
  /**
   * How long what still comes is read past after an answer that ends its connection, so that the answer is not lost to a reset
   * (RFC 9112 §9.6): as long as something comes, and in all.
   */
  readonly lingerIdleMs: number;
  readonly lingerMs: number;
  readonly maxConnections: number;
  /** Of one IPv4 address or IPv6 /64. This machine's own addresses are not counted: there stands a proxy, not a visitor. */
  readonly maxConnectionsPerAddress: number;
  /** HTTP/2 exchanges in progress on one connection. */
  readonly maxStreams: number;
}

export const SERVER_LIMITS: ServerLimits = {
  maxHeaderBytes: 32 * 1024,
  headMs: 15 * SECOND,
  handshakeMs: 10 * SECOND,
  keepAliveMs: 65 * SECOND,
  bodyCreditMs: 30 * SECOND,
  minBodyBytesPerSecond: 500,
  writeStallMs: MINUTE,
  tunnelIdleMs: 10 * MINUTE,
  lingerIdleMs: 5 * SECOND,
  lingerMs: 30 * SECOND,
  maxConnections: 20_000,
  maxConnectionsPerAddress: 1000,
  maxStreams: 128,
};
