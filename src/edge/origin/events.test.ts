import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { until, World } from "../testing/world.ts";

const GET = "GET /events HTTP/1.1\r\nHost: perchoir.example\r\nConnection: close\r\n\r\n";

test("server-sent events pass one by one, and the origin learns at once that nobody listens any more", async () => {
  let stream: ServerResponse | undefined;
  let gone = false;
  await using world = await World.start((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
    response.write("data: first\n\n");
    response.on("close", () => {
      gone = true;
    });
    stream = response;
  });
  let heard = "";
  await world.raw(GET, (socket) => {
    socket.on("data", (text) => {
      heard += String(text);
    });
    void (async () => {
      await until(() => heard.includes("data: first\n\n"));
      assert.ok(!heard.includes("second"));
      stream!.write("data: second\n\n");
      await until(() => heard.includes("data: second\n\n"));
      socket.destroy();
    })();
  });
  await until(() => gone);
});

test("a stream may be silent for as long as its site says, and no longer", async () => {
  await using world = await World.start(
    (_request, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
      response.write("data: first\n\n");
    },
    { poolLimits: { bodyTimeoutMs: 300, headersTimeoutMs: 100 } },
  );
  const beganMs = performance.now();
  const heard = await world.raw(GET);
  assert.match(heard, /data: first\n\n/);
  assert.doesNotMatch(heard, /\r\n0\r\n\r\n$/, "cut, not ended");
  assert.ok(performance.now() - beganMs >= 250);
});
