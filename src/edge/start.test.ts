import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE } from "../lib/clock.ts";
import { readEdgeConfig } from "./start.ts";

test("an edge without settings listens on this machine only", () => {
  assert.deepEqual(readEdgeConfig({}), {
    folder: "data/edge",
    listen: { host: "127.0.0.1", port: 8080 },
    adminListen: { host: "127.0.0.1", port: 8081 },
    feedUrl: "https://127.0.0.1:8001",
    deskUrl: "http://127.0.0.1:8000",
    token: undefined,
    cacheBytes: 256 * 1024 * 1024,
    maxStateAgeMs: HOUR,
    accessLog: false,
  });
});

test("settings are read, and the token is a secret", () => {
  const config = readEdgeConfig({
    REMPART_DATA: "/var/lib/rempart",
    REMPART_EDGE_LISTEN: "[::]:80",
    REMPART_EDGE_TOKEN: "secret.trust",
    REMPART_EDGE_CACHE_MB: "1",
    REMPART_EDGE_MAX_STATE_AGE_MINUTES: "5",
  });
  assert.equal(config.folder, "/var/lib/rempart/edge");
  assert.deepEqual(config.listen, { host: "::", port: 80 });
  assert.equal(config.cacheBytes, 1024 * 1024);
  assert.equal(config.maxStateAgeMs, 5 * MINUTE);
  assert.equal(config.token?.reveal(), "secret.trust");
  assert.ok(!JSON.stringify(config).includes("secret.trust"));
});

test("every wrong setting is named at once", () => {
  const env = { REMPART_EDGE_LISTEN: "8080", REMPART_FEED_URL: "desk", REMPART_EDGE_CACHE_MB: "0" };
  assert.throws(
    () => readEdgeConfig(env),
    (error: Error) => Object.keys(env).every((name) => error.message.includes(`${name}: must be`)),
  );
});
