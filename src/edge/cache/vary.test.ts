import assert from "node:assert/strict";
import { test } from "node:test";
import { Fields } from "../http/fields.ts";
import { matchesVary, varyKey, varyText } from "./vary.ts";

const request = (...list: string[]) => new Fields(list);
const key = varyKey(["accept-language", "foo"], request("Foo", "1", "Accept-Language", "fr, en"));

test("equal values match, however lines and blanks fall (RFC 9111 §4.1)", () => {
  assert.equal(matchesVary(key, request("accept-language", "fr", "Accept-Language", "en", "foo", "1")), true);
  assert.equal(matchesVary(key, request("Accept-Language", " fr ,en", "Foo", "1", "Other", "x")), true);
});

test("in a field that is no list a blank beside a comma is another value (RFC 9110 §5.5)", () => {
  const agent = varyKey(["user-agent"], request("User-Agent", "a (b, c)"));
  assert.equal(matchesVary(agent, request("User-Agent", "a (b, c)")), true);
  assert.equal(matchesVary(agent, request("User-Agent", "a (b,c)")), false);
});

test("another value, order or absence does not match", () => {
  assert.equal(matchesVary(key, request("Foo", "2", "Accept-Language", "fr, en")), false);
  assert.equal(matchesVary(key, request("Foo", "1", "Accept-Language", "en, fr")), false);
  assert.equal(matchesVary(key, request("Foo", "1")), false);
});

test("absent equals absent, and is not the same as empty", () => {
  const absent = varyKey(["foo"], request());
  assert.equal(matchesVary(absent, request("Bar", "1")), true);
  assert.equal(matchesVary(absent, request("Foo", "")), false);
});

test("two spellings of Vary give one key", () => {
  const one = varyKey(["b", "a"], request("A", "1"));
  assert.equal(varyText(one), varyText(varyKey(["a", "b", "a"], request("A", "1"))));
});

test("language tags are compared without case, their order counts (RFC 5646 §2.1.1, RFC 9110 §12.5.4)", () => {
  assert.equal(matchesVary(key, request("Accept-Language", "FR, En", "Foo", "1")), true);
  const cased = varyKey(["foo"], request("Foo", "x"));
  assert.equal(matchesVary(cased, request("Foo", "X")), false);
});
