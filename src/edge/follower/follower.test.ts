import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { SignedConfig, SiteConfig } from "../../feed/config.ts";
import { deskOf, SITE, START_MS, TestDesk } from "../../feed/testing/desk.ts";
import type { Batch, FeedMessage } from "../../feed/wire.ts";
import { activeAt, applyEntries, EMPTY_STATE, knownDigest } from "../../ledger/active.ts";
import { parseVerifierKey } from "../../ledger/note.ts";
import { TestWitness } from "../../ledger/testing/witness.ts";
import { DAY, MINUTE, rfc3339, SECOND } from "../../lib/clock.ts";
import { until } from "../testing/world.ts";
import type { Change } from "./change.ts";
import { StateFile } from "./state-file.ts";
import { Bench, FILE_KEY } from "./testing/bench.ts";
import { failingSyncs, fullDisk } from "./testing/full-disk.ts";

const OTHER: SiteConfig = { ...SITE, id: "00000000000000000000000002", hostnames: ["merle.example"] };
const PING: FeedMessage = { kind: "ping" };

const batchMessage = (batch: Batch): FeedMessage => ({ kind: "batch", batch });

const configMessage = (...items: SignedConfig[]): FeedMessage => ({ kind: "config", items });

/** The desk's site is served and its ledger followed up to now. */
async function settled(bench: Bench): Promise<void> {
  const { desk, transport, follower } = bench;
  transport.send(PING); // all that there is was sent: the edge is no new one any more
  transport.send({ kind: "config", items: [desk.configure({ kind: "site", site: SITE })] });
  if (desk.size > 0) transport.send(batchMessage(desk.batch(follower.status().size)));
  await transport.acked(({ size, config }) => size === desk.size && config === desk.configs.length);
}

/** A batch that is not of the signed tree. */
function forged(desk: TestDesk, from: number): FeedMessage {
  const true_ = desk.batch(from, from + 1);
  const foreign = new TestDesk();
  foreign.measure("/forged");
  return batchMessage({ ...true_, entries: foreign.batch(0).entries, openings: [] });
}

test("what comes is verified, on disk, in the view and acked, in this order", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  const index = desk.measure("/fil/41");
  const journalBytes = () => readFileSync(join(bench.folder, "journal-0.jsonl")).length;
  const before = journalBytes();
  const order: string[] = [];
  bench.onView = () => {
    assert.ok(journalBytes() > before);
    assert.equal(transport.acks.at(-1)?.size, 0, "not acked yet");
    order.push("view");
  };
  transport.send(batchMessage(desk.batch(0)));
  const ack = await transport.acked(({ size }) => size === 1);
  assert.deepEqual(order, ["view"]);
  assert.equal(bench.refused("/fil/41"), index);
  const active = activeAt(applyEntries(EMPTY_STATE, 0, desk.entries).state, bench.clock.now());
  const at = rfc3339(bench.clock.now());
  assert.deepEqual(ack, { size: 1, config: 1, known: knownDigest(active), held: knownDigest(active), at });
});

test("a new life enforces from disk before it hears anything, and goes on from its own position", async (t) => {
  const bench = await Bench.start(t);
  const index = bench.desk.measure("/fil/41");
  await settled(bench);
  await bench.restart();
  assert.equal(bench.refused("/fil/41"), index);
  assert.equal(bench.follower.status().heardAtMs, 0);
  const ack = await bench.transport.acked(() => true);
  assert.deepEqual([ack.size, ack.config], [1, 1]);
  bench.desk.lift(index);
  bench.transport.send(batchMessage(bench.desk.batch(1)));
  await bench.transport.acked(({ size }) => size === 2);
  assert.deepEqual(bench.transport.subscribed, [{ size: 1, config: 1, serves: 0 }]);
  assert.equal(bench.refused("/fil/41"), undefined);
});

test("a refused batch leaves everything as it was; its reason stays in the acks until something verified comes", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport, follower } = bench;
  const index = desk.measure("/fil/41");
  await settled(bench);
  const views = bench.views.length;
  const files = readdirSync(bench.folder).map((name) => readFileSync(join(bench.folder, name), "utf8"));
  desk.measure("/fil/42");
  transport.send(forged(desk, 1));
  await bench.paused();
  assert.deepEqual([bench.views.length, follower.status().size, follower.status().refusals], [views, 1, 1]);
  assert.deepEqual(
    readdirSync(bench.folder).map((name) => readFileSync(join(bench.folder, name), "utf8")),
    files,
  );
  assert.equal(bench.refused("/fil/41"), index);

  bench.resume();
  const ack = await transport.acked(({ refused }) => refused !== undefined);
  assert.equal(ack.refused, "the entries are not those of the signed tree");
  const acks = transport.acks.length;
  transport.send(PING);
  await transport.acked(() => transport.acks.length === acks + 1);
  assert.equal(transport.acks.at(-1)?.refused, ack.refused, "a ping proves nothing");
  transport.send(batchMessage(desk.batch(1)));
  assert.equal((await transport.acked(({ size }) => size === 2)).refused, undefined);
});

test("a desk that greets and sends the same bad batch is met ever more rarely", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  desk.measure("/fil/41");
  for (let i = 0; i < 8; i++) {
    transport.send(PING, forged(desk, 0));
    await bench.paused();
    bench.resume();
  }
  assert.deepEqual(bench.pauses, [200, 400, 800, 1600, 3200, 5000, 5000, 5000]);
  transport.send(batchMessage(desk.batch(0)), new Error("reset"));
  await bench.paused();
  assert.equal(bench.pauses.at(-1), 200, "progress makes the next pause short");
});

test("a stream that ends at once is no hot loop either; one that lasted is dialled again soon", async (t) => {
  const bench = await Bench.start(t);
  for (let i = 0; i < 3; i++) {
    bench.transport.send("end");
    await bench.paused();
    bench.resume();
  }
  assert.deepEqual(bench.pauses, [200, 400, 800]);
  await bench.transport.acked(
    () => bench.transport.subscribed.length === 4 || bench.transport.acks.length === 4,
  );
  const acks = bench.transport.acks.length;
  bench.transport.send(PING);
  await bench.transport.acked(() => bench.transport.acks.length > acks);
  bench.clock.advance(6 * SECOND);
  bench.transport.send(new Error("reset"));
  await bench.paused();
  assert.equal(bench.pauses.at(-1), 200);
});

test("a ping says that the desk is there", async (t) => {
  const bench = await Bench.start(t);
  bench.clock.advance(DAY);
  assert.equal(bench.follower.status().heardAtMs, 0);
  bench.transport.send(PING);
  await bench.transport.acked(() => bench.transport.acks.length === 2);
  assert.equal(bench.follower.status().heardAtMs, bench.clock.now());
  const heard = bench.clock.now();
  bench.clock.advance(DAY);
  bench.transport.send(forged(deskOf(1), 0));
  await bench.paused();
  assert.equal(bench.follower.status().heardAtMs, heard, "something forged is not the desk");
});

test("an item that would shrink a site is left out, and holds up neither measures nor later items", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport, follower } = bench;
  await settled(bench);
  const repointed = { ...SITE, origin: { servers: [{ url: "http://192.0.2.66" }] } };
  const refusedItem = desk.configure({ kind: "site", site: repointed });
  const index = desk.measure("/fil/41");
  transport.send({ kind: "config", items: [refusedItem] });
  const ack = await transport.acked(({ refused }) => refused !== undefined);
  assert.match(ack.refused ?? "", /only by its account's request/);
  assert.equal(ack.config, 1);
  transport.send(batchMessage(desk.batch(0)));
  await transport.acked(({ size }) => size === 1);
  assert.equal(bench.refused("/fil/41"), index);
  assert.deepEqual(follower.view.siteOf.get("perchoir.example")?.origin, SITE.origin);

  const request = desk.request(repointed);
  transport.send(batchMessage(desk.batch(1)));
  transport.send({ kind: "config", items: [desk.configure({ kind: "site", site: repointed, request })] });
  await transport.acked(({ config }) => config === 3);
  assert.deepEqual(follower.view.siteOf.get("perchoir.example")?.origin, repointed.origin);
  assert.equal(transport.subscribed.length, 1, "all on one connection");
  assert.equal(follower.status().refusals, 1);
});

test("a configuration that this installation did not sign is refused, and the connection with it", async (t) => {
  const bench = await Bench.start(t);
  const { note: _note, ...item } = bench.desk.configure({ kind: "site", site: SITE });
  bench.transport.send({ kind: "config", items: [{ ...item, note: bench.desk.checkpoint() }] });
  await bench.paused();
  assert.match(bench.follower.status().refused ?? "", /not signed by this installation/);
  assert.equal(bench.follower.view.siteOf.size, 0);
});

test("a snapshot replaces the measures and keeps the sites; the edge goes on from its size", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const gone = desk.measure("/fil/1");
  await settled(bench);
  desk.lift(gone);
  const index = desk.measure("/fil/2");
  transport.next = desk.snapshot();
  transport.send({ kind: "resync" }, "end");
  await bench.paused();
  assert.deepEqual([bench.refused("/fil/1"), bench.refused("/fil/2")], [undefined, index]);
  bench.resume();
  const ack = await transport.acked(({ size }) => size === 3);
  assert.deepEqual([ack.known, ack.refused], [knownDigest([index]), undefined]);
  assert.deepEqual(bench.purges, []);
  await bench.restart();
  assert.deepEqual([bench.refused("/fil/1"), bench.refused("/fil/2")], [undefined, index]);
  assert.equal(bench.follower.status().config, 1);
});

test("a snapshot that leaves out what the edge has verified takes nothing away: neither a measure nor its opening", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const [left, closed, ending, lifted] = ["/fil/1", "/fil/2", "/fil/3", "/fil/4"].map((path) =>
    desk.measure(path, {}, path === "/fil/3" ? { ends: rfc3339(bench.clock.now() + MINUTE) } : {}),
  );
  await settled(bench);
  desk.lift(lifted!);
  desk.openings.delete(closed!);
  transport.next = desk.snapshot(desk.size, 16, [left!, ending!]);
  bench.clock.advance(MINUTE);
  transport.send({ kind: "resync" }, "end");
  await bench.paused();
  const refused = () => ["/fil/1", "/fil/2", "/fil/3", "/fil/4"].map((path) => bench.refused(path));
  assert.deepEqual(refused(), [left, closed, undefined, undefined]);
  bench.resume();
  const ack = await transport.acked(({ size }) => size === 5);
  assert.equal(ack.known, knownDigest([left!, closed!]));
  await bench.restart();
  assert.deepEqual(refused(), [left, closed, undefined, undefined]);
});

test("of which sites it has openings is known with them, also in the next life, and after its file was written anew", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  desk.measure("/fil/1");
  await settled(bench);
  desk.serves = 3;
  transport.next = desk.snapshot();
  transport.send({ kind: "resync" }, "end");
  await bench.paused();
  bench.resume();
  await until(() => transport.subscribed.length === 2);
  assert.deepEqual(transport.subscribed[1], { size: 1, config: 1, serves: 3 });
  const index = desk.measure("/fil/2");
  transport.send(batchMessage(desk.batch(1)));
  await transport.acked(({ size }) => size === 2);
  await bench.restart();
  await until(() => bench.transport.subscribed.length === 1);
  assert.deepEqual(bench.transport.subscribed[0], { size: 2, config: 1, serves: 3 });
  assert.equal(bench.refused("/fil/2"), index);
});

test("a snapshot that breaks off leaves everything as it was", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const index = desk.measure("/fil/1");
  await settled(bench);
  const gone = desk.lift(index);
  while (desk.size < 40) desk.measure(`/fil/${desk.size}`);
  const whole = desk.snapshot();
  transport.next = {
    ...whole,
    parts: (function* () {
      yield whole.parts[0]!;
      throw new Error("the connection broke");
    })(),
  };
  transport.send({ kind: "resync" });
  await bench.paused();
  assert.equal(bench.refused("/fil/1"), index);
  transport.next = { ...whole, parts: whole.parts.slice(0, -1) };
  bench.resume();
  transport.send({ kind: "resync" });
  await bench.paused();
  assert.equal(bench.follower.status().size, gone);
  assert.match(bench.follower.status().refused ?? "", /not 40|size 40/);
  assert.equal(bench.refused("/fil/1"), index);
});

test("a new edge shows nothing before the desk has sent all that there is", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const index = desk.measure("/fil/41");
  transport.send(batchMessage(desk.batch(0)), configMessage(desk.configure({ kind: "site", site: SITE })));
  await transport.acked(({ config }) => config === 1);
  assert.deepEqual([bench.follower.view.size, bench.views.length, bench.follower.isNew], [0, 0, true]);
  transport.send(PING);
  const acks = transport.acks.length;
  await transport.acked(() => transport.acks.length > acks);
  assert.deepEqual([bench.views.length, bench.refused("/fil/41")], [1, index]);
  await bench.restart();
  assert.equal(bench.follower.isNew, false);
});

test("after a snapshot the configuration goes on from where it was", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  desk.measure("/fil/1");
  transport.next = desk.snapshot();
  transport.send({ kind: "resync" }, "end");
  await bench.paused();
  bench.resume();
  transport.send(configMessage(desk.configure({ kind: "site", site: OTHER })));
  await transport.acked(({ config }) => config === 2);
  assert.deepEqual(transport.subscribed.at(-1), { size: 1, config: 1, serves: 0 });
  assert.deepEqual([...bench.follower.view.siteOf.keys()].toSorted(), [
    "merle.example",
    ...SITE.hostnames.toSorted(),
  ]);
});

test("of a run of items each is judged by those before it, and the rest goes on without the bad ones", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport, follower } = bench;
  const [kept = "", given = ""] = SITE.hostnames;
  const smaller = { ...SITE, hostnames: [kept] };
  const taker = { ...OTHER, hostnames: ["merle.example", given] };
  const request = desk.request(smaller);
  await settled(bench);
  const journal = join(bench.folder, "journal-0.jsonl");
  const lines = () => readFileSync(journal, "utf8").split("\n").length - 1;
  const before = lines();
  transport.send(
    configMessage(
      desk.configure({ kind: "site", site: taker }), // too early
      desk.configure({ kind: "remove-site", site: SITE.id, request }), // another request
      desk.configure({ kind: "site", site: smaller, request }),
      desk.configure({ kind: "site", site: taker }),
      desk.configure({ kind: "site", site: { ...SITE, hostnames: [kept, given] } }), // too late
    ),
  );
  await transport.acked(({ config }) => config === 5);
  assert.equal(follower.view.siteOf.get(given)?.id, OTHER.id);
  assert.deepEqual([...follower.view.siteOf.keys()].toSorted(), ["merle.example", kept, given].toSorted());
  assert.deepEqual([follower.status().refusals, lines() - before], [3, 2]);
  assert.match(follower.status().refused ?? "", /another site's/);
  await bench.restart();
  assert.equal(bench.follower.view.siteOf.get(given)?.id, OTHER.id);
});

test("a purge is over before its version is on the disk: a crash between asks for it again", async (t) => {
  const bench = await Bench.start(t);
  await settled(bench);
  const purge = { by: "site", site: SITE.id } as const;
  const item = configMessage(bench.desk.configure({ kind: "purge", purge }));
  const purging = Promise.withResolvers<void>();
  const durable = Promise.withResolvers<void>();
  bench.onPurges = () => {
    purging.resolve();
    return durable.promise;
  };
  bench.transport.send(item);
  await purging.promise;
  assert.deepEqual([bench.follower.status().config, bench.transport.acks.at(-1)?.config], [1, 1]);
  durable.reject(new Error("no space left on device"));
  await bench.paused();
  await bench.restart();
  assert.deepEqual([bench.purges, bench.follower.status().config], [[], 1]);
  bench.onPurges = () => {};
  bench.transport.send(item);
  await bench.transport.acked(({ config }) => config === 2);
  assert.deepEqual(bench.purges, [purge]);
});

test("a purge does not overtake the change of origin before it, nor that after it the purge", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const [first, second] = ["http://192.0.2.66", "http://192.0.2.67"].map((url) => ({
    ...SITE,
    origin: { servers: [{ url }] },
  })) as [SiteConfig, SiteConfig];
  const requests = [desk.request(first), desk.request(second)] as [number, number];
  await settled(bench);
  const originAtPurge: unknown[] = [];
  bench.onPurges = () => originAtPurge.push(bench.follower.view.siteOf.get("perchoir.example")?.origin);
  const purge = { kind: "purge", purge: { by: "site", site: SITE.id } } as const;
  transport.send(
    configMessage(
      desk.configure({ kind: "site", site: first, request: requests[0] }),
      desk.configure(purge),
      desk.configure(purge),
      desk.configure({ kind: "site", site: second, request: requests[1] }),
    ),
  );
  await transport.acked(({ config }) => config === 5);
  assert.deepEqual(originAtPurge, [first.origin], "once for both");
  assert.equal(bench.purges.length, 2);
  assert.deepEqual(bench.follower.view.siteOf.get("perchoir.example")?.origin, second.origin);
});

test("a snapshot that is older or of another past is refused, and nothing changes", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const index = desk.measure("/fil/1");
  desk.measure("/fil/2");
  await settled(bench);
  const fork = new TestDesk();
  for (let i = 0; i < 5; i++) fork.measure(`/other/${i}`);
  for (const [snapshot, why] of [
    [desk.snapshot(1), /older/],
    [fork.snapshot(), /another past/],
  ] as const) {
    transport.next = snapshot;
    transport.send({ kind: "resync" });
    await bench.paused();
    assert.match(bench.follower.status().refused ?? "", why);
    assert.equal(bench.follower.status().size, 2);
    assert.equal(bench.refused("/fil/1"), index);
    bench.resume();
  }
});

test("an ack that never arrives holds up no batch, nor the end", { timeout: 5000 }, async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  const ackEnds = Promise.withResolvers<void>();
  transport.close = () => ackEnds.reject(new Error("closed")); // as a transport ends the calls that are under way
  transport.ackGate = ackEnds.promise;
  const first = desk.measure("/fil/41");
  transport.send(batchMessage(desk.batch(0)));
  await transport.acked(({ size }) => size === 1);
  const second = desk.measure("/fil/42");
  transport.send(batchMessage(desk.batch(1)));
  await until(() => bench.refused("/fil/42") === second);
  await bench.restart();
  assert.deepEqual([bench.refused("/fil/41"), bench.refused("/fil/42")], [first, second]);
});

test("with a full disk nothing is enforced that would be forgotten; with room again it goes on", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  const makeRoom = fullDisk(t);
  const index = desk.measure("/fil/41");
  transport.send(batchMessage(desk.batch(0)));
  await bench.paused();
  assert.equal(bench.refused("/fil/41"), undefined);
  assert.deepEqual([bench.follower.status().size, bench.follower.status().refusals], [0, 0]);
  makeRoom();
  bench.resume();
  transport.send(batchMessage(desk.batch(0)));
  await transport.acked(({ size }) => size === 1);
  await bench.restart();
  assert.equal(bench.refused("/fil/41"), index);
});

test("what the disk cannot sync is refused all the same, and acked once it is on the disk", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  const { length } = transport.acks;
  const syncs = await failingSyncs(t);
  const index = desk.measure("/fil/41");
  transport.send(batchMessage(desk.batch(0)));
  await until(() => syncs.failures() === 1);
  assert.equal(bench.refused("/fil/41"), index);
  transport.send(PING);
  await until(() => syncs.failures() === 2);
  assert.equal(transport.acks.length, length);
  syncs.mend();
  transport.send(PING);
  await transport.acked(({ size }) => size === 1);
  await bench.restart();
  assert.equal(bench.refused("/fil/41"), index);
});

test("a purge is passed on once and leaves its version only", async (t) => {
  const bench = await Bench.start(t);
  await settled(bench);
  const purge = { by: "url", site: SITE.id, path: "/fil/41?x=1" } as const;
  bench.transport.send({ kind: "config", items: [bench.desk.configure({ kind: "purge", purge })] });
  await bench.transport.acked(({ config }) => config === 2);
  await bench.restart();
  assert.deepEqual(bench.purges, [purge]);
  assert.equal(bench.follower.status().config, 2);
});

test("a long journal is written anew, and what has ended is left out of the new base", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  while (desk.size < 16_000) desk.measure(`/fil/${desk.size}`);
  bench.clock.set(START_MS + 30 * DAY + 8000 * SECOND);
  transport.send(batchMessage(desk.batch(0)));
  const ack = await transport.acked(({ size }) => size === 16_000);
  const files = () => readdirSync(bench.folder).toSorted();
  await until(() => files().join() === "base-1.jsonl,journal-1.jsonl");
  await bench.restart();
  const { known, held, size } = bench.follower.status();
  assert.deepEqual([known, held, size], [ack.known, ack.held, 16_000]);
  assert.deepEqual([bench.refused("/fil/8000"), bench.refused("/fil/8001")], [undefined, 8001]);
});

test("tags of another function on the disk: 503 until the openings came again, and then as before", async (t) => {
  const bench = await Bench.start(t);
  const { desk } = bench;
  const index = desk.measure("/fil/41");
  await settled(bench);
  await bench.follower.close();
  const changes: Change[] = [];
  const file = await StateFile.open(bench.folder, FILE_KEY, (change) => {
    changes.push(change.t === "batch" ? { ...change, tags: "hmac-sha-256-128/normaliser-1" } : change);
  });
  await file.rewrite(() => changes);
  await file.close();

  await bench.restart();
  assert.equal(bench.follower.view.size, 0, "whoever looks is told to try again");
  await bench.paused(); // the desk has no snapshot yet
  assert.equal(bench.follower.view.size, 0);
  const later = desk.measure("/fil/42");
  bench.transport.next = desk.snapshot();
  bench.resume();
  await bench.transport.acked(({ held }) => held === knownDigest([index, later]));
  assert.equal(bench.follower.view.size, desk.size);
  await until(() => bench.transport.subscribed.at(-1)?.size === desk.size);
  assert.equal(bench.refused("/fil/41"), index);
  bench.transport.next = undefined;
  await bench.restart();
  assert.equal(bench.refused("/fil/41"), index, "and on the disk");
});

test("a protected hostname is never refused, whatever is signed; the newest list counts, after a restart too", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  await settled(bench);
  const [first = "", second = ""] = SITE.hostnames;
  const index = desk.measure("/fil/41");
  desk.measure("", { grain: "site" });
  desk.protect(first);
  desk.protect(second, "desk.example");
  transport.send(batchMessage(desk.batch(0)));
  await transport.acked(({ size }) => size === 4);
  const refusals = () => [first, second].map((host) => bench.refused("/fil/41", host) !== undefined);
  assert.deepEqual(refusals(), [true, false]);
  await bench.restart();
  assert.deepEqual(refusals(), [true, false]);
  desk.protect();
  bench.transport.send(batchMessage(desk.batch(4)));
  await until(() => refusals().every(Boolean));
  assert.ok(index < desk.size);
});

test("an edge tells of what witnesses do not vouch for, or see otherwise, and enforces it all the same", async (t) => {
  const bench = await Bench.start(t);
  const { desk, transport } = bench;
  const witness = new TestWitness("witness.example/one", desk.keys.ledger);
  bench.witnesses = [parseVerifierKey(witness.verifierKey)];
  await bench.restart();
  await settled(bench);
  const index = desk.measure("/fil/41");
  bench.transport.send(batchMessage(desk.batch(0)));
  await until(() => bench.refused("/fil/41") === index);
  bench.clock.advance(11 * MINUTE);
  assert.ok(bench.follower.status().uncosignedMs >= 11 * MINUTE);
  const { checkpoint } = desk.batch(0);
  const [, line] = witness.addCheckpoint(`old 0\n\n${checkpoint}`);
  bench.transport.send({ kind: "ping", checkpoint: checkpoint + line });
  await until(() => bench.follower.status().uncosignedMs === 0);
  assert.equal(bench.follower.status().refused, undefined);
  assert.equal(bench.refused("/fil/41"), index);
  assert.ok(transport !== bench.transport);
});
