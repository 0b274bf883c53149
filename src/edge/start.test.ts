import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE, SECOND } from "../lib/clock.ts";
import { readSoloConfig, soloView } from "./solo.ts";
import { readEdgeConfig } from "./start.ts";

const MIB = 1024 * 1024;
const SERVING = {
  listen: { host: "127.0.0.1", port: 8080 },
  tls: undefined,
  httpsPort: 443,
  proxyProtocol: undefined,
  adminListen: { host: "127.0.0.1", port: 8081 },
  cacheBytes: 256 * MIB,
  drainMs: 0,
  lastAnswersMs: 10 * SECOND,
  accessLog: undefined,
  countryTable: undefined,
};

test("an edge without settings listens on this machine only", () => {
  assert.deepEqual(readEdgeConfig({}), {
    ...SERVING,
    diskCacheBytes: 1024 * MIB,
    folder: "data/edge",
    feedUrl: "https://127.0.0.1:8001",
    deskUrl: "http://127.0.0.1:8000",
    token: undefined,
    witnesses: [],
    natsUrl: undefined,
    maxStateAgeMs: HOUR,
  });
});

test("settings are read, and the token is a secret", () => {
  const config = readEdgeConfig({
    REMPART_DATA: "/var/lib/rempart",
    REMPART_EDGE_LISTEN: "[::]:80",
    REMPART_EDGE_TLS_LISTEN: "[::]:443",
    REMPART_EDGE_TLS_FOLDER: "/etc/rempart/tls",
    REMPART_EDGE_PROXY_PROTOCOL: "192.0.2.0/24, 2001:db8::1",
    REMPART_EDGE_TOKEN: "secret.trust",
    REMPART_EDGE_CACHE_MB: "1",
    REMPART_EDGE_DISK_CACHE_MB: "0",
    REMPART_EDGE_DRAIN_SECONDS: "5",
    REMPART_EDGE_LAST_ANSWERS_SECONDS: "60",
    REMPART_EDGE_ACCESS_LOG: "true",
    REMPART_EDGE_MAX_STATE_AGE_MINUTES: "5",
  });
  assert.equal(config.folder, "/var/lib/rempart/edge");
  assert.deepEqual(config.listen, { host: "::", port: 80 });
  assert.deepEqual(config.tls, { listen: { host: "::", port: 443 }, folder: "/etc/rempart/tls" });
  assert.equal(config.httpsPort, 443);
  assert.deepEqual(config.proxyProtocol, ["192.0.2.0/24", "2001:db8::1"]);
  assert.deepEqual([config.cacheBytes, config.diskCacheBytes], [MIB, 0]);
  assert.deepEqual([config.drainMs, config.lastAnswersMs], [5 * SECOND, MINUTE]);
  assert.equal(config.accessLog?.to, "stdout");
  assert.equal(config.maxStateAgeMs, 5 * MINUTE);
  assert.equal(config.token?.reveal(), "secret.trust");
  assert.ok(!JSON.stringify(config).includes("secret.trust"));
});

test("visitors are sent to the port of the TLS listener, or to the one that stands before it", () => {
  const tls = { REMPART_EDGE_TLS_LISTEN: "[::]:8443", REMPART_EDGE_TLS_FOLDER: "/etc/rempart/tls" };
  assert.equal(readEdgeConfig(tls).httpsPort, 8443);
  assert.equal(readEdgeConfig({ ...tls, REMPART_EDGE_HTTPS_PORT: "443" }).httpsPort, 443);
  assert.equal(readEdgeConfig({ REMPART_EDGE_HTTPS_PORT: "4443" }).httpsPort, 4443);
});

test("every wrong setting is named at once", () => {
  const env = {
    REMPART_EDGE_LISTEN: "8080",
    REMPART_FEED_URL: "desk",
    REMPART_EDGE_CACHE_MB: "0",
    REMPART_EDGE_DRAIN_SECONDS: "-1",
  };
  assert.throws(
    () => readEdgeConfig(env),
    (error: Error) => Object.keys(env).every((name) => error.message.includes(`${name}: must be`)),
  );
  for (const half of [
    { REMPART_EDGE_TLS_LISTEN: "127.0.0.1:443" },
    { REMPART_EDGE_TLS_FOLDER: "/etc/rempart/tls" },
  ])
    assert.throws(() => readEdgeConfig(half), /neither is of use without the other/);
  assert.throws(() => readEdgeConfig({ REMPART_EDGE_PROXY_PROTOCOL: "10.0.0.0/33" }), /PROXY_PROTOCOL: "10/);
});

test("a site from the command line, with settings in either spelling", () => {
  const { site, anyHost, ...rest } = readSoloConfig(
    ["--origin", "http://192.0.2.1:8080", "--origin", "http://192.0.2.2", "--listen", "[::1]:80"],
    { REMPART_EDGE_CACHE_MB: "2", REMPART_EDGE_LISTEN: "127.0.0.1:1" },
  );
  assert.deepEqual(rest, {
    ...{ ...SERVING, listen: { host: "::1", port: 80 }, cacheBytes: 2 * MIB },
    ...{ diskCacheBytes: 0, folder: "data/edge" },
  });
  assert.deepEqual(site.origin.servers, [{ url: "http://192.0.2.1:8080" }, { url: "http://192.0.2.2" }]);
  const { size, siteOf } = soloView(site, anyHost);
  assert.deepEqual([size, siteOf.get("whatever.example")], [1, site]);
});

test("with hostnames, only those; what is wrong is said by its option", () => {
  const args = ["--origin", "http://192.0.2.1", "--host", "a.example", "--host", "b.example"];
  const { site, anyHost } = readSoloConfig(args, {});
  const { siteOf } = soloView(site, anyHost);
  assert.deepEqual([...siteOf.keys()], ["a.example", "b.example"]);
  assert.equal(siteOf.get("c.example"), undefined);
  for (const [wrong, why] of [
    [[], /--origin/],
    [["--origin", "192.0.2.1"], /--origin: must be http/],
    [["--origin", "http://a.example", "--host", "A B"], /--host: must be a lower-case ASCII hostname/],
    [["--origin", "http://a.example", "--listen", "80"], /LISTEN: must be host:port/],
  ] as const)
    assert.throws(() => readSoloConfig([...wrong], {}), why);
});
