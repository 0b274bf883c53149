import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "../../src/edge/judge.ts";
import { World } from "../../src/edge/testing/world.ts";
import { raw, statusOf, visit } from "../world/http.ts";
import { freePort } from "../world/world.ts";
import { cannotAsk, startAskingNginx } from "./ask-nginx.ts";

const skip = cannotAsk();
const HOST = "perchoir.example";

test("nginx serves what is not refused, and shows the connector's page for what is", { skip }, async () => {
  await using world = await World.start(undefined, { answer: judge });
  // Not `return`: it answers before access is asked about.
  const inner = `proxy_pass http://127.0.0.1:${world.originPort};`;
  await using nginx = await startAskingNginx(world.edge.port, { inner });
  const { index } = world.enforce("refuse", "url", "/a");
  const legal = world.enforce("legal-refuse", "url", "/b");
  const ask = (path: string, method = "GET", headers = {}) =>
    visit(nginx.port, HOST, path, { method, headers });

  for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
    const { status, headers, text } = await ask("/x/..//%61?y=1", method);
    assert.deepEqual([status, headers["rempart-ledger"]], [403, String(index)], method);
    assert.equal(headers["cache-control"], "no-store");
    assert.match(text, /0123456789abcdefghjkmnpqrs/);
  }
  assert.equal((await ask("/a", "HEAD")).status, 403);
  const demanded = await ask("/b", "GET", { accept: "application/json" });
  assert.deepEqual(
    [demanded.status, demanded.headers.link, JSON.parse(demanded.text).ledger],
    [451, '<https://desk.example/>; rel="blocked-by"', legal.index],
  );
  assert.equal(world.asked.length, 0, "before any byte goes to the origin");

  assert.equal((await ask("/c%2Fd?x=%31")).status, 200);
  assert.equal(world.asked.at(-1)?.url, "/c%2Fd?x=%31", "the origin gets what was received");
  world.lift({ index } as typeof legal);
  assert.equal((await ask("/a")).status, 200);
});

test("a visitor cannot answer for the connector, nor ask it", { skip }, async () => {
  await using world = await World.start(undefined, { answer: judge });
  await using nginx = await startAskingNginx(world.edge.port, {
    inner: `proxy_pass http://127.0.0.1:${world.originPort};`,
  });
  world.enforce("refuse", "url", "/a");
  const headers = { "Rempart-Ask": "verdict", "X-Original-URI": "/c", "X-Rewrite-URL": "/c" };
  assert.equal((await visit(nginx.port, HOST, "/a", { headers })).status, 403);
  assert.equal((await visit(nginx.port, HOST, "/.rempart/verdict")).status, 404);
  for (const [head, status] of [
    ["GET http://perchoir.example/a HTTP/1.1\r\nHost: autre.example", 403],
    ["GET http://perchoir.example/c HTTP/1.1\r\nHost: autre.example", 200],
    ["GET /a HTTP/1.0", 403],
    ["GET /a HTTP/1.1\r\nHost: PERCHOIR.example.:80", 403],
  ] as const) {
    assert.equal(statusOf(await raw(nginx.port, `${head}\r\nConnection: close\r\n\r\n`)), status, head);
  }
});

test("what nginx keeps is refused too, and what must not be kept is not", { skip }, async () => {
  await using world = await World.start(
    (request, response) => {
      response.writeHead(200, { "Cache-Control": "max-age=60" }).end(request.url);
    },
    { answer: judge },
  );
  await using nginx = await startAskingNginx(world.edge.port, {
    inner: `proxy_cache kept; proxy_pass http://127.0.0.1:${world.originPort};`,
  });
  const status = async (path: string) => (await visit(nginx.port, HOST, path)).status;
  for (const path of ["/a", "/a", "/b"]) assert.equal(await status(path), 200);
  assert.equal(world.asked.length, 2, "the second came from the cache");
  world.enforce("refuse", "url", "/a");
  assert.equal(await status("/a"), 403);
  world.enforce("no-cache", "url", "/b");
  for (let i = 0; i < 2; i++) assert.equal(await status("/b"), 200);
  assert.equal(world.asked.length, 4, "what was kept of it is not used any more");
  const never = world.enforce("no-cache", "url", "/n");
  assert.equal(await status("/n"), 200);
  world.lift(never);
  assert.equal(await status("/n"), 200);
  assert.equal(world.asked.length, 6, "nothing of it was kept");
});

test("with nobody to ask, nginx does what was chosen", { skip }, async () => {
  for (const [whenDown, status] of [
    ["refuse", 500],
    ["serve", 200],
  ] as const) {
    await using world = await World.start();
    await using nginx = await startAskingNginx(await freePort(), {
      whenDown,
      inner: `proxy_pass http://127.0.0.1:${world.originPort};`,
    });
    assert.equal((await visit(nginx.port, HOST, "/a")).status, status, whenDown);
  }
});
