import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fakeClock } from "../../../lib/clock.ts";
import { UsedOnce } from "./used-once.ts";

test("nothing is taken twice before it ends, whatever had to be forgotten", () => {
  const uses = fc.array(fc.record({ id: fc.nat(20), waitMs: fc.nat(30) }), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), uses, (most, list) => {
      const clock = fakeClock(0);
      const used = new UsedOnce(clock, most);
      const taken = new Set<number>();
      const endOf = (id: number): number => 100 + id * 37;
      for (const { id, waitMs } of list) {
        clock.advance(waitMs);
        if (endOf(id) <= clock.now()) continue;
        const first = used.take(String(id), endOf(id));
        assert.ok(!(first && taken.has(id)));
        if (first) taken.add(id);
        assert.ok(used.size <= most);
      }
    }),
  );
});

test("everything is taken once while there is room", () => {
  const used = new UsedOnce(fakeClock(0), 100);
  const firsts = Array.from({ length: 100 }, (_, i) => used.take(String(i), 1000 + i));
  assert.ok(firsts.every(Boolean));
});

test("what has ended is dropped", () => {
  const clock = fakeClock(0);
  const used = new UsedOnce(clock);
  used.take("a", 10);
  used.take("b", 20);
  clock.set(15);
  used.sweep();
  assert.equal(used.size, 1);
  clock.set(20);
  used.sweep();
  assert.equal(used.size, 0);
});
