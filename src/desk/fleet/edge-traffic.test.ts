import assert from "node:assert/strict";
import { test } from "node:test";
import { MINUTE } from "../../lib/clock.ts";
import { EdgeTraffic } from "./edge-traffic.ts";

const FORUM = { id: "forum", account: "perchoir" };
const SHOP = { id: "shop", account: "boutique" };
const ALL = { name: "edge-1", serves: null };
const BY_ID = { name: "edge-2", serves: ["forum"] };
const BY_ACCOUNT = { name: "edge-3", serves: ["boutique"] };
const EDGES = [ALL, BY_ID, BY_ACCOUNT];

test("what the edges of a site told is added up, and only theirs", () => {
  const traffic = new EdgeTraffic();
  traffic.tell("edge-1", { counts: { forum: 5, shop: 1 }, all: false }, 0);
  traffic.tell("edge-2", { counts: { forum: 7 }, all: true }, 0);
  assert.equal(traffic.requestsOf([FORUM], EDGES, 0), 12, "edge-3 serves it not, and need not speak");
  assert.equal(traffic.requestsOf([SHOP], EDGES, 0), null);
  traffic.tell("edge-3", { counts: {}, all: true }, 0);
  assert.equal(traffic.requestsOf([SHOP], EDGES, 0), 1);
  assert.equal(traffic.requestsOf([FORUM, SHOP], EDGES, 0), 13);
});

test("an edge that is silent, or told only of busier sites, makes it unknown and not less", () => {
  const traffic = new EdgeTraffic();
  traffic.tell("edge-1", { counts: { forum: 5 }, all: true }, 0);
  assert.equal(traffic.requestsOf([FORUM], [ALL, BY_ID], 0), null, "never heard");
  traffic.tell("edge-2", { counts: { shop: 900 }, all: false }, 4 * MINUTE);
  assert.equal(traffic.requestsOf([FORUM], [ALL, BY_ID], 4 * MINUTE), null, "only busier ones");
  traffic.tell("edge-2", { counts: {}, all: true }, 4 * MINUTE);
  assert.equal(traffic.requestsOf([FORUM], [ALL, BY_ID], 4 * MINUTE), 5);
  assert.equal(traffic.requestsOf([FORUM], [ALL, BY_ID], 5 * MINUTE), null, "too long ago");
  assert.equal(traffic.requestsOf([FORUM], [], 0), null, "nobody serves it");
});

test("an edge that is forgotten counts no more, even if it comes back with nothing said", () => {
  const traffic = new EdgeTraffic();
  traffic.tell("edge-1", { counts: { forum: 5 }, all: true }, 0);
  traffic.tell("edge-2", { counts: { forum: 7 }, all: true }, 0);
  traffic.forget("edge-2");
  assert.equal(traffic.requestsOf([FORUM], [ALL], 0), 5);
  assert.equal(traffic.requestsOf([FORUM], [ALL, BY_ID], 0), null);
});
