import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { RempartError } from "../lib/errors.ts";
import { NORMALISER } from "./identity.ts";
import { EXACT_CASE } from "./path.ts";
import { Tagger, tagOpening } from "./tags.ts";
import { type MeasureTarget, targetProblem } from "./target.ts";

const key = new Uint8Array(32).map((_, i) => i);
const site = "0123456789abcdefghjkmnpqrs";
const page: MeasureTarget = {
  grain: "url",
  site,
  canonical: "/fil/42",
  params: [],
  readings: EXACT_CASE,
  normaliser: NORMALISER,
};

test("a tag is HMAC-SHA-256 cut to 128 bits", () => {
  const tagger = new Tagger(key);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 3000 }), (text) => {
      const expected = createHmac("sha256", key).update(`rempart/tag/v1/url\0${site}\0${text}`).digest("hex");
      assert.equal(tagger.tag("url", site, text), expected.slice(0, 32));
    }),
  );
});

test("keys, sites, purposes and pairs are apart", () => {
  const tagger = new Tagger(key);
  const tags = [
    tagger.tag("url", site, "/a"),
    tagger.tag("path", site, "/a"),
    tagger.tag("url", "other", "/a"),
    new Tagger(new Uint8Array(32)).tag("url", site, "/a"),
    tagger.pairTag(site, "a", "bc"),
    tagger.pairTag(site, "ab", "c"),
    tagger.tag("param-name", site, "a"),
  ];
  assert.equal(new Set(tags).size, tags.length);
  assert.throws(() => new Tagger(new Uint8Array(16)));
});

test("a page is held under its readings and without clear text", () => {
  const tagger = new Tagger(key);
  const { tags, params } = tagOpening(key, {
    ...page,
    canonical: "/fil//42",
    params: [
      ["t", "7"],
      ["page", null],
    ],
  });
  assert.deepEqual(tags, [tagger.tag("url", site, "/fil//42"), tagger.tag("url", site, "/fil/42")]);
  assert.deepEqual(params, [
    { name: tagger.tag("param-name", site, "t"), pair: tagger.pairTag(site, "t", "7") },
    { name: tagger.tag("param-name", site, "page"), pair: null },
  ]);
});

test("a site whose readings changed gets tags of the present ones", () => {
  const tagger = new Tagger(key);
  const target = { ...page, canonical: "/Fil/42" };
  assert.deepEqual(tagOpening(key, target, { foldCase: true }).tags, [tagger.tag("url", site, "/fil/42")]);
});

test("host, site and account measures need no tags", () => {
  const wide = { ...page, canonical: "" };
  for (const grain of ["site", "account"] as const) {
    assert.deepEqual(tagOpening(key, { ...wide, grain }), { tags: [], params: [] });
  }
  assert.deepEqual(tagOpening(key, { ...page, grain: "host", canonical: "perchoir.example" }), {
    tags: [],
    params: [],
  });
});

const bad: readonly [string, Partial<MeasureTarget>][] = [
  ["a path measure on the whole site", { grain: "path", canonical: "/" }],
  ["a path measure whose plain form is the whole site", { grain: "path", canonical: "//" }],
  ["the same, behind an escape", { grain: "path", canonical: "/%2F" }],
  ["a path measure that is too deep to be looked up", { grain: "path", canonical: "/a".repeat(33) }],
  ["a canonical form that is not strict", { canonical: "/fil/%34%32" }],
  [
    "a canonical form that the site's readings would fold",
    { canonical: "/Fil", readings: { foldCase: true } },
  ],
  ["parameters without a page", { grain: "path", params: [["t", "1"]] }],
  [
    "a parameter that must be there and must not",
    {
      params: [
        ["t", "1"],
        ["t", null],
      ],
    },
  ],
  ["a host that is not an identity", { grain: "host", canonical: "Perchoir.example." }],
  ["a site with a path", { grain: "site" }],
  ["a normaliser of the future", { normaliser: NORMALISER + 1 }],
];
for (const [name, change] of bad) {
  test(`${name} is not held`, () => {
    assert.ok(targetProblem({ ...page, ...change }));
    assert.throws(
      () => tagOpening(key, { ...page, ...change }),
      (error) => error instanceof RempartError && error.code === "policy.target",
    );
  });
}

test("a path measure of the greatest depth is held", () => {
  assert.equal(tagOpening(key, { ...page, grain: "path", canonical: "/a".repeat(32) }).tags.length, 1);
});
