import assert from "node:assert/strict";
import { test } from "node:test";
import type { Body, Exchange, Sent } from "../../exchange.ts";
import { until } from "../../testing/world.ts";
import { BareFront, Visitor } from "../testing/bare-front.ts";

const HEAD = "GET / HTTP/1.1\r\nHost: a.example\r\n";
const GET = `${HEAD}\r\n`;
const post = (fields: string): string => `POST / HTTP/1.1\r\nHost: a.example\r\n${fields}\r\n`;
const TEXT = [Buffer.from("hello")];
const MIB = 1024 * 1024;

test("a connection that says nothing is closed after the time for a head, one that idles after another", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], TEXT));
  const silent = await Visitor.connect(front.port);
  const idle = await Visitor.connect(front.port, GET);
  await until(() => idle.heard.endsWith("hello"));
  front.pass(15);
  assert.equal(silent.ended, "");
  front.pass(1);
  await until(() => silent.ended !== "");
  assert.equal(silent.heard, "");
  front.pass(49);
  assert.equal(front.counts.open.h1, 1, "still open after 65 s");
  front.pass(1);
  await until(() => idle.ended !== "");
  assert.deepEqual([front.counts.timedOut, front.counts.open.h1], [2, 0]);
});

test("a head that comes a byte at a time is a 408 when its time is over, however busy it looks", async () => {
  await using front = await BareFront.open("h1", () => assert.fail("no request has come"));
  const slow = await Visitor.connect(front.port, HEAD);
  const read = () => front.sockets[0]!.bytesRead;
  for (let i = 1; i <= 16; i++) {
    await until(() => read() === HEAD.length + i - 1);
    front.pass(1);
    slow.send("A");
  }
  await until(() => slow.heard !== "");
  assert.deepEqual(slow.statuses, ["408"]);
});

/** Sends a piece of a body in each second; how many seconds it was borne. */
async function trickle(
  bytesPerSecond: number,
  seconds: number,
  silent: (second: number) => boolean,
): Promise<number> {
  let got = 0;
  await using front = await BareFront.open("h1", async (exchange) => {
    try {
      for await (const piece of exchange.request.body!) got += piece.length;
    } catch {} // given up
  });
  const visitor = await Visitor.connect(front.port, post(`Content-Length: ${MIB}\r\n`));
  await until(() => front.exchanges.length === 1);
  let sent = 0;
  for (let second = 1; second <= seconds; second++) {
    if (!silent(second)) {
      visitor.send(Buffer.alloc(bytesPerSecond));
      sent += bytesPerSecond;
      await until(() => got === sent);
    }
    front.pass(1);
    if (front.counts.timedOut > 0) {
      await until(() => visitor.ended !== "");
      assert.deepEqual(visitor.statuses, ["408"]);
      assert.ok(front.exchanges[0]!.signal.aborted);
      return second;
    }
  }
  return seconds;
}

test("a slow honest body is borne: 1,500 bytes a second, and the network gone for half a minute", async () => {
  assert.equal(await trickle(1500, 300, (second) => second % 100 > 75), 300);
});

test("a body of a byte now and then is not", async () => {
  assert.equal(await trickle(1, 100, () => false), 31);
  assert.ok((await trickle(250, 100, () => false)) < 70, "half the rate lasts twice as long");
});

/** Lets seconds pass while a visitor is held back; each time a little more is taken in, up to a bound. */
async function holdBack(front: BareFront, seconds: number): Promise<void> {
  const [socket] = front.sockets;
  for (let second = 1; second <= seconds; second++) {
    front.pass(1);
    await until(() => socket!.isPaused() || socket!.destroyed);
  }
}

test("an edge that does not read does not call the visitor slow, and takes in no more than so much", async () => {
  await using front = await BareFront.open("h1", () => {});
  const visitor = await Visitor.connect(front.port, post(`Content-Length: ${MIB}\r\n`) + "x".repeat(MIB));
  await until(() => front.sockets[0]?.isPaused() === true);
  await holdBack(front, 200);
  assert.equal(visitor.ended, "");
  assert.ok(front.sockets[0]!.bytesRead < 512 * 1024, `${front.sockets[0]!.bytesRead} bytes`);
});

for (const [how, bytes, leave] of [
  ["resets its connection, far behind what is read", MIB, ({ socket }: Visitor) => socket.resetAndDestroy()],
  ["closes its side, not far behind", MIB / 8, ({ socket }: Visitor) => socket.end()],
] as const) {
  test(`a visitor who is held back and ${how}, is gone within seconds`, async () => {
    await using front = await BareFront.open("h1", () => {});
    const head = post(`Content-Length: ${2 * MIB}\r\n`);
    const visitor = await Visitor.connect(front.port, head + "x".repeat(bytes));
    await until(() => front.sockets[0]?.isPaused() === true);
    if (bytes === MIB) await holdBack(front, 10);
    const { signal } = front.exchanges[0]!;
    leave(visitor);
    await until(() => visitor.socket.destroyed || visitor.socket.writableFinished);
    await holdBack(front, 4);
    await until(() => signal.aborted && front.connections.count === 0);
  });
}

test("a body is taken in only as far as there is room", async () => {
  await using front = await BareFront.open("h1", () => {});
  await Visitor.connect(front.port, post(`Content-Length: ${20 * MIB}\r\n`) + "x".repeat(20 * MIB));
  await until(() => front.sockets.length === 1 && front.sockets[0]!.isPaused());
  assert.ok(front.sockets[0]!.bytesRead < 256 * 1024);
});

test("requests behind one that waits are dropped beyond a bound: the visitor's leaving is seen, and nothing follows", async () => {
  const waiting: Exchange[] = [];
  await using front = await BareFront.open("h1", (exchange) => {
    waiting.push(exchange);
  });
  const flood = GET.repeat(MIB / GET.length);
  const stays = await Visitor.connect(front.port, flood);
  const leaves = await Visitor.connect(front.port, flood);
  await until(
    () => front.sockets.length === 2 && front.sockets.every(({ bytesRead }) => bytesRead >= flood.length),
  );
  assert.equal(waiting.length, 2, "one at a time");
  const left = waiting[1]!.signal;
  leaves.socket.destroy();
  await until(() => left.aborted);
  waiting[0]!.respond(200, [], TEXT);
  await until(() => stays.ended !== "");
  assert.deepEqual(stays.statuses, ["200"]);
  assert.equal(waiting.length, 2, "what was dropped is not made up for");
});

test("an answer of which nothing is taken is given up; one that is taken slowly is not", async () => {
  const body = [Buffer.alloc(16 * MIB, "x")];
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], body));
  const stalled = await Visitor.connect(front.port);
  const slow = await Visitor.connect(front.port);
  for (const visitor of [stalled, slow]) {
    visitor.socket.pause();
    visitor.send(GET);
  }
  await until(() => front.sockets.every((socket) => socket.writableLength > 0));
  for (let i = 0; i < 3; i++) {
    front.pass(30);
    const before = front.sockets[1]!.bytesWritten;
    slow.socket.resume();
    await until(() => front.sockets[1]!.bytesWritten > before + MIB);
    slow.socket.pause();
  }
  await until(() => front.sockets[0]!.destroyed);
  assert.equal(front.sockets[1]!.destroyed, false);
  assert.equal(front.counts.timedOut, 1);
});

test("a refusal reaches a visitor who goes on uploading, and then the connection ends", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(413, [], TEXT));
  const visitor = await Visitor.connect(
    front.port,
    post(`Content-Length: ${3 * MIB}\r\n`) + "x".repeat(3 * MIB),
  );
  await until(() => visitor.ended !== "" || visitor.heard.endsWith("hello"));
  assert.match(visitor.heard, /^HTTP\/1\.1 413 [\s\S]*Connection: close\r\n/);
  visitor.socket.end();
  await until(() => visitor.ended !== "");
  assert.equal(visitor.ended, "end");
});

test("who does not close after a last answer is cut off: soon if silent, later if still sending", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(413, [], TEXT));
  const silent = await Visitor.connect(front.port, GET.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
  const sending = await Visitor.connect(front.port, post(`Content-Length: ${99 * MIB}\r\n`));
  await until(() => silent.heard.endsWith("hello") && sending.heard.endsWith("hello"));
  for (let second = 1; second <= 31; second++) {
    const before = front.sockets[1]!.bytesRead;
    sending.send("x".repeat(1000));
    await until(() => front.sockets[1]!.bytesRead > before);
    front.pass(1);
    assert.deepEqual([front.sockets[0]!.destroyed, front.sockets[1]!.destroyed], [second > 5, second > 30]);
  }
});

test("a short body that nobody reads is read past, and the connection goes on", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(403, [], TEXT));
  const visitor = await Visitor.connect(front.port, post("Content-Length: 1000\r\n"));
  await until(() => visitor.heard.endsWith("hello"));
  visitor.send("x".repeat(1000) + GET);
  await until(() => visitor.statuses.length === 2);
  assert.doesNotMatch(visitor.heard, /Connection/);
});

test("behind an answer to a body that still waits for 100 nobody can say what the next byte is: the connection ends", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(403, [], TEXT));
  const visitor = await Visitor.connect(front.port, post("Content-Length: 9\r\nExpect: 100-continue\r\n"));
  await until(() => visitor.heard.endsWith("hello"));
  visitor.send(GET);
  await until(() => visitor.ended !== "");
  assert.deepEqual([visitor.statuses, front.exchanges.length], [["403"], 1]);
  assert.match(visitor.heard, /Connection: close/);
});

test("100 is sent when the body is wanted, once, and not to who does not wait", async () => {
  await using front = await BareFront.open("h1", async (exchange) => {
    let body = "";
    for await (const piece of exchange.request.body!) body += Buffer.from(piece).toString("latin1");
    exchange.respond(200, [], [Buffer.from(body)]);
  });
  const waiting = await Visitor.connect(front.port, post("Content-Length: 3\r\nExpect: 100-continue\r\n"));
  await until(() => waiting.statuses.includes("100"));
  waiting.send("abc");
  await until(() => waiting.heard.endsWith("abc"));
  assert.deepEqual(waiting.statuses, ["100", "200"]);
  const hasty = await Visitor.connect(
    front.port,
    `${post("Content-Length: 3\r\nExpect: 100-continue\r\n")}abc`,
  );
  await until(() => hasty.heard.endsWith("abc"));
  assert.deepEqual(hasty.statuses, ["200"]);
});

test("a visitor who closes is gone: the signal says so, a body breaks off, and no answer is sent", async () => {
  const broken: unknown[] = [];
  await using front = await BareFront.open("h1", async (exchange) => {
    try {
      for await (const _ of exchange.request.body ?? []);
    } catch (error) {
      broken.push(error);
    }
  });
  const waiting = await Visitor.connect(front.port, GET);
  const uploading = await Visitor.connect(front.port, `${post("Content-Length: 9\r\n")}abc`);
  await until(() => front.exchanges.length === 2);
  const signals = front.exchanges.map(({ signal }) => signal);
  waiting.socket.end();
  uploading.socket.destroy();
  await until(() => signals.every(({ aborted }) => aborted) && broken.length === 1);
  assert.deepEqual(await front.exchanges[0]!.respond(200, [], TEXT), { bodyBytes: 0, complete: false });
});

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* torn(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("half");
  throw new Error("the origin died");
}

test("a body without a length is chunked, to HTTP/1.0 it ends with the connection", async () => {
  await using front = await BareFront.open("h1", (exchange) =>
    exchange.respond(200, [], pieces("abc", "", "de")),
  );
  const visitor = await Visitor.connect(front.port, GET);
  await until(() => visitor.heard.endsWith("\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"));
  assert.match(visitor.heard, /Transfer-Encoding: chunked/);
  const old = await Visitor.connect(front.port, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  await until(() => old.heard.endsWith("\r\n\r\nabcde"));
  assert.doesNotMatch(old.heard, /Transfer-Encoding|Content-Length|keep-alive/);
});

test("a body that ends with its connection is not torn by a shutdown once all of it is written", async () => {
  async function* mebibyte(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 16; i++) yield Buffer.alloc(MIB / 16, "x");
  }
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], mebibyte()));
  const late = await Visitor.connect(front.port);
  late.socket.pause();
  late.send("GET / HTTP/1.0\r\n\r\n");
  await until(() => front.sockets[0]?.writableFinished === true);
  front.connections.cut();
  await until(() => front.connections.count === 0);
  late.socket.resume();
  await until(() => late.ended !== "");
  assert.deepEqual([late.ended, late.heard.split("\r\n\r\n")[1]!.length], ["end", MIB]);
});

test("HTTP/1.0 keeps its connection where it asks for it and the length is known", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], TEXT));
  const visitor = await Visitor.connect(front.port, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  await until(() => visitor.heard.endsWith("hello"));
  assert.match(visitor.heard, /Connection: keep-alive/);
  visitor.send("GET / HTTP/1.0\r\n\r\n");
  await until(() => visitor.statuses.length === 2);
  assert.match(visitor.heard, /Connection: close/);
});

test("no torn body passes for a whole one", async () => {
  const tells = ["Content-Length", "10"];
  const bodies: Readonly<Record<string, () => readonly [fields: readonly string[], body: Body]>> = {
    chunks: () => [[], torn()],
    length: () => [tells, torn()],
    short: () => [tells, pieces("half")],
    kept: () => [tells, [Buffer.from("half")]],
  };
  for (const [name, answer] of Object.entries(bodies)) {
    for (const version of ["1.1", "1.0"]) {
      await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, ...answer()));
      const visitor = await Visitor.connect(front.port, `GET / HTTP/${version}\r\nHost: a.example\r\n\r\n`);
      await until(() => visitor.ended !== "");
      assert.ok(!visitor.heard.endsWith("0\r\n\r\n"), name);
      // Either the length says that something is missing, or a reset does.
      if (!visitor.heard.includes("Content-Length: 10") && version === "1.0")
        assert.equal(visitor.ended, "reset", name);
    }
  }
});

for (const [why, end] of [
  ["a visitor who takes nothing", (front: BareFront) => front.pass(61)],
  ["a shutdown", (front: BareFront) => front.connections.cut()],
] as const) {
  test(`a body that ends with its connection does not seem whole where ${why} ends it`, async () => {
    await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], endless()));
    const visitor = await Visitor.connect(front.port);
    visitor.socket.pause();
    visitor.send("GET / HTTP/1.0\r\n\r\n");
    await until(() => (front.sockets[0]?.writableLength ?? 0) > 0);
    end(front);
    visitor.socket.resume();
    await until(() => visitor.ended !== "");
    assert.equal(visitor.ended, "reset");
    assert.doesNotMatch(visitor.heard, /Content-Length|Transfer-Encoding/);
  });
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(64 * 1024, "x");
}

async function* silent(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("first");
  await new Promise(() => {});
}

test("an answer is over as soon as its visitor leaves, whatever its body waits for", async () => {
  const sent: (Sent | Promise<Sent>)[] = [];
  await using front = await BareFront.open("h1", (exchange) => {
    sent.push(exchange.respond(200, [], silent()));
  });
  for (const leave of ["end", "resetAndDestroy"] as const) {
    const visitor = await Visitor.connect(front.port, GET);
    await until(() => visitor.heard.includes("first"));
    visitor.socket[leave]();
  }
  assert.deepEqual(await Promise.all(sent), Array(2).fill({ bodyBytes: 5, complete: false }));
});

test("so is one that is all here, of which its visitor has not taken all", async () => {
  const bytes = 16 * MIB;
  const sent: (Sent | Promise<Sent>)[] = [];
  await using front = await BareFront.open("h1", (exchange) => {
    sent.push(exchange.respond(200, [], [Buffer.alloc(bytes, "x")]));
  });
  const visitor = await Visitor.connect(front.port);
  visitor.socket.pause();
  visitor.send(GET);
  await until(() => (front.sockets[0]?.writableLength ?? 0) > 0);
  visitor.socket.resetAndDestroy();
  const { bodyBytes, complete } = await sent[0]!;
  assert.ok(!complete && bodyBytes < bytes, `${bodyBytes} bytes`);
});

test("a visitor who closes its side behind the request still gets an answer that is written already, and no more", async () => {
  const body = [Buffer.alloc(100 * 1024, "x")];
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], body));
  const visitor = await Visitor.connect(front.port);
  visitor.socket.pause();
  visitor.send(GET.repeat(200));
  visitor.socket.end();
  await until(() => (front.sockets[0]?.writableLength ?? 0) > 0);
  visitor.socket.resume();
  await until(() => visitor.ended !== "");
  assert.equal(visitor.ended, "end");
  assert.equal(visitor.heard.length % visitor.statuses.length, 0, "the last one is whole");
});

test("who closes its side and takes nothing is given up like any other", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], endless()));
  const visitor = await Visitor.connect(front.port);
  visitor.socket.pause();
  visitor.send(GET);
  await until(() => (front.sockets[0]?.writableLength ?? 0) > 0);
  visitor.socket.end();
  await until(() => front.connections.count === 0);
});

test("what has no body has none, whatever is handed over; what ought to say its length says it", async () => {
  await using front = await BareFront.open("h1", (exchange) => {
    const { target, method } = exchange.request;
    const status = Number(target.slice(1));
    exchange.respond(
      status,
      method === "HEAD" ? ["Content-Length", "5"] : [],
      status === 201 ? undefined : TEXT,
    );
  });
  const visitor = await Visitor.connect(front.port);
  for (const [line, end] of [
    ["GET /204", "HTTP/1.1 204 No Content\r\n\r\n"],
    ["GET /304", "HTTP/1.1 304 Not Modified\r\n\r\n"],
    ["GET /201", "HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n"],
    ["HEAD /200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"],
    ["GET /200", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"],
  ] as const) {
    visitor.heard = "";
    visitor.send(`${line} HTTP/1.1\r\nHost: a.example\r\n\r\n`);
    await until(() => visitor.heard.length >= end.length);
    assert.equal(visitor.heard, end);
  }
});

test("a value that would end its line is not sent, nor a character that would become one", async () => {
  for (const value of ["a\r\nSet-Cookie: b=c", "a\nb", "a\0", "a\u010ab"]) {
    const failures: unknown[] = [];
    await using front = await BareFront.open("h1", (exchange) => {
      try {
        exchange.respond(200, ["X-A", value], TEXT);
      } catch (error) {
        failures.push(error);
        exchange.cut();
      }
    });
    const visitor = await Visitor.connect(front.port, GET);
    await until(() => visitor.ended !== "");
    assert.deepEqual([visitor.heard, failures.length], ["", 1]);
  }
});

test("draining: answers say that they are the last, idle connections are closed only when it is over", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], TEXT));
  const [idle, busy] = [await Visitor.connect(front.port, GET), await Visitor.connect(front.port, GET)];
  await until(() => idle.heard !== "" && busy.heard !== "");
  front.connections.drain(false);
  busy.send(GET);
  await until(() => busy.ended !== "" || busy.statuses.length === 2);
  assert.match(busy.heard, /Connection: close\r\n\r\nhello$/);
  assert.equal(idle.ended, "");
  front.connections.drain(true);
  await until(() => front.sockets[0]!.destroyed);
});

test("a thousand connections that idle keep nobody from being served, and are closed when their time is over", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], TEXT));
  const idle = await Promise.all(Array.from({ length: 1000 }, () => Visitor.connect(front.port, GET)));
  await until(() => idle.every(({ heard }) => heard !== ""));
  front.pass(60);
  const visitor = await Visitor.connect(front.port, GET);
  await until(() => visitor.heard.endsWith("hello"));
  front.pass(6);
  await until(() => idle.every(({ ended }) => ended !== ""));
  assert.equal(visitor.ended, "");
});

test("no more connections than allowed", async () => {
  await using front = await BareFront.open("h1", (exchange) => exchange.respond(200, [], TEXT), {
    maxConnections: 2,
  });
  const visitors = [await Visitor.connect(front.port, GET), await Visitor.connect(front.port, GET)];
  await until(() => visitors.every(({ heard }) => heard !== ""));
  const third = await Visitor.connect(front.port, GET);
  await until(() => third.ended !== "");
  assert.deepEqual([third.heard, front.counts.overLimit], ["", 1]);
  visitors[0]!.socket.destroy();
  await until(() => front.connections.count === 1);
  const fourth = await Visitor.connect(front.port, GET);
  await until(() => fourth.heard !== "");
});
