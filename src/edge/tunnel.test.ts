import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { until, World } from "./testing/world.ts";

const UPGRADE = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: perchoir.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

/** An origin that switches and then repeats what it hears. */
function echoing(world: World): void {
  world.origin.on("upgrade", (request, socket) => {
    world.asked.push(request);
    socket.on("error", () => {});
    socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n",
    );
    socket.pipe(socket);
  });
}

test("a WebSocket passes through, bytes as they are, until either side ends it", async () => {
  await using world = await World.start();
  echoing(world);
  let said = false;
  const heard = await world.raw(UPGRADE("/live"), (socket) => {
    socket.on("data", (data) => {
      if (!said) socket.write("\x81\x05hello", "latin1");
      else if (String(data).includes("hello")) socket.end();
      said = true;
    });
  });
  assert.match(heard, /^HTTP\/1\.1 101 Switching Protocols\r\n/);
  assert.match(heard, /\r\nSec-WebSocket-Accept: x\r\n/);
  assert.ok(heard.endsWith("\r\n\r\n\x81\x05hello"));
  assert.equal(world.asked[0]!.headers["sec-websocket-key"], "dGhlIHNhbXBsZSBub25jZQ==");
  assert.equal(world.asked[0]!.headers["x-forwarded-for"], "127.0.0.1");
  await world.inFlight(0);
});

test("a new measure cuts it, and the origin's side with it", async () => {
  await using world = await World.start();
  echoing(world);
  let originGone = false;
  world.origin.on("upgrade", (_request, socket) => {
    socket.on("close", () => {
      originGone = true;
    });
  });
  let open = false;
  const over = world.raw(UPGRADE("/live"), (socket) => {
    socket.on("data", () => {
      open = true;
    });
  });
  await until(() => open);
  world.enforce("refuse", "url", "/live");
  await over;
  await until(() => originGone);
});

test("a visitor who resets it while the origin takes nothing is gone", async () => {
  await using world = await World.start();
  using deaf = new DisposableStack();
  world.origin.on("upgrade", (_request, socket) => {
    deaf.defer(() => socket.destroy());
    socket.on("error", () => {}).pause();
    socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  });
  const visitor = connect(world.edge.port, "127.0.0.1", () => visitor.write(UPGRADE("/live")));
  visitor.on("error", () => {});
  await new Promise((resolve) => visitor.once("data", resolve));
  for (let i = 0; i < 32; i++) visitor.write(Buffer.alloc(1024 * 1024)); // more than all buffers on the way take
  const taken = (): number => visitor.bytesWritten - visitor.writableLength;
  for (let last = -1; last !== taken(); await new Promise((resolve) => setTimeout(resolve, 100)))
    last = taken();
  assert.ok(visitor.writableLength > 0, "held back");
  visitor.resetAndDestroy();
  await world.inFlight(0);
});

test("only a 101 opens a tunnel: another answer is an answer, and the connection ends", async () => {
  await using world = await World.start();
  world.origin.on("upgrade", (_request, socket) => {
    socket.end("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 2\r\n\r\nno");
  });
  const heard = await world.raw(
    `${UPGRADE("/live")}GET /smuggled HTTP/1.1\r\nHost: perchoir.example\r\n\r\n`,
  );
  assert.match(heard, /^HTTP\/1\.1 426 [\s\S]*\r\n\r\nno$/);
  assert.equal(heard.match(/HTTP\/1\.1/g)?.length, 1);
});

test("an origin that is down is a 502 here too", async () => {
  await using world = await World.start();
  world.origin.on("upgrade", (_request, socket) => socket.destroy());
  assert.match(await world.raw(UPGRADE("/live")), /^HTTP\/1\.1 502/);
});
