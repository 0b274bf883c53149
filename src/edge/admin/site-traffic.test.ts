import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR, MINUTE } from "../../lib/clock.ts";
import { runThrough } from "../../lib/slices.ts";
import { SiteTraffic } from "./site-traffic.ts";

const START = Date.UTC(2026, 10, 23, 12);

const busiest = (traffic: SiteTraffic, most: number, nowMs: number) =>
  runThrough(traffic.busiest(most, nowMs));

test("counts each site's requests of the last hour, the busiest first and no more than asked for", () => {
  const traffic = new SiteTraffic();
  for (let minute = 0; minute < 90; minute++) traffic.add("forum", START + minute * MINUTE);
  for (let i = 0; i < 3; i++) traffic.add("shop", START + 89 * MINUTE);
  traffic.add("press", START + 89 * MINUTE);
  const nowMs = START + 89 * MINUTE;
  assert.deepEqual(busiest(traffic, 9, nowMs), { counts: { forum: 60, shop: 3, press: 1 }, all: true });
  assert.deepEqual(busiest(traffic, 2, nowMs), { counts: { forum: 60, shop: 3 }, all: false });
  assert.deepEqual(busiest(traffic, 9, nowMs + 2 * HOUR).counts, {});
});

test("a clock that is set back loses nothing, and one that jumps ahead forgets at most what is old", () => {
  const traffic = new SiteTraffic();
  traffic.add("forum", START);
  traffic.add("forum", START - 10 * MINUTE);
  assert.deepEqual(busiest(traffic, 1, START).counts, { forum: 2 });
  traffic.add("forum", START + 30 * MINUTE);
  assert.deepEqual(busiest(traffic, 1, START + 30 * MINUTE).counts, { forum: 3 });
});

test("of many sites the busiest are found in short steps, whatever their order", () => {
  const traffic = new SiteTraffic();
  const requests = (i: number) => 1 + ((Math.imul(i, 0x9e3779b1) >>> 0) % 7);
  for (let i = 0; i < 20_000; i++) for (let n = requests(i); n > 0; n--) traffic.add(`site-${i}`, START);
  for (let i = 0; i < 30; i++) for (let n = 0; n < 10 + i; n++) traffic.add(`rising-${i}`, START);
  const job = traffic.busiest(10, START);
  let steps = 1;
  let step = job.next();
  for (; !step.done; step = job.next()) steps += 1;
  const rising = Array.from({ length: 10 }, (_, i) => [`rising-${29 - i}`, 39 - i]);
  assert.deepEqual(Object.entries(step.value.counts), rising);
  assert.equal(step.value.all, false);
  assert.ok(steps > 20, `${steps} steps`);
});

test("what comes while the busiest are being found is counted, and what fell silent is forgotten", () => {
  const traffic = new SiteTraffic();
  for (let i = 0; i < 3_000; i++) traffic.add(`site-${i}`, START);
  const job = traffic.busiest(1, START);
  job.next();
  traffic.add("late", START);
  traffic.add("late", START);
  assert.deepEqual(runThrough(job), { counts: { late: 2 }, all: false });
  traffic.add("late", START + 2 * HOUR);
  assert.deepEqual(busiest(traffic, 1, START + 2 * HOUR), { counts: { late: 1 }, all: true });
});

test("beyond a number of sites no more are counted, and it does not say that there are no others", () => {
  const traffic = new SiteTraffic();
  for (let i = 0; i <= 200_000; i++) traffic.add(`site-${i}`, START);
  const { counts, all } = busiest(traffic, 300_000, START);
  assert.deepEqual([Object.keys(counts).length, all], [200_000, false]);
});
