import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import type { SiteConfig } from "../feed/config.ts";
import type { EdgeServerOptions } from "./server.ts";
import { type OriginHandler, SITE, until, World } from "./testing/world.ts";

type Limits = NonNullable<SiteConfig["limits"]>;

const cacheable: OriginHandler = (_request, response) =>
  void response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello");

/** A world whose site has these limits. */
async function limited(
  limits: Limits,
  more: Partial<SiteConfig> = {},
  answer = cacheable,
  options: Partial<EdgeServerOptions> = {},
): Promise<World> {
  const world = await World.start(answer, options);
  world.serve({
    ...SITE,
    ...more,
    origin: { servers: [{ url: `http://127.0.0.1:${world.originPort}` }] },
    limits,
  });
  return world;
}

const problemCode = async (world: World, target = "/"): Promise<string> =>
  JSON.parse(String((await world.get(target, { headers: { Accept: "application/json" } })).body)).code;

test("per address: a burst, then 429 with Retry-After until a token is there again, hits included", async () => {
  await using world = await limited({ perAddress: { perSecond: 0.5, burst: 3 } });
  for (let i = 0; i < 3; i++) assert.equal((await world.get("/a")).status, 200);
  const { status, headers, body } = await world.get("/a");
  assert.deepEqual([status, headers["retry-after"], headers["cache-control"]], [429, "2", "no-store"]);
  assert.match(String(body), /Too many requests come from your network/);
  assert.equal(world.asked.length, 1);
  world.clock.advance(1999);
  assert.equal((await world.get("/a")).status, 429);
  world.clock.advance(1);
  assert.equal((await world.get("/a")).status, 200);
  assert.equal((await world.get("/a")).status, 429);
});

test("per site: all visitors together, after their own limit", async () => {
  await using world = await limited({
    perAddress: { perSecond: 1, burst: 5 },
    perSite: { perSecond: 1, burst: 2 },
  });
  for (let i = 0; i < 2; i++) assert.equal((await world.get("/")).status, 200);
  for (let i = 0; i < 3; i++) assert.equal(await problemCode(world), "limit.site-rate");
  assert.equal(await problemCode(world), "limit.address-rate");
});

test("a site without limits, and another site's visitors, are not counted", async () => {
  await using world = await limited({ perAddress: { perSecond: 1, burst: 1 } });
  await world.get("/");
  assert.equal((await world.get("/")).status, 429);
  world.serve({
    ...SITE,
    id: "00000000000000000000000002",
    origin: { servers: [{ url: `http://127.0.0.1:${world.originPort}` }] },
    limits: { perAddress: { perSecond: 1, burst: 1 } },
  });
  assert.equal((await world.get("/")).status, 200, "a bucket of its own");
  world.serve({ ...SITE, origin: { servers: [{ url: `http://127.0.0.1:${world.originPort}` }] } });
  for (let i = 0; i < 5; i++) assert.equal((await world.get("/")).status, 200);
  assert.equal(await world.metric("limit_buckets"), 2);
});

test("a measure's page comes before any limit, and costs no token", async () => {
  await using world = await limited({ perAddress: { perSecond: 1, burst: 1 } });
  world.enforce("refuse", "url", "/refused");
  for (let i = 0; i < 5; i++) assert.equal((await world.get("/refused")).status, 403);
  assert.equal((await world.get("/")).status, 200);
});

test("concurrent exchanges of one address: what is above is 429, and room comes back when one ends, however", async () => {
  const open = new Map<string, ServerResponse>();
  await using world = await limited({ concurrentPerAddress: 2 }, {}, (request, response) => {
    response.writeHead(200, { "Cache-Control": "no-store" });
    response.write("begun");
    open.set(request.url!, response);
  });
  const first = world.get("/a");
  const leaves = world.raw("GET /b HTTP/1.1\r\nHost: perchoir.example\r\n\r\n", (socket) =>
    socket.once("data", () => socket.destroy()),
  );
  await until(() => open.size === 2);
  await leaves;
  await world.inFlight(1);
  const second = world.get("/c");
  await until(() => open.has("/c"));
  const { status, headers } = await world.get("/d");
  assert.deepEqual([status, headers["retry-after"]], [429, "1"]);
  assert.equal(await world.metric("limit_networks"), 1);
  open.get("/a")!.end();
  assert.equal((await first).status, 200);
  await world.inFlight(1);
  const third = world.get("/e");
  await until(() => open.has("/e"));
  for (const path of ["/c", "/e"]) open.get(path)!.end();
  assert.deepEqual([(await second).status, (await third).status], [200, 200]);
  await world.inFlight(0);
  assert.equal(await world.metric("limit_networks"), 0);
});

test("a declared length above the limit is 413 at once, on a connection that ends there; the origin hears nothing", async () => {
  await using world = await limited({ maxBodyBytes: 10 });
  const head = (length: number): string =>
    `POST /up HTTP/1.1\r\nHost: perchoir.example\r\nContent-Length: ${length}\r\n\r\n`;
  const answer = await world.raw(head(11));
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.match(answer, /\r\nconnection: close\r\n/i);
  assert.equal(world.asked.length, 0);
  const smuggled = await world.raw(`${head(11)}GET /inner HTTP/1.1\r\nHost: perchoir.example\r\n\r\n`);
  assert.equal(smuggled.match(/HTTP\/1\.1/g)?.length, 1);
  assert.equal((await world.get("/up", { method: "POST", body: "0123456789" })).status, 200);
  assert.equal(world.asked.length, 1);
});

test("with Expect: 100-continue nothing of a body that is too large is asked for", async () => {
  await using world = await limited({ maxBodyBytes: 10 });
  const head =
    "POST /up HTTP/1.1\r\nHost: perchoir.example\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n";
  assert.match(await world.raw(head), /^HTTP\/1\.1 413 /);
});

test("a chunked body is counted while it streams: 413 in place of the answer, and the origin never sees its end", async () => {
  const ends: string[] = [];
  await using world = await limited({ maxBodyBytes: 10 }, {}, (request, response) => {
    request.resume();
    request.on("end", () => {
      ends.push("whole");
      response.end("taken");
    });
    request.on("error", () => ends.push("torn"));
  });
  const chunked = (...chunks: readonly string[]): string =>
    `POST /up HTTP/1.1\r\nHost: perchoir.example\r\nTransfer-Encoding: chunked\r\n\r\n${chunks
      .map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`)
      .join("")}`;
  const answer = await world.raw(chunked("01234567", "89", "a", "b".repeat(100)));
  assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*does not take anything that large/);
  await until(() => ends.length === 1);
  assert.deepEqual(ends, ["torn"]);
  const taken = await world.raw(
    chunked("01234567", "89", "").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"),
  );
  assert.match(taken, /^HTTP\/1\.1 200 [\s\S]*taken/);
  assert.equal(await world.metric("in_flight"), 0);
});

test("a body that goes on too long after the answer has begun is cut", async () => {
  await using world = await limited({ maxBodyBytes: 10 }, {}, (request, response) => {
    request.resume();
    request.on("error", () => {});
    response.writeHead(200, { "Cache-Control": "no-store" });
    response.write("begun");
  });
  const answer = await world.raw(
    "POST /up HTTP/1.1\r\nHost: perchoir.example\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n",
    (socket) => socket.once("data", () => socket.write("a\r\n0123456789\r\n")),
  );
  assert.match(answer, /^HTTP\/1\.1 200 [\s\S]*begun/);
  assert.doesNotMatch(answer, /\r\n0\r\n\r\n$/, "not as if it were whole");
  await world.inFlight(0);
});

test("every limit that was hit is counted by its kind", async () => {
  await using world = await limited({ perAddress: { perSecond: 1, burst: 2 }, maxBodyBytes: 1 });
  await world.get("/", { method: "POST", body: "long" });
  await world.get("/");
  await world.get("/");
  await world.get("/", { host: "unknown.example" });
  const text = String((await world.admin("/metrics")).body);
  for (const [code, count] of [
    ["limit.body", 1],
    ["limit.address-rate", 1],
    ["site.unknown", 1],
  ]) {
    assert.ok(text.includes(`rempart_edge_problems_total{code="${code}"} ${count}\n`), `${code}`);
  }
  assert.match(text, /rempart_edge_requests_total\{outcome="limited"\} 2\n/);
});

test("without TLS to a site that wants it: 301 for GET and HEAD, 308 for what must stay as it is", async () => {
  await using world = await limited({}, { https: { redirect: true, hsts: { maxAgeSeconds: 60 } } });
  const cases = [
    ["GET", "/a?b=1", 301, "https://perchoir.example/a?b=1"],
    ["HEAD", "//evil.example/%2e%2e", 301, "https://perchoir.example//evil.example/%2e%2e"],
    ["POST", "/a", 308, "https://perchoir.example/a"],
    ["DELETE", "/", 308, "https://perchoir.example/"],
  ] as const;
  for (const [method, target, status, location] of cases) {
    const got = await world.get(target, { method, host: "PERCHOIR.example.:8080" });
    assert.deepEqual([got.status, got.headers.location, got.body.length], [status, location, 0]);
    assert.equal(got.headers["strict-transport-security"], undefined, "RFC 6797 §7.2");
    assert.equal(got.headers["cache-control"], "max-age=3600");
  }
  const upgrade = { Connection: "Upgrade", Upgrade: "websocket" };
  assert.equal((await world.get("/", { headers: upgrade })).status, 301);
  assert.equal(world.asked.length, 0);
});

test("the redirect leads to the port where the edge is reached with TLS, whatever the port of plain HTTP", async () => {
  await using world = await limited({}, { https: { redirect: true } }, cacheable, { httpsPort: 8443 });
  for (const host of ["perchoir.example", "perchoir.example:80", "perchoir.example:8080"]) {
    const { location } = (await world.get("/a?b", { host })).headers;
    assert.equal(location, "https://perchoir.example:8443/a?b");
  }
});

test("a certificate authority's question is not redirected, and no other path passes for it", async () => {
  await using world = await limited({}, { https: { redirect: true } });
  const challenge = "/.well-known/acme-challenge/";
  assert.equal((await world.get(`${challenge}evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr_oA`)).status, 200);
  for (const path of ["", "a/b", "../../a", "%2e%2e", "a?b", "a/../../../b"]) {
    assert.equal((await world.get(challenge + path)).status, 301, path);
  }
});

test("a refused page is refused without TLS too, not redirected", async () => {
  await using world = await limited({}, { https: { redirect: true } });
  world.enforce("refuse", "url", "/a");
  assert.equal((await world.get("/a")).status, 403);
});
