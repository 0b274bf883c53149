import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { listen } from "../lib/listen.ts";
import { connectBus } from "./nats.ts";

test("a server that is silent is let go of", async () => {
  const server = createServer();
  const port = await listen(server, { host: "127.0.0.1", port: 0 }, "a silent server");
  const closed = Promise.withResolvers<void>();
  server.on("connection", (socket) => {
    socket.resume();
    socket.on("close", () => closed.resolve());
  });
  await assert.rejects(connectBus(`nats://desk:secret@127.0.0.1:${port}`));
  await closed.promise;
  server.close();
  await once(server, "close");
});

test("a server that is not there is said to be", async () => {
  const server = createServer();
  const port = await listen(server, { host: "127.0.0.1", port: 0 }, "a server");
  server.close();
  await once(server, "close");
  await assert.rejects(connectBus(`nats://desk:secret@127.0.0.1:${port}`), { code: "ECONNREFUSED" });
});
