import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fields } from "../http/fields.ts";
import { chunksOf, readAll, storedAt, subjectOf } from "../testing/subjects.ts";
import { SITE } from "../testing/world.ts";
import { MemoryTier, OVERHEAD_BYTES } from "./memory.ts";
import { selectionOf } from "./purge-selection.ts";

const KIB = 1024;
const ANY = Fields.none;
const NO_DISK = { overflow: () => false, whole: () => {} };
const tier = (maxBytes: number, maxObjectBytes: number) =>
  new MemoryTier({ maxBytes, maxObjectBytes }, NO_DISK);
const roomy = () => tier(1024 * KIB, 256 * KIB);

async function keep(store: MemoryTier, target: string, ...sizes: number[]) {
  const stored = storedAt(target);
  store.put(stored);
  await stored.body.fill(chunksOf(...sizes));
  return stored;
}

const OF_SITE = selectionOf({ by: "site", site: SITE.id });
const page = (path: string) => selectionOf({ by: "url", site: SITE.id, path });

test("an answer is found from its head on, by URL and by what its Vary names", async () => {
  const store = roomy();
  const french = storedAt("/a", ["Vary", "Accept-Language"], ["Accept-Language", "fr"]);
  store.put(french);
  assert.equal(store.find("/a", new Fields(["Accept-Language", "fr"])).stored, french);
  assert.deepEqual(store.find("/a", ANY), { stored: undefined, why: "vary-miss" });
  assert.deepEqual(store.find("/b", ANY), { stored: undefined, why: "uri-miss" });
  const english = storedAt("/a", ["Vary", "Accept-Language"], ["Accept-Language", "en"]);
  store.put(english);
  assert.equal(store.objects, 2);
  store.dropKey("/a");
  assert.deepEqual([store.objects, store.bytes], [0, 0]);
});

test("a new answer takes the place of the one with the same keys", async () => {
  const store = roomy();
  await keep(store, "/a", 10);
  const second = await keep(store, "/a", 20);
  assert.equal(store.objects, 1);
  assert.equal(store.find("/a", ANY).stored, second);
});

test("the least recently used go first", async () => {
  const store = tier(30 * KIB, 30 * KIB);
  for (const target of ["/a", "/b", "/c"]) await keep(store, target, 6 * KIB);
  store.find("/a", ANY);
  await keep(store, "/d", 6 * KIB);
  assert.equal(store.find("/b", ANY).stored, undefined);
  assert.notEqual(store.find("/a", ANY).stored, undefined);
});

test("an answer that outgrows the largest size is let go, and still read to its end by who reads it", async () => {
  const store = tier(1024 * KIB, 100 * KIB);
  const stored = storedAt("/large");
  store.put(stored);
  const reader = readAll(stored.body.open());
  await stored.body.fill(chunksOf(64 * KIB, 64 * KIB, 64 * KIB));
  assert.equal((await reader).length, 192 * KIB);
  assert.deepEqual([store.objects, store.bytes], [0, 0]);
});

test("a body that breaks leaves nothing behind", async () => {
  const store = roomy();
  const stored = storedAt("/torn");
  store.put(stored);
  await stored.body.fill(
    (async function* () {
      yield Buffer.from("half");
      throw new Error("broken");
    })(),
  );
  assert.deepEqual([store.objects, store.bytes], [0, 0]);
});

test("variants of one URL are bounded", () => {
  const store = roomy();
  for (let i = 0; i < 100; i++) store.put(storedAt("/a", ["Vary", "User-Agent"], ["User-Agent", String(i)]));
  assert.equal(store.objects, 64);
  assert.notEqual(store.find("/a", new Fields(["User-Agent", "99"])).stored, undefined);
});

test("purges select by page, in any spelling and with any query, or by site", async () => {
  const store = roomy();
  await keep(store, "/a", 1);
  await keep(store, "/a?x=1", 1);
  await keep(store, "/b", 1);
  assert.equal(store.dropWhere(page("/%61")).length, 2);
  assert.equal(
    store.dropWhere(selectionOf({ by: "url", site: "00000000000000000000000009", path: "/b" })).length,
    0,
  );
  assert.equal(store.dropWhere(OF_SITE).length, 1);
});

test("the account is the sum of what is held, and never above the limit", async () => {
  const target = fc.constantFrom("/a", "/b", "/c", "/d", "/e");
  const step = fc.oneof(
    fc.record({ put: target, size: fc.integer({ min: 0, max: 9000 }) }),
    fc.record({ find: target }),
    fc.record({ drop: target }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const store = tier(20 * KIB, 8 * KIB);
      for (const one of steps) {
        if ("put" in one) await keep(store, one.put, one.size);
        else if ("find" in one) store.find(one.find, ANY);
        else store.dropWhere(({ target: held }) => held === one.drop);
        assert.ok(store.bytes <= 20 * KIB);
        assert.ok(store.bytes >= store.objects * OVERHEAD_BYTES);
      }
      store.dropWhere(() => true);
      assert.deepEqual([store.objects, store.bytes], [0, 0]);
    }),
    { numRuns: 100 },
  );
});

test("an unfinished answer can be dropped by its subject", () => {
  const store = roomy();
  store.put(storedAt("/a"));
  assert.equal(store.dropWhere(({ target }) => target === subjectOf("/a").target).length, 1);
});
