import type { SiteConfig } from "../feed/config.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Counters } from "./admin/counters.ts";
import type { Flights } from "./cache/flights.ts";
import type { Store } from "./cache/store.ts";
import type { StoredResponse } from "./cache/stored.ts";
import type { Body, Exchange, Sent } from "./exchange.ts";
import { type FieldList, Fields } from "./http/fields.ts";
import type { InFlightRegister } from "./inflight.ts";
import type { RateLimiter } from "./measures/rate-limit.ts";
import type { SeenCookies } from "./measures/seen.ts";
import type { OriginPools } from "./origin/pools.ts";
import type { FetchOutcome } from "./phases/fetch-to-keep.ts";
import type { EdgeView } from "./state.ts";
import type { Subject } from "./subject.ts";

/** What one edge is made of; phases get everything from here. */
export interface Edge {
  /** Names this edge in Via, CDN-Loop, Cache-Status and Proxy-Status. */
  readonly name: string;
  readonly deskUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly accessLog: boolean;
  readonly view: () => EdgeView;
  readonly store: Store;
  readonly flights: Flights<FetchOutcome>;
  readonly inFlight: InFlightRegister;
  readonly pools: OriginPools;
  readonly limiter: RateLimiter;
  readonly seen: SeenCookies;
  readonly counters: Counters;
}

export type PhaseName = "receive" | "site" | "policy" | "admit" | "lookup" | "fetch" | "deliver" | "log";
export type NextPhase = PhaseName | "end";

/** A phase does one thing to a transaction and names the next one. Up to `policy` they are synchronous: see inflight.ts. */
export type Phase = (tx: Transaction, edge: Edge) => NextPhase | Promise<NextPhase>;

/** How a request was handled, for metrics and logs. */
export type Outcome =
  | "hit"
  | "stale"
  | "revalidated"
  | "collapsed"
  | "miss"
  | "pass"
  | "tunnel"
  | "refused"
  | "limited"
  | "interstitial"
  | "rejected"
  | "failed";

/** What will be sent. */
export interface Answer {
  readonly status: number;
  readonly fields: Fields;
  readonly body: Body;
  /** Made here, kept here, or come from the origin: only the last two are a cache's answers (RFC 9211 §2). */
  readonly from: "edge" | "store" | "origin";
  /** Age now, for what was kept. */
  readonly ageSeconds?: number;
  /** When it arrived, to read its dates by. */
  readonly responseTimeMs: number;
}

export const edgeAnswer = (status: number, fields: FieldList, body: Body, nowMs: number): Answer => ({
  status,
  fields: new Fields(fields),
  body,
  from: "edge",
  responseTimeMs: nowMs,
});

/** RFC 9211 §2: how the cache came to its answer. */
export interface CacheStatus {
  hit?: true;
  fwd?: "bypass" | "method" | "uri-miss" | "vary-miss" | "miss" | "request" | "stale";
  fwdStatus?: number;
  stored?: true;
  collapsed?: true;
  ttlMs?: number;
  detail?: string;
}

/** How the answer is to be had from the origin. */
export type FetchMode =
  /** Never kept, never shared. */
  | "pass"
  /** May be kept; waits for nobody. */
  | "alone"
  /** May be kept; concurrent requests for the same wait for one answer. */
  | "shared";

/** One request on its way through the phases. Each field is set by the phase named above it and only read after. */
export class Transaction {
  readonly exchange: Exchange;
  readonly startedAtMs: number;
  /** Read once: what this request sees of the world. */
  readonly view: EdgeView;

  // receive
  received!: Fields;
  /** What the origin is to see of the visitor's fields; also what selects among stored variants. */
  forwarded!: Fields;
  /** Host and port, in lower case. */
  authority!: string;
  /** Origin-form, bytes as received. */
  target!: string;

  // site
  site!: SiteConfig;

  // policy
  subject!: Subject;
  /** Signs off from the in-flight register. */
  leave: () => void = () => {};
  /** A `no-cache` measure holds. */
  neverKeep = false;
  /** Ledger index of the measure that was shown. */
  measure: number | undefined;

  // lookup
  key!: string;
  mode: FetchMode = "pass";
  /** A stored answer that needs the origin's word before it is used. */
  candidate: StoredResponse | undefined;
  /** How often lookup was begun anew because another's answer did not fit. */
  restarts = 0;

  // lookup or fetch
  cacheStatus: CacheStatus = {};
  /** RFC 9209: set if the origin failed. */
  proxyError: string | undefined;
  /** The visitor's conditions were kept from the origin, so deliver evaluates them. */
  holdsConditions = false;

  // any phase that settles the answer
  answer: Answer | undefined;
  outcome: Outcome = "failed";

  // deliver
  status = 0;
  sent: Sent = { bodyBytes: 0, complete: false };

  constructor(exchange: Exchange, view: EdgeView, nowMs: number) {
    this.exchange = exchange;
    this.view = view;
    this.startedAtMs = nowMs;
  }
}
