import assert from "node:assert/strict";
import { test } from "node:test";
import { cookiesOf, SEEN_MS, SeenCookies, withoutSeenCookies } from "./seen.ts";

const seen = new SeenCookies(new Uint8Array(32).fill(1));
const sent = seen.issue("site", 7, 0, false).split(";", 1)[0]!;

test("a cookie holds for its site, measure and time only", () => {
  assert.equal(seen.accepts([sent], "site", 7, SEEN_MS - 1), true);
  assert.equal(seen.accepts([sent], "site", 7, SEEN_MS), false);
  assert.equal(seen.accepts([sent], "other", 7, 0), false);
  assert.equal(seen.accepts([sent.replace("-7=", "-8=")], "site", 8, 0), false);
  assert.equal(new SeenCookies(new Uint8Array(32)).accepts([sent], "site", 7, 0), false);
});

test("a later end needs another signature", () => {
  const forged = sent.replace(/=(\d+)\./, (_, end) => `=${Number(end) + 9}.`);
  assert.equal(seen.accepts([forged], "site", 7, 0), false);
});

test("it is HttpOnly, and Secure over TLS", () => {
  assert.match(seen.issue("site", 7, 0, true), /; HttpOnly; SameSite=Lax; Secure$/);
});

test("the origin gets the other cookies as they were", () => {
  assert.deepEqual(cookiesOf([`a=1; ${sent}`, "b=2"]), ["a=1", sent, "b=2"]);
  assert.equal(withoutSeenCookies(`a=1; ${sent}; b="2; x"`), 'a=1; b="2; x"');
  assert.equal(withoutSeenCookies(sent), undefined);
});
