import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE } from "../../lib/clock.ts";
import { SiteTraffic } from "./site-traffic.ts";

const START = Date.UTC(2026, 10, 23, 12);

test("counts each site's requests of the last hour, the busiest first and no more than asked for", () => {
  const traffic = new SiteTraffic();
  for (let minute = 0; minute < 90; minute++) traffic.add("forum", START + minute * MINUTE);
  for (let i = 0; i < 3; i++) traffic.add("shop", START + 89 * MINUTE);
  traffic.add("press", START + 89 * MINUTE);
  const nowMs = START + 89 * MINUTE;
  assert.deepEqual(traffic.busiest(9, nowMs), { counts: { forum: 60, shop: 3, press: 1 }, all: true });
  assert.deepEqual(traffic.busiest(2, nowMs), { counts: { forum: 60, shop: 3 }, all: false });
  assert.deepEqual(traffic.busiest(9, nowMs + 2 * HOUR).counts, {});
});

test("a clock that is set back loses nothing, and one that jumps ahead forgets at most what is old", () => {
  const traffic = new SiteTraffic();
  traffic.add("forum", START);
  traffic.add("forum", START - 10 * MINUTE);
  assert.deepEqual(traffic.busiest(1, START).counts, { forum: 2 });
  traffic.add("forum", START + 30 * MINUTE);
  assert.deepEqual(traffic.busiest(1, START + 30 * MINUTE).counts, { forum: 3 });
});
