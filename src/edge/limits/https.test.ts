import assert from "node:assert/strict";
import { test } from "node:test";
import type { SiteConfig } from "../../feed/config.ts";
import { fakeClock } from "../../lib/clock.ts";
import { silentLog } from "../../lib/log.ts";
import { Matcher } from "../../policy/matcher.ts";
import type { Exchange } from "../exchange.ts";
import { handle } from "../handle.ts";
import { Fields } from "../http/fields.ts";
import { createEdge } from "../make-edge.ts";
import type { EdgeView } from "../state.ts";
import { SITE } from "../testing/world.ts";
import { Transaction } from "../transaction.ts";
import { withHsts } from "./https.ts";

type Scheme = "http" | "https";

const siteWith = (https?: SiteConfig["https"]): SiteConfig => ({
  ...SITE,
  origin: { servers: [{ url: "http://127.0.0.1:1" }] },
  ...(https === undefined ? {} : { https }),
});
const viewOf = (site: SiteConfig): EdgeView => ({
  size: 1,
  siteOf: new Map([[SITE.hostnames[0]!, site]]),
  matcher: Matcher.empty(new Uint8Array(32)),
});

/** An exchange without a socket, and the fields of its answer. */
function exchangeOver(scheme: Scheme, host: string = SITE.hostnames[0]!) {
  const got = { status: 0, fields: Fields.none };
  const exchange: Exchange = {
    request: {
      ...{ method: "GET", target: "/", scheme, httpVersion: "1.1", fields: ["Host", host] },
      ...{ remoteAddress: "192.0.2.7", body: undefined },
    },
    signal: new AbortController().signal,
    respond: async (status, fields) => {
      Object.assign(got, { status, fields: new Fields(fields) });
      return { bodyBytes: 0, complete: true };
    },
    inform: () => {},
    cut: () => {},
  };
  return { exchange, got };
}

const HSTS = { maxAgeSeconds: 31_536_000, includeSubDomains: true, preload: true };

test("the site's field stands in place of the origin's, which may say it in any case and more than once", () => {
  const fieldsFor = (site: SiteConfig, scheme: Scheme, list: readonly string[]): readonly string[] => {
    const tx = new Transaction(exchangeOver(scheme).exchange, viewOf(site), 0);
    tx.site = site;
    return withHsts(tx, list);
  };
  const origin = [
    "A",
    "b",
    "strict-transport-security",
    "max-age=1",
    "Strict-Transport-Security",
    "max-age=2",
  ];
  assert.deepEqual(fieldsFor(siteWith({ hsts: HSTS }), "https", origin), [
    ...["A", "b"],
    ...["Strict-Transport-Security", "max-age=31536000; includeSubDomains; preload"],
  ]);
  assert.deepEqual(fieldsFor(siteWith({ hsts: { maxAgeSeconds: 0 } }), "https", []), [
    ...["Strict-Transport-Security", "max-age=0"],
  ]);
  assert.equal(fieldsFor(siteWith({ hsts: HSTS }), "http", origin), origin);
  assert.equal(fieldsFor(siteWith(), "https", origin), origin);
});

test("our own pages say it too, but never without TLS, and not for a site that is not ours", async () => {
  const site = siteWith({ hsts: HSTS });
  const edge = createEdge({
    ...{ name: "edge-1", deskUrl: "https://desk.example", cacheBytes: 1e6 },
    ...{ view: () => viewOf(site), clock: fakeClock(), log: silentLog },
  });
  const says = async (scheme: Scheme, host?: string): Promise<readonly [number, boolean]> => {
    const { exchange, got } = exchangeOver(scheme, host);
    await handle(exchange, edge);
    return [got.status, got.fields.has("strict-transport-security")];
  };
  assert.deepEqual(await says("https"), [502, true]);
  assert.deepEqual(await says("http"), [502, false]);
  assert.deepEqual(await says("https", "unknown.example"), [421, false]);
});

test("who comes with TLS is not redirected", async () => {
  const site = siteWith({ redirect: true });
  const edge = createEdge({
    ...{ name: "edge-1", deskUrl: "https://desk.example", cacheBytes: 1e6 },
    ...{ view: () => viewOf(site), clock: fakeClock(), log: silentLog },
  });
  for (const [scheme, status] of [
    ["http", 301],
    ["https", 502],
  ] as const) {
    const { exchange, got } = exchangeOver(scheme);
    await handle(exchange, edge);
    assert.equal(got.status, status);
  }
});
