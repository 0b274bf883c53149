import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import type { SiteConfig } from "../feed/config.ts";
import { HOUR, MINUTE, SECOND } from "../lib/clock.ts";
import { type OriginHandler, SITE, until, World } from "./testing/world.ts";

/** An origin whose pages say how often it was asked. */
const counting =
  (cacheControl: string, headers: Record<string, string> = {}): OriginHandler =>
  (_request, response) => {
    counting.asked += 1;
    response.writeHead(200, { "Cache-Control": cacheControl, ...headers }).end(`round ${counting.asked}`);
  };
counting.asked = 0;

const hangUp: OriginHandler = (_request, response) => void response.socket!.destroy();
const says =
  (status: number): OriginHandler =>
  (_request, response) =>
    void response.writeHead(status).end("trouble");

/** A world with one page kept, gone stale by `staleMs`. */
async function stale(cacheControl: string, staleMs: number, cache?: SiteConfig["cache"]): Promise<World> {
  counting.asked = 0;
  const world = await World.start(counting(cacheControl));
  const servers = [{ url: `http://127.0.0.1:${world.originPort}` }];
  world.serve({ ...SITE, origin: { servers }, ...(cache === undefined ? {} : { cache }) });
  await world.get("/a");
  world.clock.advance(60 * SECOND + staleMs);
  return world;
}

const SWR = "max-age=60, stale-while-revalidate=30";

test("stale-while-revalidate: the stale answer at once, the new one to the next visitor (RFC 5861 §3)", async () => {
  await using world = await stale(SWR, 5 * SECOND);
  const first = await world.get("/a");
  assert.equal(String(first.body), "round 1");
  assert.equal(first.headers["cache-status"], "edge-1; hit; ttl=-5; detail=stale-while-revalidate");
  assert.equal(first.headers.age, "65");
  await until(() => world.asked.length === 2);
  await world.settled();
  const second = await world.get("/a");
  assert.deepEqual([String(second.body), second.headers["cache-status"]], ["round 2", "edge-1; hit; ttl=60"]);
  assert.equal(world.asked.length, 2);
});

test("it asks once, however many visitors come meanwhile, and none of them waits", async () => {
  await using world = await stale(SWR, 5 * SECOND);
  let release: (() => void) | undefined;
  world.answer = (request, response) => {
    release = () => counting(SWR)(request, response);
  };
  const answers = await Promise.all(Array.from({ length: 100 }, () => world.get("/a")));
  assert.ok(answers.every(({ body }) => String(body) === "round 1"));
  await until(() => release !== undefined);
  assert.equal(world.asked.length, 2);
  release!();
  await world.settled();
  assert.equal(String((await world.get("/a")).body), "round 2");
});

test("a visitor who leaves does not end the validation", async () => {
  const page = (round: number): Buffer => Buffer.alloc(4 * 1024 * 1024, String(round));
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": SWR }).end(page(1));
  });
  await world.get("/a");
  world.clock.advance(65 * SECOND);
  let release: (() => void) | undefined;
  world.answer = (_request, response) => {
    release = () => response.writeHead(200, { "Cache-Control": SWR }).end(page(2));
  };
  let visitor: Socket | undefined;
  const left = world.raw("GET /a HTTP/1.1\r\nHost: perchoir.example\r\n\r\n", (socket) => {
    visitor = socket.pause(); // takes a little of the answer and no more
  });
  await until(() => release !== undefined);
  visitor!.destroy();
  await left;
  await world.inFlight(0);
  release!();
  await world.settled();
  assert.ok((await world.get("/a")).body.equals(page(2)));
  assert.equal(world.asked.length, 2);
});

test("it validates with a GET for all of it, whatever was asked: a HEAD, a part", async () => {
  for (const asked of [{ method: "HEAD" }, { headers: { Range: "bytes=0-1" } }]) {
    await using world = await stale(SWR, 5 * SECOND);
    assert.match((await world.get("/a", asked)).headers["cache-status"] as string, /hit; ttl=-5/);
    await world.settled();
    assert.deepEqual([world.asked[1]!.method, world.asked[1]!.headers.range], ["GET", undefined]);
    assert.equal(String((await world.get("/a")).body), "round 2");
  }
});

for (const [why, cacheControl, staleSeconds] of [
  ["after its window", SWR, 30],
  ["with must-revalidate", `${SWR}, must-revalidate`, 5],
  ["with proxy-revalidate", `${SWR}, proxy-revalidate`, 5],
  ["with no-cache", `${SWR}, no-cache`, 5],
  ["with a window that is no number", "max-age=60, stale-while-revalidate=x", 5],
] as const) {
  test(`not stale while revalidating: ${why}`, async () => {
    await using world = await stale(cacheControl, staleSeconds * SECOND);
    assert.equal(String((await world.get("/a")).body), "round 2");
  });
}

test("s-maxage beside stale-while-revalidate means a shared cache that revalidates behind", async () => {
  await using world = await stale("s-maxage=60, stale-while-revalidate=30", 5 * SECOND);
  assert.equal(String((await world.get("/a")).body), "round 1");
});

test("a purge or a measure that comes during the validation holds: its answer is not kept", async () => {
  for (const act of ["purge", "no-cache"] as const) {
    await using world = await stale(SWR, 5 * SECOND);
    let release: (() => void) | undefined;
    world.answer = (request, response) => {
      release = () => counting(SWR)(request, response);
    };
    await world.get("/a");
    await until(() => release !== undefined);
    if (act === "purge") await world.edge.purge({ by: "url", site: SITE.id, path: "/a" });
    else world.enforce("no-cache", "url", "/a");
    release!();
    await world.settled();
    assert.equal(await world.metric("cache_objects"), 0);
  }
});

test("a validation that says no more for all goes to nobody, and takes the stale answer away", async () => {
  await using world = await stale(SWR, 5 * SECOND);
  world.answer = counting("private");
  assert.equal(String((await world.get("/a")).body), "round 1");
  await world.settled();
  assert.equal(String((await world.get("/a")).body), "round 3");
});

test("stale-if-error: a server error or no answer, within its window (RFC 5861 §4)", async () => {
  for (const trouble of [says(500), says(502), says(503), says(504), hangUp]) {
    await using world = await stale("max-age=60, stale-if-error=30", 5 * SECOND);
    world.answer = trouble;
    const got = await world.get("/a");
    assert.deepEqual([got.status, String(got.body)], [200, "round 1"]);
    assert.match(
      got.headers["cache-status"] as string,
      /^edge-1; fwd=stale;( fwd-status=50\d;)? ttl=-5; detail=/,
    );
    world.clock.advance(25 * SECOND);
    assert.ok((await world.get("/a")).status >= 500, "its window is over");
  }
});

test("other statuses are answers: a 404 and a 501 replace what was kept", async () => {
  for (const status of [404, 501]) {
    await using world = await stale("max-age=60, stale-if-error=30", 5 * SECOND);
    world.answer = says(status);
    assert.equal((await world.get("/a")).status, status);
  }
});

test("where the origin says nothing, no answer is covered for an hour, a server error not (RFC 9111 §4.2.4)", async () => {
  await using world = await stale("max-age=60", 5 * SECOND);
  world.answer = says(503);
  assert.equal((await world.get("/a")).status, 503);
  world.answer = hangUp;
  const got = await world.get("/a");
  assert.deepEqual([got.status, String(got.body)], [200, "round 1"]);
  assert.equal(got.headers["cache-status"], "edge-1; fwd=stale; ttl=-5; detail=origin-down");
  world.clock.advance(HOUR);
  assert.equal((await world.get("/a")).status, 502);
});

test("a site says for how long, or never", async () => {
  await using short = await stale("max-age=60", 5 * SECOND, { staleWhileDownSeconds: 10 });
  short.answer = hangUp;
  assert.equal((await short.get("/a")).status, 200);
  short.clock.advance(5 * SECOND);
  assert.equal((await short.get("/a")).status, 502);
  await using never = await stale("max-age=60", 5 * SECOND, { staleWhileDownSeconds: 0 });
  never.answer = hangUp;
  assert.equal((await never.get("/a")).status, 502);
});

for (const forbidding of [
  "max-age=60, must-revalidate",
  "max-age=60, proxy-revalidate",
  "s-maxage=60",
  "max-age=60, no-cache",
  "max-age=60, stale-if-error=0",
  "max-age=60, stale-if-error=99, must-revalidate",
]) {
  test(`no stale answer although the origin is down: ${forbidding}`, async () => {
    await using world = await stale(forbidding, 5 * SECOND);
    world.answer = hangUp;
    assert.equal((await world.get("/a")).status, 502);
  });
}

test("what was never to be shared without asking does not stand in: it may be somebody's own page", async () => {
  const origins: readonly Record<string, string>[] = [
    { ETag: '"v1"' },
    { "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT" }, // would have a life by guess, but for the cookie
  ];
  for (const headers of origins) {
    await using world = await World.start((_request, response) => {
      response.writeHead(200, headers).end("for one");
    });
    await world.get("/mine", { headers: { Cookie: "sid=1" } });
    world.answer = hangUp;
    assert.equal((await world.get("/mine", { headers: { Cookie: "sid=2" } })).status, 502);
    assert.equal((await world.get("/mine")).status, 502);
  }
});

test("what was shared by guess stands in too", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Last-Modified": "Sun, 01 Nov 2026 00:00:00 GMT" }).end("for all");
  });
  await world.get("/a");
  world.clock.advance(40 * MINUTE); // half an hour after the longest guess
  world.answer = hangUp;
  assert.equal(String((await world.get("/a")).body), "for all");
});

test("so does what was softly purged in the moment it came", async () => {
  await using world = await stale("max-age=600", -60 * SECOND);
  await world.edge.purge({ by: "site", site: SITE.id, soft: true });
  world.answer = hangUp;
  assert.equal(String((await world.get("/a")).body), "round 1");
});

test("once it stood in, nobody waits for the origin to fail again; it is asked behind, and believed when it is back", async () => {
  await using world = await stale("max-age=60", 5 * SECOND);
  const held: (() => void)[] = [];
  world.answer = hangUp;
  await world.get("/a");
  const asked = world.asked.length;
  world.answer = (request, response) => void held.push(() => counting("max-age=20")(request, response));
  for (let i = 0; i < 3; i++) {
    const got = await world.get("/a"); // at once, although the origin says nothing yet
    assert.equal(got.headers["cache-status"], "edge-1; hit; ttl=-5; detail=origin-failing");
  }
  await until(() => held.length === 1);
  assert.equal(world.asked.length, asked + 1, "one question at a time");
  held[0]!();
  await world.settled();
  assert.equal((await world.get("/a")).headers["cache-status"], "edge-1; hit; ttl=20");
  world.clock.advance(20 * SECOND);
  world.answer = counting("max-age=60");
  const after = await world.get("/a");
  assert.equal(String(after.body), "round 3", "stale again, it is asked first as ever");
});

test("a softly purged answer is asked for again, and stands in if the origin is down", async () => {
  await using world = await stale("max-age=600", 0);
  assert.equal((await world.get("/a")).headers["cache-status"], "edge-1; hit; ttl=540");
  assert.equal(await world.edge.purge({ by: "site", site: SITE.id, soft: true }), 1);
  world.answer = hangUp;
  const down = await world.get("/a");
  assert.deepEqual([down.status, String(down.body)], [200, "round 1"]);
  assert.match(down.headers["cache-status"] as string, /ttl=0; detail=origin-down/);
  world.answer = counting("max-age=600");
  await world.get("/a");
  await world.settled();
  assert.equal(String((await world.get("/a")).body), "round 2");
});
