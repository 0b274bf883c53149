import type { SiteConfig } from "../feed/config.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { VisitorCountry } from "../policy/matcher.ts";
import type { AccessLog } from "./admin/access-log.ts";
import type { Counters } from "./admin/counters.ts";
import type { SiteTraffic } from "./admin/site-traffic.ts";
import type { Flights } from "./cache/flights.ts";
import type { GroupInvalidation } from "./cache/group-invalidation.ts";
import type { RangeSpec } from "./cache/range.ts";
import type { Store } from "./cache/store.ts";
import type { StoredResponse } from "./cache/stored.ts";
import type { Coder } from "./coding/coder.ts";
import type { Body, Exchange, ReceivedRequest, Sent } from "./exchange.ts";
import type { FrontCounts } from "./front/context.ts";
import { type FieldList, Fields } from "./http/fields.ts";
import type { InFlight, InFlightRegister } from "./inflight.ts";
import type { SiteLimits } from "./limits/site-limits.ts";
import type { Countries } from "./measures/country-file.ts";
import type { RateLimiter } from "./measures/rate-limit.ts";
import type { SeenCookies } from "./measures/seen.ts";
import type { OriginPools } from "./origin/pools.ts";
import type { ProblemCode } from "./pages/problem.ts";
import type { FetchOutcome } from "./phases/ask-to-keep.ts";
import type { EdgeView } from "./state.ts";
import type { Subject } from "./subject.ts";

/** What one edge is made of; phases get everything from here. */
export interface Edge {
  /** Names this edge in Via, CDN-Loop, Cache-Status and Proxy-Status. */
  readonly name: string;
  readonly deskUrl: string;
  /** Where visitors reach it with TLS. */
  readonly httpsPort: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Absent: requests are counted, not logged. */
  readonly accessLog: AccessLog | undefined;
  readonly view: () => EdgeView;
  readonly store: Store;
  readonly flights: Flights<FetchOutcome>;
  readonly groups: GroupInvalidation;
  readonly coder: Coder;
  readonly inFlight: InFlightRegister;
  readonly pools: OriginPools;
  readonly limiter: RateLimiter;
  readonly limits: SiteLimits;
  readonly seen: SeenCookies;
  /** For measures that hold in some countries; undefined: nobody's country is known. */
  readonly countries: Countries | undefined;
  readonly counters: Counters;
  readonly traffic: SiteTraffic;
  readonly connections: FrontCounts;
}

export type PhaseName = "receive" | "site" | "policy" | "admit" | "lookup" | "fetch" | "deliver" | "log";
export type NextPhase = PhaseName | "end";

/** A phase does one thing to a transaction and names the next one. Up to `policy` they are synchronous: see inflight.ts. */
export type Phase = (tx: Transaction, edge: Edge) => NextPhase | Promise<NextPhase>;

/** How a request was handled, for metrics and logs. */
export const OUTCOMES = [
  "hit",
  "stale",
  "revalidated",
  "collapsed",
  "miss",
  "pass",
  "tunnel",
  "refused",
  "limited",
  "interstitial",
  "redirected",
  "rejected",
  "failed",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What will be sent. */
export interface Answer {
  readonly status: number;
  readonly fields: Fields;
  readonly body: Body;
  /** Its length, where known and not told by the fields. */
  readonly bodyBytes?: number | undefined;
  /** Made here, kept here, or come from the origin: only the last two are a cache's answers (RFC 9211 §2). */
  readonly from: "edge" | "store" | "origin";
  /** What was kept, if this is it or a part of it. */
  readonly stored?: StoredResponse;
  /** All of it may be sent in a content coding of ours; absent: not worked out yet. */
  readonly codable?: boolean;
  /** Age now, for what was kept. */
  readonly ageSeconds?: number;
  /** When it arrived, to read its dates by. */
  readonly responseTimeMs: number;
  /** What went wrong, where the answer says no more than that. */
  readonly problem?: ProblemCode;
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
export class Transaction implements InFlight {
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
  /** The authority as a name that sites are found by: one form for all spellings, without a port. */
  hostname!: string;
  site!: SiteConfig;

  // policy
  subject!: Subject;
  /** Undefined: this edge has no table of countries. */
  country: VisitorCountry | undefined;
  /** A `no-cache` measure holds. */
  neverKeep = false;
  /** Ledger index of the measure that was shown. */
  measure: number | undefined;

  // admit
  /** To be called when the exchange is over, if there is something to sign off from. */
  signOff: (() => void) | undefined;
  /** What the origin is to be sent; counted on its way where the site bounds it. */
  body: ReceivedRequest["body"];

  // lookup
  key!: string;
  mode: FetchMode = "pass";
  /** The part that the visitor wants, if it is one and the store may decide. */
  range: RangeSpec | undefined;
  /** A stored answer that needs the origin's word before it is used. */
  candidate: StoredResponse | undefined;
  /** How often lookup was begun anew because another's answer did not fit. */
  restarts = 0;

  // lookup or fetch
  cacheStatus: CacheStatus = {};
  /** RFC 9209: set if the origin failed. */
  proxyError: string | undefined;

  // any phase that settles the answer
  answer: Answer | undefined;
  outcome: Outcome = "failed";

  // deliver
  status = 0;
  sent: Sent = { bodyBytes: 0, complete: false };

  constructor(exchange: Exchange, view: EdgeView, nowMs: number) {
    this.exchange = exchange;
    this.body = exchange.request.body;
    this.view = view;
    this.startedAtMs = nowMs;
  }

  cut(): void {
    this.exchange.cut();
  }
}
