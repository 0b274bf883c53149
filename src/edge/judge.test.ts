import assert from "node:assert/strict";
import { test } from "node:test";
import { judge } from "./judge.ts";
import { World } from "./testing/world.ts";

const start = () => World.start(undefined, { answer: judge });
const VERDICT = { "Rempart-Ask": "verdict" };
const PAGE = { "Rempart-Ask": "page" };

test("a verdict is 204 or 403, the page behind a 403 is what an edge would have answered; nobody asks an origin", async () => {
  await using world = await start();
  const own = world.enforce("refuse", "url", "/a");
  const legal = world.enforce("legal-refuse", "path", "/b");
  assert.equal((await world.get("/c", { headers: VERDICT })).status, 204);
  for (const [target, index, status] of [
    ["/x/../%61", own.index, 403],
    ["/b/1?x", legal.index, 451],
  ] as const) {
    const verdict = await world.get(target, { headers: VERDICT });
    assert.deepEqual([verdict.status, verdict.body.length], [403, 0]);
    const page = await world.get(target, { headers: PAGE });
    assert.deepEqual([page.status, page.headers["rempart-ledger"]], [status, String(index)]);
    assert.equal(page.headers["cache-control"], "no-store");
  }
  world.lift(own);
  assert.equal((await world.get("/a", { headers: VERDICT })).status, 204);
  assert.equal((await world.get("/a", { headers: PAGE })).status, 503, "the question came too late");
  assert.equal(world.asked.length, 0);
});

test("what an edge does not take gets a 403, and its page says why; another's hostname passes", async () => {
  await using world = await start();
  for (const [target, status] of [
    ["/a#b", 400],
    [`/${"a".repeat(9000)}`, 414],
  ] as const) {
    assert.equal((await world.get(target, { headers: VERDICT })).status, 403);
    assert.equal((await world.get(target, { headers: PAGE })).status, status);
  }
  const other = { host: "autre.example" };
  assert.equal((await world.get("/", { ...other, headers: VERDICT })).status, 204);
  world.forget();
  assert.equal((await world.get("/", { ...other, headers: VERDICT })).status, 403, "nothing is known yet");
  assert.equal((await world.get("/", { ...other, headers: PAGE })).status, 503);
});

test("the milder verbs too: not to be kept, seen first, slowed down", async () => {
  await using world = await start();
  world.enforce("no-cache", "url", "/kept");
  world.enforce("interstitial", "url", "/warned");
  world.enforce("rate-limit", "url", "/slow");
  assert.equal((await world.get("/other", { headers: VERDICT })).headers["rempart-keep"], undefined);
  assert.equal((await world.get("/kept", { headers: VERDICT })).headers["rempart-keep"], "no");

  assert.equal((await world.get("/warned", { headers: VERDICT })).status, 403);
  const warning = await world.get("/warned", { headers: PAGE });
  const cookie = String(warning.headers["set-cookie"]).split(";")[0]!;
  assert.equal((await world.get("/warned", { headers: { ...VERDICT, Cookie: cookie } })).status, 204);

  const verdicts = [];
  while (verdicts.at(-1) !== 403) verdicts.push((await world.get("/slow", { headers: VERDICT })).status);
  assert.ok(verdicts.length > 1);
  const slowed = await world.get("/slow", { headers: PAGE });
  assert.deepEqual([slowed.status, slowed.headers["retry-after"] !== undefined], [429, true]);
});

test("a protected hostname passes, whatever is signed against it", async () => {
  await using world = await start();
  world.enforce("refuse", "site");
  world.protect("perchoir.example");
  const on = async (host: string) => (await world.get("/", { host, headers: VERDICT })).status;
  assert.deepEqual([await on("perchoir.example"), await on("perchoir-miroir.example")], [204, 403]);
});

test("a territory is the visitor's, not the proxy's", async () => {
  const countries = { countryOf: (address: string) => (address === "192.0.2.1" ? "FR" : undefined) };
  await using world = await World.start(undefined, { answer: judge, countries });
  world.enforce("refuse", "url", "/a", { territory: ["FR"] });
  const from = async (address: string) =>
    (await world.get("/a", { headers: { ...VERDICT, "Rempart-Visitor": address } })).status;
  assert.deepEqual([await from("192.0.2.1"), await from("198.51.100.1")], [403, 204]);
});

test("each request is counted once, and none stays in flight", async () => {
  await using world = await start();
  world.enforce("refuse", "url", "/a");
  for (const target of ["/a", "/b"]) await world.get(target, { headers: VERDICT });
  await world.get("/a", { headers: PAGE });
  const { body } = await world.admin("/metrics");
  assert.match(String(body), /requests_total\{[^}]*outcome="refused"[^}]*\} 1\n/);
  assert.match(String(body), /requests_total\{[^}]*outcome="pass"[^}]*\} 1\n/);
  assert.equal(await world.metric("in_flight"), 0);
});
