import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import fc from "fast-check";
import { readLines } from "./lines.ts";

/** The bytes in pieces cut at the given places. */
function pieces(bytes: Buffer, cuts: readonly number[]): Readable {
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return Readable.from(places.slice(1).map((end, i) => bytes.subarray(places[i], end)));
}

const linesOf = (stream: Readable, maxBytes = 1000): Promise<string[]> =>
  Array.fromAsync(readLines(stream, maxBytes));

test("lines are the same wherever the bytes are cut, inside a character too", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !text.includes("\n"));
  return fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat()), async (lines, cuts) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
      assert.deepEqual(await linesOf(pieces(bytes, cuts)), lines);
    }),
  );
});

test("a last line without an end is a line; an empty stream has none", async () => {
  assert.deepEqual(await linesOf(Readable.from([Buffer.from("a\nb")])), ["a", "b"]);
  assert.deepEqual(await linesOf(Readable.from([])), []);
});

test("a line of the limit is read, one byte more is refused, wherever the bytes are cut", () => {
  return fc.assert(
    fc.asyncProperty(fc.array(fc.nat()), async (cuts) => {
      const good = Buffer.from(`${"é".repeat(5)}\n`);
      assert.deepEqual(await linesOf(pieces(good, cuts), 10), ["ééééé"]);
      const long = Buffer.from(`ab\n${"x".repeat(11)}\nmore\n`);
      await assert.rejects(linesOf(pieces(long, cuts), 10), /longer than 10 bytes/);
    }),
  );
});

test("whoever stops reading closes the stream", async () => {
  const stream = Readable.from([Buffer.from("a\nb\n"), Buffer.from("c\n")]);
  for await (const line of readLines(stream, 10)) if (line === "a") break;
  assert.ok(stream.destroyed);
});
