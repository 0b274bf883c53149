import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { RempartError } from "../lib/errors.ts";
import { SipHash128 } from "../lib/siphash.ts";
import { NORMALISER } from "./identity.ts";
import { EXACT_CASE } from "./path.ts";
import { Tagger, tagOpening, tagText, tagWords } from "./tags.ts";
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

test("a tag is SipHash-2-4-128 of site, NUL, UTF-8 text and purpose, under a key of its own", () => {
  const tagger = new Tagger(key);
  const sip = new SipHash128(createHmac("sha256", key).update("rempart/tag/v2").digest().subarray(0, 16));
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 3000 }), (text) => {
      sip.begin();
      sip.take(Buffer.from(`${site}\0${text}\x01`).toString("latin1"));
      sip.end();
      sip.complete();
      assert.equal(tagger.tag("url", site, text), tagText(sip.words, 0));
    }),
  );
});

test("the tags of a path's prefixes come in one pass, each as by itself", () => {
  const tagger = new Tagger(key);
  const path = "/fil/lavandieres/page-2/x";
  const ends = [4, 16, 23, 25];
  tagger.begin(site);
  let taken = 0;
  const tags = ends.map((end) => {
    tagger.take(path, taken, end);
    taken = end;
    tagger.end("path");
    tagger.last.complete();
    return tagText(tagger.last.words, 0);
  });
  assert.deepEqual(
    tags,
    ends.map((end) => tagger.tag("path", site, path.slice(0, end))),
  );
});

test("a tag is 32 hex digits and comes back from its words", () => {
  const words = new Uint32Array(8);
  const tag = new Tagger(key).tag("url", site, "/");
  assert.match(tag, /^[0-9a-f]{32}$/);
  tagWords(tag, words, 4);
  assert.equal(tagText(words, 4), tag);
  for (const text of ["", tag.slice(1), `${tag}0`, `${tag.slice(1)}g`])
    assert.throws(() => tagWords(text, words, 0));
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
    tagger.tag("param-pair", site, "a"),
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

test("a page with capitals is held for origins of either sort, one that was decided in any case for one sort", () => {
  const tagger = new Tagger(key);
  const inAnyCase = { ...page, readings: { foldCase: true } };
  assert.deepEqual(tagOpening(key, { ...page, canonical: "/Fil/42" }), {
    tags: [tagger.tag("url", site, "/Fil/42"), tagger.tag("url-in-one-case", site, "/fil/42")],
    params: [],
  });
  assert.deepEqual(tagOpening(key, inAnyCase), {
    tags: [tagger.tag("url-in-one-case", site, "/fil/42")],
    params: [],
    anyCase: true,
  });
  const path = { ...inAnyCase, grain: "path" } as const;
  assert.deepEqual(tagOpening(key, path).tags, [tagger.tag("path-in-one-case", site, "/fil/42")]);
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
