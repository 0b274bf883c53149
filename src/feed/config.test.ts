import assert from "node:assert/strict";
import { test } from "node:test";
import { type SiteConfig, siteSchema } from "./config.ts";
import { SITE } from "./testing/desk.ts";

const SERVER = { url: "http://192.0.2.10" };
const origin = (change: Partial<SiteConfig["origin"]>): SiteConfig => ({
  ...SITE,
  origin: { servers: [SERVER], ...change },
});
const server = (url: string) => origin({ servers: [{ url }] });
const site = (change: object): SiteConfig => ({ ...SITE, ...change }) as SiteConfig;
const hsts = (change: object) => site({ https: { hsts: { maxAgeSeconds: 31_536_000, ...change } } });

/** What is wrong → the field that is named, and words of what would be right. */
const WRONG: Readonly<Record<string, readonly [SiteConfig, string, RegExp]>> = {
  "no server": [origin({ servers: [] }), "origin.servers", />=1|at least/i],
  "backups only": [origin({ servers: [{ ...SERVER, backup: true }] }), "origin.servers", /not be a backup/],
  "a server twice": [
    origin({ servers: [SERVER, { url: "HTTP://192.0.2.10:80/" }] }),
    "origin.servers.1.url",
    /there already/,
  ],
  "a server with a path": [server("http://192.0.2.10/app"), "origin.servers.0.url", /http\(s\):\/\/host/],
  "a server with a password": [server("http://u:p@192.0.2.10"), "origin.servers.0.url", /http\(s\):\/\/host/],
  "another scheme": [server("ftp://192.0.2.10"), "origin.servers.0.url", /http\(s\):\/\/host/],
  "a port that is none": [server("http://192.0.2.10:99999"), "origin.servers.0.url", /http\(s\):\/\/host/],
  "no weight": [origin({ servers: [{ ...SERVER, weight: 0 }] }), "origin.servers.0.weight", />=1/],
  "TLS towards nobody": [origin({ tls: { serverName: "nid.example" } }), "origin.tls", /https servers/],
  "an authority that is none": [
    origin({ servers: [{ url: "https://192.0.2.10" }], tls: { ca: "-----BEGIN CERTIFICATE-----\nAAAA\n" } }),
    "origin.tls.ca",
    /PEM/,
  ],
  "a check that outlasts its turn": [
    origin({ health: { path: "/up", intervalMs: 1000, timeoutMs: 2000 } }),
    "origin.health.timeoutMs",
    /longer than intervalMs/,
  ],
  "a check of no path": [origin({ health: { path: "up" } }), "origin.health.path", /must be a path/],
  "a Host with a port": [origin({ host: "nid.example:80" }), "origin.host", /hostname/],
  "too many retries": [origin({ retries: 6 }), "origin.retries", /<=5/],
  "a hostname twice": [
    site({ hostnames: ["a.example", "b.example", "a.example"] }),
    "hostnames.2",
    /there already/,
  ],
  "a role twice": [site({ roles: ["cdn", "cdn"] }), "roles.1", /there already/],
  "a rate that refuses": [
    site({ limits: { perSite: { perSecond: 0.001, burst: 1 } } }),
    "limits.perSite.perSecond",
    />=0.01/,
  ],
  "preload without subdomains": [hsts({ preload: true }), "https.hsts.preload", /includeSubDomains/],
  "preload for a day": [
    hsts({ preload: true, includeSubDomains: true, maxAgeSeconds: 86_400 }),
    "https.hsts.preload",
    /31536000/,
  ],
  "a page too large": [site({ errorPages: { 502: "é".repeat(20_000) } }), "errorPages.502", /32768 bytes/],
  "a page for another status": [site({ errorPages: { 404: "x" } }), "errorPages", /404/],
};

for (const [what, [document, field, message]] of Object.entries(WRONG)) {
  test(`refused, and the field named: ${what}`, () => {
    const { error } = siteSchema.safeParse(document);
    assert.equal(error?.issues[0]?.path.join("."), field);
    assert.match(error?.issues[0]?.message ?? "", message);
  });
}

test("a document that uses every field is taken as it is", () => {
  const full = site({
    origin: {
      servers: [
        { url: "https://192.0.2.10:8443", weight: 3 },
        { url: "https://nid.example", backup: true },
      ],
      ...{ host: "nid.example", tls: { serverName: "nid.example", verify: true }, retries: 2 },
      timeouts: { connectMs: 1000, headersMs: 60_000, bodyMs: 60_000 },
      health: { path: "/up?full=1", intervalMs: 1000, timeoutMs: 500, rise: 2, fall: 3 },
    },
    https: { redirect: true, hsts: { maxAgeSeconds: 31_536_000, includeSubDomains: true, preload: true } },
    limits: {
      ...{ perAddress: { perSecond: 0.5, burst: 5 }, perSite: { perSecond: 1000, burst: 2000 } },
      ...{ concurrentPerAddress: 50, maxBodyBytes: 0 },
    },
    errorPages: { 429: "a", 502: "b", 503: "c", 504: "d" },
    cache: { negativeSeconds: 0, staleWhileDownSeconds: 86_400, compress: false },
  });
  assert.deepEqual(siteSchema.parse(full), full);
});
