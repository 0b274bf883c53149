import assert from "node:assert/strict";
import { test } from "node:test";
import type { SiteConfig } from "../feed/config.ts";
import { RATE_LIMIT } from "./measures/rate-limit.ts";
import { type OriginHandler, SITE, World } from "./testing/world.ts";

const errorPages = {
  429: "<h1>Doucement, Le Perchoir respire</h1>",
  502: "<h1>Le Perchoir revient</h1>",
  504: "<h1>Le Perchoir réfléchit</h1>",
};

async function worldWith(site: Partial<SiteConfig>, answer?: OriginHandler): Promise<World> {
  const world = await World.start(answer);
  world.serve({ ...SITE, origin: { servers: [{ url: `http://127.0.0.1:${world.originPort}` }] }, ...site });
  return world;
}
const torn: OriginHandler = (request) => void request.socket.destroy();

test("a site's own page in place of ours, whole, in UTF-8, not to be kept, with the fields that say what happened", async () => {
  await using world = await worldWith({ errorPages }, torn);
  const { status, headers, body } = await world.get("/a", { headers: { Accept: "text/html" } });
  assert.deepEqual([status, String(body)], [502, errorPages[502]]);
  assert.equal(headers["content-type"], "text/html; charset=utf-8");
  assert.equal(headers["cache-control"], "no-store");
  assert.match(String(headers["proxy-status"]), /error=connection_terminated/);
  assert.equal(
    headers["content-security-policy"],
    undefined,
    "its own style and pictures are its own business",
  );
  assert.equal(Number(headers["content-length"]), Buffer.byteLength(errorPages[502]));
});

test("who asks for JSON gets the problem document", async () => {
  await using world = await worldWith({ errorPages }, torn);
  const { headers, body } = await world.get("/a", { headers: { Accept: "application/json" } });
  assert.equal(headers["content-type"], "application/problem+json");
  assert.equal(JSON.parse(String(body)).code, "origin.unreachable");
});

test("a site without a page for the status, and another site, keep ours", async () => {
  await using world = await worldWith({ errorPages: { 429: "x" } }, torn);
  assert.match(String((await world.get("/a")).body), /does not answer properly/);
});

test("a limit of the site's own shows its page; a measure always shows the measure's", async () => {
  const limits = { perAddress: { perSecond: 1, burst: 1 } };
  await using world = await worldWith({ errorPages, limits });
  await world.get("/a");
  const limited = await world.get("/a");
  assert.deepEqual([limited.status, String(limited.body)], [429, errorPages[429]]);
  assert.equal(limited.headers["retry-after"], "1");

  const { index } = world.enforce("rate-limit", "url", "/b");
  for (let i = 0; i < RATE_LIMIT.burst; i++) await world.get("/b");
  const slowed = await world.get("/b");
  assert.equal(slowed.headers["rempart-ledger"], String(index));
  assert.match(String(slowed.body), /limits its rate/);
});
