import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "./testing/world.ts";

const HOST = "Host: perchoir.example\r\n";
const CLOSE = "Connection: close\r\n";

/** What one parser may read as one request and another as two, or as another one. */
const REFUSED: readonly (readonly [why: string, bytes: string, status: number])[] = [
  ["no Host", `GET / HTTP/1.1\r\n${CLOSE}\r\n`, 400],
  ["two Hosts", `GET / HTTP/1.1\r\n${HOST}Host: other.example\r\n${CLOSE}\r\n`, 400],
  ["two equal Hosts", `GET / HTTP/1.1\r\n${HOST}${HOST}${CLOSE}\r\n`, 400],
  ["a list as Host", `GET / HTTP/1.1\r\nHost: perchoir.example, other.example\r\n${CLOSE}\r\n`, 421],
  ["userinfo in Host", `GET / HTTP/1.1\r\nHost: a@perchoir.example\r\n${CLOSE}\r\n`, 421],
  [
    "a length and a coding",
    `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ["two lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  ["two equal lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`, 400],
  ["a signed length", `POST / HTTP/1.1\r\n${HOST}Content-Length: +1\r\n\r\na`, 400],
  [
    "a coding that is not the last",
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`,
    400,
  ],
  ["an obscured coding", `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`, 501],
  [
    "another coding before chunked",
    `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: gzip, chunked\r\n${CLOSE}\r\n0\r\n\r\n`,
    501,
  ],
  ["a coding in HTTP/1.0", `POST / HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
  ["a space before the colon", `GET / HTTP/1.1\r\nHost : perchoir.example\r\n\r\n`, 400],
  ["a folded line", `GET / HTTP/1.1\r\n${HOST}A: b\r\n c\r\n${CLOSE}\r\n`, 400],
  ["a bare CR in a value", `GET / HTTP/1.1\r\n${HOST}A: b\rc\r\n\r\n`, 400],
  ["a NUL in a value", `GET / HTTP/1.1\r\n${HOST}A: b\0c\r\n\r\n`, 400],
  ["a fragment", `GET /a#b HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400],
  ["no path", `OPTIONS * HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400],
  ["another scheme", `GET ftp://perchoir.example/ HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400],
  ["CONNECT", `CONNECT perchoir.example:443 HTTP/1.1\r\n${HOST}\r\n`, 405],
  ["TRACE", `TRACE / HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 405],
  ["a target too long", `GET /${"a".repeat(9000)} HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 414],
  ["too many fields", `GET / HTTP/1.1\r\n${HOST}${"a: b\r\n".repeat(200)}${CLOSE}\r\n`, 431],
  ["too large a head", `GET / HTTP/1.1\r\n${HOST}A: ${"a".repeat(40_000)}\r\n\r\n`, 431],
];

test("requests that could be read in two ways are refused before anything is asked of the origin", async () => {
  await using world = await World.start();
  for (const [why, bytes, status] of REFUSED) {
    assert.match(await world.raw(bytes), new RegExp(`^HTTP/1\\.1 ${status} `), why);
  }
  assert.equal(world.asked.length, 0);
});

test("what follows a refused message on its connection is not read as a request", async () => {
  await using world = await World.start();
  const smuggled = `POST / HTTP/1.1\r\n${HOST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /inner HTTP/1.1\r\n${HOST}\r\n`;
  const answer = await world.raw(smuggled);
  assert.equal(answer.match(/HTTP\/1\.1/g)?.length, 1);
  assert.equal(world.asked.length, 0);
});

test("pipelined requests are each decided by themselves", async () => {
  await using world = await World.start();
  world.enforce("refuse", "url", "/b");
  const bytes = ["/a", "/b", "/c"].map((path) => `GET ${path} HTTP/1.1\r\n${HOST}\r\n`).join("");
  const answer = await world.raw(`${bytes}GET /d HTTP/1.1\r\n${HOST}${CLOSE}\r\n`);
  assert.deepEqual(answer.match(/(?<=HTTP\/1\.1 )\d+/g), ["200", "403", "200", "200"]);
});

test("HTTP/1.0 is served, without chunks", async () => {
  await using world = await World.start((_request, response) => {
    response.write("hel");
    response.end("lo");
  });
  const answer = await world.raw(`GET / HTTP/1.0\r\n${HOST}\r\n`);
  assert.match(answer, /^HTTP\/1\.1 200[\s\S]*\r\n\r\nhello$/);
  assert.doesNotMatch(answer, /transfer-encoding/i);
});

test("an offer to change to h2c is ignored: through such a tunnel no policy would see the requests", async () => {
  await using world = await World.start();
  const answer = await world.raw(
    `GET / HTTP/1.1\r\n${HOST}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAA\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1\.1 200/);
  const [request] = world.asked;
  assert.deepEqual([request!.headers.upgrade, request!.headers["http2-settings"]], [undefined, undefined]);
});

test("fields that Connection names do not reach the origin, and cannot take away what the edge adds", async () => {
  await using world = await World.start();
  await world.get("/", {
    headers: { Connection: "close, X-Forwarded-For, Host, X-Hop", "X-Hop": "1", "X-End": "2" },
  });
  const { headers } = world.asked[0]!;
  assert.equal(headers["x-hop"], undefined);
  assert.equal(headers["x-end"], "2");
  assert.equal(headers.host, "perchoir.example");
  assert.equal(headers["x-forwarded-for"], "127.0.0.1");
});

test("a host that nobody serves is 421, whatever the path", async () => {
  await using world = await World.start();
  for (const host of ["unknown.example", "127.0.0.1", "perchoir.example.evil.test"]) {
    assert.equal((await world.get("/", { host })).status, 421, host);
  }
});

test("a request that has been here before is a loop (RFC 8586)", async () => {
  await using world = await World.start();
  assert.equal((await world.get("/", { headers: { "CDN-Loop": "other, edge-1" } })).status, 508);
});
