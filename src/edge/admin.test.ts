import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Matcher } from "../policy/matcher.ts";
import { AccessLog, type AccessLogOptions } from "./admin/access-log.ts";
import type { SiteLookup } from "./state.ts";
import { SITE, STATUS, until, World } from "./testing/world.ts";

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
  const status = () => ({ ...STATUS, stale: true, ageMs: 1e9 });
  await using world = await World.start(undefined, { status });
  const ready = await world.admin("/readyz");
  assert.equal(ready.status, 200);
  assert.match(String(ready.body), /^ready, stale:/);
  assert.equal(await world.metric("state_stale"), 1);
  assert.equal(await world.metric("state_age_seconds"), 1e6);
});

test("/state says what the edge knows and does", async () => {
  const status = () => ({ ...STATUS, size: 12, config: 7, refusals: 3 });
  await using world = await World.start(undefined, { status });
  world.clock.advance(5000);
  assert.deepEqual(JSON.parse(String((await world.admin("/state")).body)), {
    name: "edge-1",
    ...{ size: 12, config: 7, refusals: 3, uncosignedMs: 0, stale: false, ageMs: 0, known: "k", held: "h" },
    ...{ hostnames: 2, inFlight: 0, upMs: 5000, draining: false },
  });
});

test("metrics count requests by outcome and duration, and refusals by ledger index", async () => {
  await using world = await World.start((_request, response) => {
    world.clock.advance(30);
    response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello");
  });
  for (let i = 0; i < 3; i++) await world.get("/a");
  const { index } = world.enforce("refuse", "url", "/b");
  await world.get("/b");
  const lines = String((await world.admin("/metrics")).body).split("\n");
  for (const line of [
    'requests_total{outcome="miss"} 1',
    'requests_total{outcome="hit"} 2',
    `measures_shown_total{index="${index}"} 1`,
    'request_duration_seconds_bucket{le="0.001",outcome="hit"} 2',
    'request_duration_seconds_bucket{le="0.025",outcome="miss"} 0',
    'request_duration_seconds_bucket{le="0.05",outcome="miss"} 1',
    'request_duration_seconds_bucket{le="+Inf",outcome="miss"} 1',
    'request_duration_seconds_sum{outcome="miss"} 0.03',
    'request_duration_seconds_count{outcome="miss"} 1',
  ]) {
    assert.ok(lines.includes(`rempart_edge_${line}`), line);
  }
  assert.ok(lines.includes("# TYPE rempart_edge_request_duration_seconds histogram"));
  assert.ok((await world.metric("cache_bytes")) > 5);
});

test("a scrape shows the process, goes through no site and no measure, and each name once", async () => {
  let digests = 0;
  const status = () => ({
    ...STATUS,
    digests: () => {
      digests += 1;
      return { known: "k", held: "h" };
    },
  });
  const siteOf: SiteLookup = {
    size: 1_000_000,
    get: () => undefined,
    keys: () => assert.fail("a scrape must not go through a million sites"),
  };
  const view = { size: 1, siteOf, matcher: Matcher.empty(new Uint8Array(32)) };
  await using world = await World.start(undefined, { status, view: () => view });
  const text = String((await world.admin("/metrics")).body);
  assert.equal(digests, 0);
  for (const name of [
    "rempart_edge_hostnames 1000000",
    "rempart_edge_access_log_dropped_total 0",
    "process_cpu_seconds_total ",
    "process_resident_memory_bytes ",
    "nodejs_eventloop_lag_p99_seconds ",
  ]) {
    assert.ok(text.includes(`\n${name}`), name);
  }
  const types = text.match(/^# TYPE \S+/gm)!;
  assert.equal(new Set(types).size, types.length);
});

test("a page that fails is a 500 and a log line, and the edge goes on", async () => {
  const events: string[] = [];
  const write = (event: string): void => void events.push(event);
  const status = () => assert.fail("broken");
  const log = { info: write, warn: write, error: write };
  await using world = await World.start(undefined, { status, log });
  assert.equal((await world.admin("/metrics")).status, 500);
  assert.equal((await world.admin("/state")).status, 500);
  assert.equal((await world.get("/")).status, 200);
  assert.deepEqual(events, ["admin.failed", "admin.failed"]);
});

test("the listener only shows", async () => {
  await using world = await World.start();
  assert.equal((await world.admin("/nothing")).status, 404);
  assert.equal((await world.admin("/constructor")).status, 404);
  const posted = await fetch(`http://127.0.0.1:${world.edge.adminPort}/readyz`, { method: "POST" });
  assert.equal(posted.status, 405);
});

/** A world with an access log; `lines` closes it and returns what it says. */
async function logged(t: TestContext, options: Partial<AccessLogOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "rempart-log-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const to = join(folder, "access.log");
  const accessLog = await AccessLog.open({ to, ...options });
  const world = await World.start(
    (_request, response) => void response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello"),
    { accessLog },
  );
  const lines = async (): Promise<readonly Record<string, unknown>[]> => {
    await world[Symbol.asyncDispose]();
    await accessLog.close();
    return readFileSync(to, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
  };
  return { world, lines };
}

test("the access log: one line a request, of the visitor the network, of the address nothing", async (t) => {
  const { world, lines } = await logged(t);
  await world.get("/secret/path?token=1", {
    headers: { Cookie: "secret=1", Referer: "https://secret.example/" },
  });
  await world.get("/secret/path?token=1");
  const { index } = world.enforce("refuse", "url", "/secret/path");
  await world.get("/secret/path");
  await world.get("/", { host: "secret.example", method: "POST", body: "secret" });
  const [miss, hit, refused, unknown, ...more] = await lines();
  assert.deepEqual(more, []);
  assert.deepEqual(miss, {
    ...{ time: "2026-12-01T00:00:00.000Z", site: SITE.id, method: "GET", status: 200, outcome: "miss" },
    ...{ cache: "edge-1; fwd=uri-miss; ttl=60; stored", bytes: 5, complete: true, ms: 0 },
    ...{ scheme: "http", http: "1.1", visitor: "127.0.0.0/24" },
  });
  assert.deepEqual([hit!.outcome, hit!.cache], ["hit", "edge-1; hit; ttl=60"]);
  assert.deepEqual([refused!.status, refused!.measure, refused!.cache], [403, index, undefined]);
  assert.deepEqual([unknown!.status, unknown!.problem, unknown!.site], [421, "site.unknown", undefined]);
  assert.doesNotMatch(JSON.stringify([miss, hit, refused, unknown]), /secret|token|127\.0\.0\.1/);
});

test("the path is in the access log only where the operator asks for it, and never a query", async (t) => {
  const { world, lines } = await logged(t, { paths: true });
  await world.get("/thread/7?token=secret");
  const [line] = await lines();
  assert.equal(line!.path, "/thread/7");
  assert.doesNotMatch(JSON.stringify(line), /secret/);
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
  assert.equal((await world.admin("/readyz")).status, 503);
  assert.equal(JSON.parse(String((await world.admin("/state")).body)).draining, true);
  release!();
  assert.equal(String((await running).body), "the end");
  await closing;
  world.origin.closeAllConnections();
  world.origin.close();
});
