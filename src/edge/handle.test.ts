import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock } from "../lib/clock.ts";
import { Matcher } from "../policy/matcher.ts";
import type { Exchange } from "./exchange.ts";
import { handle } from "./handle.ts";
import { createEdge } from "./make-edge.ts";
import type { EdgeView } from "./state.ts";
import { SITE } from "./testing/world.ts";
import type { Edge } from "./transaction.ts";

const KEY = new Uint8Array(32);
const site = { ...SITE, origin: { servers: [{ url: "http://127.0.0.1:1" }] } };
const view: EdgeView = {
  size: 1,
  siteOf: new Map(SITE.hostnames.map((hostname) => [hostname, site])),
  matcher: Matcher.empty(KEY),
};

/** An edge without a server, and what it wrote to its log. */
function bareEdge(overrides: Partial<Edge> = {}) {
  const logged: string[] = [];
  const write = (event: string, fields = {}): void => void logged.push(event + JSON.stringify(fields));
  const log = { info: write, warn: write, error: write };
  const named = { name: "edge-1", deskUrl: "https://desk.example", cacheBytes: 1e6 };
  const edge: Edge = { ...createEdge({ ...named, view: () => view, clock: fakeClock(), log }), ...overrides };
  return { edge, logged };
}

/** An exchange without a socket. */
function exchangeFor(target: string, fields: readonly string[] = ["Host", SITE.hostnames[0]!]) {
  const seen = { statuses: [] as number[], cuts: 0 };
  const exchange: Exchange = {
    request: {
      ...{ method: "GET", target, scheme: "http", httpVersion: "1.1", fields },
      ...{ remoteAddress: "192.0.2.7", body: undefined },
    },
    signal: new AbortController().signal,
    respond: async (status) => {
      seen.statuses.push(status);
      return { bodyBytes: 0, complete: true };
    },
    inform: () => {},
    cut: () => {
      seen.cuts += 1;
    },
  };
  return { exchange, seen };
}

test("the core needs no server: an unknown host is 421", async () => {
  const { edge } = bareEdge();
  const { exchange, seen } = exchangeFor("/", ["Host", "unknown.example"]);
  await handle(exchange, edge);
  assert.deepEqual(seen.statuses, [421]);
});

test("an origin that is down is answered once, and the exchange signs off", async () => {
  const { edge } = bareEdge();
  const { exchange, seen } = exchangeFor("/a");
  await handle(exchange, edge);
  assert.deepEqual(seen, { statuses: [502], cuts: 0 });
  assert.equal(edge.inFlight.count, 0);
  assert.equal(edge.counters.proxyErrors.get("connection_refused"), 1);
});

test("a fault of ours is a 500 and a log line without the address; nothing is served past the policy", async () => {
  const matcher = {
    match: () => {
      throw new Error("broken at /secret");
    },
  } as unknown as Matcher;
  const { edge, logged } = bareEdge({ view: () => ({ ...view, matcher }) });
  const { exchange, seen } = exchangeFor("/secret");
  await handle(exchange, edge);
  assert.deepEqual(seen, { statuses: [500], cuts: 0 });
  assert.equal(logged.length, 1);
  assert.doesNotMatch(logged[0]!, /secret/);
});

test("a fault while the answer goes out cuts it", async () => {
  const { edge } = bareEdge();
  const { exchange, seen } = exchangeFor("/", ["Host", "unknown.example"]);
  const failing: Exchange = { ...exchange, respond: () => Promise.reject(new Error("writing failed")) };
  await handle(failing, edge);
  assert.equal(seen.cuts, 1);
});
