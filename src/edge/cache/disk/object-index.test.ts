import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { diskBytes } from "./object-file.ts";
import { type IndexedObject, ObjectIndex } from "./object-index.ts";

const object = (id: number, key: string, vary = "[]", bodyBytes = 1000): IndexedObject => ({
  id,
  key,
  vary,
  groups: id % 3 === 0 ? ["g", `g${id}`] : [],
  place: { bodyBytes, headBytes: 500 + (id % 7), room: id % 2 === 0 ? 0 : 1 },
});

const lineOf = (id: number) => ({ at: 2 ** 40 + id, bytes: 100 + id });

test("it holds what a map of objects would hold, and counts it", () => {
  const key = fc.constantFrom("/a", "/ab", "/a\u00e9", "/b", "");
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: key, vary: fc.constantFrom("[]", '[["accept","x"]]') }) },
    { weight: 2, arbitrary: fc.record({ remove: fc.nat(50) }) },
    { weight: 1, arbitrary: fc.record({ expire: fc.nat(50), atMs: fc.nat(1000) }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const index = new ObjectIndex();
      const model = new Map<number, IndexedObject>(); // by slot
      let id = 1;
      for (const one of steps) {
        const slots = [...model.keys()];
        if ("add" in one) {
          const added = object(id++, one.add, one.vary);
          model.set(index.add(added, lineOf(added.id)), added);
        } else if (slots.length === 0) continue;
        else if ("remove" in one) {
          const slot = slots[one.remove % slots.length]!;
          index.remove(slot);
          model.delete(slot);
        } else {
          const slot = slots[one.expire % slots.length]!;
          index.expire(slot, one.atMs);
          const held = model.get(slot)!;
          model.set(slot, { ...held, expiredAtMs: held.expiredAtMs ?? one.atMs });
        }
      }
      for (const [slot, held] of model) {
        assert.deepEqual(index.object(slot), held);
        assert.deepEqual(index.line(slot), lineOf(held.id));
      }
      for (const one of ["/a", "/ab", "/b", ""]) {
        const expected = [...model].filter(([, held]) => held.key === one).map(([slot]) => slot);
        assert.deepEqual([...index.slotsOf(one)].sort(), expected.sort());
      }
      const bytes = [...model.values()].reduce((sum, { place }) => sum + diskBytes(place), 0);
      assert.deepEqual([index.objects, index.bytes], [model.size, bytes]);
      for (let slot = 0; slot < index.end; slot++) assert.equal(index.holds(slot), model.has(slot));
    }),
    { numRuns: 200 },
  );
});

test("it grows past its first size and finds everything again", () => {
  const index = new ObjectIndex();
  for (let i = 0; i < 5000; i++) index.add(object(i, `/page/${i}`), lineOf(i));
  for (let i = 0; i < 5000; i += 97) {
    const slot = index.slotsOf(`/page/${i}`)[0]!;
    assert.equal(index.id(slot), i);
    assert.deepEqual(index.line(slot), lineOf(i));
  }
});

test("second chance: what was used since the hand last came by stays", () => {
  const index = new ObjectIndex();
  const slots = Array.from({ length: 10 }, (_, i) => index.add(object(i, `/${i}`), lineOf(i)));
  for (const slot of slots) if (slot % 2 === 0) index.use(slot);
  const gone: number[] = [];
  for (let victim = index.victim(); victim !== undefined; victim = index.victim()) {
    gone.push(index.id(victim));
    index.remove(victim);
  }
  assert.deepEqual(gone, [1, 3, 5, 7, 9, 0, 2, 4, 6, 8]);
});
