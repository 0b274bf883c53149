import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../http/fields.ts";
import { cacheGroups, invalidatedGroups } from "./groups.ts";

const CASES: readonly (readonly [rule: string, fields: readonly string[], groups: readonly string[]])[] = [
  ["none", [], []],
  ["a list of strings (RFC 9875 §2)", ["Cache-Groups", '"scripts", "a b,c"'], ["scripts", "a b,c"]],
  ["several lines are one list", ["Cache-Groups", '"a"', "cache-groups", '"b"'], ["a", "b"]],
  ["case counts (§2.1)", ["Cache-Groups", '"A", "a"'], ["A", "a"]],
  ["escapes", ["Cache-Groups", String.raw`"a\"b\\c"`], ['a"b\\c']],
  ["parameters mean nothing (§2)", ["Cache-Groups", '"a";x=1;y="z, \\"w", "b"'], ["a", "b"]],
  ["other types are no groups", ["Cache-Groups", 'tok, 1, ?1, ("a"), "b"'], ["b"]],
  ["a malformed field is ignored (RFC 9651 §4.2)", ["Cache-Groups", '"a", "b'], []],
  ["a comma at the end is malformed", ["Cache-Groups", '"a",'], []],
  [
    "Surrogate-Key, by spaces",
    ["Surrogate-Key", " post/1  list,x ", "Surrogate-Key", "b"],
    ["post/1", "list,x", "b"],
  ],
  ["Cache-Tag, by commas", ["Cache-Tag", "post 1, list,,"], ["post 1", "list"]],
  [
    "all of them together, each once",
    ["Cache-Groups", '"a"', "Surrogate-Key", "a b", "Cache-Tag", "b"],
    ["a", "b"],
  ],
];
for (const [rule, fields, groups] of CASES) {
  test(`groups: ${rule}`, () => assert.deepEqual(cacheGroups(new Fields(fields)), groups));
}

test("128 groups of 32 characters are taken (RFC 9875 §2), no more, and no overlong one", () => {
  const name = (i: number): string => String(i).padStart(32, "x");
  const list = Array.from({ length: 200 }, (_, i) => `"${name(i)}"`).join(", ");
  const groups = cacheGroups(new Fields(["Cache-Groups", list]));
  assert.deepEqual([groups.length, groups[127]], [128, name(127)]);
  assert.deepEqual(cacheGroups(new Fields(["Surrogate-Key", `${"x".repeat(257)} ok`])), ["ok"]);
});

test("what an answer invalidates is said in a field of its own (RFC 9875 §3)", () => {
  const fields = new Fields(["Cache-Groups", '"a"', "Cache-Group-Invalidation", '"b", "c"']);
  assert.deepEqual(invalidatedGroups(fields), ["b", "c"]);
  assert.deepEqual(invalidatedGroups(new Fields(["Cache-Group-Invalidation", "b"])), []);
});
