import assert from "node:assert/strict";
import { test } from "node:test";
import { SITE, until, World } from "./testing/world.ts";

const NOWHERE = "http://127.0.0.1:1";

test("an origin that is down: 502 with the kind of failure and nothing about where it is", async () => {
  await using world = await World.start();
  world.serve({ ...SITE, origin: { servers: [{ url: NOWHERE }] } });
  const { status, headers, body } = await world.get("/a");
  assert.equal(status, 502);
  assert.equal(headers["proxy-status"], "edge-1; error=connection_refused");
  assert.equal(headers["cache-control"], "no-store");
  assert.doesNotMatch(JSON.stringify(headers) + String(body), /127\.0\.0\.1/);
});

test("an origin that is silent: 504", async () => {
  await using world = await World.start(() => {}, { poolLimits: { headersTimeoutMs: 300 } });
  const { status, headers } = await world.get("/a");
  assert.deepEqual([status, headers["proxy-status"]], [504, "edge-1; error=http_response_timeout"]);
});

test("an origin that speaks no HTTP: 502", async () => {
  await using world = await World.start((_request, response) => response.socket!.end("nonsense\r\n\r\n"));
  const { status, headers } = await world.get("/a", { method: "POST", body: "x" });
  assert.deepEqual([status, headers["proxy-status"]], [502, "edge-1; error=http_protocol_error"]);
});

test("more waiting requests than allowed: 503 at once, the others are served", async () => {
  const held: (() => void)[] = [];
  await using world = await World.start(
    (_request, response) =>
      void held.push(() => response.writeHead(200, { "Cache-Control": "no-store" }).end()),
    { poolLimits: { connections: 1, maxWaiting: 1 } },
  );
  const first = world.get("/1", { method: "POST", body: "x" });
  await until(() => held.length === 1);
  const second = world.get("/2", { method: "POST", body: "x" });
  await world.inFlight(2);
  assert.equal((await world.get("/3", { method: "POST", body: "x" })).status, 503);
  held[0]!();
  await until(() => held.length === 2);
  held[1]!();
  assert.deepEqual([(await first).status, (await second).status], [200, 200]);
});

test("a kept connection that closes as it is used costs a GET nothing, and a POST is never sent twice", async () => {
  const used = new Set<object>();
  await using world = await World.start((request, response) => {
    if (used.has(request.socket)) request.socket.destroy();
    else response.writeHead(200, { "Cache-Control": "no-store" }).end("hello");
    used.add(request.socket);
  });
  assert.equal((await world.get("/first")).status, 200);
  assert.equal((await world.get("/get")).status, 200);
  assert.equal((await world.get("/post", { method: "POST", body: "x" })).status, 502);
  assert.equal((await world.get("/first")).status, 200);
  assert.equal((await world.get("/empty", { method: "POST" })).status, 502);
  assert.deepEqual(
    world.asked.map(({ url }) => url),
    ["/first", "/get", "/get", "/post", "/first", "/empty"],
  );
});

test("stale-if-error: a stale answer stands in for a failing origin, for as long as it says (RFC 5861)", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60, stale-if-error=600" }).end("hello");
  });
  await world.get("/a");
  world.answer = (_request, response) => response.writeHead(503).end();
  world.clock.advance(90_000);
  const stale = await world.get("/a");
  assert.equal(String(stale.body), "hello");
  assert.equal(stale.headers.age, "90");
  assert.equal(
    stale.headers["cache-status"],
    "edge-1; fwd=stale; fwd-status=503; ttl=-30; detail=stale-if-error",
  );
  world.serve({ ...SITE, origin: { servers: [{ url: NOWHERE }] } });
  assert.equal((await world.get("/a")).status, 200);
  world.clock.advance(571_000);
  assert.equal((await world.get("/a")).status, 502, "660 s is beyond both");
});

test("an answer that must be revalidated never stands in (RFC 9111 §4.2.4)", async () => {
  await using world = await World.start((_request, response) => {
    response
      .writeHead(200, { "Cache-Control": "max-age=60, must-revalidate, stale-if-error=600" })
      .end("hello");
  });
  await world.get("/a");
  world.clock.advance(61_000);
  world.serve({ ...SITE, origin: { servers: [{ url: NOWHERE }] } });
  assert.equal((await world.get("/a")).status, 502);
});

test("an origin can neither forge a refusal nor send visitors past the edge", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Rempart-Ledger": "7", "Alt-Svc": 'h2="203.0.113.9:443"', "X-Own": "1" }).end();
  });
  const { headers } = await world.get("/a");
  assert.deepEqual(
    [headers["rempart-ledger"], headers["alt-svc"], headers["x-own"]],
    [undefined, undefined, "1"],
  );
});

test("when the visitor leaves, the origin is told", async () => {
  let gone = false;
  await using world = await World.start((_request, response) => {
    response.on("close", () => {
      gone = true;
    });
  });
  void world.raw("GET /a HTTP/1.1\r\nHost: perchoir.example\r\n\r\n", (socket) => {
    void until(() => world.asked.length === 1).then(() => socket.destroy());
  });
  await until(() => gone);
});
