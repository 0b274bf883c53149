import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { listen, listenSocket } from "./listen.ts";

const LOOPBACK = "127.0.0.1";

test("a free port is found; the same one again is named as taken", async () => {
  const first = createServer();
  const port = await listen(first, { host: LOOPBACK, port: 0 }, "the first");
  try {
    assert.ok(port > 0);
    await assert.rejects(listen(createServer(), { host: LOOPBACK, port }, "the second"), {
      code: "listen.failed",
      message: `the second cannot listen: port ${port} on 127.0.0.1 is taken by another program`,
      details: { port },
    });
  } finally {
    first.close();
    await once(first, "close");
  }
});

test("an address of another machine is named", async () => {
  await assert.rejects(listen(createServer(), { host: "192.0.2.1", port: 0 }, "it"), {
    message: "it cannot listen: 192.0.2.1 is not an address of this machine (EADDRNOTAVAIL)",
  });
});

test("a socket listens where nothing is, and a failure names the path", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rempart-listen-"));
  const server = createServer();
  const path = join(folder, "a.sock");
  await listenSocket(server, path, "the vault");
  try {
    await assert.rejects(listenSocket(createServer(), path, "another"), {
      code: "listen.failed",
      message: `another cannot listen on ${path} (EADDRINUSE)`,
    });
    assert.equal(server.listenerCount("error"), 0, "later errors are not swallowed");
  } finally {
    server.close();
    await once(server, "close");
    rmSync(folder, { recursive: true });
  }
});
