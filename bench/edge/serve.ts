import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { startEdgeServer } from "../../src/edge/server.ts";
import type { EdgeView } from "../../src/edge/state.ts";
import type { SiteConfig } from "../../src/feed/config.ts";
import { systemClock } from "../../src/lib/clock.ts";
import { silentLog } from "../../src/lib/log.ts";
import { EXACT_CASE, type HeldMeasure, Matcher, NORMALISER, tagOpening } from "../../src/policy/index.ts";
import { HOST } from "./engine.ts";

/** An edge with a state made here instead of by a desk. Argument: a file with the order, see rempart.ts. */
interface Order {
  readonly port: number;
  readonly originPort: number;
  readonly measures?: string;
  readonly sites?: string;
  /** Folder of certificates. */
  readonly tls?: string;
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

function matcher(file: string): Matcher {
  const key = new Uint8Array(randomBytes(32));
  const held = lines(file).map((line, index): HeldMeasure => {
    const canonical = line.slice(line.indexOf("/"));
    const opening = { grain: "url" as const, site: id(0), canonical, params: [], readings: EXACT_CASE };
    return {
      ...{ index, verb: "refuse", grain: "url", role: "cdn", decision: id(index), clause: "D1" },
      ...{ startsMs: 0, endsMs: null, site: id(0) },
      ...tagOpening(key, { ...opening, normaliser: NORMALISER }),
    };
  });
  return Matcher.build(key, held);
}

const hostnames = order.sites === undefined ? [HOST] : lines(order.sites);
const view: EdgeView = {
  size: 1,
  siteOf: new Map(hostnames.map((hostname, i) => [hostname, site(hostname, i)])),
  matcher: order.measures === undefined ? Matcher.empty(new Uint8Array(32)) : matcher(order.measures),
};
await startEdgeServer({
  listen: { host: "127.0.0.1", port: order.port },
  adminListen: { host: "127.0.0.1", port: 0 },
  name: "bench",
  deskUrl: "https://desk.example",
  cacheBytes: 256 * 2 ** 20,
  view: () => view,
  status: () => ({ size: 1, known: "", held: "", refusals: 0, stale: false, ageMs: 0 }),
  clock: systemClock,
  log: silentLog,
});
