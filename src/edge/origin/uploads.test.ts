import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { heldBytes } from "../testing/memory.ts";
import { SITE, until, World } from "../testing/world.ts";
import { rawOrigin } from "./testing/raw-origin.ts";

const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, "x");
const POST = (more: string): string => `POST /upload HTTP/1.1\r\nHost: perchoir.example\r\n${more}\r\n`;

/** Writes `total` bytes as fast as they are taken, while they are, then calls `done`. */
function pour(socket: Socket, total: number, done = (): void => {}): void {
  let left = total;
  const more = (): void => {
    while (left > 0 && socket.writable) {
      left -= CHUNK.length;
      if (!socket.write(CHUNK)) {
        socket.once("drain", more);
        return;
      }
    }
    done();
  };
  more();
}

test("200 MiB go up with little memory, with the length they came with", async () => {
  let bytes = 0;
  let peak = 0;
  let lookAt = 0;
  const before = heldBytes();
  await using world = await World.start((request, response) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes < lookAt) return;
      lookAt += 20 * MIB;
      peak = Math.max(peak, heldBytes() - before);
    });
    request.on("end", () => response.end("thanks"));
  });
  const heard = await world.raw(POST(`Content-Length: ${200 * MIB}\r\nConnection: close\r\n`), (socket) =>
    pour(socket, 200 * MIB),
  );
  assert.match(heard, /^HTTP\/1\.1 200 [\s\S]*thanks$/);
  assert.equal(bytes, 200 * MIB);
  assert.equal(world.asked[0]!.headers["content-length"], String(200 * MIB));
  assert.equal(world.asked[0]!.headers["transfer-encoding"], undefined);
  assert.ok(peak < 80 * MIB, `peak of ${Math.round(peak / MIB)} MiB`);
});

test("a slow origin slows the visitor down: the edge does not take in what it cannot pass on", async () => {
  let waiting: IncomingMessage | undefined;
  await using world = await World.start((request, response) => {
    waiting = request.pause();
    request.on("end", () => response.end());
  });
  let visitor: Socket | undefined;
  const done = world.raw(POST(`Content-Length: ${64 * MIB}\r\nConnection: close\r\n`), (socket) => {
    visitor = socket;
    pour(socket, 64 * MIB);
  });
  await until(() => waiting !== undefined);
  let last = -1;
  while (last !== visitor!.bytesWritten - visitor!.writableLength) {
    last = visitor!.bytesWritten - visitor!.writableLength;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(last < 32 * MIB, `${Math.round(last / MIB)} MiB although nothing was read`);
  waiting!.resume();
  assert.match(await done, /^HTTP\/1\.1 200 /);
});

test("a visitor who leaves while the origin takes nothing: what was asked of the origin ends with it", async () => {
  let waiting: IncomingMessage | undefined;
  await using world = await World.start((request) => {
    waiting = request.pause();
  });
  const socket = connect(world.edge.port, "127.0.0.1", () => {
    socket.write(POST(`Content-Length: ${64 * MIB}\r\n`));
    pour(socket, 64 * MIB);
  });
  await until(() => waiting !== undefined);
  let last = -1;
  while (last !== socket.bytesWritten - socket.writableLength) {
    last = socket.bytesWritten - socket.writableLength;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.deepEqual([await world.metric("in_flight"), await world.metric("origin_connections")], [1, 1]);
  socket.resetAndDestroy();
  await world.inFlight(0);
  assert.equal(await world.metric("origin_connections"), 0);
});

test("an origin that answers early: the visitor, still sending, gets the answer, and no more is sent on", async () => {
  await using origin = await rawOrigin(
    "HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\ntoo",
  );
  await using world = await World.start();
  world.serve({ ...SITE, origin: { servers: [{ url: origin.url }] } });
  let got = "";
  await world.raw(POST(`Content-Length: ${4 * MIB}\r\n`), (socket) => {
    socket.on("data", (text) => {
      got += String(text);
    });
    socket.write(CHUNK);
    void until(() => got.endsWith("\r\n\r\ntoo")).then(() => pour(socket, MIB, () => socket.destroy()));
  });
  assert.match(got, /^HTTP\/1\.1 413 /);
  assert.ok(origin.heard[0]!.length < MIB);
  await until(() => origin.sockets[0]!.destroyed);
});

for (const [how, framing, part] of [
  ["of a declared length", "Content-Length: 10\r\n", "hello"],
  ["in chunks", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n"],
] as const) {
  test(`a visitor who stops in the middle of a body ${how}: the origin sees it broken off, never whole`, async () => {
    const seen: string[] = [];
    await using world = await World.start((request) => {
      request.on("data", () => seen.push("data"));
      request.on("end", () => seen.push("end"));
      request.on("error", () => seen.push("broken"));
    });
    await world.raw(POST(`${framing}`) + part, (socket) => {
      void until(() => seen.includes("data")).then(() => socket.destroy());
    });
    await until(() => seen.length === 2);
    assert.deepEqual(seen, ["data", "broken"]);
    assert.equal(await world.metric("fetches"), 0);
  });
}

test("a visitor who breaks off says nothing about the server", async () => {
  await using world = await World.start((request, response) => {
    request.on("data", () => {});
    request.on("error", () => {});
    if (request.method === "GET") response.end();
  });
  const url = `http://127.0.0.1:${world.originPort}`;
  world.serve({ ...SITE, origin: { servers: [{ url }, { url: "http://127.0.0.1:1", backup: true }] } });
  for (let i = 1; i <= 5; i++) {
    await world.raw(`${POST("Content-Length: 10\r\n")}hello`, (socket) => {
      void until(() => world.asked.length === i).then(() => socket.destroy());
    });
  }
  for (let i = 0; i < 3; i++) assert.equal((await world.get(`/${i}`)).status, 200);
});

test("Expect: 100-continue is answered when the origin's connection is there, and not if it cannot be", async () => {
  const expecting = POST("Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n");
  await using world = await World.start((request, response) => {
    assert.equal(request.headers.expect, undefined);
    request.resume().on("end", () => response.end("thanks"));
  });
  const heard = await world.raw(expecting, (socket) => socket.once("data", () => socket.write("hello")));
  assert.match(heard, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 [\s\S]*thanks$/);
  world.serve({ ...SITE, origin: { servers: [{ url: "http://127.0.0.1:1" }] } });
  assert.match(await world.raw(expecting), /^HTTP\/1\.1 502 /);
});

test("chunks go on as chunks; a body without bytes has a length of zero", async () => {
  await using world = await World.start((request, response) => {
    request.resume().on("end", () => response.end());
  });
  const chunked = POST("Transfer-Encoding: chunked\r\nConnection: close\r\n");
  await world.raw(`${chunked}3\r\nabc\r\n0\r\nX-Trailer: 1\r\n\r\n`);
  await world.raw(`${chunked}0\r\n\r\n`);
  await world.raw(POST("Connection: close\r\n"));
  const framing = world.asked.map(({ headers }) => [headers["transfer-encoding"], headers["content-length"]]);
  assert.deepEqual(framing, [
    ["chunked", undefined],
    [undefined, "0"],
    [undefined, "0"],
  ]);
  assert.equal(world.asked[0]!.headers["x-trailer"], undefined);
});
