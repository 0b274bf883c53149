import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { TagTable } from "./tag-table.ts";

const hexTag = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });

test("what was put in is found, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(hexTag), hexTag, (tags, other) => {
      const table = new TagTable(tags.map((tag, i) => [tag, i]));
      for (const tag of [...tags, other]) {
        assert.deepEqual(
          [...table.find(tag)].sort(),
          tags.flatMap((one, i) => (one === tag ? [i] : [])).sort(),
        );
      }
    }),
  );
});

test("tags that fall in one slot are told apart by every word", () => {
  const tags = ["0", "1", "2", "3"].map((digit) => `${"f".repeat(8)}${digit.repeat(8)}${"0".repeat(16)}`);
  const last = [`${"f".repeat(31)}0`, `${"f".repeat(31)}1`];
  const all = [...tags, ...last, tags[0] as string];
  const table = new TagTable(all.map((tag, i) => [tag, i]));
  assert.deepEqual(table.find(tags[0] as string), [0, 6]);
  assert.deepEqual(table.find(last[1] as string), [5]);
  assert.deepEqual(table.find("f".repeat(32)), []);
});

test("an empty table finds nothing", () => assert.deepEqual(new TagTable([]).find("0".repeat(32)), []));
