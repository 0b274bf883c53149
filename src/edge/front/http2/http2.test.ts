import assert from "node:assert/strict";
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from "node:http2";
import { test } from "node:test";
import type { Sent } from "../../exchange.ts";
import { askHttp2 } from "../../testing/tls.ts";
import { until } from "../../testing/world.ts";
import { BareFront } from "../testing/bare-front.ts";
import { data, FRAME, FrameVisitor, frame, headers, request } from "../testing/frames.ts";

const TEXT = [Buffer.from("hello")];
const GET = { ":path": "/", ":scheme": "https", ":authority": "a.example" };
const POST = { ...GET, ":method": "POST" };
const MIB = 1024 * 1024;

/** A session of Node's client on a bare front. */
function session(front: BareFront): ClientHttp2Session {
  const opened = connect(`http://127.0.0.1:${front.port}`);
  opened.on("error", () => {}); // told by its streams
  return opened;
}

async function readAll(body: AsyncIterable<Uint8Array> | undefined): Promise<string> {
  let text = "";
  for await (const piece of body ?? []) text += Buffer.from(piece).toString("latin1");
  return text;
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

test("a request as HTTP/1 would have carried it: one Host, one Cookie, no pseudo-fields", async () => {
  await using front = await BareFront.open("h2", (exchange) => exchange.respond(200, ["X-A", "b"], TEXT));
  const visitor = await FrameVisitor.connect(front.port);
  visitor.send(
    headers(1, [
      ...request("/a?b"),
      ["cookie", "a=b"],
      ["accept", "*/*"],
      ["cookie", "c=d"],
      ["host", "A.example"],
    ]),
  );
  await until(() => visitor.over(1));
  const { method, target, scheme, httpVersion, fields, body, remoteAddress } = front.exchanges[0]!.request;
  assert.deepEqual(
    [method, target, scheme, httpVersion, remoteAddress],
    ["GET", "/a?b", "https", "2", "192.0.2.7"],
  );
  assert.deepEqual(fields, ["host", "a.example", "accept", "*/*", "cookie", "a=b; c=d"]);
  assert.equal(body, undefined);
});

const without = (name: string): [string, string][] => request().filter(([field]) => field !== name);

/** RFC 9113 §8.1.1, §8.2, §8.3: malformed, or not to be said in HTTP/1 in one way. */
const REFUSED: readonly (readonly [why: string, fields: [string, string][]])[] = [
  ["no method", without(":method")],
  ["no path", without(":path")],
  ["no scheme", without(":scheme")],
  ["no authority and no Host", without(":authority")],
  ["an empty path", [...without(":path"), [":path", ""]]],
  ["a path with a space", request("/a b")],
  ["a path with a line end", request("/a\r\nHost: other.example")],
  ["a path with a raw byte", request("/\xe9")],
  ["two paths", [...request(), [":path", "/b"]]],
  ["two authorities", [...request(), [":authority", "b.example"]]],
  ["another Host", [...request(), ["host", "b.example"]]],
  ["two Hosts", [...without(":authority"), ["host", "a.example"], ["host", "a.example"]]],
  ["an empty authority beside a Host", [...without(":authority"), [":authority", ""], ["host", "a.example"]]],
  ["another scheme", [...without(":scheme"), [":scheme", "http"]]],
  ["a pseudo-field behind a field", [["a", "b"], ...request()]],
  ["a pseudo-field of answers", [...request(), [":status", "200"]]],
  ["a pseudo-field that is none", [...request(), [":other", "x"]]],
  [
    "CONNECT",
    [
      [":method", "CONNECT"],
      [":authority", "a.example:443"],
    ],
  ],
  [
    "a WebSocket, which is not offered",
    [...request(), [":protocol", "websocket"]].map(([n, v]) => [n!, n === ":method" ? "CONNECT" : v!]),
  ],
  ["a method in lower case", [...without(":method"), [":method", "get"]]],
  ["a method with a space", [...without(":method"), [":method", "GET /b HTTP/1.1\r\n"]]],
  ["a name in upper case", [...request(), ["X-A", "b"]]],
  ["Connection", [...request(), ["connection", "close"]]],
  ["Keep-Alive", [...request(), ["keep-alive", "1"]]],
  ["Proxy-Connection", [...request(), ["proxy-connection", "close"]]],
  ["Transfer-Encoding", [...request(), ["transfer-encoding", "chunked"]]],
  ["Upgrade", [...request(), ["upgrade", "h2c"]]],
  ["TE but trailers", [...request(), ["te", "gzip"]]],
  ["a length without a body", [...request(), ["content-length", "5"]]],
  ["two lengths", [...request(), ["content-length", "0"], ["content-length", "0"]]],
  ["a length that is none", [...request(), ["content-length", "-1"]]],
];

test("what is malformed, or would not be one request in HTTP/1, becomes no exchange", async () => {
  for (const [why, fields] of REFUSED) {
    await using front = await BareFront.open("h2", (exchange) => exchange.respond(200, [], TEXT));
    const visitor = await FrameVisitor.connect(front.port);
    visitor.send(headers(1, fields));
    await until(() => visitor.over(1) || visitor.closed || visitor.ofType(FRAME.goaway).length > 0);
    assert.equal(visitor.ofType(FRAME.data, 1).length, 0, why);
  }
});

test("fields that could end a line or a name are left out by the HTTP/2 layer", async () => {
  await using front = await BareFront.open("h2", (exchange) => exchange.respond(200, [], TEXT));
  const visitor = await FrameVisitor.connect(front.port);
  const odd: [string, string][] = [
    ["x:a", "b"],
    ["x a", "b"],
    ["x-a", "b\r\nc: d"],
    ["x-b", "b\0"],
    ["x-c", "b "],
    ["transfer-encoding\0", "chunked"],
    ["content-length ", "5"],
  ];
  visitor.send(headers(1, [...request(), ...odd, ["x-last", "c"]]));
  await until(() => visitor.over(1));
  assert.deepEqual(front.exchanges[0]!.request.fields, ["host", "a.example", "x-last", "c"]);
});

test("a body that is not as long as it says breaks off: its reader never takes it for whole", async () => {
  for (const [sent, ends] of [
    ["abc", true],
    ["abcdefgh", true],
    ["abcdefgh", false],
  ] as const) {
    let failure: unknown;
    await using front = await BareFront.open("h2", async (exchange) => {
      await readAll(exchange.request.body).catch((error) => {
        failure = error;
      });
    });
    const visitor = await FrameVisitor.connect(front.port);
    visitor.send(headers(1, [...request(), ["content-length", "5"]], { end: false }), data(1, sent, ends));
    await until(() => failure !== undefined);
    const ended = () => visitor.ofType(FRAME.reset, 1).length + visitor.ofType(FRAME.goaway).length;
    await until(() => ended() === 1);
  }
});

test("bodies in both directions, with trailers dropped and an interim answer first", async () => {
  await using front = await BareFront.open("h2", async (exchange) => {
    exchange.inform(103, ["Link", "</a>; rel=preload", "Link", "</b>; rel=preload"]);
    exchange.respond(
      200,
      ["Connection", "close", "Keep-Alive", "1"],
      pieces(await readAll(exchange.request.body), "!"),
    );
  });
  const client = session(front);
  const stream = client.request(POST, { waitForTrailers: true });
  const interim: unknown[] = [];
  stream.on("headers", (fields) => interim.push(fields[":status"], fields.link));
  stream.on("wantTrailers", () => stream.sendTrailers({ "x-trailer": "1" }));
  let heard = "";
  stream.on("data", (chunk) => {
    heard += chunk;
  });
  stream.end("body");
  const answer = await new Promise<Record<string, unknown>>((resolve) => stream.once("response", resolve));
  await until(() => heard === "body!");
  assert.deepEqual(interim, [103, "</a>; rel=preload, </b>; rel=preload"]);
  assert.deepEqual([answer.connection, answer["keep-alive"]], [undefined, undefined]);
  assert.equal(front.exchanges[0]!.request.fields.includes("x-trailer"), false);
  client.close();
});

test("100 is sent when the body is wanted, and spared where it is not", async () => {
  await using front = await BareFront.open("h2", async ({ request: { target, body }, ...exchange }) => {
    void exchange;
    if (target === "/wanted") await readAll(body);
    front.exchanges.at(-1)!.respond(200, [], TEXT);
  });
  const client = session(front);
  for (const [path, expected] of [
    ["/wanted", 1],
    ["/refused", 0],
  ] as const) {
    const stream = client.request({ ...POST, ":path": path, expect: "100-continue" });
    let continued = 0;
    stream.on("continue", () => {
      continued += 1;
      stream.end("body");
    });
    stream.on("error", () => {}).resume();
    const status = await new Promise((resolve) =>
      stream.once("response", (fields) => resolve(fields[":status"])),
    );
    assert.deepEqual([status, continued], [200, expected], path);
  }
  client.destroy();
});

test("cut resets the stream alone; a torn body does too, so that no part passes for the whole", async () => {
  async function* torn(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("half");
    throw new Error("the origin died");
  }
  async function* quiet(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("half");
    await new Promise(() => {});
  }
  await using front = await BareFront.open("h2", (exchange) => {
    const { target } = exchange.request;
    const body = target === "/torn" ? torn() : target === "/quiet" ? quiet() : TEXT;
    if (target === "/cut") exchange.cut();
    else exchange.respond(200, [], body);
  });
  const client = session(front);
  const cut = await askHttp2(client, { ...GET, ":path": "/cut" });
  assert.deepEqual([cut.status, cut.reset], [undefined, constants.NGHTTP2_INTERNAL_ERROR]);
  const half = await askHttp2(client, { ...GET, ":path": "/torn" });
  assert.deepEqual([half.status, half.reset], [200, constants.NGHTTP2_INTERNAL_ERROR]);
  const waiting = client.request({ ...GET, ":path": "/quiet" });
  waiting.on("error", () => {});
  await new Promise((resolve) => waiting.once("data", resolve));
  front.exchanges.at(-1)!.cut();
  await new Promise((resolve) => waiting.once("close", resolve));
  assert.equal(waiting.rstCode, constants.NGHTTP2_INTERNAL_ERROR);
  const whole = await askHttp2(client, GET);
  assert.deepEqual([whole.status, String(whole.body), whole.reset], [200, "hello", 0]);
  client.close();
});

test("a visitor who resets a stream is gone: signal, body and answer say so", async () => {
  for (const code of [constants.NGHTTP2_CANCEL, constants.NGHTTP2_NO_ERROR]) {
    const failures: unknown[] = [];
    await using front = await BareFront.open("h2", (exchange) => {
      readAll(exchange.request.body).catch((error) => failures.push(error));
    });
    const visitor = await FrameVisitor.connect(front.port);
    visitor.send(headers(1, request(), { end: false }), data(1, "part", false));
    await until(() => front.exchanges.length === 1);
    const { signal } = front.exchanges[0]!;
    visitor.send(frame(FRAME.reset, 0, 1, Buffer.from([0, 0, 0, code])));
    await until(() => signal.aborted && failures.length === 1);
    assert.deepEqual(await front.exchanges[0]!.respond(200, [], TEXT), { bodyBytes: 0, complete: false });
  }
});

test("a visitor whose connection breaks is gone from all its streams", async () => {
  const failures: unknown[] = [];
  await using front = await BareFront.open("h2", (exchange) => {
    readAll(exchange.request.body).catch((error) => failures.push(error));
  });
  const visitor = await FrameVisitor.connect(front.port);
  visitor.send(
    headers(1, request(), { end: false }),
    data(1, "part", false),
    headers(3, request(), { end: false }),
  );
  await until(() => front.exchanges.length === 2);
  const signals = front.exchanges.map(({ signal }) => signal);
  visitor.socket.destroy();
  await until(() => signals.every(({ aborted }) => aborted) && failures.length === 2);
});

test("bodies go at the pace of whoever reads them, in both directions", async () => {
  let taken = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      taken += 65_536;
      yield Buffer.alloc(65_536);
    }
  }
  await using front = await BareFront.open("h2", (exchange) => {
    if (exchange.request.body === undefined) exchange.respond(200, [], endless());
  });
  const client = session(front);
  const answer = client.request(GET);
  answer.on("error", () => {}).pause();
  const upload = client.request(POST);
  upload.on("error", () => {}).write(Buffer.alloc(2 * MIB));
  await until(() => taken > 0 && front.exchanges.length === 2 && front.sockets[0]!.bytesRead > 256 * 1024);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(taken < MIB, `${taken} bytes made for nobody`);
  assert.ok(front.sockets[0]!.bytesRead < MIB, `${front.sockets[0]!.bytesRead} bytes read for nobody`);
  front.pass(60);
  assert.deepEqual([front.counts.timedOut, answer.destroyed], [0, false]);
  front.pass(1);
  await until(() => answer.destroyed);
  assert.equal(upload.destroyed, false, "one of which nothing is taken is given up alone");
  client.destroy();
});

test("a large body arrives whole, whether it is here or still comes, and leaves nothing to wait for", async () => {
  const sent: (Sent | Promise<Sent>)[] = [];
  const bytes = 3 * MIB;
  async function* coming(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 3; i++) yield Buffer.alloc(MIB, "x");
  }
  await using front = await BareFront.open("h2", (exchange) => {
    const { target } = exchange.request;
    sent.push(exchange.respond(200, [], target === "/kept" ? [Buffer.alloc(bytes, "x")] : coming()));
  });
  const client = session(front);
  for (const path of ["/kept", "/coming"]) {
    const { body, reset } = await askHttp2(client, { ...GET, ":path": path });
    assert.deepEqual([body.length, reset], [bytes, 0]);
  }
  assert.deepEqual(await Promise.all(sent), Array(2).fill({ bodyBytes: bytes, complete: true }));
  client.destroy();
});

test("an answer is over as soon as its visitor leaves, whatever its body waits for", async () => {
  async function* silent(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("first");
    await new Promise(() => {});
  }
  const sent: (Sent | Promise<Sent>)[] = [];
  await using front = await BareFront.open("h2", (exchange) => {
    sent.push(exchange.respond(200, [], silent()));
  });
  const client = session(front);
  for (const leave of [
    (stream: ClientHttp2Stream) => stream.close(constants.NGHTTP2_CANCEL),
    () => client.destroy(),
  ]) {
    const stream = client.request(GET).on("error", () => {});
    await new Promise((resolve) => stream.once("data", resolve));
    leave(stream);
  }
  assert.deepEqual(await Promise.all(sent), Array(2).fill({ bodyBytes: 5, complete: false }));
});

test("a body of a byte now and then, and a session that idles, are given up", async () => {
  await using front = await BareFront.open("h2", (exchange) => {
    readAll(exchange.request.body).catch(() => {});
  });
  const visitor = await FrameVisitor.connect(front.port);
  visitor.send(headers(1, request(), { end: false }), data(1, "a", false));
  await until(() => front.exchanges.length === 1);
  front.pass(31);
  await until(() => visitor.ofType(FRAME.reset, 1).length === 1);
  front.pass(65);
  assert.equal(visitor.closed, false);
  front.pass(1);
  await until(() => visitor.closed);
});

test("draining: GOAWAY, what is open goes on to its end, and then the connection ends", async () => {
  let finish: (() => void) | undefined;
  await using front = await BareFront.open("h2", (exchange) => {
    finish = () => void exchange.respond(200, [], TEXT);
  });
  const visitor = await FrameVisitor.connect(front.port);
  visitor.send(headers(1, request()));
  await until(() => finish !== undefined);
  front.connections.drain(true);
  await until(() => visitor.ofType(FRAME.goaway).length > 0);
  finish!();
  await until(() => visitor.closed);
  assert.ok(visitor.over(1) && visitor.ofType(FRAME.reset).length === 0);
});

test("more streams than allowed are refused, and a header list that is too large", async () => {
  await using front = await BareFront.open("h2", () => {}, { maxStreams: 10, maxHeaderBytes: 8192 });
  const visitor = await FrameVisitor.connect(front.port);
  await until(() => visitor.ofType(FRAME.settings).length === 2); // theirs, and the word that ours was read
  visitor.send(
    frame(FRAME.settings, 1, 0),
    ...Array.from({ length: 12 }, (_, i) => headers(2 * i + 1, request())),
  );
  await until(() => visitor.ofType(FRAME.reset).length === 2 || visitor.closed);
  assert.equal(front.exchanges.length, 10);

  const large = await FrameVisitor.connect(front.port);
  const many = Array.from({ length: 12 }, (_, i): [string, string] => [`x-${i}`, "v".repeat(1000)]);
  large.send(headers(1, [...request(), ...many]));
  await until(() => large.over(1) || large.closed);
  assert.equal(front.exchanges.length, 10);
});

/** What one connection may make us do (CVE-2023-44487, CVE-2019-9512 to 9518, CVE-2024-27983 and others). */
const FLOODS: Readonly<Record<string, (visitor: FrameVisitor, i: number) => void>> = {
  "streams that are reset at once": (visitor, i) =>
    visitor.send(headers(2 * i + 1, request()), frame(FRAME.reset, 0, 2 * i + 1, Buffer.from([0, 0, 0, 8]))),
  pings: (visitor) =>
    visitor.send(...Array.from({ length: 200 }, () => frame(FRAME.ping, 0, 0, Buffer.alloc(8)))),
  settings: (visitor) =>
    visitor.send(
      ...Array.from({ length: 200 }, () => frame(FRAME.settings, 0, 0, Buffer.from([0, 4, 0, 0, 255, 255]))),
    ),
  "CONTINUATION frames without end": (visitor, i) =>
    visitor.send(
      i === 0
        ? headers(1, request(), { whole: false })
        : frame(FRAME.continuation, 0, 1, Buffer.from([0, 1, 0x61, 1, 0x62])),
    ),
  "malformed requests": (visitor, i) =>
    visitor.send(headers(2 * i + 1, [...request(), ["connection", "close"]])),
  "frames that are none": (visitor) => visitor.send(frame(FRAME.window, 0, 0, Buffer.alloc(4))),
};

for (const [what, flood] of Object.entries(FLOODS)) {
  test(`a flood ends its connection: ${what}`, async () => {
    await using front = await BareFront.open("h2", () => {});
    const visitor = await FrameVisitor.connect(front.port);
    if (what === "pings" || what === "settings") visitor.socket.pause(); // an answer that is read costs nobody anything
    for (let i = 0; i < 20_000 && !front.sockets[0]?.destroyed; i++) {
      flood(visitor, i);
      if (i % 50 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => front.sockets[0]!.destroyed);
    assert.ok(front.exchanges.length < 1500, `${front.exchanges.length} exchanges`);
    assert.ok(front.sockets[0]!.bytesRead < 16 * MIB);
  });
}
