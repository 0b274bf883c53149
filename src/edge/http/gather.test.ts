import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Gatherer } from "./gather.ts";

test("what is taken out is what was put in, in order, whenever it is taken (property)", () => {
  const step = fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.constant("take" as const));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const gatherer = new Gatherer();
      const pieces: Uint8Array[] = [];
      const put: Uint8Array[] = [];
      const taken: Uint8Array[] = [];
      for (const one of steps) {
        if (one === "take") {
          const piece = pieces.shift();
          if (piece !== undefined) taken.push(Buffer.from(piece));
        } else {
          put.push(one);
          gatherer.append(pieces, one);
        }
      }
      assert.deepEqual(Buffer.concat([...taken, ...pieces]), Buffer.concat(put));
    }),
  );
});

test("a hundred thousand single bytes are a few pieces", () => {
  const gatherer = new Gatherer();
  const pieces: Uint8Array[] = [];
  for (let i = 0; i < 100_000; i++) gatherer.append(pieces, Uint8Array.of(i & 0xff));
  assert.ok(pieces.length <= 8, `${pieces.length}`);
});
