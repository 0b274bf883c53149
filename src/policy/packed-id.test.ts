import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { base32 } from "../lib/ids.ts";
import { packId, unpackId } from "./packed-id.ts";

const words = new Uint32Array(12);

test("an id comes back, wherever it is packed, and its neighbours stay", () => {
  const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(bytes, (id) => {
      words.fill(0xdeadbeef);
      const text = base32(id);
      assert.ok(packId(text, words, 4));
      assert.equal(unpackId(words, 4), text);
      assert.deepEqual([words[3], words[8]], [0xdeadbeef, 0xdeadbeef]);
    }),
  );
});

test("what would not come back is not packed", () => {
  const id = base32(new Uint8Array(16).fill(255));
  assert.ok(packId(id, words, 0));
  for (const text of ["", "d1", `${id}0`, id.slice(1), `${id.slice(0, 25)}z`, `${id.slice(0, 25)}1`]) {
    assert.ok(!packId(text, words, 0), text);
  }
  for (const foreign of ["u", "A", "é", "!"]) assert.ok(!packId(foreign + id.slice(1), words, 0), foreign);
});
