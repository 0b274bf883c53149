import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runThrough } from "../lib/slices.ts";
import { type LazyTag, TAG_WORDS, TagTable } from "./tag-table.ts";
import { tagWords } from "./tags.ts";

const hexTag = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 32 });

/** The tags at rows 0, 1, 2 … */
function tableOf(tags: readonly string[]): TagTable {
  const words = new Uint32Array(TAG_WORDS * tags.length);
  for (const [i, tag] of tags.entries()) tagWords(tag, words, TAG_WORDS * i);
  return runThrough(TagTable.sort(words, Uint32Array.from(tags.keys()), tags.length));
}

/** A tag to look for; its second half is wrong until it is asked for. */
function lazy(tag: string): LazyTag & { completed: number } {
  const whole = new Uint32Array(TAG_WORDS);
  tagWords(tag, whole, 0);
  const words = whole.slice();
  words[2]! ^= 1;
  words[3]! ^= 1;
  return {
    words,
    completed: 0,
    complete() {
      words.set(whole);
      this.completed += 1;
    },
  };
}

const found = (table: TagTable, tag: string) => [...table.find(lazy(tag))].sort((a, b) => a - b);

test("what was put in is found, and nothing else", () => {
  fc.assert(
    fc.property(fc.array(hexTag, { maxLength: 60 }), hexTag, (tags, other) => {
      const table = tableOf(tags);
      for (const tag of [...tags, other]) {
        assert.deepEqual(
          found(table, tag),
          tags.flatMap((one, i) => (one === tag ? [i] : [])),
        );
      }
    }),
  );
});

test("tags that fall in one bucket are told apart by every word", () => {
  const tag = "0123456789abcdef".repeat(2);
  const others = [0, 8, 16, 24].map((at) => `${tag.slice(0, at)}f${tag.slice(at + 1)}`);
  const table = tableOf([...others, tag, tag]);
  assert.deepEqual(found(table, tag), [4, 5]);
  for (const [i, other] of others.entries()) assert.deepEqual(found(table, other), [i]);
});

test("the second half is asked for only where the first is found", () => {
  const tag = "0123456789abcdef".repeat(2);
  const table = tableOf([tag]);
  const [same, other] = [lazy(tag), lazy(`${"0".repeat(16)}${tag.slice(16)}`)];
  assert.deepEqual([table.find(same), table.find(other)], [[0], []]);
  assert.deepEqual([same.completed, other.completed], [1, 0]);
});

test("the tags of each row can be listed again", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(hexTag, fc.nat(9)), { maxLength: 40 }), (pairs) => {
      const words = new Uint32Array(TAG_WORDS * pairs.length);
      for (const [i, [tag]] of pairs.entries()) tagWords(tag, words, TAG_WORDS * i);
      const table = runThrough(
        TagTable.sort(
          words,
          Uint32Array.from(pairs, ([, row]) => row),
          pairs.length,
        ),
      );
      const positions = table.byRow(10);
      const all = Array.from({ length: 10 }, (_, row) => [...positions(row)]);
      for (const [row, list] of all.entries()) for (const at of list) assert.equal(table.rows[at], row);
      assert.deepEqual(
        all.flat().sort((a, b) => a - b),
        pairs.map((_, i) => i),
      );
    }),
  );
});

test("an empty table finds nothing", () => assert.deepEqual(found(tableOf([]), "0".repeat(32)), []));
