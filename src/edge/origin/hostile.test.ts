import assert from "node:assert/strict";
import { test } from "node:test";
import { SITE, until, World } from "../testing/world.ts";
import { type RawOrigin, rawOrigin } from "./testing/raw-origin.ts";

/** What a visitor gets over a connection of their own: every byte until it ends. */
const GET = "GET /a HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n";

async function behind(origin: RawOrigin, poolLimits = {}): Promise<World> {
  const world = await World.start(undefined, { poolLimits });
  world.serve({ ...SITE, origin: { servers: [{ url: origin.url }] } });
  return world;
}

const OK = "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n";

/** Answers that are none, or that could be read in two ways. */
const REFUSED: readonly (readonly [why: string, bytes: string, error: string])[] = [
  ["no HTTP at all", "220 mail.example ESMTP\r\n", "http_protocol_error"],
  [
    "a length and a coding",
    `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    "http_protocol_error",
  ],
  ["two lengths", `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`, "http_protocol_error"],
  ["a length that is none", `${OK}Content-Length: 5x\r\n\r\nhello`, "http_protocol_error"],
  [
    "a bare CR in a value",
    `${OK}X-A: b\rSet-Cookie: c=1\r\nContent-Length: 0\r\n\r\n`,
    "http_protocol_error",
  ],
  [
    "a bare LF after a value",
    `${OK}X-A: b\nSet-Cookie: c=1\r\nContent-Length: 0\r\n\r\n`,
    "http_protocol_error",
  ],
  ["a NUL in a value", `${OK}X-A: b\0\r\nContent-Length: 0\r\n\r\n`, "http_protocol_error"],
  ["a space in a name", `${OK}X A: b\r\nContent-Length: 0\r\n\r\n`, "http_protocol_error"],
  [
    "an upgrade that nobody asked for",
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "http_protocol_error",
  ],
  [
    "an interim 100 that nobody asked for, which the client library cannot skip",
    `HTTP/1.1 100 Continue\r\n\r\n${OK}Content-Length: 5\r\n\r\nhello`,
    "http_protocol_error",
  ],
  ["a head without an end", `${OK}X-A: ${"a".repeat(100_000)}\r\n`, "http_response_header_section_size"],
  [
    "interim answers without an end",
    "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(100),
    "http_protocol_error",
  ],
];

for (const [why, bytes, error] of REFUSED) {
  test(`${why}: 502, nothing of it reaches the visitor, nothing is kept`, async () => {
    await using origin = await rawOrigin(bytes);
    await using world = await behind(origin);
    const heard = await world.raw(GET);
    const final = heard.slice(heard.indexOf("HTTP/1.1 5"));
    assert.match(final, /^HTTP\/1\.1 502 /);
    assert.match(final, new RegExp(`\\r\\nProxy-Status: edge-1; error=${error}\\r\\n`));
    assert.doesNotMatch(heard, /Set-Cookie|X-A|127\.0\.0\.1/);
    assert.equal(await world.metric("cache_objects"), 0);
  });
}

test("a body that comes with the answer to a HEAD is not taken for the next answer", async () => {
  await using origin = await rawOrigin((socket, head) => {
    const own = head.startsWith("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged" : "fine";
    socket.write(`${OK}Content-Length: 4\r\n\r\n`);
    setImmediate(() => socket.write(own));
  });
  await using world = await behind(origin);
  assert.equal((await world.get("/a", { method: "HEAD" })).status, 200);
  assert.equal(String((await world.get("/a")).body), "fine");
  assert.equal(origin.sockets.length, 2);
});

test("an origin that accepts and closes at once: 502, and it is not asked again", async () => {
  await using origin = await rawOrigin((socket) => socket.destroy());
  await using world = await behind(origin);
  assert.match(await world.raw(GET), /^HTTP\/1\.1 502 [\s\S]*error=connection_terminated/);
  assert.equal(origin.sockets.length, 1);
});

test("a head that comes byte by byte has the time of a head, not more", async () => {
  await using origin = await rawOrigin((socket) => {
    const dribble = setInterval(() => socket.write("X"), 20);
    socket.on("close", () => clearInterval(dribble));
    socket.write(OK);
  });
  await using world = await behind(origin, { headersTimeoutMs: 300 });
  assert.match(await world.raw(GET), /^HTTP\/1\.1 504 [\s\S]*error=http_response_timeout/);
});

test("a body that stops is cut after the time between two pieces, and is not kept", async () => {
  await using origin = await rawOrigin(`${OK}Content-Length: 10\r\n\r\nhello`);
  await using world = await behind(origin, { bodyTimeoutMs: 300 });
  const heard = await world.raw(GET);
  assert.match(heard, /^HTTP\/1\.1 200 [\s\S]*Content-Length: 10[\s\S]*\r\n\r\nhello$/);
  assert.equal(await world.metric("cache_objects"), 0);
});

test("a body shorter than its length: the connection ends before the length, and nothing is kept", async () => {
  await using origin = await rawOrigin((socket) => socket.end(`${OK}Content-Length: 10\r\n\r\nhello`));
  await using world = await behind(origin);
  assert.match(await world.raw(GET), /^HTTP\/1\.1 200 [\s\S]*Content-Length: 10[\s\S]*\r\n\r\nhello$/);
  await assert.rejects(world.get("/a"), /aborted|ECONNRESET|hang up/);
  assert.equal(await world.metric("cache_objects"), 0);
});

test("a chunked body without its end: the visitor's has none either, and nothing is kept", async () => {
  await using origin = await rawOrigin((socket) =>
    socket.end(`${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`),
  );
  await using world = await behind(origin);
  const heard = await world.raw(GET);
  assert.match(heard, /\r\n\r\n5\r\nhello(\r\n)?$/);
  assert.equal(await world.metric("cache_objects"), 0);
});

test("a body without a length that ends in a reset is torn: the visitor's is too, and nothing is kept", async () => {
  await using origin = await rawOrigin((socket) => {
    socket.write(`${OK}\r\nhello`, () => setImmediate(() => socket.resetAndDestroy()));
  });
  await using world = await behind(origin);
  await assert.rejects(world.get("/a"), /aborted|ECONNRESET|hang up/);
  assert.equal(await world.metric("cache_objects"), 0);
});

test("bytes beyond the declared length go to nobody, not even to the next visitor", async () => {
  const extra = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
  await using origin = await rawOrigin(`${OK}Content-Length: 5\r\n\r\nhello${extra}`);
  await using world = await behind(origin);
  for (let i = 0; i < 3; i++) assert.match(await world.raw(GET.replace("/a", `/${i}`)), /\r\n\r\nhello$/);
});

for (const status of [204, 304]) {
  test(`a ${status} with a body has none for the visitor, and what it sent is nobody's answer`, async () => {
    const extra = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    await using origin = await rawOrigin(
      `HTTP/1.1 ${status} X\r\nContent-Length: ${extra.length}\r\n\r\n${extra}`,
    );
    await using world = await behind(origin);
    for (let i = 0; i < 3; i++) {
      const heard = await world.raw(GET.replace("close", 'close\r\nIf-None-Match: "v1"'));
      assert.match(heard, new RegExp(`^HTTP/1\\.1 ${status} `));
      assert.match(heard, /\r\n\r\n$/);
      if (status === 204) assert.doesNotMatch(heard, /Content-Length/i);
    }
  });
}

test("fields that Connection names, hop-by-hop fields and trailers do not cross", async () => {
  await using origin = await rawOrigin(
    `${OK}Connection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nProxy-Authenticate: Basic\r\nTrailer: X-Late\r\n` +
      "Transfer-Encoding: chunked\r\nX-End: 2\r\n\r\n5\r\nhello\r\n0\r\nX-Late: 3\r\n\r\n",
  );
  await using world = await behind(origin);
  const heard = await world.raw(GET);
  assert.match(heard, /\r\nX-End: 2\r\n/);
  assert.doesNotMatch(heard, /X-Hop|timeout=9|Proxy-Authenticate|Trailer|X-Late/i);
  assert.match(heard, /hello/);
});

test("field values that are not ASCII go on byte by byte", async () => {
  const raw = Buffer.from("日本 é").toString("latin1");
  await using origin = await rawOrigin(`${OK}X-Title: ${raw}\r\nContent-Length: 0\r\n\r\n`);
  await using world = await behind(origin);
  assert.ok((await world.raw(GET)).includes(`\r\nX-Title: ${raw}\r\n`));
});

test("an answer of HTTP/1.0 ends with its connection", async () => {
  await using origin = await rawOrigin((socket) => socket.end("HTTP/1.0 200 OK\r\n\r\nhello"));
  await using world = await behind(origin);
  const { status, body } = await world.get("/a");
  assert.deepEqual([status, String(body)], [200, "hello"]);
});

test("an origin that is this edge: 508, at the first turn", async () => {
  await using world = await World.start();
  world.serve({ ...SITE, origin: { servers: [{ url: `http://127.0.0.1:${world.edge.port}` }] } });
  assert.equal((await world.get("/a")).status, 508);
  assert.equal(world.asked.length, 0);
});

test("a redirect to itself is the visitor's to follow", async () => {
  await using world = await World.start((_request, response) =>
    response.writeHead(302, { Location: "http://perchoir.example/a" }).end(),
  );
  assert.equal((await world.get("/a")).headers.location, "http://perchoir.example/a");
  assert.equal(world.asked.length, 1);
});

test("a visitor who leaves while the body comes takes the origin's connection along", async () => {
  await using origin = await rawOrigin(`HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n\r\nhello`);
  await using world = await behind(origin);
  await world.raw(GET.replace("close", "close\r\nRange: bytes=0-4"), (socket) => {
    socket.on("data", (text) => {
      if (String(text).includes("hello")) socket.destroy();
    });
  });
  await until(() => origin.sockets[0]!.destroyed);
});
