import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fields } from "../http/fields.ts";
import { chunksOf } from "../testing/subjects.ts";
import { atMost, BodyTooLarge, declaresMore } from "./body.ts";

test("however it is cut up, a body passes whole up to the limit and never beyond", async () => {
  const sizes = fc.array(fc.nat(50), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(400), async (chunks, maxBytes) => {
      let passed = 0;
      let error: unknown;
      try {
        for await (const chunk of atMost(chunksOf(...chunks), maxBytes)) passed += chunk.length;
      } catch (thrown) {
        error = thrown;
      }
      const total = chunks.reduce((sum, size) => sum + size, 0);
      assert.equal(error instanceof BodyTooLarge, total > maxBytes);
      assert.ok(passed <= maxBytes);
      if (total <= maxBytes) assert.equal(passed, total);
    }),
  );
});

test("whoever goes beyond keeps the stream to be told on; whoever stops reading lets go of it", async () => {
  let letGo = 0;
  const source = (): AsyncIterable<Uint8Array> => ({
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: Buffer.alloc(10) }),
      return: async () => {
        letGo += 1;
        return { done: true, value: undefined };
      },
    }),
  });
  await assert.rejects(async () => {
    for await (const _ of atMost(source(), 15));
  }, BodyTooLarge);
  assert.equal(letGo, 0);
  for await (const _ of atMost(source(), 15)) break;
  assert.equal(letGo, 1);
});

test("a declared length is compared, a missing one is not", () => {
  assert.equal(declaresMore(new Fields(["Content-Length", "11"]), 10), true);
  assert.equal(declaresMore(new Fields(["Content-Length", "10"]), 10), false);
  assert.equal(declaresMore(Fields.none, 0), false);
});
