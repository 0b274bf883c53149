import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type BodyDecoder, ChunkedDecoder, LengthDecoder } from "./decoders.ts";
import { MalformedMessage } from "./syntax.ts";

/** What a decoder finds in pieces of these lengths, and what it leaves. */
function decode(decoder: BodyDecoder, input: Buffer, cuts: readonly number[]) {
  const found: Uint8Array[] = [];
  let at = 0;
  let end = 0;
  for (const cut of [...cuts, input.length]) {
    end = Math.min(input.length, Math.max(end, cut));
    const piece = input.subarray(at, end);
    const stopped = decoder.push(piece, 0, (bytes) => found.push(bytes));
    at += stopped;
    if (decoder.done) break;
  }
  return {
    body: Buffer.concat(found).toString("latin1"),
    rest: input.toString("latin1", at),
    done: decoder.done,
  };
}

/** Undefined where it is refused as malformed; any other failure is one of ours. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}

const cuts = fc.array(fc.nat(200), { maxLength: 20 }).map((list) => [...list].sort((a, b) => a - b));

test("chunks in any pieces are the body, and what follows is left (property)", () => {
  const data = fc.string({ unit: "binary-ascii", minLength: 1, maxLength: 40 });
  const extension = fc.constantFrom("", ";a", ';a="b c"', "; a = b");
  const trailers = fc.constantFrom("", "A: b\r\n", "A:\r\nB: c \t\r\n");
  fc.assert(
    fc.property(fc.array(fc.tuple(data, extension)), trailers, cuts, (chunks, trailer, at) => {
      const lines = chunks.map(([text, ext]) => `${text.length.toString(16)}${ext}\r\n${text}\r\n`);
      const wire = Buffer.from(`${lines.join("")}0\r\n${trailer}\r\nGET /next`, "latin1");
      assert.deepEqual(decode(new ChunkedDecoder(), wire, at), {
        body: chunks.map(([text]) => text).join(""),
        rest: "GET /next",
        done: true,
      });
    }),
  );
});

test("a length is so many bytes, in any pieces (property)", () => {
  fc.assert(
    fc.property(fc.nat(150), cuts, (length, at) => {
      const wire = Buffer.alloc(160, "x");
      const { body, rest, done } = decode(new LengthDecoder(length), wire, [0, ...at]);
      assert.deepEqual([body.length, rest.length, done], [length, 160 - length, true]);
    }),
  );
});

test("a changed byte of the framing never makes another body out of it (property)", () => {
  const wire = Buffer.from("3\r\nabc\r\n5;x\r\ndefgh\r\n0\r\n\r\n", "latin1");
  const isData = (at: number): boolean => (at >= 3 && at < 6) || (at >= 13 && at < 18);
  const isSize = (at: number): boolean => at === 0 || at === 8 || at === 20;
  const EXTENSION_AT = wire.indexOf("x");
  let refused = 0;
  for (let at = 0; at < wire.length; at++) {
    for (let byte = 0; byte < 256; byte++) {
      const digit = /[0-9a-f]/i.test(String.fromCharCode(byte));
      if (isData(at) || byte === wire[at] || (isSize(at) && digit)) continue;
      const changed = Buffer.from(wire);
      changed[at] = byte;
      // Only an extension may be another; a trailer begun instead of the end never ends.
      const found = tried(() => decode(new ChunkedDecoder(), changed, []));
      if (found === undefined) refused += 1;
      else if (found.done) assert.deepEqual([found.body, at], ["abcdefgh", EXTENSION_AT], String(byte));
    }
  }
  assert.ok(refused > 1000);
});

test("a body may come in any number of chunks; only what is no body is bounded", () => {
  const chunks = 100_000;
  const wire = Buffer.from(`${"1\r\nx\r\n".repeat(chunks)}0\r\n\r\n`, "latin1");
  const decoder = new ChunkedDecoder();
  let bytes = 0;
  decoder.push(wire, 0, (piece) => {
    bytes += piece.length;
  });
  assert.deepEqual([decoder.done, bytes], [true, chunks]);
  const idle = Buffer.from("1;extension\r\nx\r\n".repeat(1000), "latin1");
  assert.throws(() => new ChunkedDecoder().push(idle, 0, () => {}), { status: 400 });
});
