import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { bodyHashes } from "./observe.ts";

test("a page that is not answered has no hash: neither an error page nor a refusal is taken for it", async (t) => {
  const server = createServer(({ url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://perchoir.example");
    if (pathname === "/busy") response.writeHead(503, { "content-type": "text/html" }).end("busy");
    else if (pathname === "/refused") response.writeHead(403, { "rempart-ledger": "7" }).end("refused");
    else response.writeHead(200, { "content-type": "text/html" }).end(`thread ${searchParams.get("t")}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urls = ["/?t=1", "/?t=1&x=2", "/?t=2", "/busy?t=1", "/busy?t=2", "/refused?t=1"];

  const [one, noise, two, ...none] = await bodyHashes(
    "site",
    urls.map((path) => `http://perchoir.example${path}`),
    { name: "edge-1", address },
  );

  assert.equal(typeof one, "string");
  assert.equal(noise, one);
  assert.notEqual(two, one);
  assert.deepEqual(none, [null, null, null]);
});
