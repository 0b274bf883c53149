import assert from "node:assert/strict";
import { test } from "node:test";
import { httpDate } from "./http/date.ts";
import { type OriginHandler, until, World } from "./testing/world.ts";

const DIGITS = "0123456789";

/** An origin that keeps ranges simple: it knows none, as many do not. */
const whole =
  (headers: Record<string, string> = {}): OriginHandler =>
  (_request, response) =>
    void response
      .writeHead(200, { "Cache-Control": "max-age=60", ETag: '"v1"', "Content-Length": "10", ...headers })
      .end(DIGITS);

async function kept(headers: Record<string, string> = {}): Promise<World> {
  const world = await World.start(whole(headers));
  await world.get("/a");
  return world;
}

const PARTS: readonly (readonly [range: string, body: string, contentRange: string])[] = [
  ["bytes=0-1", "01", "bytes 0-1/10"],
  ["bytes=3-", "3456789", "bytes 3-9/10"],
  ["bytes=-4", "6789", "bytes 6-9/10"],
  ["bytes=0-", DIGITS, "bytes 0-9/10"],
  ["bytes=8-99", "89", "bytes 8-9/10"],
  ["BYTES=9-9", "9", "bytes 9-9/10"],
];
for (const [range, body, contentRange] of PARTS) {
  test(`${range} is cut from what is kept (RFC 9110 §15.3.7)`, async () => {
    await using world = await kept();
    const got = await world.get("/a", { headers: { Range: range } });
    assert.deepEqual([got.status, String(got.body)], [206, body]);
    assert.equal(got.headers["content-range"], contentRange);
    assert.equal(got.headers["content-length"], String(body.length));
    assert.equal(got.headers.etag, '"v1"');
    assert.equal(got.headers["cache-status"], "edge-1; hit; ttl=60");
    assert.equal(world.asked.length, 1);
  });
}

test("a part that is not there: 416 with the length (RFC 9110 §15.5.17)", async () => {
  await using world = await kept();
  for (const range of ["bytes=10-", "bytes=-0"]) {
    const got = await world.get("/a", { headers: { Range: range } });
    assert.deepEqual([got.status, got.headers["content-range"], got.body.length], [416, "bytes */10", 0]);
    assert.equal(got.headers.etag, undefined, "it describes no representation");
  }
  assert.equal(world.asked.length, 1);
});

for (const range of ["bytes=5-2", "lines=1-2", "bytes=x-y", "bytes"]) {
  test(`what cannot be read is ignored: Range: ${range} (RFC 9110 §14.2)`, async () => {
    await using world = await kept();
    const got = await world.get("/a", { headers: { Range: range } });
    assert.deepEqual([got.status, String(got.body)], [200, DIGITS]);
    assert.equal(world.asked.length, 1);
  });
}

test("ranges are for GET and for a 200 only (RFC 9110 §14.2)", async () => {
  await using world = await kept();
  const head = await world.get("/a", { method: "HEAD", headers: { Range: "bytes=0-1" } });
  assert.deepEqual([head.status, head.headers["content-length"]], [200, "10"]);
  world.answer = (_request, response) =>
    void response.writeHead(404, { "Cache-Control": "max-age=60" }).end("not here");
  await world.get("/b");
  const missing = await world.get("/b", { headers: { Range: "bytes=0-1" } });
  assert.deepEqual([missing.status, String(missing.body)], [404, "not here"]);
  assert.equal(world.asked.length, 2);
});

test("conditions go before ranges (RFC 9110 §13.2.2)", async () => {
  await using world = await kept();
  const ask = (headers: Record<string, string>) =>
    world.get("/a", { headers: { Range: "bytes=0-1", ...headers } });
  assert.equal((await ask({ "If-None-Match": '"v1"' })).status, 304);
  assert.equal((await ask({ "If-None-Match": '"v0"' })).status, 206);
  assert.equal((await ask({ "If-None-Match": '"v1"', "If-Range": '"v0"' })).status, 304);
  assert.equal(
    (await world.get("/a", { headers: { Range: "bytes=50-", "If-None-Match": '"v1"' } })).status,
    304,
  );
  assert.equal(world.asked.length, 1);
});

test("If-Range: a part of this version, or all of it; strong comparison only (RFC 9110 §13.1.5)", async () => {
  const changed = httpDate(Date.UTC(2026, 10, 1));
  await using world = await kept({ "Last-Modified": changed });
  const ask = async (ifRange: string, range = "bytes=0-1") =>
    (await world.get("/a", { headers: { Range: range, "If-Range": ifRange } })).status;
  assert.deepEqual([await ask('"v1"'), await ask(changed)], [206, 206]);
  assert.deepEqual([await ask('"v0"'), await ask('W/"v1"'), await ask(httpDate(0))], [200, 200, 200]);
  assert.equal(await ask('"v0"', "bytes=50-"), 200, "no 416 about a version that the visitor did not mean");
  assert.equal(world.asked.length, 1);
});

test("of nothing there is no part: a kept answer without content is sent as it is", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" }).end();
  });
  await world.get("/empty");
  for (const range of ["bytes=0-", "bytes=-1"]) {
    const got = await world.get("/empty", { headers: { Range: range } });
    assert.deepEqual([got.status, got.headers["content-length"]], [200, "0"]);
  }
  assert.equal(world.asked.length, 1);
});

test("several parts at once are the origin's to make, whatever is kept", async () => {
  await using world = await kept();
  world.answer = (request, response) => {
    assert.equal(request.headers.range, "bytes=0-0,5-5");
    response.writeHead(206, { "Content-Type": "multipart/byteranges; boundary=x" }).end("--x--");
  };
  const got = await world.get("/a", { headers: { Range: "bytes=0-0,5-5" } });
  assert.deepEqual([got.status, String(got.body)], [206, "--x--"]);
  assert.equal(got.headers["cache-status"], "edge-1; fwd=bypass");
  assert.equal((await world.get("/a")).headers["cache-status"], "edge-1; hit; ttl=60");
});

test("a part of what is not kept is passed on, and no part is ever kept as the whole", async () => {
  await using world = await World.start((request, response) => {
    if (request.headers.range === undefined) return void whole()(request, response);
    assert.equal(request.headers.range, "bytes=4-5");
    assert.equal(request.headers["if-range"], '"v1"');
    response.writeHead(206, { "Cache-Control": "max-age=60", "Content-Range": "bytes 4-5/10" }).end("45");
  });
  for (let i = 0; i < 2; i++) {
    const headers = { Range: "bytes=4-5", "If-Range": '"v1"' };
    const got = await world.get("/a", { headers });
    assert.deepEqual([got.status, String(got.body)], [206, "45"]);
    assert.equal(got.headers["cache-status"], "edge-1; fwd=uri-miss");
  }
  assert.equal(String((await world.get("/a")).body), DIGITS);
  assert.equal(world.asked.length, 3);
});

test("parts of what is not kept do not wait for each other", async () => {
  await using world = await World.start();
  const held: (() => void)[] = [];
  world.answer = (_request, response) =>
    void held.push(() => response.writeHead(206, { "Content-Range": "bytes 4-5/10" }).end("45"));
  const headers = { Range: "bytes=4-5" };
  const all = Promise.all(Array.from({ length: 20 }, () => world.get("/a", { headers })));
  await until(() => held.length === 20);
  for (const send of held) send();
  assert.ok((await all).every(({ status, body }) => status === 206 && String(body) === "45"));
});

test("an origin that knows no ranges sends all: it is kept, and the visitor gets the part", async () => {
  await using world = await World.start(whole());
  for (let i = 0; i < 2; i++) {
    const got = await world.get("/a", { headers: { Range: "bytes=4-5" } });
    assert.deepEqual([got.status, String(got.body)], [206, "45"]);
  }
  assert.equal(world.asked.length, 1);
});

test("a 206 that nobody asked for is not kept", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(206, { "Cache-Control": "max-age=60", "Content-Range": "bytes 0-1/10" }).end("01");
  });
  for (let i = 0; i < 2; i++) assert.equal((await world.get("/a")).status, 206);
  assert.equal(world.asked.length, 2);
});

test("all of what is not kept, as players ask for it, is fetched whole, answered 206 and kept", async () => {
  await using world = await World.start(whole());
  const first = await world.get("/a", { headers: { Range: "bytes=0-" } });
  assert.equal(world.asked[0]!.headers.range, undefined);
  assert.deepEqual([first.status, first.headers["content-range"]], [206, "bytes 0-9/10"]);
  assert.equal(first.headers["cache-status"], "edge-1; fwd=uri-miss; fwd-status=200; ttl=60; stored");
  const later = await world.get("/a", { headers: { Range: "bytes=7-" } });
  assert.deepEqual([later.status, String(later.body)], [206, "789"]);
  assert.equal(world.asked.length, 1);
});

test("also where it is for this visitor only, and where it is too large to be kept", async () => {
  await using world = await World.start(whole({ "Cache-Control": "private" }));
  const got = await world.get("/a", { headers: { Range: "bytes=0-" } });
  assert.deepEqual(
    [got.status, got.headers["content-range"], String(got.body)],
    [206, "bytes 0-9/10", DIGITS],
  );
});

test("a stale answer is validated first; a part of a changed one comes from the origin", async () => {
  await using world = await kept();
  world.clock.advance(61_000);
  world.answer = (request, response) => {
    assert.deepEqual([request.headers["if-none-match"], request.headers.range], ['"v1"', "bytes=0-1"]);
    response.writeHead(304, { "Cache-Control": "max-age=60", ETag: '"v1"' }).end();
  };
  const same = await world.get("/a", { headers: { Range: "bytes=0-1" } });
  assert.deepEqual([same.status, String(same.body)], [206, "01"]);
  assert.equal(same.headers["cache-status"], "edge-1; fwd=stale; fwd-status=304; ttl=60");
  world.clock.advance(61_000);
  world.answer = (_request, response) =>
    void response
      .writeHead(206, { "Cache-Control": "max-age=60", ETag: '"v2"', "Content-Range": "bytes 0-1/10" })
      .end("ab");
  const changed = await world.get("/a", { headers: { Range: "bytes=0-1" } });
  assert.deepEqual([changed.status, String(changed.body), changed.headers.etag], [206, "ab", '"v2"']);
  world.answer = whole({ ETag: '"v2"' });
  assert.equal((await world.get("/a")).headers["cache-status"], "edge-1; fwd=uri-miss; ttl=60; stored");
});

test("a part of a body that is still arriving is sent as soon as it is there", async () => {
  await using world = await World.start();
  let finish: (() => void) | undefined;
  world.answer = (_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60", "Content-Length": "10" }).write("01234");
    finish = () => response.end("56789");
  };
  const all = world.get("/a");
  await world.holds(1);
  const ask = (range: string) => world.get("/a", { headers: { Range: range } });
  const early = await ask("bytes=1-3");
  assert.deepEqual(
    [early.status, String(early.body), early.headers["content-range"]],
    [206, "123", "bytes 1-3/10"],
  );
  const late = ask("bytes=4-6");
  await world.inFlight(2);
  finish!();
  assert.deepEqual([(await late).status, String((await late).body)], [206, "456"]);
  assert.equal(String((await all).body), DIGITS);
  assert.equal(world.asked.length, 1);
});

test("of a body of unknown length that is still arriving all is sent: its end is not known", async () => {
  await using world = await World.start();
  let finish: (() => void) | undefined;
  world.answer = (_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" }).write("01234");
    finish = () => response.end("56789");
  };
  const all = world.get("/a");
  await world.holds(1);
  const part = world.get("/a", { headers: { Range: "bytes=0-" } });
  await world.inFlight(2);
  finish!();
  assert.deepEqual([(await part).status, String((await part).body)], [200, DIGITS]);
  await all;
  const now = await world.get("/a", { headers: { Range: "bytes=-1" } });
  assert.deepEqual([now.status, String(now.body), now.headers["content-range"]], [206, "9", "bytes 9-9/10"]);
});

test("a part of a body that breaks off ends as a broken connection, not as a short part", async () => {
  await using world = await World.start();
  let tear: (() => void) | undefined;
  world.answer = (_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60", "Content-Length": "10" }).write("01234");
    tear = () => response.socket!.destroy();
  };
  const all = world.get("/a");
  const torn = assert.rejects(all, /aborted|hang up|ECONNRESET/);
  await world.holds(1);
  const part = assert.rejects(
    world.get("/a", { headers: { Range: "bytes=3-7" } }),
    /aborted|hang up|ECONNRESET/,
  );
  await world.inFlight(2);
  tear!();
  await Promise.all([torn, part]);
});
