import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { concat } from "../../lib/bytes.ts";
import { ChunkedBody } from "./chunked.ts";
import { field, framing, parseHead, type ResponseHead, readResponse } from "./message.ts";
import { ResponseReader } from "./response-reader.ts";

const head = (text: string): ResponseHead => {
  const parsed = parseHead(Buffer.from(text, "latin1"));
  assert.ok(typeof parsed === "object", String(parsed));
  return parsed;
};

test("a head is read with its fields in order, repeated ones joined, folded lines unfolded", () => {
  const parsed = head("HTTP/1.0 404 Non\r\nA: 1\r\nb:2\r\nA: 3\r\nC: x\r\n  y\r\nnonsense\r\n\r\nbody");
  assert.equal(parsed.status, 404);
  assert.equal(field(parsed, "a"), "1, 3");
  assert.equal(field(parsed, "c"), "x y");
  assert.equal(field(parsed, "d"), undefined);
});

test("what is not (yet) a head is said to be so", () => {
  assert.equal(parseHead(Buffer.from("")), "incomplete");
  assert.equal(parseHead(Buffer.from("HTT")), "incomplete");
  assert.equal(parseHead(Buffer.from("HTTP/1.1 200 OK\r\nA: 1\r\n")), "incomplete");
  for (const text of [
    "<html>",
    "SSH-2.0-x\r\n",
    "HTTP/2 200\r\n\r\n",
    "HTTP/1.1 20\r\n\r\n",
    "HTTP/1.1 2000 x\r\n\r\n",
  ]) {
    assert.equal(parseHead(Buffer.from(text)), "not-http", text);
  }
  assert.equal(head("HTTP/1.1 200\n\n").status, 200, "bare line feeds and no reason, as browsers allow");
});

test("where a body ends (RFC 9112 §6.3)", () => {
  const of = (fields: string, status = 200) => framing(head(`HTTP/1.1 ${status} x\r\n${fields}\r\n`));
  assert.deepEqual(of("Content-Length: 5\r\n"), { kind: "length", bytes: 5 });
  assert.deepEqual(of("Content-Length: 5\r\nContent-Length: 5\r\n"), { kind: "length", bytes: 5 });
  assert.deepEqual(of("Content-Length: 5\r\nContent-Length: 6\r\n"), { kind: "close" });
  assert.deepEqual(of("Content-Length: -5\r\n"), { kind: "close" });
  assert.deepEqual(of("Content-Length: 5\r\nTransfer-Encoding: Chunked\r\n"), { kind: "chunked" });
  assert.deepEqual(of("Transfer-Encoding: chunked, gzip\r\n"), { kind: "close" });
  assert.deepEqual(of(""), { kind: "close" });
  assert.deepEqual(of("Content-Length: 5\r\n", 304), { kind: "none" });
});

/** Cuts bytes at arbitrary places, as a network does. */
function* pieces(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const cut of cuts) {
    yield bytes.subarray(at, at + cut);
    at += cut;
  }
  yield bytes.subarray(at);
}

const chunk = (data: Uint8Array): Uint8Array =>
  concat(Buffer.from(`${data.length.toString(16)};x=y\r\n`), data, Buffer.from("\r\n"));
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 });

test("a chunked body gives its data however it is cut, and knows its end", () => {
  const data = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { maxLength: 8 });
  fc.assert(
    fc.property(data, cuts, (parts, where) => {
      const body = concat(...parts.map(chunk), Buffer.from("0\r\nTrailer: x\r\n\r\n"));
      const got: Uint8Array[] = [];
      const walker = new ChunkedBody((bytes) => got.push(bytes));
      let used = 0;
      for (const piece of pieces(concat(body, Buffer.from("HTTP/1.1 next")), where))
        used += walker.push(piece);
      assert.equal(walker.state, "done");
      assert.equal(used, body.length);
      assert.deepEqual(concat(...got), concat(...parts));
    }),
  );
});

test("a malformed chunk ends the data, not the record", () => {
  for (const broken of [
    "xyz\r\n",
    "-1\r\n",
    "5\r\nabcdeX\r\n",
    `${"1".repeat(20)}\r\n`,
    `1;${"x".repeat(5000)}`,
  ]) {
    const walker = new ChunkedBody();
    walker.push(Buffer.from(broken));
    assert.equal(walker.state, "broken", broken.slice(0, 20));
  }
});

test("a response is collected the same however it is cut, to its last byte and no further", () => {
  const body = Buffer.from("<p>fil</p>");
  const responses = [
    Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`),
    concat(
      Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
      chunk(body),
      Buffer.from("0\r\n\r\n"),
    ),
    Buffer.from("HTTP/1.1 204 No Content\r\n\r\n"),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...responses), cuts, (response, where) => {
      const reader = new ResponseReader({ maxBytes: 1000, withMedia: false });
      let whole = false;
      for (const piece of pieces(concat(response, Buffer.from("HTTP/1.1 200 more")), where)) {
        whole = reader.push(piece);
        if (whole) break;
      }
      assert.ok(whole);
      const got = reader.finish(true);
      assert.equal(got?.ending, "whole");
      assert.deepEqual(Buffer.from(got.bytes), Buffer.from(response));
      if (got.head.status === 200) assert.deepEqual(Buffer.from(readResponse(got.bytes)!.payload), body);
    }),
  );
});

test("after a malformed chunk bytes are kept until the connection closes", () => {
  const reader = new ResponseReader({ maxBytes: 1000, withMedia: false });
  const bytes = Buffer.from(
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzzz\r\nand more",
  );
  assert.equal(reader.push(bytes), false);
  const got = reader.finish(true);
  assert.deepEqual(Buffer.from(got!.bytes), bytes);
  assert.equal(got!.ending, "whole");
  assert.equal(Buffer.from(readResponse(got!.bytes)!.payload).toString(), "abc");
});
