import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { type OriginHandler, until, World } from "./testing/world.ts";

/** An origin that always says the same. */
const says =
  (headers: Record<string, string>, body = "hello", status = 200): OriginHandler =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

test("a miss is kept, and hits carry Age, Cache-Status and Via", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60" }));
  const miss = await world.get("/a");
  assert.equal(miss.headers["cache-status"], "edge-1; fwd=uri-miss; ttl=60; stored");
  world.clock.advance(7500);
  const hit = await world.get("/a");
  assert.equal(hit.body.toString(), "hello");
  assert.equal(hit.headers.age, "7");
  assert.equal(hit.headers["cache-status"], "edge-1; hit; ttl=52");
  assert.equal(hit.headers.via, "1.1 edge-1");
  assert.equal(hit.headers["content-length"], "5");
  assert.equal(world.asked.length, 1);
});

test("1,000 concurrent requests for one page are one request to the origin", async () => {
  await using world = await World.start();
  const held: (() => void)[] = [];
  world.answer = (_request, response) => {
    held.push(() => response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello"));
  };
  const all = Promise.all(Array.from({ length: 1000 }, () => world.get("/popular")));
  await world.inFlight(1000);
  await until(() => held.length > 0);
  for (const release of held) release();
  const answers = await all;
  assert.ok(answers.every(({ status, body }) => status === 200 && body.toString() === "hello"));
  assert.equal(
    answers.filter(({ headers }) => /collapsed/.test(headers["cache-status"] as string)).length,
    999,
  );
  assert.equal(world.asked.length, 1);
});

test("an answer for one visitor is given to one visitor, and nobody waits in line for the next", async () => {
  await using world = await World.start();
  let n = 0;
  world.answer = (_request, response) => {
    n += 1;
    response.writeHead(200, { "Cache-Control": "private" }).end(`for ${n}`);
  };
  const bodies = (await Promise.all(Array.from({ length: 20 }, () => world.get("/mine")))).map(({ body }) =>
    String(body),
  );
  assert.equal(new Set(bodies).size, 20);
  assert.equal(world.asked.length, 20);
});

test("a visitor who leaves while others wait takes nothing from them", async () => {
  await using world = await World.start();
  let release: (() => void) | undefined;
  world.answer = (_request, response) => {
    release = () => response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello");
  };
  let leaver: Socket | undefined;
  const leaving = world.raw("GET /a HTTP/1.1\r\nHost: perchoir.example\r\n\r\n", (socket) => {
    leaver = socket;
  });
  await until(() => release !== undefined);
  const staying = world.get("/a");
  await world.inFlight(2);
  leaver!.destroy();
  await leaving;
  await world.admin("/healthz"); // the edge has had a turn to see it go
  release!();
  assert.equal((await staying).body.toString(), "hello");
  assert.equal(world.asked.length, 1);
});

test("Vary: each value has its own answer, found again (RFC 9111 §4.1)", async () => {
  await using world = await World.start((request, response) => {
    const language = request.headers["accept-language"] ?? "none";
    response.writeHead(200, { "Cache-Control": "max-age=60", Vary: "Accept-Language" }).end(language);
  });
  for (const language of ["fr", "en", "fr", "en"]) {
    const { body } = await world.get("/a", { headers: { "Accept-Language": language } });
    assert.equal(body.toString(), language);
  }
  assert.equal(world.asked.length, 2);
  const third = await world.get("/a");
  assert.match(third.headers["cache-status"] as string, /fwd=vary-miss/);
});

test("each host of a site has its own answers: a redirect from one to the other must not loop", async () => {
  await using world = await World.start((request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" }).end(request.headers.host);
  });
  const one = await world.get("/a", { host: "perchoir.example" });
  const other = await world.get("/a", { host: "perchoir-miroir.example" });
  assert.deepEqual([String(one.body), String(other.body)], ["perchoir.example", "perchoir-miroir.example"]);
});

for (const [why, headers] of [
  ["no-store", { "Cache-Control": "no-store, max-age=60" }],
  ["private", { "Cache-Control": "private, max-age=60" }],
  ["a cookie", { "Cache-Control": "max-age=60", "Set-Cookie": "sid=1" }],
  ["Vary: *", { "Cache-Control": "max-age=60", Vary: "*" }],
] as const) {
  test(`not kept: ${why}`, async () => {
    await using world = await World.start(says(headers));
    await world.get("/a");
    await world.get("/a");
    assert.equal(world.asked.length, 2);
  });
}

test("a visitor's own conditions are answered from the store (RFC 9111 §4.3.2)", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60", ETag: '"v1"' }));
  const cold = await world.get("/a", { headers: { "If-None-Match": '"v1"' } });
  assert.equal(cold.status, 304);
  assert.equal(world.asked[0]!.headers["if-none-match"], undefined, "asked for a whole answer, to keep it");
  const warm = await world.get("/a", { headers: { "If-None-Match": 'W/"v1"' } });
  assert.equal(warm.status, 304);
  assert.equal(warm.body.length, 0);
  assert.equal(warm.headers.etag, '"v1"');
  assert.equal((await world.get("/a", { headers: { "If-None-Match": '"v2"' } })).status, 200);
  assert.equal(world.asked.length, 1);
});

test("a stale answer is validated, and a 304 makes it fresh with the new fields (RFC 9111 §4.3)", async () => {
  await using world = await World.start((request, response) => {
    const fresh = { "Cache-Control": "max-age=60", ETag: '"v1"', "X-Round": String(world.asked.length) };
    if (request.headers["if-none-match"] === '"v1"') response.writeHead(304, fresh).end();
    else response.writeHead(200, fresh).end("hello");
  });
  await world.get("/a");
  world.clock.advance(61_000);
  const validated = await world.get("/a");
  assert.equal(validated.status, 200);
  assert.equal(validated.body.toString(), "hello");
  assert.equal(validated.headers["x-round"], "2");
  assert.equal(validated.headers["cache-status"], "edge-1; fwd=stale; fwd-status=304; ttl=60");
  assert.match((await world.get("/a")).headers["cache-status"] as string, /hit/);
  assert.equal(world.asked.length, 2);
});

test("a 304 about another answer is not believed: a whole one is asked for (RFC 9111 §4.3.4)", async () => {
  await using world = await World.start((request, response) => {
    if (request.headers["if-none-match"] !== undefined) response.writeHead(304, { ETag: '"v9"' }).end();
    else
      response
        .writeHead(200, { "Cache-Control": "max-age=60", ETag: '"v1"' })
        .end(`round ${world.asked.length}`);
  });
  await world.get("/a");
  world.clock.advance(61_000);
  assert.equal((await world.get("/a")).body.toString(), "round 3");
});

test("HEAD is answered from a kept GET, and a HEAD is never kept for a GET", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60" }));
  await world.get("/a", { method: "HEAD" });
  await world.get("/a");
  const head = await world.get("/a", { method: "HEAD" });
  assert.equal(head.body.length, 0);
  assert.equal(head.headers["content-length"], "5");
  assert.match(head.headers["cache-status"] as string, /hit/);
  assert.deepEqual(
    world.asked.map(({ method }) => method),
    ["HEAD", "GET"],
  );
});

test("a range is passed on and not kept", async () => {
  await using world = await World.start((request, response) => {
    assert.equal(request.headers.range, "bytes=0-1");
    response.writeHead(206, { "Cache-Control": "max-age=60", "Content-Range": "bytes 0-1/5" }).end("he");
  });
  for (let i = 0; i < 2; i++) {
    const { status, body, headers } = await world.get("/a", { headers: { Range: "bytes=0-1" } });
    assert.deepEqual([status, String(body)], [206, "he"]);
    assert.equal(headers["cache-status"], "edge-1; fwd=bypass");
  }
  assert.equal(world.asked.length, 2);
});

test("a success of an unsafe method invalidates its page and the one it names (RFC 9111 §4.4)", async () => {
  await using world = await World.start((request, response) => {
    if (request.method === "POST") response.writeHead(201, { Location: "/list" }).end();
    else response.writeHead(200, { "Cache-Control": "max-age=60" }).end();
  });
  for (const target of ["/a", "/list", "/c"]) await world.get(target);
  const post = await world.get("/a", { method: "POST", body: "x" });
  assert.equal(post.headers["cache-status"], "edge-1; fwd=method");
  for (const target of ["/a", "/list", "/c"]) await world.get(target);
  assert.equal(world.asked.length, 6, "three, one POST, two again");
});

test("only-if-cached is answered 504 without asking the origin; other request directives cost it nothing", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60" }));
  assert.equal((await world.get("/a", { headers: { "Cache-Control": "only-if-cached" } })).status, 504);
  await world.get("/a");
  await world.get("/a", { headers: { "Cache-Control": "no-cache" } });
  assert.equal(world.asked.length, 1);
});

test("a purge drops a page in every spelling, and what is on its way for it is not kept", async () => {
  await using world = await World.start();
  let release: (() => void) | undefined;
  world.answer = (_request, response) => {
    const send = () =>
      response.writeHead(200, { "Cache-Control": "max-age=60" }).end(String(world.asked.length));
    if (world.asked.length === 2) release = send;
    else send();
  };
  await world.get("/%61?x=1");
  const site = "00000000000000000000000001";
  assert.equal(world.edge.purge({ by: "url", site, path: "/a" }), 1);
  const underWay = world.get("/a");
  await until(() => release !== undefined);
  world.edge.purge({ by: "site", site });
  release!();
  assert.equal((await underWay).body.toString(), "2");
  assert.equal((await world.get("/a")).body.toString(), "3");
});

test("interim answers are passed on, not kept (RFC 9110 §15.2)", async () => {
  await using world = await World.start((_request, response) => {
    response.writeEarlyHints({ link: "</style.css>; rel=preload" });
    response.writeHead(200, { "Cache-Control": "max-age=60" }).end("hello");
  });
  const first = await world.raw("GET /a HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n");
  assert.match(first, /^HTTP\/1\.1 103 Early Hints\r\nlink: <\/style\.css>/i);
  const second = await world.raw("GET /a HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n");
  assert.match(second, /^HTTP\/1\.1 200/);
});

test("a 204 that is kept has no Content-Length (RFC 9110 §8.6)", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(204, { "Cache-Control": "max-age=60" }).end();
  });
  for (let i = 0; i < 2; i++) assert.equal((await world.get("/a")).headers["content-length"], undefined);
  assert.equal(world.asked.length, 1);
});
