import assert from "node:assert/strict";
import { test } from "node:test";
import { World } from "./testing/world.ts";

const HOST = "Host: perchoir.example\r\n";
const CLOSE = "Connection: close\r\n";

/** One more request, in the place where a parser that reads the message otherwise would find it. */
const INNER = `GET /inner HTTP/1.1\r\n${HOST}\r\n`;
const chunked = (body: string): string =>
  `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n${body}`;
const coded = (field: string): string => `POST / HTTP/1.1\r\n${HOST}${field}\r\n\r\n0\r\n\r\n${INNER}`;
const headed = (line: string): string => `GET / HTTP/1.1\r\n${HOST}${line}\r\n${CLOSE}\r\n`;

/** What one parser may read as one request and another as two, or as another one. */
const REFUSED: readonly (readonly [why: string, bytes: string, status: number])[] = [
  ["no Host", `GET / HTTP/1.1\r\n${CLOSE}\r\n`, 400],
  ["two Hosts", `GET / HTTP/1.1\r\n${HOST}Host: other.example\r\n${CLOSE}\r\n`, 400],
  ["two equal Hosts", `GET / HTTP/1.1\r\n${HOST}${HOST}${CLOSE}\r\n`, 400],
  ["a list as Host", `GET / HTTP/1.1\r\nHost: perchoir.example, other.example\r\n${CLOSE}\r\n`, 421],
  ["userinfo in Host", `GET / HTTP/1.1\r\nHost: a@perchoir.example\r\n${CLOSE}\r\n`, 421],

  ["a length and a coding", coded("Content-Length: 4\r\nTransfer-Encoding: chunked"), 400],
  ["a coding and a length", coded("Transfer-Encoding: chunked\r\nContent-Length: 4"), 400],
  ["two lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, 400],
  ["two equal lengths", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\r\nContent-Length: 1\r\n\r\na`, 400],
  ["two lengths in one line", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1, 1\r\n\r\na`, 400],
  ["a signed length", `POST / HTTP/1.1\r\n${HOST}Content-Length: +1\r\n\r\na`, 400],
  ["a negative length", `POST / HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n${INNER}`, 400],
  ["a hexadecimal length", `POST / HTTP/1.1\r\n${HOST}Content-Length: 0x1\r\n\r\na`, 400],
  ["a length beyond numbers", `POST / HTTP/1.1\r\n${HOST}Content-Length: 18446744073709551616\r\n\r\n`, 400],
  ["an empty length", `POST / HTTP/1.1\r\n${HOST}Content-Length:\r\n\r\n${INNER}`, 400],
  ["a length with a tab inside", `POST / HTTP/1.1\r\n${HOST}Content-Length: 1\t0\r\n\r\na`, 400],

  ["a coding that is not the last", coded("Transfer-Encoding: chunked, gzip"), 400],
  ["an obscured coding", coded("Transfer-Encoding: xchunked"), 400],
  ["another coding", coded("Transfer-Encoding: identity"), 400],
  ["a quoted coding", coded('Transfer-Encoding: "chunked"'), 400],
  ["a coding with a parameter", coded("Transfer-Encoding: chunked;q=1"), 400],
  ["a coding with a vertical tab", coded("Transfer-Encoding:\vchunked"), 400],
  ["a coding with a NUL", coded("Transfer-Encoding: chunked\0"), 400],
  ["an empty coding", coded("Transfer-Encoding:"), 400],
  ["another coding before chunked", coded("Transfer-Encoding: gzip, chunked"), 501],
  ["chunked twice", coded("Transfer-Encoding: chunked, chunked"), 501],
  ["chunked in two lines", coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400],
  ["chunked and something in two lines", coded("Transfer-Encoding: chunked\r\nTransfer-Encoding: x"), 400],
  ["a coding on a folded line", coded("Transfer-Encoding:\r\n chunked"), 400],
  ["a coding behind a space", coded("Transfer-Encoding : chunked"), 400],
  ["a coding behind an indent", coded(" Transfer-Encoding: chunked"), 400],
  ["a coding behind a bare CR", coded("A: b\rTransfer-Encoding: chunked"), 400],
  ["a coding behind a bare LF", coded("A: b\nTransfer-Encoding: chunked"), 400],
  ["a coding in HTTP/1.0", `POST / HTTP/1.0\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 400],

  ["a space before the colon", `GET / HTTP/1.1\r\nHost : perchoir.example\r\n\r\n`, 400],
  ["a line without a colon", headed("nothing"), 400],
  ["a line without a name", headed(": value"), 400],
  ["a folded line", headed("A: b\r\n c"), 400],
  ["a folded first line", `GET / HTTP/1.1\r\n Host: perchoir.example\r\n\r\n`, 400],
  ["a bare CR in a value", headed("A: b\rc"), 400],
  ["a bare LF in a value", headed("A: b\nc"), 400],
  ["a NUL in a value", headed("A: b\0c"), 400],
  ["a NUL in a name", headed("A\0: b"), 400],
  ["lines that end in LF", `GET / HTTP/1.1\nHost: perchoir.example\n\n`, 400],
  ["an end of head in LF", `GET / HTTP/1.1\r\n${HOST}\n`, 400],
  ["a space before the method", ` GET / HTTP/1.1\r\n${HOST}\r\n`, 400],
  ["a method in lower case", `get / HTTP/1.1\r\n${HOST}\r\n`, 501],
  ["a method that nobody knows", `GETS / HTTP/1.1\r\n${HOST}\r\n`, 501],
  ["two spaces in the first line", `GET  / HTTP/1.1\r\n${HOST}\r\n`, 400],
  ["a space in the target", `GET /a b HTTP/1.1\r\n${HOST}\r\n`, 400],
  ["a raw byte in the target", `GET /\xe9 HTTP/1.1\r\n${HOST}\r\n`, 400],
  ["a control character in the target", `GET /a\tb HTTP/1.1\r\n${HOST}\r\n`, 400],
  ["a space behind the version", `GET / HTTP/1.1 \r\n${HOST}\r\n`, 400],
  ["HTTP/0.9", "GET /\r\n\r\n", 400],
  ["a version in lower case", `GET / http/1.1\r\n${HOST}\r\n`, 400],
  ["a version that will be", `GET / HTTP/1.2\r\n${HOST}\r\n`, 505],
  ["HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
  ["TLS on the port without TLS", "\x16\x03\x01\x02\x00\x01\x00", 400],

  ["a fragment", `GET /a#b HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400],
  ["no path", `OPTIONS * HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400],
  ["another scheme", `GET ftp://perchoir.example/ HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 400],
  ["CONNECT", `CONNECT perchoir.example:443 HTTP/1.1\r\n${HOST}\r\n`, 405],
  ["TRACE", `TRACE / HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 405],
  ["PURGE", `PURGE / HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 405],
  ["another expectation", headed("Expect: everything"), 417],
  ["a target too long", `GET /${"a".repeat(9000)} HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, 414],
  ["too many fields", `GET / HTTP/1.1\r\n${HOST}${"a: b\r\n".repeat(200)}${CLOSE}\r\n`, 431],
  ["too large a head", headed(`A: ${"a".repeat(40_000)}`), 431],
  ["a head that never ends", `GET / HTTP/1.1\r\n${"a: b\r\n".repeat(10_000)}`, 431],
];

test("requests that could be read in two ways are refused before anything is asked of the origin", async () => {
  await using world = await World.start();
  for (const [why, bytes, status] of REFUSED) {
    const answer = await world.raw(bytes);
    assert.match(answer, new RegExp(`^HTTP/1\\.1 ${status} `), why);
    assert.equal(answer.match(/HTTP\/1\.1 \d/g)?.length, 1, `${why}: what follows is not read as a request`);
  }
  assert.deepEqual(world.asked, []);
});

/** Bodies that are none. What was asked of the origin before that was found is taken back. */
const TORN: readonly (readonly [why: string, body: string])[] = [
  ["a size with a sign", "+1\r\na\r\n0\r\n\r\n"],
  ["a size with 0x", "0x1\r\na\r\n0\r\n\r\n"],
  ["no size", "\r\na\r\n0\r\n\r\n"],
  ["a space before the size", " 1\r\na\r\n0\r\n\r\n"],
  ["a space behind the size", "1 \r\na\r\n0\r\n\r\n"],
  ["a size beyond 32 bits", "100000001\r\na\r\n0\r\n\r\n"],
  ["a size beyond 64 bits", "10000000000000001\r\na\r\n0\r\n\r\n"],
  ["a size that ends in LF", "1\na\r\n0\r\n\r\n"],
  ["a size that ends in CR", "1\ra\r\n0\r\n\r\n"],
  ["data that ends in LF", "1\r\na\n0\r\n\r\n"],
  ["data that is longer than its size", "1\r\nabc\r\n0\r\n\r\n"],
  ["an extension with a bare LF", "1;a\nb\r\na\r\n0\r\n\r\n"],
  ["an extension without end", `1;${"a".repeat(10_000)}\r\na\r\n0\r\n\r\n`],
  ["a trailer with a space before its colon", "0\r\nA : b\r\n\r\n"],
  ["a folded trailer", "0\r\nA: b\r\n c\r\n\r\n"],
  ["trailers without end", `0\r\n${"a: b\r\n".repeat(5000)}\r\n`],
  ["an end in LF", "0\r\n\n"],
];

test("a body that is not well chunked is a 400; the origin never takes it for whole, nor what follows for a request", async () => {
  await using world = await World.start((request, response) => {
    request.on("error", () => {}).resume();
    request.on("end", () => response.end("whole"));
  });
  for (const [why, body] of TORN) {
    const answer = await world.raw(chunked(body + INNER));
    assert.match(answer, /^HTTP\/1\.1 400 /, why);
    assert.equal(answer.match(/HTTP\/1\.1 \d/g)?.length, 1, why);
  }
  assert.ok(world.asked.every(({ url, complete }) => url === "/" && !complete));
});

/** What is taken, and in which words the origin hears it. */
const TAKEN: readonly (readonly [why: string, bytes: string, body: string])[] = [
  ["chunks", chunked("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), "abcde"],
  ["sizes in either case, with zeros", chunked("00000A\r\n0123456789\r\n00\r\n\r\n"), "0123456789"],
  ["extensions, which are dropped", chunked('1;a=b;c="d e"\r\na\r\n0;x\r\n\r\n'), "a"],
  ["trailers, which are dropped", chunked("1\r\na\r\n0\r\nHost: other.example\r\nX: y\r\n\r\n"), "a"],
  ["a length", `POST / HTTP/1.1\r\n${HOST}Content-Length: 3\r\n\r\nabc`, "abc"],
  [
    "a length in HTTP/1.0",
    `POST / HTTP/1.0\r\n${HOST}Connection: keep-alive\r\nContent-Length: 3\r\n\r\nabc`,
    "abc",
  ],
  ["an empty body", `POST / HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`, ""],
  ["an empty line first", `\r\n${chunked("0\r\n\r\n")}`, ""],
];

test("what is taken reaches the origin in one spelling, and the next request is the next request", async () => {
  const bodies: string[] = [];
  await using world = await World.start(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.method === "POST") bodies.push(body);
    response.end("ok");
  });
  for (const [why, bytes, body] of TAKEN) {
    world.asked.length = bodies.length = 0;
    const next = `GET /next HTTP/1.1\r\n${HOST}${CLOSE}\r\n`;
    const answer = await world.raw(bytes + next);
    assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2, why);
    assert.deepEqual(bodies, [body], why);
    assert.deepEqual(
      world.asked.map(({ method, url, trailers }) => [method, url, Object.keys(trailers).length]),
      [
        ["POST", "/", 0],
        ["GET", "/next", 0],
      ],
      why,
    );
    const { host, "transfer-encoding": coding, "content-length": length } = world.asked[0]!.headers;
    assert.equal(host, "perchoir.example", why);
    assert.notEqual(coding === undefined, length === undefined, `${why}: framed in exactly one way`);
  }
});

test("every split of a request into packets is the same request", async () => {
  await using world = await World.start((request, response) => {
    request.resume().on("end", () => response.end("ok"));
  });
  const bytes = `${chunked("3;x=y\r\nabc\r\n0\r\nA: b\r\n\r\n")}GET /next HTTP/1.1\r\n${HOST}${CLOSE}\r\n`;
  const answers = await Promise.all(
    Array.from({ length: bytes.length - 1 }, (_, i) =>
      world.raw(bytes.slice(0, i + 1), (socket) =>
        setImmediate(() => socket.write(bytes.slice(i + 1), "latin1")),
      ),
    ),
  );
  for (const answer of answers) assert.equal(answer.match(/HTTP\/1\.1 200/g)?.length, 2);
  assert.equal(world.asked.length, 2 * answers.length);
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
