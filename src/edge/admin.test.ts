import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogFields } from "../lib/log.ts";
import { SITE, until, World } from "./testing/world.ts";

test("before verified state is loaded: alive, not ready, 503 with Retry-After, never a placeholder", async () => {
  await using world = await World.start();
  world.forget();
  assert.equal((await world.admin("/healthz")).status, 200);
  assert.equal((await world.admin("/readyz")).status, 503);
  const { status, headers } = await world.get("/");
  assert.deepEqual([status, headers["retry-after"]], [503, "2"]);
  world.serve({ ...SITE, origin: { servers: [{ url: `http://127.0.0.1:${world.originPort}` }] } });
  assert.equal((await world.admin("/readyz")).status, 200);
  assert.equal((await world.get("/")).status, 200);
});

test("readiness does not depend on age", async () => {
  const status = () => ({ size: 1, known: "k", held: "h", refusals: 0, stale: true, ageMs: 1e9 });
  await using world = await World.start(undefined, { status });
  assert.equal((await world.admin("/readyz")).status, 200);
  assert.deepEqual(JSON.parse(String((await world.admin("/state")).body)), { name: "edge-1", ...status() });
  assert.equal(await world.metric("state_stale"), 1);
  assert.equal(await world.metric("state_age_seconds"), 1e6);
});

test("metrics count requests by outcome and refusals by ledger index", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello");
  });
  for (let i = 0; i < 3; i++) await world.get("/a");
  const { index } = world.enforce("refuse", "url", "/b");
  await world.get("/b");
  const text = String((await world.admin("/metrics")).body);
  assert.match(text, /rempart_edge_requests_total\{outcome="miss"\} 1\n/);
  assert.match(text, /rempart_edge_requests_total\{outcome="hit"\} 2\n/);
  assert.match(text, new RegExp(`rempart_edge_measures_shown_total\\{index="${index}"\\} 1\n`));
  assert.ok((await world.metric("cache_bytes")) > 5);
});

test("the listener only shows", async () => {
  await using world = await World.start();
  assert.equal((await world.admin("/nothing")).status, 404);
  assert.equal((await world.admin("/constructor")).status, 404);
});

test("the access log has no URL and no whole address", async () => {
  const lines: (readonly [string, LogFields])[] = [];
  const push = (event: string, fields: LogFields = {}): void => void lines.push([event, fields]);
  await using world = await World.start(undefined, {
    accessLog: true,
    log: { info: push, warn: push, error: push },
  });
  await world.get("/secret/path?token=1");
  await until(() => lines.length > 0);
  const text = JSON.stringify(lines);
  assert.doesNotMatch(text, /secret|token|127\.0\.0\.1/);
  assert.match(text, /"visitor":"127\.0\.0\.0\/24"/);
});

test("close lets a running answer end and takes no new connection", async () => {
  const world = await World.start();
  let release: (() => void) | undefined;
  world.answer = (_request, response) => {
    release = () => response.end("the end");
  };
  const running = world.get("/a");
  await until(() => release !== undefined);
  const closing = world.edge.close();
  await assert.rejects(world.get("/b"), /ECONNREFUSED/);
  release!();
  assert.equal(String((await running).body), "the end");
  await closing;
  world.origin.closeAllConnections();
  world.origin.close();
});
