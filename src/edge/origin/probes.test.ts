import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeClock, MINUTE } from "../../lib/clock.ts";
import { turn } from "../testing/subjects.ts";
import { failed } from "./health.ts";
import { OriginNumbers } from "./numbers.ts";
import { Probes } from "./probes.ts";
import { isAvailable, type Server, SitePool } from "./site-pool.ts";

const INTERVAL_MS = 10_000;

function world(servers = 1) {
  const clock = fakeClock();
  const state = { good: true, asked: [] as number[], held: [] as ((good: boolean) => void)[], hold: false };
  const numbers = new OriginNumbers();
  const probes = new Probes(
    clock,
    numbers,
    async (_pool, server) => {
      state.asked.push(server.ordinal);
      return state.hold ? new Promise((resolve) => state.held.push(resolve)) : state.good;
    },
    () => 0.5,
  );
  const urls = Array.from({ length: servers }, (_, i) => ({ url: `https://o${i}.example` }));
  const pool = new SitePool("site", {
    servers: urls,
    health: { path: "/", intervalMs: INTERVAL_MS, rise: 2, fall: 2 },
  });
  pool.lastUsedMs = clock.now();
  /** Lets time pass and sends what is due. */
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    probes.tick();
    await turn();
  };
  /** A visitor comes to a site whose only server is down; resolves when its probes have found that out. */
  const foundDown = async (): Promise<Server> => {
    state.good = false;
    probes.watch(pool, "perchoir.example");
    await pass(1000);
    await pass(INTERVAL_MS);
    assert.equal(isAvailable(pool.servers[0]!, clock.now()), false);
    return pool.servers[0]!;
  };
  return { clock, state, numbers, probes, pool, pass, foundDown, [Symbol.dispose]: () => probes.close() };
}

test("a site without visitors is not probed; with one each of its servers is, once an interval", async () => {
  using w = world(3);
  await w.pass(MINUTE);
  assert.deepEqual(w.state.asked, []);
  w.pool.lastUsedMs = w.clock.now();
  w.probes.watch(w.pool, "perchoir.example");
  await w.pass(1000);
  assert.deepEqual(w.state.asked, [0, 1, 2]);
  await w.pass(INTERVAL_MS - 1);
  assert.equal(w.state.asked.length, 3);
  w.probes.watch(w.pool, "perchoir.example"); // at every request
  await w.pass(1);
  assert.equal(w.state.asked.length, 6);
});

test("five minutes after its last visitor a site is left alone, and what was found is forgotten", async () => {
  using w = world();
  const server = await w.foundDown();
  assert.deepEqual([w.numbers.probes, w.numbers.probesFailed], [2, 2]);
  await w.pass(5 * MINUTE);
  assert.equal(w.probes.watched, 0);
  assert.equal(isAvailable(server, w.clock.now()), true);
  const { length } = w.state.asked;
  await w.pass(MINUTE);
  assert.equal(w.state.asked.length, length);
});

test("a probe that takes long is not sent again meanwhile", async () => {
  using w = world();
  w.state.hold = true;
  w.probes.watch(w.pool, "perchoir.example");
  for (let i = 0; i < 5; i++) await w.pass(INTERVAL_MS);
  assert.equal(w.state.asked.length, 1);
  w.state.held[0]!(true);
  await turn();
  await w.pass(INTERVAL_MS);
  assert.equal(w.state.asked.length, 2);
});

test("a new document takes the place of the old one", async () => {
  using w = world();
  w.probes.watch(w.pool, "perchoir.example");
  const next = new SitePool("site", w.pool.config, w.pool);
  next.lastUsedMs = w.clock.now();
  w.probes.watch(next, "perchoir.example");
  assert.equal(w.probes.watched, 1);
  w.state.good = false;
  await w.pass(1000);
  await w.pass(INTERVAL_MS);
  assert.deepEqual(
    [isAvailable(w.pool.servers[0]!, w.clock.now()), isAvailable(next.servers[0]!, w.clock.now())],
    [true, false],
  );
});

test("brought back by its probes a server is no longer on trial either", async () => {
  using w = world();
  const server = await w.foundDown();
  for (let i = 0; i < 3; i++) server.health = failed(server.health, w.clock.now(), 1);
  w.state.good = true;
  await w.pass(INTERVAL_MS);
  assert.equal(isAvailable(server, w.clock.now()), false);
  await w.pass(INTERVAL_MS);
  assert.deepEqual([server.health.probed, server.health.outUntilMs], ["up", 0]);
});
