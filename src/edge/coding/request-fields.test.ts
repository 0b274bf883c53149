import assert from "node:assert/strict";
import { test } from "node:test";
import { inOriginsTerms } from "./request-fields.ts";

test("Accept-Encoding becomes one line in canonical form, where the first one stood", () => {
  const list = ["accept-ENCODING", "deflate, gzip", "Accept", "*/*", "Accept-Encoding", "br;q=0.5, zstd;q=0"];
  assert.deepEqual(inOriginsTerms(list), ["accept-ENCODING", "br, gzip", "Accept", "*/*"]);
});

test("marked entity tags become the origin's, in If-None-Match and If-Match only", () => {
  const marked = 'W/"v1~coded"';
  const list = ["If-None-Match", marked, "if-match", marked, "If-Range", marked, "X-Other1", marked];
  assert.deepEqual(inOriginsTerms(list), [
    "If-None-Match",
    '"v1"',
    "if-match",
    '"v1"',
    "If-Range",
    marked,
    "X-Other1",
    marked,
  ]);
});

test("a request with neither is not copied", () => {
  for (const list of [["Accept", "*/*"], ["Accept-Encoding", "gzip"], ["If-None-Match", '"v1"'], []]) {
    assert.equal(inOriginsTerms(list), list);
  }
});
