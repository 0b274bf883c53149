import assert from "node:assert/strict";
import { test } from "node:test";
import { chosen } from "./significant.ts";

const QUERY = "?t=42&s=abc";

test("a parameter is significant if the page is another without it, or none", () => {
  const without = (t: string | null, s: string | null) => new Map([["t", t] as const, ["s", s] as const]);
  assert.deepEqual(chosen(QUERY, without("list", "page"), "page"), [["t", "42"]]);
  assert.deepEqual(chosen(QUERY, without(null, "page"), "page"), [["t", "42"]]);
  assert.deepEqual(chosen(QUERY, without("page", "page"), "page"), []);
});

test("all are significant where the page itself was not answered", () => {
  const nothing = new Map([["t", null] as const, ["s", null] as const]);
  assert.deepEqual(chosen(QUERY, nothing, null), [
    ["s", "abc"],
    ["t", "42"],
  ]);
});
