import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Fields } from "../http/fields.ts";
import { codedTag, holdsCoded, originsTags } from "./entity-tags.ts";

test("a strong tag becomes weak and marked, a weak one stays, what is none is left out (RFC 9110 §8.8.3.3)", () => {
  assert.equal(codedTag('"v1"'), 'W/"v1~coded"');
  assert.equal(codedTag('W/"v1"'), 'W/"v1"');
  for (const bad of ["v1", '"v1', 'w/"v1"', '"a", "b"', ""]) assert.equal(codedTag(bad), undefined, bad);
});

test("the origin gets every tag of its own back, and nothing else changes", () => {
  assert.equal(originsTags('W/"v1~coded"'), '"v1"');
  assert.equal(originsTags('"a", W/"b~coded",W/"c"'), '"a", "b",W/"c"');
  for (const own of ["*", '"v1"', 'W/"v1"', '"v1~coded"', 'W/"~coded-not"'])
    assert.equal(originsTags(own), own);
  const tag = fc.stringMatching(/^[\x21\x23-\x7e]{0,12}$/).map((text) => `"${text}"`);
  fc.assert(
    fc.property(fc.array(tag), (tags) => {
      assert.equal(originsTags(tags.map((text) => codedTag(text)).join(", ")), tags.join(", "));
    }),
  );
});

test("a visitor holds the coded form if it names it", () => {
  const held = (noneMatch: string) => new Fields(["If-None-Match", noneMatch]);
  assert.equal(holdsCoded(held('"x", W/"v1~coded"'), '"v1"'), true);
  assert.equal(holdsCoded(held('"v1"'), '"v1"'), false);
  assert.equal(holdsCoded(held('W/"v2~coded"'), '"v1"'), false);
  assert.equal(holdsCoded(held('W/"v1~coded"'), undefined), false);
  assert.equal(holdsCoded(held('W/"v1~coded"'), "v1"), false);
  assert.equal(holdsCoded(Fields.none, '"v1"'), false);
});
