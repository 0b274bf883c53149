import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { test } from "node:test";
import { until, World } from "./testing/world.ts";

const MIB = 1024 * 1024;
const CHUNK = Buffer.alloc(64 * 1024, "x");

/** Writes `total` bytes as fast as the reader takes them; says how many were written. */
function pour(
  response: import("node:http").ServerResponse,
  total: number,
  count: (bytes: number) => void,
): void {
  let left = total;
  const more = (): void => {
    while (left > 0) {
      left -= CHUNK.length;
      count(CHUNK.length);
      if (!response.write(CHUNK)) {
        response.once("drain", more);
        return;
      }
    }
    response.end();
  };
  more();
}

/** Asks for a target and reads nothing of the answer. */
async function stalled(world: World, target: string): Promise<Socket> {
  const socket = connect(world.edge.port, "127.0.0.1");
  socket.pause();
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.write(`GET ${target} HTTP/1.1\r\nHost: perchoir.example\r\n\r\n`);
  return socket;
}

test("a body of 200 MiB passes with little memory, whether its length is told or not", async () => {
  for (const length of [{ "Content-Length": String(200 * MIB) }, {}]) {
    await using world = await World.start((_request, response) => {
      response.writeHead(200, { "Cache-Control": "max-age=60", ...length });
      pour(response, 200 * MIB, () => {});
    });
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    let bytes = 0;
    await world.raw(
      "GET /large HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n",
      (socket) => {
        socket.removeAllListeners("data");
        socket.on("data", (chunk) => {
          bytes += chunk.length;
          peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
        });
      },
    );
    assert.ok(bytes >= 200 * MIB);
    // Without a length up to 8 MiB are kept before it proves too large; the rest is what the collector has not freed yet.
    assert.ok(peak < 100 * MIB, `peak of ${Math.round(peak / MIB)} MiB`);
    assert.equal(await world.metric("cache_objects"), 0);
  }
});

test("an answer for one visitor is read from the origin at that visitor's pace", async () => {
  let poured = 0;
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "no-store" });
    pour(response, 100 * MIB, (bytes) => {
      poured += bytes;
    });
  });
  const slow = await stalled(world, "/private");
  await until(() => poured > 0);
  let last = -1;
  while (last !== poured) {
    last = poured;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(poured < 30 * MIB, `${Math.round(poured / MIB)} MiB although nothing was read`);
  slow.destroy();
});

test("a visitor who reads nothing does not hold up the others of a kept answer", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60" });
    pour(response, 6 * MIB, () => {});
  });
  const slow = await stalled(world, "/shared");
  await world.inFlight(1);
  const { body } = await world.get("/shared");
  assert.equal(body.length, 6 * MIB);
  assert.equal(world.asked.length, 1);
  slow.destroy();
});

const HTML = { "Content-Type": "text/html" };
const PIECE = "<p>hello</p>\n".repeat(10_000);
for (const [what, fields, kept] of [
  ["passed on", { "Cache-Control": "no-store" }, false],
  ["coded for one visitor", { "Cache-Control": "no-store", ...HTML }, false],
  ["kept", { "Cache-Control": "max-age=60" }, true],
  ["kept and coded", { "Cache-Control": "max-age=60", ...HTML }, true],
  ["too large to be kept", { "Cache-Control": "max-age=60", "X-Large": "1" }, false],
] as const) {
  test(`whoever leaves while an answer that is ${what} says nothing is gone at once`, async () => {
    let gone = 0;
    await using world = await World.start(
      (_request, response) => {
        response.writeHead(200, fields).write(PIECE.repeat("X-Large" in fields ? 10 : 1));
        response.on("close", () => {
          gone += 1;
        });
      },
      { cacheBytes: 8 * MIB },
    );
    const get = "GET /page HTTP/1.1\r\nHost: perchoir.example\r\nAccept-Encoding: gzip\r\n\r\n";
    for (const leave of ["end", "resetAndDestroy"] as const) {
      let heard = 0; // by this visitor: the one before may still be hearing
      const socket = connect(world.edge.port, "127.0.0.1", () => socket.write(get));
      socket
        .on("error", () => {})
        .on("data", ({ length }) => {
          heard += length;
        });
      await until(() => heard > 300);
      socket[leave]();
      await world.inFlight(0);
      // the next visitor must not find the fetch of this one
      await until(() => gone === (kept ? 0 : world.asked.length));
    }
    assert.equal(world.asked.length, kept ? 1 : 2);
    assert.equal(await world.metric("encoders"), "Content-Type" in fields && kept ? 1 : 0);
  });
}

test("an answer that breaks off at the origin breaks off for the visitor, and is not kept", async () => {
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Cache-Control": "max-age=60", "Content-Length": "100" });
    response.write("half");
    setImmediate(() => response.socket!.destroy());
  });
  await assert.rejects(world.get("/torn"), /aborted|hang up|ECONNRESET/);
  await until(() => world.asked.length > 0);
  assert.equal(await world.metric("cache_objects"), 0);
});

test("a shutdown resets what would seem whole: an answer that ends with its connection", async () => {
  await using world = await World.start((_request, response) => {
    response.write("half");
  });
  let heard = "";
  const torn = world.raw("GET / HTTP/1.0\r\nHost: perchoir.example\r\n\r\n", (socket) => {
    socket.on("data", (text) => {
      heard += String(text);
    });
  });
  const reset = assert.rejects(torn, { code: "ECONNRESET" });
  await until(() => heard.endsWith("half"));
  assert.doesNotMatch(heard, /Content-Length|Transfer-Encoding/);
  await world.edge.close();
  await reset;
});

test("a request body streams to the origin; it is not asked for where the answer is a refusal", async () => {
  await using world = await World.start((request, response) => {
    let bytes = 0;
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    request.on("end", () => response.end(String(bytes)));
  });
  const body = Buffer.alloc(3 * MIB);
  assert.equal(String((await world.get("/upload", { method: "POST", body })).body), String(3 * MIB));
  const chunked =
    "POST /c HTTP/1.1\r\nHost: perchoir.example\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
  assert.match(await world.raw(chunked), /\r\n\r\n1\r\n3\r\n0\r\n\r\n$|\r\n\r\n3$/);

  const expecting = "Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
  const welcome = await world.raw(
    `POST /upload HTTP/1.1\r\nHost: perchoir.example\r\n${expecting}`,
    (socket) => {
      socket.once("data", () => socket.write("hello"));
    },
  );
  assert.match(welcome, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
  world.enforce("refuse", "url", "/upload");
  const refused = await world.raw(`POST /upload HTTP/1.1\r\nHost: perchoir.example\r\n${expecting}`);
  assert.match(refused, /^HTTP\/1\.1 403/);
});
