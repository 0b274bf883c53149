import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Recent } from "./recent.ts";

test("it holds at most as many as were allowed, and always those that were asked for last", () => {
  const asked = fc.array(fc.nat(30).map(String), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), asked, (most, tags) => {
      const recent = new Recent<string>(most);
      for (const [at, tag] of tags.entries()) {
        const last = new Set(tags.slice(0, at).toReversed());
        const sure = [...last].slice(0, Math.floor(most / 2)).includes(tag);
        let isFresh = false;
        const value = recent.of(tag, () => {
          isFresh = true;
          return tag;
        });
        assert.equal(value, tag);
        assert.ok(!(sure && isFresh));
        assert.ok(recent.size <= most);
      }
    }),
  );
});

test("after it was cleared nothing is left", () => {
  const recent = new Recent<number>(4);
  for (let i = 0; i < 4; i++) recent.of(String(i), () => i);
  assert.equal(recent.size, 4);
  recent.clear();
  assert.equal(recent.size, 0);
  assert.equal(
    recent.of("0", () => 7),
    7,
  );
});
