import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { type OriginHandler, SITE, until, World } from "./testing/world.ts";

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

test("200 visitors of what cannot be kept reach the origin together, and each gets their own", async () => {
  await using world = await World.start();
  const held: (() => void)[] = [];
  let n = 0;
  world.answer = (_request, response) => {
    n += 1;
    const body = `for ${n}`;
    const send = () => response.writeHead(200, { "Cache-Control": "no-store" }).end(body);
    if (n === 1)
      send(); // nobody can know before the first answer; then nobody waits for anybody
    else held.push(send);
  };
  const all = Promise.all(Array.from({ length: 200 }, () => world.get("/mine")));
  await until(() => held.length === 199);
  for (const send of held) send();
  assert.equal(new Set((await all).map(({ body }) => String(body))).size, 200);
  // While such answers keep coming not even the first has to be waited for.
  held.length = 0;
  const more = Promise.all(Array.from({ length: 50 }, () => world.get("/mine")));
  await until(() => held.length === 50);
  for (const send of held) send();
  await more;
});

test("requests with credentials do not wait for each other (RFC 9111 §3.5)", async () => {
  await using world = await World.start();
  const held: (() => void)[] = [];
  world.answer = (_request, response) => void held.push(() => response.end("hello"));
  const headers = { Authorization: "Basic eDp5" };
  const all = Promise.all(Array.from({ length: 20 }, () => world.get("/mine", { headers })));
  await until(() => held.length === 20);
  for (const send of held) send();
  await all;
});

test("what is known to be for one visitor is asked for with that visitor's own conditions", async () => {
  await using world = await World.start((request, response) => {
    const same = request.headers["if-none-match"] === '"mine"';
    response
      .writeHead(same ? 304 : 200, { "Cache-Control": "private", ETag: '"mine"' })
      .end(same ? "" : "hello");
  });
  await world.get("/mine");
  const again = await world.get("/mine", { headers: { "If-None-Match": '"mine"' } });
  assert.equal(again.status, 304);
  assert.equal(
    world.asked[1]!.headers["if-none-match"],
    '"mine"',
    "so that the origin need not send it again",
  );
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
  assert.equal(await world.edge.purge({ by: "url", site, path: "/a" }), 1);
  const underWay = world.get("/a");
  await until(() => release !== undefined);
  await world.edge.purge({ by: "site", site });
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

test("a 205 is kept without content (RFC 9110 §15.3.6)", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60" }, "", 205));
  for (let i = 0; i < 2; i++) {
    const got = await world.get("/a");
    assert.deepEqual([got.status, got.body.length], [205, 0]);
  }
  assert.equal(world.asked.length, 1);
});

test("a 304 to nobody's condition is passed on as it is, and never kept", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60", ETag: '"v1"' }, "", 304));
  for (let i = 0; i < 2; i++) assert.equal((await world.get("/a")).status, 304);
  assert.equal(world.asked.length, 2);
});

const kept: OriginHandler = says({ "Cache-Control": "max-age=60", ETag: '"v1"' });

for (const [what, fields] of [
  ["a cookie", { "Cache-Control": "max-age=60", "Set-Cookie": "sid=1" }],
  ["that it is private now", { "Cache-Control": "private" }],
] as const) {
  test(`a 304 with ${what} is for the visitor whose request it answers, and for nobody else`, async () => {
    await using world = await World.start(kept);
    await world.get("/a");
    world.clock.advance(61_000);
    world.answer = (_request, response) => void response.writeHead(304, { ETag: '"v1"', ...fields }).end();
    const one = await world.get("/a");
    assert.deepEqual([one.status, String(one.body)], [200, "hello"]);
    assert.deepEqual(one.headers["set-cookie"], "Set-Cookie" in fields ? ["sid=1"] : undefined);
    world.answer = kept;
    const other = await world.get("/a");
    assert.equal(other.headers["set-cookie"], undefined);
    assert.equal(world.asked.length, 3);
  });
}

test("a HEAD that had to be passed on freshens what is kept, if it speaks of the same (RFC 9111 §4.3.5)", async () => {
  for (const [etag, length, asked] of [
    ['"v1"', "5", 2],
    ['"v1"', "6", 3],
    ['"v2"', "5", 3],
  ] as const) {
    await using world = await World.start(kept);
    await world.get("/a");
    world.clock.advance(61_000);
    world.answer = says(
      { "Cache-Control": "max-age=60", ETag: etag, "Content-Length": length, "X-Round": "2" },
      "",
    );
    const head = await world.get("/a", { method: "HEAD" });
    assert.equal(head.headers["cache-status"], "edge-1; fwd=stale");
    world.answer = kept;
    const got = await world.get("/a");
    assert.equal(got.headers["x-round"], asked === 2 ? "2" : undefined);
    assert.equal(world.asked.length, asked);
  }
});

test("a clock that jumps ahead makes stale, one that is set back leaves nothing to be trusted", async () => {
  for (const stepMs of [86_400_000, -86_400_000]) {
    await using world = await World.start(kept);
    await world.get("/a");
    world.clock.advance(stepMs);
    world.answer = (request, response) => {
      assert.equal(request.headers["if-none-match"], '"v1"');
      response.writeHead(304, { "Cache-Control": "max-age=60", ETag: '"v1"' }).end();
    };
    const got = await world.get("/a");
    assert.equal(got.headers["cache-status"], "edge-1; fwd=stale; fwd-status=304; ttl=60");
    assert.equal(got.headers.age, "0");
    assert.equal((await world.get("/a")).headers["cache-status"], "edge-1; hit; ttl=60");
    assert.equal(world.asked.length, 2);
  }
});

test("a correction of the clock by less than a second changes nothing", async () => {
  await using world = await World.start(kept);
  await world.get("/a");
  world.clock.advance(-900);
  assert.equal((await world.get("/a")).headers.age, "0");
  assert.equal(world.asked.length, 1);
});

test("Age counts what the answer brought along, and stays over a hop that kept it (RFC 9111 §4.2.3)", async () => {
  await using world = await World.start(says({ "Cache-Control": "max-age=60", Age: "50" }));
  const miss = await world.get("/a");
  assert.equal(miss.headers["cache-status"], "edge-1; fwd=uri-miss; ttl=10; stored");
  world.clock.advance(9000);
  assert.equal((await world.get("/a")).headers.age, "59");
  world.clock.advance(1000);
  assert.match((await world.get("/a")).headers["cache-status"] as string, /fwd=stale|fwd=uri-miss/);
});

test("Cache-Status: a list over hops, ours last; what the origin said where the visitor is told otherwise (RFC 9211)", async () => {
  await using world = await World.start(
    says({ "Cache-Control": "max-age=60", ETag: '"v1"', "Cache-Status": '"Origin Cache"; hit' }),
  );
  const cold = await world.get("/a", { headers: { "If-None-Match": '"v1"' } });
  assert.deepEqual(
    [cold.status, cold.headers["cache-status"]],
    [304, '"Origin Cache"; hit, edge-1; fwd=uri-miss; fwd-status=200; ttl=60; stored'],
  );
});

test("negative answers live as the site says, where they say nothing themselves", async () => {
  await using world = await World.start(says({}, "nothing here", 404));
  const servers = [{ url: `http://127.0.0.1:${world.originPort}` }];
  await world.get("/a");
  await world.get("/a");
  assert.equal(world.asked.length, 2, "no setting");
  world.serve({ ...SITE, origin: { servers }, cache: { negativeSeconds: 5 } });
  await world.get("/b");
  assert.equal((await world.get("/b")).headers["cache-status"], "edge-1; hit; ttl=5");
  world.clock.advance(5000);
  await world.get("/b");
  assert.equal(world.asked.length, 4);
});

test("a failing server is kept for as long as it says, and not a second by guess", async () => {
  await using world = await World.start(says({ "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT" }, "x", 503));
  for (let i = 0; i < 2; i++) await world.get("/a");
  assert.equal(world.asked.length, 2);
  world.answer = says({ "Cache-Control": "max-age=5" }, "x", 503);
  for (let i = 0; i < 2; i++) assert.equal((await world.get("/b")).status, 503);
  assert.equal(world.asked.length, 3);
});
