import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Purge, SignedConfig, SiteConfig } from "../../feed/config.ts";
import { SITE, type TestDesk } from "../../feed/testing/desk.ts";
import type { FeedMessage, Snapshot } from "../../feed/wire.ts";
import { knownDigest } from "../../ledger/active.ts";
import { Matcher } from "../../policy/matcher.ts";
import { until } from "../testing/world.ts";
import { Bench } from "./testing/bench.ts";
import { fullDisk } from "./testing/full-disk.ts";

const MIB = 1024 * 1024;
const PING: FeedMessage = { kind: "ping" };
const PURGE = { by: "site", site: SITE.id } as const;

const configMessage = (...items: SignedConfig[]): FeedMessage => ({ kind: "config", items });
const purgeOf = (desk: TestDesk, path: string): FeedMessage =>
  configMessage(desk.configure({ kind: "purge", purge: { by: "url", site: SITE.id, path } }));
const siteOf = (number: number, change: Partial<SiteConfig> = {}): SiteConfig => ({
  ...{ ...SITE, id: String(number).padStart(26, "0"), hostnames: [`forum-${number}.example`] },
  ...change,
});
const siteMessage = (desk: TestDesk, site: SiteConfig): FeedMessage =>
  configMessage(desk.configure({ kind: "site", site }));

/** The desk's site is served, and what it purges takes as long as the test says. */
class Slow {
  readonly bench: Bench;
  /** Purges as they were asked for together. */
  readonly calls: (readonly Purge[])[] = [];
  #gate = Promise.withResolvers<void>();

  private constructor(bench: Bench) {
    this.bench = bench;
    bench.onPurges = (purges) => {
      this.calls.push(purges);
      return this.#gate.promise;
    };
  }

  static async start(t: Parameters<typeof Bench.start>[0]): Promise<Slow> {
    const slow = new Slow(await Bench.start(t));
    const { desk, transport } = slow.bench;
    transport.send(PING, siteMessage(desk, SITE));
    await transport.acked(({ config }) => config === 1);
    return slow;
  }

  /** A measure that the desk sends now; resolves when it is in force. */
  async refuse(path: string): Promise<number> {
    const { bench } = this;
    const index = bench.desk.measure(path);
    bench.transport.send({ kind: "batch", batch: bench.desk.batch(bench.follower.status().size) });
    await until(() => bench.refused(path) === index);
    return index;
  }

  async purging(calls = 1): Promise<void> {
    await until(() => this.calls.length === calls);
  }

  end(): void {
    this.#gate.resolve();
  }

  /** The purges asked for so far fail; others may be asked for. */
  fail(): void {
    const { reject } = this.#gate;
    this.#gate = Promise.withResolvers();
    reject(Object.assign(new Error("no space left on device"), { code: "ENOSPC" }));
  }
}

test("a purge that hangs holds up no measure, and what is acked of each is what is in force", async (t) => {
  const slow = await Slow.start(t);
  const { desk, transport, follower } = slow.bench;
  transport.send(purgeOf(desk, "/a"));
  await slow.purging();
  for (const path of ["/fil/1", "/fil/2"]) await slow.refuse(path);
  const ack = await transport.acked(({ size }) => size === 2);
  assert.deepEqual([ack.config, follower.status().config], [1, 1]);
  slow.end();
  assert.equal((await transport.acked(({ config }) => config === 2)).size, 2);
});

test("what follows a purge waits for it, in order; purges that stand together are one", async (t) => {
  const slow = await Slow.start(t);
  const { desk, transport, follower } = slow.bench;
  transport.send(purgeOf(desk, "/1"));
  await slow.purging();
  transport.send(purgeOf(desk, "/2"), purgeOf(desk, "/3"), siteMessage(desk, siteOf(7)));
  transport.send(purgeOf(desk, "/4"));
  await slow.refuse("/fil/1"); // so all before it was read
  assert.deepEqual([slow.calls.length, follower.view.siteOf.get("forum-7.example")], [1, undefined]);
  slow.end();
  await transport.acked(({ config }) => config === 6);
  const paths = slow.calls.map((call) => call.map((purge) => "path" in purge && purge.path));
  assert.deepEqual(paths, [["/1"], ["/2", "/3"], ["/4"]]);
  assert.equal(follower.view.siteOf.get("forum-7.example")?.id, siteOf(7).id);
});

test("a purge that fails is tried again and told of; measures go on, on the same connection", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport } = bench;
  const journal = () => readFileSync(join(bench.folder, "journal-0.jsonl"), "utf8");
  transport.send(configMessage(desk.configure({ kind: "purge", purge: PURGE })));
  await slow.purging();
  const before = journal();
  slow.fail();
  await bench.paused();
  const told = await transport.acked(({ refused }) => refused !== undefined);
  assert.equal(told.refused, "configuration is stuck: ENOSPC");
  assert.equal(journal(), before, "its version is not on the disk");
  await slow.refuse("/fil/1");
  bench.resume();
  await slow.purging(2);
  slow.end();
  const done = await transport.acked(({ config }) => config === 2);
  assert.deepEqual([done.refused, done.size, transport.subscribed.length], [undefined, 1, 1]);
  assert.deepEqual(bench.purges, [PURGE]);
});

test("a purge that was not over before the end is asked for again in the next life", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  bench.transport.send(configMessage(bench.desk.configure({ kind: "purge", purge: PURGE })));
  await slow.purging();
  await bench.restart(); // which does not wait for it
  await until(() => bench.transport.subscribed.length === 1);
  assert.deepEqual(bench.transport.subscribed, [{ size: 0, config: 1, serves: 0 }]);
});

test("configuration that the disk does not take waits for room", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport, follower } = bench;
  const makeRoom = fullDisk(t);
  transport.send(siteMessage(desk, siteOf(7)));
  await bench.paused();
  assert.equal(follower.view.siteOf.get("forum-7.example"), undefined);
  makeRoom();
  bench.resume();
  await transport.acked(({ config }) => config === 2);
  assert.equal(transport.subscribed.length, 1);
  await bench.restart();
  assert.ok(bench.follower.view.siteOf.get("forum-7.example"));
});

test("all that was sent before has to be in force before a new edge shows anything", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const purged = Promise.withResolvers<void>();
  bench.onPurges = () => purged.promise;
  const index = desk.measure("/fil/41");
  transport.send({ kind: "batch", batch: desk.batch(0) }, siteMessage(desk, SITE), purgeOf(desk, "/a"), PING);
  await transport.acked(({ config }) => config === 1);
  assert.deepEqual([bench.follower.isNew, bench.follower.hasCaughtUp, bench.views.length], [true, false, 0]);
  purged.resolve();
  await until(() => bench.follower.hasCaughtUp);
  assert.deepEqual([bench.follower.isNew, bench.refused("/fil/41")], [false, index]);
});

test("what has no room while a purge hangs is asked for again, and no measure waits for it", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport, follower } = bench;
  const large = (number: number) =>
    siteMessage(desk, siteOf(number, { errorPages: { 502: "x".repeat(3 * MIB) } }));
  const purge = purgeOf(desk, "/a");
  const sites = [2, 3, 4, 5, 6].map(large);
  transport.send(purge, ...sites, PING);
  await slow.purging();
  await slow.refuse("/fil/1");
  slow.end();
  await bench.paused();
  bench.resume();
  await until(() => transport.subscribed.length === 2);
  assert.deepEqual(
    transport.subscribed[1],
    { size: 1, config: 5, serves: 0 },
    "after the last that found room",
  );
  transport.send(...sites.slice(3), PING);
  await transport.acked(({ config }) => config === desk.configs.length);
  for (const number of [2, 3, 4, 5, 6]) assert.ok(follower.view.siteOf.get(`forum-${number}.example`));
  assert.equal(follower.status().refusals, 0);
});

test("on another connection the stream goes on behind what waits already", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport, follower } = bench;
  transport.send(purgeOf(desk, "/a"), siteMessage(desk, siteOf(2)), "end");
  await bench.paused();
  bench.resume();
  await until(() => transport.subscribed.length === 2);
  assert.deepEqual(transport.subscribed[1], { size: 0, config: 3, serves: 0 });
  transport.send(siteMessage(desk, siteOf(3)));
  slow.end();
  await transport.acked(({ config }) => config === 4);
  assert.equal(follower.status().refusals, 0);
});

test("behind something that is not signed nothing of that connection is believed", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport, follower } = bench;
  const { note: _note, ...item } = desk.configure({ kind: "site", site: siteOf(2) });
  const forged = { ...item, note: desk.checkpoint() };
  transport.send(purgeOf(desk, "/a"));
  await slow.purging();
  transport.send(configMessage(forged), siteMessage(desk, siteOf(3)));
  await slow.refuse("/fil/1");
  slow.end();
  await bench.paused();
  assert.match(follower.status().refused ?? "", /not signed by this installation/);
  assert.equal(follower.view.siteOf.get("forum-3.example"), undefined);
  bench.resume();
  await until(() => transport.subscribed.length === 2);
  // The purge had found its run by itself; what came after it is asked for again.
  assert.deepEqual(transport.subscribed[1], { size: 1, config: 3, serves: 0 });
});

test("while a snapshot is on its way configuration goes on, and both are kept", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport } = bench;
  const arrives = Promise.withResolvers<Snapshot>();
  transport.snapshot = () => arrives.promise;
  const index = desk.measure("/fil/1");
  transport.send(siteMessage(desk, siteOf(2)), { kind: "resync" });
  await transport.acked(({ config }) => config === 2);
  transport.send(siteMessage(desk, siteOf(3))); // behind the snapshot
  arrives.resolve(desk.snapshot());
  await transport.acked(({ size, config }) => size === 1 && config === 3);
  await bench.restart();
  assert.equal(bench.refused("/fil/1"), index);
  for (const number of [2, 3]) assert.ok(bench.follower.view.siteOf.get(`forum-${number}.example`));
});

test("what changes of sites while a snapshot is written down is in memory and on the disk after it", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport } = bench;
  transport.send(purgeOf(desk, "/a"));
  await slow.purging();
  transport.send(siteMessage(desk, siteOf(2)));
  while (desk.size < 3000) desk.measure(`/fil/${desk.size}`);
  transport.next = desk.snapshot();
  transport.send({ kind: "resync" });
  await until(() => transport.acks.length > 0);
  slow.end(); // the configuration goes on while the snapshot is read and written
  await transport.acked(({ size, config }) => size === 3000 && config === 3);
  const check = (): void => {
    assert.equal(bench.refused("/fil/2999"), 2999);
    assert.ok(bench.follower.view.siteOf.get("forum-2.example"));
  };
  check();
  await bench.restart();
  check();
});

test("purges that nobody knows any more: all is forgotten before the version goes on", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  bench.transport.send({ kind: "forget" }, purgeOf(bench.desk, "/a"));
  await slow.purging();
  assert.equal(bench.forgotten, 1);
  slow.end();
  await bench.transport.acked(({ config }) => config === 2);
});

test("a merge that fails costs time and nothing else", async (t) => {
  const slow = await Slow.start(t);
  const { desk, transport } = slow.bench;
  const failing = t.mock.method(Matcher.prototype, "merge", () => {
    throw new Error("out of memory");
  });
  while (desk.size < 400) desk.measure(`/fil/${desk.size}`);
  transport.send({ kind: "batch", batch: desk.batch(0) });
  await transport.acked(({ size }) => size === 400);
  await slow.refuse("/fil/a");
  await until(() => failing.mock.callCount() === 2);
  failing.mock.restore();
  const index = await slow.refuse("/fil/b");
  await until(() => !slow.bench.follower.view.matcher.isMergeDue);
  assert.deepEqual(
    ["/fil/7", "/fil/399", "/fil/b"].map((path) => slow.bench.refused(path)),
    [7, 399, index],
  );
});

test("acks are no more than what was asked for while one was under way", async (t) => {
  const slow = await Slow.start(t);
  const { desk, transport } = slow.bench;
  const gate = Promise.withResolvers<void>();
  transport.ackGate = gate.promise;
  await slow.refuse("/fil/0");
  await transport.acked(({ size }) => size === 1);
  const before = transport.acks.length;
  for (let i = 1; i < 10; i++) await slow.refuse(`/fil/${i}`);
  assert.equal(transport.acks.length, before);
  gate.resolve();
  const ack = await transport.acked(({ size }) => size === 10);
  assert.equal(ack.known, knownDigest(Array.from({ length: 10 }, (_, i) => i)));
  assert.equal(transport.acks.length, before + 1);
  assert.equal(desk.size, 10);
});

test("an account's request brings its document back once: not again after another change", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk, transport } = bench;
  const pools = ["http://192.0.2.66", "http://192.0.2.67"].map((url) => ({
    ...SITE,
    origin: { servers: [{ url }] },
  }));
  const [there, elsewhere] = pools as [SiteConfig, SiteConfig];
  const [first, second] = [desk.request(there), desk.request(elsewhere)];
  const changed = (site: SiteConfig, request: number) => desk.configure({ kind: "site", site, request });
  transport.send({ kind: "batch", batch: desk.batch(0) });
  transport.send(configMessage(changed(there, first), changed(elsewhere, second), changed(there, first)));
  const ack = await transport.acked(({ refused }) => refused !== undefined);
  assert.match(ack.refused ?? "", /once by each/);
  assert.equal(ack.config, 3);
  for (const again of ["from its journal", "from a base of its own"]) {
    await bench.restart();
    bench.transport.send(configMessage(changed(there, first)));
    await bench.transport.acked(({ refused }) => refused !== undefined);
    assert.deepEqual(bench.follower.view.siteOf.get(SITE.hostnames[0]!)?.origin, elsewhere.origin, again);
    bench.transport.next = desk.snapshot(); // writes the state anew
    bench.transport.send({ kind: "resync" }, "end");
    await bench.paused();
  }
});

test("a site that is said to ignore case, and not to again: its measures hold at once", async (t) => {
  const slow = await Slow.start(t);
  const { bench } = slow;
  const { desk } = bench;
  const index = await slow.refuse("/Thread/1");
  const refused = () =>
    ["/Thread/1", "/thread/1", "/THREAD/1", "/thread/2"].map((path) => bench.refused(path));
  const exact = [index, undefined, undefined, undefined];
  assert.deepEqual(refused(), exact);
  for (const [foldCase, expected] of [
    [true, [index, index, index, undefined]],
    [false, exact],
  ] as const) {
    const site = { ...SITE, readings: { foldCase } };
    const request = desk.request(site);
    bench.transport.send({ kind: "batch", batch: desk.batch(bench.follower.status().size) });
    bench.transport.send(configMessage(desk.configure({ kind: "site", site, request })));
    await bench.transport.acked(({ config }) => config === desk.configs.length);
    assert.deepEqual(refused(), expected);
    await bench.restart();
    assert.deepEqual(refused(), expected, "from the disk");
  }
});
