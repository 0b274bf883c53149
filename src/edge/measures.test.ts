import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, MINUTE } from "../lib/clock.ts";
import { RATE_LIMIT } from "./measures/rate-limit.ts";
import { SEEN_MS } from "./measures/seen.ts";
import { until, World } from "./testing/world.ts";

const cacheable = (_request: unknown, response: import("node:http").ServerResponse): void =>
  void response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello");

test("a refused page is refused for every method, range, condition and upgrade, before the origin", async () => {
  await using world = await World.start(cacheable);
  const { index } = world.enforce("refuse", "url", "/thread/1");
  const upgrade = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "x",
  };
  for (const asked of [
    { method: "GET" },
    { method: "HEAD" },
    { method: "POST", body: "x" },
    { method: "PUT", body: "x" },
    { method: "DELETE" },
    { method: "OPTIONS" },
    { headers: { Range: "bytes=0-1" } },
    { headers: { "If-None-Match": "*" } },
    { headers: { Expect: "100-continue" }, method: "POST", body: "x" },
    { headers: upgrade },
    { host: "perchoir-miroir.example" },
    { host: "PERCHOIR.example.:8080" },
  ]) {
    const { status, headers, body } = await world.get("/thread/1", asked);
    assert.equal(status, 403, JSON.stringify(asked));
    assert.equal(headers["rempart-ledger"], String(index));
    assert.equal(headers["cache-control"], "no-store");
    assert.equal(headers["cache-status"], undefined);
    assert.equal(body.length === 0, asked.method === "HEAD");
  }
  assert.equal((await world.get("/thread/2")).status, 200);
  assert.equal(world.asked.length, 1);
});

test("spellings of the page are the page, and the absolute form too", async () => {
  await using world = await World.start(cacheable);
  world.enforce("refuse", "path", "/thread/1");
  for (const target of [
    "/thread/%31",
    "/x/../thread/1/print",
    "//thread/1?x=1",
    "http://perchoir.example/thread/1",
  ]) {
    assert.equal((await world.get(target)).status, 403, target);
  }
  const elsewhere = await world.get("http://perchoir.example/thread/1", { host: "unknown.example" });
  assert.equal(elsewhere.status, 403, "the absolute form wins over Host");
  assert.equal((await world.get("/thread/12")).status, 200);
});

test("the origin gets the bytes that were received", async () => {
  await using world = await World.start(cacheable);
  const target = "/a//b/%7Ex;v=1/../c?q=%2F&q=+%C3%A9";
  await world.get(target);
  await world.get(`http://perchoir.example${target}&2`);
  assert.deepEqual(
    world.asked.map(({ url }) => url),
    [target, `${target}&2`],
  );
});

test("each refusing verb has its status; a legal one says who blocks (RFC 7725)", async () => {
  for (const [verb, grain, status] of [
    ["refuse", "host", 403],
    ["legal-refuse", "site", 451],
    ["suspend", "site", 403],
    ["terminate", "account", 403],
  ] as const) {
    await using world = await World.start(cacheable);
    world.enforce(verb, grain, grain === "host" ? "perchoir.example" : "");
    const answer = await world.get("/any", { headers: { Accept: "application/json" } });
    assert.equal(answer.status, status);
    assert.equal(JSON.parse(String(answer.body)).clause, "D1");
    assert.equal(
      answer.headers.link,
      status === 451 ? '<https://desk.example/>; rel="blocked-by"' : undefined,
    );
  }
});

test("lifting a measure reveals the next, and then the page, fetched anew", async () => {
  await using world = await World.start(cacheable);
  await world.get("/a");
  const legal = world.enforce("legal-refuse", "url", "/a");
  const own = world.enforce("refuse", "url", "/a");
  assert.equal((await world.get("/a")).status, 451);
  world.lift(legal);
  assert.equal((await world.get("/a")).status, 403);
  world.lift(own);
  const again = await world.get("/a");
  assert.equal(again.status, 200);
  assert.match(again.headers["cache-status"] as string, /fwd=uri-miss/, "the old copy was dropped");
});

test("a measure that begins at a time of its own does then what a new one does: cuts, drops copies, keeps none", async () => {
  let release = (): void => {};
  await using world = await World.start((request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=1000000" });
    if (request.url === "/stream") response.write("begun");
    else if (request.url !== "/slow") response.end("hello");
    else {
      response.flushHeaders();
      release = () => response.end("late");
    }
  });
  for (const target of ["/a", "/b"]) await world.get(target);
  const stream = world.raw("GET /stream HTTP/1.1\r\nHost: perchoir.example\r\n\r\n");
  const slow = world.get("/slow");
  await until(() => world.asked.length === 4);
  const later = { startsMs: world.clock.now() + DAY };
  for (const target of ["/a", "/stream"]) world.enforce("refuse", "url", target, later);
  world.enforce("no-cache", "url", "/slow", later);
  await world.holds(4);
  assert.match((await world.get("/a")).headers["cache-status"] as string, /hit/, "not yet");

  world.clock.advance(DAY);
  assert.match(await stream, /begun/);
  await world.holds(1);
  release();
  assert.equal(String((await slow).body), "late");
  assert.equal(await world.metric("cache_objects"), 1, "/b is all that is kept");
});

test("a measure ends by itself", async () => {
  await using world = await World.start(cacheable);
  world.enforce("refuse", "url", "/a", { endsMs: world.clock.now() + DAY });
  assert.equal((await world.get("/a")).status, 403);
  world.clock.advance(DAY);
  assert.equal((await world.get("/a")).status, 200);
});

test("a stream in flight is cut in the tick in which the view changes; others go on", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" });
    response.write("the first half");
  });
  const heads = { refused: "", other: "" };
  const over = { refused: false, other: false };
  const open = (name: "refused" | "other") =>
    void world
      .raw(`GET /${name} HTTP/1.1\r\nHost: perchoir.example\r\n\r\n`, (socket) => {
        socket.on("data", (chunk) => {
          heads[name] += chunk;
        });
      })
      .then(() => {
        over[name] = true;
      });
  open("refused");
  open("other");
  await until(() => heads.refused.includes("half") && heads.other.includes("half"));
  await world.inFlight(2);
  world.enforce("refuse", "url", "/refused");
  assert.equal(await world.metric("cut_total"), 1);
  assert.equal(await world.metric("cache_objects"), 1);
  await until(() => over.refused);
  assert.equal(over.other, false);
});

test("no-cache: passed through every time, the kept copy dropped", async () => {
  await using world = await World.start(cacheable);
  await world.get("/a");
  world.enforce("no-cache", "url", "/a");
  assert.equal(await world.metric("cache_objects"), 0);
  for (let i = 0; i < 2; i++) {
    const { headers, status } = await world.get("/a");
    assert.deepEqual([status, headers["cache-status"]], [200, "edge-1; fwd=bypass"]);
  }
  assert.equal(world.asked.length, 3);
});

test("rate-limit: a burst, then 429 with Retry-After, then more", async () => {
  await using world = await World.start(cacheable);
  const { index } = world.enforce("rate-limit", "url", "/a");
  for (let i = 0; i < RATE_LIMIT.burst; i++) assert.equal((await world.get("/a")).status, 200);
  const limited = await world.get("/a");
  assert.deepEqual([limited.status, limited.headers["retry-after"]], [429, "1"]);
  assert.equal(limited.headers["rempart-ledger"], String(index));
  world.clock.advance(1000);
  assert.equal((await world.get("/a")).status, 200);
});

test("interstitial: a page before the page, once, with a plain link and no script", async () => {
  await using world = await World.start(cacheable);
  world.enforce("interstitial", "url", "/a");
  const before = await world.get("/a?secret=1");
  assert.equal(before.status, 403);
  assert.ok(String(before.body).includes('<a href="">') && !String(before.body).includes("secret"));
  const [cookie] = (before.headers["set-cookie"] ?? [""])[0]!.split(";");
  const after = await world.get("/a", { headers: { Cookie: `theme=dark; ${cookie}` } });
  assert.equal(after.status, 200);
  assert.equal(world.asked[0]!.headers.cookie, "theme=dark", "the origin does not see our cookie");
  world.clock.advance(SEEN_MS + MINUTE);
  assert.equal((await world.get("/a", { headers: { Cookie: cookie! } })).status, 403);
  const image = await world.get("/a", { headers: { "Sec-Fetch-Mode": "no-cors" } });
  assert.equal(image.headers["set-cookie"], undefined, "nobody saw it");
});

test("milder verbs combine; a refusal goes before all of them", async () => {
  await using world = await World.start(cacheable);
  world.enforce("no-cache", "site");
  world.enforce("rate-limit", "site");
  world.enforce("interstitial", "url", "/a");
  assert.equal((await world.get("/a")).status, 403);
  assert.equal((await world.get("/b")).headers["cache-status"], "edge-1; fwd=bypass");
  world.enforce("legal-refuse", "url", "/a");
  assert.equal((await world.get("/a")).status, 451);
});
