import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../http/fields.ts";
import { readAll, turn } from "../testing/subjects.ts";
import { SITE } from "../testing/world.ts";
import { Bench, bytesOf, fallibleIo, inChunks, KIB, keyOf, MIB, until } from "./disk/testing/disk.ts";
import { selectionOf } from "./purge-selection.ts";
import { Store } from "./store.ts";
import { freshened, isUsable } from "./stored.ts";

const OF_SITE = selectionOf({ by: "site", site: SITE.id });
const page = (path: string) => selectionOf({ by: "url", site: SITE.id, path });
const HELLO = Buffer.from("hello");

test("without a disk tier all is as memory says, at once", () => {
  const store = new Store({ maxBytes: MIB, maxObjectBytes: MIB });
  assert.deepEqual(store.find("/a", Fields.none), { stored: undefined, why: "uri-miss" });
  assert.equal(store.disk, undefined);
  assert.equal(
    store.dropWhere(() => true),
    0,
  );
});

test("what is kept is found after a restart, head and body", async () => {
  await using bench = await Bench.open();
  const fields = ["Cache-Control", "max-age=3600", "ETag", '"v1"', "Surrogate-Key", "a b", "X", "é"];
  const kept = await bench.keep("/a?x=1", HELLO, fields);
  bench.clock.advance(60_000);
  await bench.restart();
  const { stored } = await bench.find("/a?x=1");
  const { body, subject, policy, ...head } = stored!;
  const { body: _, subject: keptSubject, policy: keptPolicy, ...keptHead } = kept;
  assert.deepEqual(head, keptHead);
  assert.deepEqual([...policy.directives], [...keptPolicy.directives]);
  assert.equal(subject.target, "/a?x=1");
  assert.equal(subject.site.id, keptSubject.site.id);
  assert.deepEqual(subject.identities.paths, ["/a"]);
  assert.equal(String(await readAll(body.open())), "hello");
});

test("found on disk once, it is in memory", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", HELLO);
  await bench.restart();
  const first = bench.store.find(keyOf("/a"), Fields.none);
  assert.ok(first instanceof Promise);
  await first;
  assert.ok(!(bench.store.find(keyOf("/a"), Fields.none) instanceof Promise));
});

test("a thousand who ask at once read the disk once and get the same answer", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", HELLO);
  await bench.restart();
  const found = await Promise.all(Array.from({ length: 1000 }, () => bench.find("/a")));
  assert.equal(new Set(found.map(({ stored }) => stored)).size, 1);
});

test("variants are found by what the request says, in memory or on disk", async () => {
  await using bench = await Bench.open();
  const fields = ["Cache-Control", "max-age=3600", "Vary", "Accept-Language"];
  const french = ["Accept-Language", "fr"];
  await bench.keep("/a", Buffer.from("bonjour"), fields, french);
  await bench.keep("/a", HELLO, fields, ["Accept-Language", "en"]);
  await bench.restart();
  assert.deepEqual(bench.store.variesOn(keyOf("/a")), ["accept-language"]);
  assert.equal(String(await bench.read("/a", new Fields(french))), "bonjour");
  assert.deepEqual(await bench.find("/a"), { stored: undefined, why: "vary-miss" });
  assert.deepEqual(await bench.find("/b"), { stored: undefined, why: "uri-miss" });
});

test("what is selected by somebody's cookie stays in memory: its value would lie on the disk", async () => {
  await using bench = await Bench.open();
  const fields = ["Cache-Control", "s-maxage=3600", "Vary", "Cookie"];
  const cookie = ["Cookie", "session=c2VjcmV0"];
  for (const request of [cookie, []]) {
    const stored = bench.answer("/a", fields, request);
    bench.store.put(stored);
    await stored.body.fill(inChunks(HELLO));
  }
  assert.notEqual((await bench.find("/a", new Fields(cookie))).stored, undefined);
  await until(() => bench.disk.objects === 1);
  await bench.restart();
  assert.equal((await bench.find("/a", new Fields(cookie))).stored, undefined);
  assert.notEqual(
    (await bench.find("/a")).stored,
    undefined,
    "the one for visitors without a cookie is kept",
  );
});

test("what is stale soon and cannot be validated is not written", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/a", ["Cache-Control", "max-age=5"]);
  bench.store.put(stored);
  await stored.body.fill(inChunks(HELLO));
  await bench.keep("/b", HELLO, ["Cache-Control", "max-age=5", "ETag", '"v1"']);
  await bench.restart();
  assert.equal((await bench.find("/a")).stored, undefined);
  assert.notEqual((await bench.find("/b")).stored, undefined);
});

test("what memory evicts the disk still has; what the disk evicts memory still has", async () => {
  await using bench = await Bench.open({ maxBytes: 400 * KIB }, { maxBytes: 3 * MIB });
  await bench.keep("/a", bytesOf(100 * KIB));
  bench.empty();
  assert.equal((await bench.read("/a"))?.length, 100 * KIB);
  for (let i = 0; i < 4; i++) await bench.keep(`/b${i}`, bytesOf(100 * KIB));
  assert.ok(bench.disk.bytes <= 400 * KIB);
  assert.ok(bench.disk.evictions > 0);
  for (let i = 0; i < 4; i++) assert.equal((await bench.read(`/b${i}`))?.length, 100 * KIB);
  await until(() => bench.objectFiles().length === bench.disk.objects);
});

test("a purge reaches both tiers, memory at once, and counts each answer once", async () => {
  await using bench = await Bench.open();
  for (const target of ["/a", "/a?x=1", "/b"]) await bench.keep(target, HELLO);
  bench.empty();
  await bench.read("/b"); // in both tiers
  const purged = bench.store.dropWhere(OF_SITE);
  assert.equal((await bench.find("/b")).stored, undefined);
  // The fillers are memory's only.
  assert.ok((await purged) >= 3);
  for (const target of ["/a", "/a?x=1", "/b"]) assert.equal((await bench.find(target)).stored, undefined);
  await until(() => bench.objectFiles().length === 0);
});

test("purges by page read a kept key with the site's readings of today", async () => {
  await using bench = await Bench.open();
  await bench.keep("/%61/Thread", HELLO);
  await bench.restart();
  assert.equal(await bench.store.dropWhere(page("/a/thread")), 0);
  const site = { ...bench.view.siteOf.get("perchoir.example")!, readings: { foldCase: true } };
  bench.view = { ...bench.view, siteOf: new Map([["perchoir.example", site]]) };
  assert.equal(await bench.store.dropWhere(page("/a/thread")), 1);
});

test("groups are matched on disk, variant by variant", async () => {
  await using bench = await Bench.open();
  const grouped = (group: string) => [
    ...["Cache-Control", "max-age=3600", "Vary", "Accept-Language"],
    ...["Surrogate-Key", group],
  ];
  await bench.keep("/a", HELLO, grouped("one"), ["Accept-Language", "fr"]);
  await bench.keep("/a", HELLO, grouped("two"), ["Accept-Language", "en"]);
  await bench.restart();
  assert.equal(await bench.store.dropWhere((_subject, groups) => groups!.includes("two")), 1);
  assert.notEqual((await bench.find("/a", new Fields(["Accept-Language", "fr"]))).stored, undefined);
});

test("a soft purge makes both tiers' copies stale, and still does after a restart", async () => {
  await using bench = await Bench.open();
  for (const target of ["/a", "/b"]) await bench.keep(target, HELLO);
  bench.clock.advance(60_000);
  const nowMs = bench.clock.now();
  assert.equal(await bench.store.expireWhere(page("/a"), nowMs), 1);
  for (let lives = 0; lives < 2; lives++) {
    const [a, b] = [await bench.find("/a"), await bench.find("/b")];
    assert.equal(isUsable(a.stored!, nowMs), false);
    assert.equal(isUsable(b.stored!, nowMs), true);
    await bench.restart();
  }
});

test("a site that no hostname leads to any more leaves with the next purge", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", HELLO);
  await bench.restart();
  bench.view = { ...bench.view, siteOf: new Map() };
  assert.deepEqual([...bench.store.subjects()], []);
  await bench.store.dropWhere(() => false);
  assert.equal(bench.disk.objects, 0);
});

test("subjects are those of both tiers, and dropping a key reaches both", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", HELLO);
  bench.empty();
  await bench.keep("/b", HELLO);
  const keys = new Set([...bench.store.subjects()].map(([key]) => key));
  assert.ok(keys.has(keyOf("/a")) && keys.has(keyOf("/b")));
  for (const target of ["/a", "/b"]) bench.store.dropKey(keyOf(target));
  await bench.store.settled();
  await bench.restart();
  assert.equal(bench.disk.objects, 0);
});

test("a purge while an answer is read from disk, or on its way there, holds", async () => {
  await using bench = await Bench.open();
  await bench.keep("/a", HELLO);
  await bench.restart();
  const reading = bench.find("/a");
  const purged = bench.store.dropWhere(OF_SITE);
  assert.equal((await reading).stored, undefined);
  assert.equal(await purged, 1);
  const writing = bench.answer("/b");
  bench.store.put(writing);
  await writing.body.fill(inChunks(HELLO));
  await bench.store.dropWhere(OF_SITE);
  await bench.restart();
  assert.equal(bench.disk.objects, 0);
  await until(() => bench.objectFiles().length === 0);
});

test("a copy that rises to memory in the middle of a purge does not outlive it", async () => {
  await using bench = await Bench.open();
  for (let i = 0; i < 200; i++) await bench.keep(`/${i}`, HELLO);
  await bench.restart();
  let looks = 0;
  const purged = bench.store.dropWhere(() => {
    looks += 1;
    for (const untilMs = performance.now() + 0.1; performance.now() < untilMs; ); // a slow machine
    return true;
  });
  assert.ok(looks < 200, "the first slice is not all");
  assert.notEqual((await bench.find("/199")).stored, undefined);
  assert.equal(await purged, 200);
  assert.equal((await bench.find("/199")).stored, undefined);
});

test("a key dropped at whatever moment of its way up is not found afterwards", async () => {
  const { io } = fallibleIo();
  await using bench = await Bench.open({ io });
  for (let moment = 0; moment < 40; moment++) await bench.keep(`/${moment}`, HELLO);
  await bench.restart();
  const read = io.read;
  for (let moment = 0; moment < 40; moment++) {
    const key = keyOf(`/${moment}`);
    const dropped = Promise.withResolvers<void>();
    io.read = async (...args) => {
      const there = await read(...args);
      void (async () => {
        for (let i = 0; i < moment; i++) await undefined;
        bench.store.dropKey(key);
        dropped.resolve();
      })();
      return there;
    };
    await Promise.all([bench.find(`/${moment}`), dropped.promise]);
    assert.equal((await bench.find(`/${moment}`)).stored, undefined, `dropped ${moment} steps later`);
  }
});

test("copies of an earlier life are asked for again while purges may still come", async () => {
  await using bench = await Bench.open();
  for (const target of ["/a", "/b"]) await bench.keep(target, HELLO);
  let pending = true;
  await bench.restart({ purgesPending: () => pending });
  assert.equal(isUsable((await bench.find("/a")).stored!, bench.clock.now()), false);
  pending = false;
  assert.equal(isUsable((await bench.find("/b")).stored!, bench.clock.now()), true);
});

const LARGE = bytesOf(3 * MIB + 77);

test("a body that outgrows memory goes on to the disk, and all who join read all of it", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/large");
  bench.store.put(stored);
  const early = readAll(stored.body.open());
  const filled = stored.body.fill(inChunks(LARGE));
  await until(() => stored.body.bytes > 2 * MIB);
  const joined = await bench.find("/large");
  assert.equal(joined.stored, stored, "found while it arrives");
  assert.ok(bench.store.bytes < MIB, "memory holds a window");
  const late = readAll(joined.stored!.body.open());
  await filled;
  assert.ok((await early).equals(LARGE));
  assert.ok((await late).equals(LARGE));
  await until(() => bench.disk.objects === 1 && bench.store.bytes < 64 * KIB);
  assert.ok((await bench.read("/large"))?.equals(LARGE));
  assert.ok(bench.store.bytes < 64 * KIB, "its head is in memory, its body is not");
  await bench.restart();
  assert.ok((await bench.read("/large"))?.equals(LARGE));
});

test("a declared length sends it there from its first byte", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/large", [
    ...["Cache-Control", "max-age=3600"],
    ...["Content-Length", String(LARGE.length)],
  ]);
  assert.ok(bench.store.admits(String(LARGE.length)));
  assert.ok(!bench.store.admits(String(200 * MIB)));
  bench.store.put(stored);
  void stored.body.fill(inChunks(LARGE));
  let most = 0;
  await until(() => {
    most = Math.max(most, bench.store.bytes);
    return bench.disk.objects === 1;
  });
  assert.ok(most < MIB);
});

test("parts of a large body are read, and only those: from its file, while it arrives and when it is whole", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/large");
  bench.store.put(stored);
  const parts = [
    { from: 0, to: 0 },
    { from: 128 * KIB - 1, to: 128 * KIB },
    { from: MIB, to: 2 * MIB + 5 },
    { from: LARGE.length - 3, to: LARGE.length - 1 },
  ];
  const reading = parts.map((part) => readAll(stored.body.open(part)));
  await stored.body.fill(inChunks(LARGE));
  await until(() => bench.disk.objects === 1);
  const whole = (await bench.find("/large")).stored!;
  for (const [i, part] of parts.entries()) {
    const expected = LARGE.subarray(part.from, part.to + 1);
    assert.ok((await reading[i]!).equals(expected));
    assert.ok((await readAll(whole.body.open(part))).equals(expected));
  }
});

test("a large body that is purged while it arrives reaches its readers and is not kept", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/large");
  bench.store.put(stored);
  const reader = readAll(stored.body.open());
  const filled = stored.body.fill(inChunks(LARGE));
  await until(() => stored.body.bytes > 2 * MIB);
  await bench.store.dropWhere(OF_SITE);
  await filled;
  assert.ok((await reader).equals(LARGE));
  await until(() => bench.objectFiles().length === 0);
  assert.equal((await bench.find("/large")).stored, undefined);
});

test("a large body that breaks leaves no file", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/torn");
  bench.store.put(stored);
  const reader = readAll(stored.body.open());
  await stored.body.fill(
    (async function* () {
      yield* inChunks(LARGE);
      throw new Error("broken");
    })(),
  );
  await assert.rejects(reader, /broken/);
  await until(() => bench.objectFiles().length === 0);
  assert.deepEqual([bench.store.count, bench.disk.objects], [0, 0]);
});

test("a 304's fields reach the disk, for a small answer and for one whose body stays where it is", async () => {
  await using bench = await Bench.open();
  for (const [target, bytes] of [
    ["/small", HELLO],
    ["/large", LARGE],
  ] as const) {
    await bench.keep(target, bytes, ["Cache-Control", "max-age=60", "ETag", '"v1"', "X-Round", "1"]);
    await until(() => bench.objectFiles().length === bench.disk.objects);
    for (let round = 2; round < 5; round++) {
      bench.clock.advance(61_000);
      const candidate = (await bench.find(target)).stored!;
      assert.equal(isUsable(candidate, bench.clock.now()), false);
      const nowMs = bench.clock.now();
      const notModified = new Fields(["ETag", '"v1"', "X-Round", String(round)]);
      const head = { status: 304, fields: notModified, requestTimeMs: nowMs, responseTimeMs: nowMs };
      bench.store.renew(candidate, freshened(candidate, Fields.none, head));
      await bench.restart();
      const { stored } = await bench.find(target);
      assert.equal(stored!.fields.get("x-round"), String(round));
      assert.equal(isUsable(stored!, bench.clock.now()), true);
      assert.ok((await readAll(stored!.body.open())).equals(bytes));
    }
  }
});

test("fields that a 304 brings while the body is still arriving reach the disk with it", async () => {
  await using bench = await Bench.open();
  const stored = bench.answer("/large", ["Cache-Control", "max-age=60", "ETag", '"v1"', "X-Round", "1"]);
  bench.store.put(stored);
  const filled = stored.body.fill(inChunks(LARGE));
  await until(() => stored.body.bytes > 2 * MIB);
  const nowMs = bench.clock.now();
  const fields = new Fields(["ETag", '"v1"', "X-Round", "2"]);
  const head = { status: 304, fields, requestTimeMs: nowMs, responseTimeMs: nowMs };
  bench.store.renew(stored, freshened(stored, Fields.none, head));
  await filled;
  await bench.restart();
  const found = (await bench.find("/large")).stored!;
  assert.equal(found.fields.get("x-round"), "2");
  assert.ok((await readAll(found.body.open())).equals(LARGE));
});

test("an answer whose body the disk evicts is found no more, although memory has its head; who reads it reads on", async () => {
  await using bench = await Bench.open({ maxBytes: 8 * MIB });
  await bench.keep("/a", LARGE);
  const { stored } = await bench.find("/a");
  const reader = (stored!.body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const first = (await reader.next()).value!;
  for (const target of ["/b", "/c", "/d"]) await bench.keep(target, LARGE);
  assert.equal(stored!.body.readable, false);
  assert.equal((await bench.find("/a")).stored, undefined);
  const rest = await readAll({ [Symbol.asyncIterator]: () => reader });
  assert.ok(Buffer.concat([first, rest]).equals(LARGE));
});

test("variants of one URL are bounded on disk too", async () => {
  await using bench = await Bench.open();
  const fields = ["Cache-Control", "max-age=3600", "Vary", "User-Agent"];
  for (let i = 0; i < 70; i++) await bench.keep("/a", HELLO, fields, ["User-Agent", String(i)]);
  assert.equal(bench.disk.objects, 64);
  await bench.restart();
  assert.equal((await bench.find("/a", new Fields(["User-Agent", "0"]))).stored, undefined);
  assert.notEqual((await bench.find("/a", new Fields(["User-Agent", "69"]))).stored, undefined);
});

test("a body larger than the disk takes passes to its readers and is not kept", async () => {
  await using bench = await Bench.open({ maxBytes: 4 * MIB });
  const stored = bench.answer("/large");
  bench.store.put(stored);
  const reader = readAll(stored.body.open());
  await stored.body.fill(inChunks(LARGE));
  assert.ok((await reader).equals(LARGE));
  assert.ok(bench.disk.bytes <= 2.1 * MIB);
  await until(() => bench.objectFiles().length === 0);
  assert.deepEqual([bench.store.count, bench.disk.objects], [0, 0]);
});

test("bodies that memory has no room for while they arrive go on in files, so many at a time", async () => {
  await using bench = await Bench.open({}, { maxBytes: 2 * MIB, maxObjectBytes: MIB });
  const taps = Array.from({ length: 80 }, (_, i) => {
    const stored = bench.answer(`/${i}`);
    const { promise, resolve } = Promise.withResolvers<void>();
    bench.store.put(stored);
    const filled = stored.body.fill(
      (async function* () {
        yield bytesOf(100 * KIB, i + 1);
        await promise;
        yield HELLO;
      })(),
    );
    const reader = readAll(stored.body.open());
    return { stored, finish: resolve, filled, reader };
  });
  await until(() => taps.every(({ stored }) => stored.body.bytes > 0));
  await until(() => bench.objectFiles().length >= 64);
  for (let i = 0; i < 200; i++) await turn();
  assert.equal(bench.objectFiles().length, 64);
  assert.notEqual((await bench.find("/0")).stored, undefined, "still found, from its file");
  for (const { finish } of taps) finish();
  for (const [i, { filled, reader }] of taps.entries()) {
    await filled;
    assert.ok((await reader).equals(Buffer.concat([bytesOf(100 * KIB, i + 1), HELLO])));
  }
});

test("a purge of a large answer ends nobody's transfer", async () => {
  await using bench = await Bench.open();
  await bench.keep("/large", LARGE);
  await bench.find("/large");
  const { stored } = await bench.find("/large");
  const reader = (stored!.body.open() as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const first = (await reader.next()).value!;
  await bench.store.dropWhere(OF_SITE);
  assert.equal((await bench.find("/large")).stored, undefined);
  await until(() => bench.objectFiles().length === 0);
  const rest = await readAll({ [Symbol.asyncIterator]: () => reader });
  assert.ok(Buffer.concat([first, rest]).equals(LARGE));
  await turn();
});
