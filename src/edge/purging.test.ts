import assert from "node:assert/strict";
import { test } from "node:test";
import type { Purge } from "../feed/config.ts";
import { SITE, until, World } from "./testing/world.ts";

const [MAIN, MIRROR] = SITE.hostnames as [string, string];

/** What a visitor may ask for: host and target. */
const PAGES: readonly (readonly [host: string, target: string])[] = [
  [MAIN, "/a"],
  [MAIN, "/a?x=1"],
  [MAIN, "/a/b"],
  [MAIN, "/ab"],
  [MIRROR, "/a"],
];

/** Each page says how often it was made; /a and what is below belong to the group "news". */
async function filled(): Promise<World> {
  const made = new Map<string, number>();
  const world = await World.start((request, response) => {
    const page = `${request.headers.host}${request.url}`;
    made.set(page, (made.get(page) ?? 0) + 1);
    const groups = /^\/a\b/.test(request.url!) ? { "Cache-Groups": '"news"' } : {};
    if (request.method === "POST")
      response.writeHead(200, { "Cache-Group-Invalidation": '"news"' }).end("thank you");
    else
      response.writeHead(200, { "Cache-Control": "max-age=60", ...groups }).end(`version ${made.get(page)}`);
  });
  for (const [host, target] of PAGES) await world.get(target, { host });
  return world;
}

/** Which pages are made anew when they are asked for. */
async function renewed(world: World): Promise<readonly string[]> {
  const anew: string[] = [];
  for (const [host, target] of PAGES) {
    const { body } = await world.get(target, { host });
    if (String(body) === "version 2") anew.push(host + target);
  }
  return anew;
}

const all = PAGES.map(([host, target]) => host + target);
const CASES: readonly (readonly [purge: object, renewed: readonly string[]])[] = [
  [{ by: "url", path: "/a" }, [`${MAIN}/a`, `${MAIN}/a?x=1`, `${MIRROR}/a`]],
  [{ by: "url", path: "/%61?x=1" }, [`${MAIN}/a?x=1`]],
  [{ by: "prefix", path: "/a" }, [`${MAIN}/a`, `${MAIN}/a?x=1`, `${MAIN}/a/b`, `${MIRROR}/a`]],
  [{ by: "group", group: "news" }, [`${MAIN}/a`, `${MAIN}/a?x=1`, `${MAIN}/a/b`, `${MIRROR}/a`]],
  [{ by: "host", host: MIRROR }, [`${MIRROR}/a`]],
  [{ by: "site" }, all],
  [{ by: "site", site: "00000000000000000000000009" }, []],
];
for (const [purge, expected] of CASES) {
  for (const soft of [false, true]) {
    test(`purge, ${soft ? "soft" : "hard"}: ${JSON.stringify(purge)}`, async () => {
      await using world = await filled();
      const count = await world.edge.purge({ site: SITE.id, soft, ...purge } as Purge);
      assert.equal(count, expected.length);
      assert.deepEqual(await renewed(world), expected);
    });
  }
}

test("a soft purge validates what can be validated instead of fetching it again", async () => {
  await using world = await World.start((request, response) => {
    const same = request.headers["if-none-match"] === '"v1"';
    response
      .writeHead(same ? 304 : 200, { "Cache-Control": "max-age=60", ETag: '"v1"' })
      .end(same ? "" : "hello");
  });
  await world.get("/a");
  await world.edge.purge({ by: "url", site: SITE.id, path: "/a", soft: true });
  const got = await world.get("/a");
  assert.equal(String(got.body), "hello");
  assert.equal(got.headers["cache-status"], "edge-1; fwd=stale; fwd-status=304; ttl=60");
});

test("an unsafe method's answer drops the groups that it names, on its own host (RFC 9875 §3)", async () => {
  await using world = await filled();
  await world.get("/write", { method: "POST", body: "x" });
  assert.deepEqual(await renewed(world), [`${MAIN}/a`, `${MAIN}/a?x=1`, `${MAIN}/a/b`]);
});

test("the same field in an answer to a GET means nothing (RFC 9875 §3)", async () => {
  await using world = await filled();
  world.answer = (_request, response) =>
    void response.writeHead(200, { "Cache-Group-Invalidation": '"news"' }).end("a page");
  await world.get("/read");
  assert.deepEqual(await renewed(world), []);
});

test("nor in one that failed (RFC 9111 §4.4)", async () => {
  await using world = await filled();
  const { answer } = world;
  world.answer = (request, response) => {
    if (request.method !== "POST") return answer(request, response);
    response.writeHead(500, { "Cache-Group-Invalidation": '"news"' }).end("sorry");
  };
  await world.get("/write", { method: "POST", body: "x" });
  assert.deepEqual(await renewed(world), []);
});

test("an answer that was asked for before its group was purged is passed on, not kept", async () => {
  await using world = await World.start();
  let release: (() => void) | undefined;
  world.answer = (_request, response) => {
    release = () =>
      response.writeHead(200, { "Cache-Control": "max-age=60", "Cache-Groups": '"news"' }).end("old");
  };
  const underWay = world.get("/a");
  await until(() => release !== undefined);
  await world.edge.purge({ by: "group", site: SITE.id, group: "news" });
  release!();
  assert.equal(String((await underWay).body), "old");
  assert.equal(await world.metric("cache_objects"), 0);
});
