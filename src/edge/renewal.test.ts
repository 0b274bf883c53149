import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { get as httpGet, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bytesOf, MIB } from "./cache/disk/testing/disk.ts";
import { SITE, until, World } from "./testing/world.ts";

/*
 * A video without any freshness of its own, as PHP sites serve uploads: each request is a validation, and a player's first
 * ones come while the file is still on its way.
 */
const FILE = bytesOf(4 * MIB);
const HALF = FILE.length / 2;
const PART = { headers: { Range: "bytes=1000-1999" } };

/** An edge in front of that file, half of which has arrived; `finish` sends the rest. */
async function halfway(disk: boolean, cacheBytes: number) {
  const folder = await mkdtemp(join(tmpdir(), "rempart-renewal-"));
  let sending: ServerResponse | undefined;
  const options = disk ? { disk: { folder, maxBytes: 256 * MIB } } : {};
  const world = await World.start(
    ({ headers }, response) => {
      response.setHeader("ETag", '"v1"').setHeader("Cache-Control", "max-age=0");
      if (headers["if-none-match"] === '"v1"') return void response.writeHead(304).end();
      response.writeHead(200, { "Content-Length": FILE.length }).write(FILE.subarray(0, HALF));
      sending = response;
    },
    { cacheBytes, ...options },
  );
  const first = await new Promise<IncomingMessage>((resolve) => {
    const headers = { Host: SITE.hostnames[0] };
    httpGet({ port: world.edge.port, path: "/video", headers, agent: false }, resolve);
  });
  return {
    world,
    first,
    finish: () => sending!.end(FILE.subarray(HALF)),
    /** Bodies that the origin was asked for. */
    fetched: () => world.asked.filter(({ headers }) => headers["if-none-match"] === undefined).length,
    async [Symbol.asyncDispose]() {
      first.destroy();
      await world[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const PLACES = [
  ["in memory", false, 64 * MIB],
  ["in memory, to be written to disk", true, 64 * MIB],
  ["in a file, too large for memory", true, 4 * MIB],
] as const;

for (const [where, disk, cacheBytes] of PLACES) {
  test(`validated while it arrives, ${where}: nobody is cut off, and it is fetched once`, async () => {
    await using video = await halfway(disk, cacheBytes);
    const { world, first } = video;
    const whole = first.toArray();
    for (let round = 0; round < 3; round++) {
      const part = await world.get("/video", PART);
      assert.deepEqual([part.status, part.body], [206, FILE.subarray(1000, 2000)]);
      assert.match(String(part.headers["cache-status"]), /fwd=stale; fwd-status=304/);
    }
    video.finish();
    assert.ok(Buffer.concat(await whole).equals(FILE), "whoever came first has all of it");
    assert.ok((await world.get("/video")).body.equals(FILE));
    assert.deepEqual((await world.get("/video", PART)).body, FILE.subarray(1000, 2000));
    assert.equal(video.fetched(), 1);
  });

  test(`validated while it arrives, ${where}: also where whoever came first has left`, async () => {
    await using video = await halfway(disk, cacheBytes);
    const { world, first } = video;
    first.destroy();
    await until(() => first.closed);
    await world.inFlight(0);
    const part = await world.get("/video", PART);
    assert.deepEqual([part.status, part.body], [206, FILE.subarray(1000, 2000)]);
    const end = world.get("/video", { headers: { Range: "bytes=-10" } });
    video.finish();
    assert.deepEqual((await end).body, FILE.subarray(-10));
    assert.equal(video.fetched(), 1);
  });
}
