import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock } from "../../lib/clock.ts";
import { silentLog } from "../../lib/log.ts";
import { Matcher } from "../../policy/matcher.ts";
import type { Body, Exchange } from "../exchange.ts";
import { Fields } from "../http/fields.ts";
import { createEdge } from "../make-edge.ts";
import { subjectOf } from "../testing/subjects.ts";
import { type Answer, Transaction } from "../transaction.ts";
import { cacheStatusMember, deliver } from "./deliver.ts";

const NOW = Date.UTC(2026, 11, 1);
const VIEW = { size: 1, siteOf: new Map(), matcher: Matcher.empty(new Uint8Array(32)) };

/** What goes out for an answer. */
async function sent(answer: Partial<Answer>, method = "GET"): Promise<{ list: Fields; body: Body }> {
  const clock = fakeClock(NOW);
  const edge = createEdge({
    ...{ name: "edge-1", deskUrl: "https://desk.example", cacheBytes: 1e6 },
    ...{ view: () => VIEW, clock, log: silentLog },
  });
  let out: { list: Fields; body: Body } | undefined;
  const exchange: Exchange = {
    request: {
      ...{ method, target: "/a", scheme: "http", httpVersion: "1.1", fields: [] },
      ...{ remoteAddress: "192.0.2.1", body: undefined },
    },
    respond: async (_status, list, body) => {
      out = { list: new Fields(list), body };
      return { bodyBytes: 0, complete: true };
    },
    inform: () => {},
    signal: new AbortController().signal,
    cut: () => {},
  };
  const tx = new Transaction(exchange, VIEW, NOW);
  tx.received = tx.forwarded = Fields.none;
  tx.site = subjectOf("/a").site;
  tx.answer = { status: 200, fields: Fields.none, body: [], from: "store", responseTimeMs: NOW, ...answer };
  await deliver(tx, edge);
  return out!;
}

test("a length is told where it is known, and never of a 204 or a 304 (RFC 9110 §8.6)", async () => {
  const length = async (answer: Partial<Answer>, method?: string) =>
    (await sent(answer, method)).list.lines("content-length");
  assert.deepEqual(await length({ body: [Buffer.from("ab"), Buffer.from("c")] }), ["3"]);
  assert.deepEqual(await length({ body: undefined, bodyBytes: 7 }, "HEAD"), ["7"]);
  assert.deepEqual(await length({ fields: new Fields(["content-length", "9"]), bodyBytes: 9 }), ["9"]);
  assert.deepEqual(await length({ status: 204 }), []);
  assert.deepEqual(await length({ status: 204, fields: new Fields(["Content-Length", "0"]) }), []);
  assert.deepEqual(await length({ status: 304, body: undefined, bodyBytes: 5 }), []);
});

test("no body goes with a 304 or to a HEAD", async () => {
  assert.equal((await sent({ status: 304, body: [Buffer.from("x")] })).body, undefined);
  assert.equal((await sent({ body: [Buffer.from("x")] }, "HEAD")).body, undefined);
});

test("Date is added where the origin gave none: the time of arrival (RFC 9110 §6.6.1)", async () => {
  assert.equal((await sent({})).list.get("date"), "Tue, 01 Dec 2026 00:00:00 GMT");
  const dated = await sent({ fields: new Fields(["date", "Mon, 30 Nov 2026 00:00:00 GMT"]) });
  assert.deepEqual(dated.list.lines("date"), ["Mon, 30 Nov 2026 00:00:00 GMT"]);
});

test("pages of our own say nothing of a cache (RFC 9211 §2)", async () => {
  const { list } = await sent({ from: "edge", ageSeconds: 0 });
  assert.deepEqual([list.has("cache-status"), list.has("via"), list.has("age")], [false, false, false]);
});

test("Via and Cache-Status go on where earlier hops began", async () => {
  const { list } = await sent({ fields: new Fields(["via", "1.1 up", "Cache-Status", "up; hit"]) });
  assert.deepEqual(list.lines("via"), ["1.1 up, 1.1 edge-1"]);
  assert.deepEqual(list.lines("cache-status"), ["up; hit, edge-1"]);
});

test("Cache-Status: parameters as RFC 9211 §2 types them", () => {
  assert.equal(cacheStatusMember("edge-1", { hit: true, ttlMs: 1999 }), "edge-1; hit; ttl=1");
  assert.equal(cacheStatusMember("edge-1", { hit: true, ttlMs: -1 }), "edge-1; hit; ttl=-1");
  assert.equal(
    cacheStatusMember("edge 1", {
      fwd: "stale",
      fwdStatus: 304,
      ttlMs: 60_000,
      stored: true,
      collapsed: true,
    }),
    '"edge 1"; fwd=stale; fwd-status=304; ttl=60; stored; collapsed',
  );
  assert.equal(cacheStatusMember("e", { fwd: "method", detail: "why so" }), 'e; fwd=method; detail="why so"');
});
