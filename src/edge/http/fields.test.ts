import assert from "node:assert/strict";
import { test } from "node:test";
import { endToEnd, Fields, without } from "./fields.ts";

test("names are matched without case and lines are combined in order (RFC 9110 §5.3)", () => {
  const fields = new Fields(["Vary", "A", "VARY", "b", "Host", "x.example"]);
  assert.equal(fields.get("vary"), "A, b");
  assert.deepEqual(fields.lines("vary"), ["A", "b"]);
  assert.deepEqual(fields.tokens("vary"), ["a", "b"]);
  assert.equal(fields.get("cookie"), undefined);
  assert.deepEqual(fields.lines("cookie"), []);
});

test("empty list members are dropped (RFC 9110 §5.6.1)", () => {
  assert.deepEqual(new Fields(["Vary", ", a,, b ,"]).tokens("vary"), ["a", "b"]);
});

test("a field named like a property of objects is only a field", () => {
  const fields = new Fields(["__proto__", "1", "constructor", "2"]);
  assert.equal(fields.get("__proto__"), "1");
  assert.equal(fields.has("tostring"), false);
});

test("hop-by-hop fields and those that Connection names do not cross (RFC 9110 §7.6.1)", () => {
  const list = [
    "Connection",
    "close, X-Secret",
    "Keep-Alive",
    "5",
    "TE",
    "trailers",
    "x-secret",
    "1",
    "Accept",
    "*/*",
  ];
  assert.deepEqual(endToEnd(new Fields(list)), ["Accept", "*/*"]);
});

test("without keeps order, case and repetition of the rest", () => {
  assert.deepEqual(without(["A", "1", "b", "2", "a", "3", "B", "4"], new Set(["a"])), ["b", "2", "B", "4"]);
});
