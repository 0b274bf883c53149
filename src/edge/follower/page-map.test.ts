import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PageMap } from "./page-map.ts";

const key = fc.nat(60).map((n) => `k${n}.example`);
const value = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constant("é".repeat(9000)),
  fc.constant(""),
);
type Step =
  | { readonly kind: "set"; readonly key: string; readonly value: string }
  | { readonly kind: "delete"; readonly key: string }
  | { readonly kind: "copy" }
  /** Goes on with an earlier copy. */
  | { readonly kind: "turn"; readonly to: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), key, value }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("delete" as const), key }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("copy" as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("turn" as const), to: fc.nat(5) }) },
);

function assertSame(map: PageMap, model: ReadonlyMap<string, string>): void {
  assert.equal(map.size, model.size);
  assert.deepEqual(new Map(map.entries()), new Map(model));
  assert.deepEqual(new Set(map.keys()), new Set(model.keys()));
  for (let n = 0; n <= 61; n++) assert.equal(map.get(`k${n}.example`), model.get(`k${n}.example`));
}

test("it is a Map, and so is every copy, whatever becomes of the others", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const all: { map: PageMap; model: Map<string, string> }[] = [
        { map: new PageMap(1024), model: new Map() },
      ];
      let at = 0;
      for (const one of steps) {
        const { map, model } = all[at]!;
        if (one.kind === "set") {
          map.set(one.key, one.value);
          model.set(one.key, one.value);
        } else if (one.kind === "delete") assert.equal(map.delete(one.key), model.delete(one.key));
        else if (one.kind === "copy") all.push({ map: map.copy(), model: new Map(model) });
        else at = one.to % all.length;
      }
      for (const { map, model } of all) assertSame(map, model);
    }),
    { numRuns: 150 },
  );
});

test("thousands of texts, pages split again and again, each found and each taken out", () => {
  const map = new PageMap(1024);
  const text = (i: number) => `${i}`.repeat(1 + (i % 97));
  for (let i = 0; i < 20_000; i++) map.set(`host-${i}.example`, text(i));
  const copy = map.copy();
  for (let i = 0; i < 20_000; i += 2) assert.ok(map.delete(`host-${i}.example`));
  assert.deepEqual([map.size, copy.size], [10_000, 20_000]);
  for (let i = 0; i < 20_000; i++) {
    assert.equal(map.get(`host-${i}.example`), i % 2 === 0 ? undefined : text(i));
    assert.equal(copy.get(`host-${i}.example`), text(i));
  }
});

test("texts larger than a page, and one that grows", () => {
  const map = new PageMap(1024);
  for (let i = 0; i < 40; i++) map.set(`k${i}`, String(i % 10).repeat(100_000));
  map.set("k7", "x".repeat(300_000));
  assert.equal(map.get("k7"), "x".repeat(300_000));
  for (let i = 8; i < 40; i++) assert.equal(map.get(`k${i}`)?.[99_999], String(i % 10));
});

test("a text that is replaced again and again takes no more memory for it", () => {
  const map = new PageMap(1024);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 60_000; i++) map.set("k", "x".repeat(8000));
  const grown = process.memoryUsage().arrayBuffers - before;
  assert.ok(grown < 240_000_000, `${grown} bytes, of 480 MB that were written`);
});

test("a key that is no ASCII is not there", () => {
  const map = new PageMap(1024);
  map.set("a", "1");
  for (const other of ["\u0161", "", "a".repeat(70_000)]) assert.equal(map.get(other), undefined);
});
