import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { SiteTable } from "../../src/edge/follower/site-table.ts";
import { startEdgeServer } from "../../src/edge/server.ts";
import type { EdgeView } from "../../src/edge/state.ts";
import type { SiteConfig } from "../../src/feed/config.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { EXACT_CASE, Matcher, NORMALISER, type TaggedMeasure, tagOpening } from "../../src/policy/index.ts";
import { HOST } from "./engine.ts";

/** An edge with a state made here instead of by a desk. Argument: a file with the order, see rempart.ts. */
interface Order {
  readonly port: number;
  readonly originPort: number;
  readonly measures?: string;
  readonly sites?: string;
  /** Folder of certificates, and where TLS is spoken. */
  readonly tls?: string;
  readonly tlsPort: number;
}
const order = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Order;

const lines = (file: string): string[] => readFileSync(file, "utf8").trimEnd().split("\n");
const id = (i: number): string => i.toString().padStart(26, "0");

const site = (hostname: string, i: number): SiteConfig => ({
  id: id(i),
  account: id(i),
  hostnames: [hostname],
  roles: ["cdn"],
  origin: { servers: [{ url: `http://127.0.0.1:${order.originPort}` }] },
  readings: EXACT_CASE,
});

function* measures(file: string, key: Uint8Array): Generator<TaggedMeasure> {
  for (const [index, line] of lines(file).entries()) {
    const canonical = line.slice(line.indexOf("/"));
    const opening = { grain: "url" as const, site: id(0), canonical, params: [], readings: EXACT_CASE };
    yield {
      ...{ index, verb: "refuse", grain: "url", role: "cdn", decision: id(index), clause: "D1" },
      ...{ startsMs: 0, endsMs: null, site: id(0) },
      ...tagOpening(key, { ...opening, normaliser: NORMALISER }),
    };
  }
}

const key = new Uint8Array(randomBytes(32));
const table = new SiteTable();
for (const [i, hostname] of (order.sites === undefined ? [HOST] : lines(order.sites)).entries()) {
  table.set(site(hostname, i));
}
const view: EdgeView = {
  size: 1,
  siteOf: table.view(),
  matcher: Matcher.build(key, order.measures === undefined ? [] : measures(order.measures, key)),
};
await startEdgeServer({
  listen: { host: "127.0.0.1", port: order.port },
  adminListen: { host: "127.0.0.1", port: 0 },
  name: "bench",
  deskUrl: "https://desk.example",
  cacheBytes: 256 * 2 ** 20,
  view: () => view,
  status: () => ({
    ...{ size: 1, config: 1, refusals: 0, uncosignedMs: 0, stale: false, ageMs: 0 },
    digests: () => ({ known: "", held: "" }),
  }),
  ...(order.tls === undefined
    ? {}
    : { tls: { listen: { host: "127.0.0.1", port: order.tlsPort }, folder: order.tls } }),
  clock: systemClock,
  log: silentLog,
});
