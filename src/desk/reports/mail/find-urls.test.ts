import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { findUrls, usableUrls } from "./find-urls.ts";
import { cpuMs } from "./testing/cost.ts";

const FOUND: readonly (readonly [text: string, ...urls: string[]])[] = [
  ["Regardez https://forum.example/t/1.", "https://forum.example/t/1"],
  ["(voir https://forum.example/t/a_(b)), et puis", "https://forum.example/t/a_(b)"],
  ["« https://forum.example/t/é » et", "https://forum.example/t/é"],
  ["hxxps://forum[.]example/t/1", "https://forum.example/t/1"],
  ["hxxp[://]forum(dot)example/t", "http://forum.example/t"],
  ["hXXp://forum [point] example/t", "http://forum.example/t"],
  ["www.forum.example", "https://www.forum.example"],
  [
    "forum.example/threads/12 et b.forum.example:8443/x",
    "https://forum.example/threads/12",
    "https://b.forum.example:8443/x",
  ],
  ["her mail is anna@forum.example, the file photo.jpg"],
  ["<https://forum.example/a/\n  very/long/one>", "https://forum.example/a/very/long/one"],
  ["https://forum.exam\u00adple/t\u200b/1", "https://forum.example/t/1"],
  ["ftp://forum.example/x javascript:alert(1) file:///etc/passwd"],
  ["https://[2001:db8::1]/t", "https://[2001:db8::1]/t"],
];

test("addresses are found as people, programs and abuse desks write them", () => {
  for (const [text, ...urls] of FOUND) assert.deepEqual(findUrls(text), urls, text);
});

test("an address is taken once, in order, without the gateway that it stood behind, and at most twenty are", () => {
  const wrapped =
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fforum.example%2Ft%2F1&data=anna%40mail.example";
  const proofpoint = "https://urldefense.proofpoint.com/v2/url?u=https-3A__forum.example_t_2&d=x";
  const v3 = "https://urldefense.com/v3/__https://forum.example/t/3__;!!x";
  assert.deepEqual(
    usableUrls([
      wrapped,
      "https://forum.example/t/1",
      proofpoint,
      v3,
      "http://localhost/",
      "mailto:a@b.example",
    ]),
    ["https://forum.example/t/1", "https://forum.example/t/2", "https://forum.example/t/3"],
  );
  assert.equal(usableUrls(Array.from({ length: 50 }, (_, i) => `https://forum.example/${i}`)).length, 20);
});

test("an address that would be too long is left out, not cut", () => {
  assert.deepEqual(usableUrls([`https://forum.example/${"a".repeat(5000)}`]), []);
});

test("no text makes the search fail, and what it finds a browser would open", () => {
  const bits = fc.constantFrom(
    "<",
    ">",
    "https://",
    "hxxp",
    "[.]",
    "(",
    ")",
    ".",
    "a.b",
    "www.",
    "\n",
    " ",
    "%",
    "é",
    ":8",
    "/",
  );
  fc.assert(
    fc.property(
      fc.array(fc.oneof(bits, fc.string({ maxLength: 5, unit: "binary" })), { maxLength: 60 }),
      (parts) => {
        for (const url of usableUrls(findUrls(parts.join("")))) assert.ok(URL.canParse(url));
      },
    ),
    { numRuns: 300 },
  );
});

test("the worst text takes time in proportion to its length", async () => {
  const hostile = [
    "<".repeat(100_000),
    "<https://a\n".repeat(20_000),
    "<https://a\n b\n".repeat(10_000),
    "a.".repeat(100_000),
    "a-".repeat(100_000),
    `${"a".repeat(100_000)}/`,
    "https://".repeat(25_000),
    "[.]".repeat(60_000),
    `https://a.example/${"(".repeat(100_000)}`,
    `https://a.example/${").".repeat(100_000)}`,
    "a[dot]".repeat(30_000),
    " \t".repeat(100_000),
  ];
  for (const [i, text] of hostile.entries()) {
    assert.ok((await cpuMs(() => usableUrls(findUrls(text)))) < 2000, `text ${i}`);
  }
});
