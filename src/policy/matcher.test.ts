import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runThrough } from "../lib/slices.ts";
import { NORMALISER, requestIdentities } from "./identity.ts";
import { Matcher, MatcherBuilder, type TaggedMeasure } from "./matcher.ts";
import { EXACT_CASE } from "./path.ts";
import { Tagger, tagOpening } from "./tags.ts";

const key = new Uint8Array(32).fill(3);
const SITE = { id: "site-a", account: "account-a" };
const NOW = 1_000_000;

type Change = Partial<TaggedMeasure> & {
  canonical?: string;
  on?: readonly (readonly [string, string | null])[];
};

/** A measure on /fil/42 unless said otherwise. */
function held(index: number, { canonical = "/fil/42", on = [], ...change }: Change = {}): TaggedMeasure {
  const grain = change.grain ?? "url";
  const site = change.site ?? (grain === "account" ? SITE.account : SITE.id);
  const clear = grain === "url" || grain === "path" ? canonical : "";
  const target = {
    grain: grain === "host" ? "site" : grain,
    site,
    canonical: clear,
    params: on,
    readings: EXACT_CASE,
  };
  return {
    ...{
      index,
      verb: "refuse",
      grain,
      role: "cdn",
      decision: `d${index}`,
      clause: "D1",
      startsMs: 0,
      endsMs: null,
      site,
    },
    ...tagOpening(key, { ...target, normaliser: NORMALISER }),
    ...change,
  };
}

const request = (target: string, host = "perchoir.example") =>
  requestIdentities(host, target) ?? assert.fail(target);
const shown = (
  matcher: Matcher,
  target = "/fil/42",
  { at = NOW, country, site = SITE, host }: Options = {},
) => matcher.match(site, request(target, host), at, () => country).refusal?.index;
interface Options {
  at?: number;
  country?: string;
  site?: typeof SITE;
  host?: string;
}

test("an empty matcher refuses nothing", () => {
  assert.deepEqual(Matcher.empty(key).match(SITE, request("/"), NOW), { also: [] });
});

/** A measure, a request that it refuses, and requests that it does not. */
const GRAINS: readonly [string, Change, [string, Options?], [string, Options?][]][] = [
  ["url", {}, ["/fil//42?x"], [["/fil/43"], ["/fil/42/x"], ["/fil/42", { site: { ...SITE, id: "site-b" } }]]],
  [
    "path",
    { grain: "path", canonical: "/fil" },
    ["/fil/42/x"],
    [["/filx"], ["/"], ["/fil", { site: { ...SITE, id: "b" } }]],
  ],
  [
    "host",
    { grain: "host", host: "m.example" },
    ["/x", { host: "m.example:80" }],
    [["/x"], ["/x", { host: "xm.example" }]],
  ],
  ["site", { grain: "site" }, ["/anything"], [["/x", { site: { ...SITE, id: "site-b" } }]]],
  [
    "account",
    { grain: "account" },
    ["/x", { site: { ...SITE, id: "site-b" } }],
    [
      ["/x", { site: { id: SITE.id, account: "account-b" } }],
      ["/x", { site: { id: "account-a", account: "site-a" } }],
    ],
  ],
];
for (const [grain, change, [target, options], spared] of GRAINS) {
  test(`a measure at the grain ${grain} refuses that and no more`, () => {
    const matcher = Matcher.build(key, [held(7, change)]);
    assert.equal(shown(matcher, target, options), 7);
    for (const [other, where] of spared) assert.equal(shown(matcher, other, where), undefined, other);
  });
}

test("a measure holds from its start until its end", () => {
  const matcher = Matcher.build(key, [held(0, { startsMs: 10, endsMs: 20 })]);
  for (const [at, index] of [
    [9, undefined],
    [10, 0],
    [19, 0],
    [20, undefined],
  ] as const) {
    assert.equal(shown(matcher, "/fil/42", { at }), index, String(at));
  }
});

test("a territory refuses visitors known to be inside it", () => {
  const matcher = Matcher.build(key, [held(0, { territory: ["BE", "FR"] })]);
  assert.equal(shown(matcher, "/fil/42", { country: "FR" }), 0);
  assert.equal(shown(matcher, "/fil/42", { country: "DE" }), undefined);
  assert.equal(shown(matcher), undefined);
});

test("measures of roles that no edge carries out are held and not applied", () => {
  const matcher = Matcher.build(key, [
    held(0, { role: "registrar", grain: "site", verb: "suspend" }),
    held(1, { role: "host" }),
  ]);
  assert.equal(shown(matcher), undefined);
  assert.equal([...matcher.held()].length, 2);
  const beside = matcher.with([held(3, { canonical: "/fil/43" })]);
  assert.deepEqual([shown(beside), shown(beside, "/fil/43")], [undefined, 3]);
  assert.equal(shown(Matcher.build(key, [held(2, { role: "ddos", grain: "site", verb: "suspend" })])), 2);
});

test("the first by precedence is shown, and lifting it reveals the next", () => {
  let matcher = Matcher.build(key, [
    held(1, { grain: "path", canonical: "/fil" }),
    held(2),
    held(3, { grain: "site", verb: "suspend" }),
    held(4, { grain: "account", verb: "terminate" }),
    held(5, { verb: "legal-refuse" }),
    held(6, { grain: "host", host: "perchoir.example" }),
  ]);
  for (const index of [5, 4, 3, 2, 1, 6]) {
    assert.equal(shown(matcher), index);
    matcher = matcher.with([], [index]);
  }
  assert.equal(shown(matcher), undefined);
});

test("measures that do not refuse combine with each other and with a refusal", () => {
  const matcher = Matcher.build(key, [
    held(1, { grain: "site", verb: "interstitial" }),
    held(2, { verb: "no-cache" }),
    held(3),
    held(4, { verb: "rate-limit", grain: "site", endsMs: 5 }),
  ]);
  const { refusal, also } = matcher.match(SITE, request("/fil/42"), NOW);
  assert.equal(refusal?.index, 3);
  assert.deepEqual(
    also.map(({ index }) => index),
    [2, 1],
  );
});

test("significant parameters must hold together in one reading of the query", () => {
  const on = [
    ["id", "9"],
    ["page", null],
  ] as const;
  const matcher = Matcher.build(key, [held(0, { on, canonical: "/sujet" })]);
  assert.equal(shown(matcher, "/sujet?id=9&x=;page=2"), 0);
  assert.equal(shown(matcher, "/sujet?id=9;x=1"), 0);
  assert.equal(shown(matcher, "/sujet?id=9&page=2"), undefined);
  assert.equal(shown(matcher, "/sujet?id=8;page=1&page=2"), undefined);
});

test("two measures on one page with other parameters are told apart", () => {
  const matcher = Matcher.build(key, [held(0, { on: [["t", "1"]] }), held(1, { on: [["t", "2"]] })]);
  assert.equal(shown(matcher, "/fil/42?t=2"), 1);
  assert.equal(shown(matcher, "/fil/42?t=1"), 0);
  assert.equal(shown(matcher, "/fil/42?t=3"), undefined);
});

test("a batch that adds and lifts one measure leaves it lifted, and one added again is replaced", () => {
  const matcher = Matcher.build(key, [held(0)]);
  assert.equal(shown(matcher.with([held(1, { verb: "legal-refuse" })], [1])), 0);
  const moved = matcher.with([held(0, { canonical: "/fil/43" })]);
  assert.equal(shown(moved), undefined);
  assert.equal(shown(moved, "/fil/43"), 0);
  assert.equal([...moved.held()].length, 1);
});

test("a change leaves the matcher it came from as it was", () => {
  const before = Matcher.build(key, [held(0)]);
  const after = before.with([held(1, { canonical: "/x" })], [0]);
  assert.deepEqual([shown(before), shown(before, "/x")], [0, undefined]);
  assert.deepEqual([shown(after), shown(after, "/x")], [undefined, 1]);
});

const change = fc.record({
  add: fc.array(fc.tuple(fc.nat(40), fc.nat(5), fc.constantFrom("url", "path", "site")), { maxLength: 30 }),
  remove: fc.array(fc.nat(40), { maxLength: 30 }),
});
type Changes = readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[];

/** Applies changes to a matcher, on which merges begin and, `between` changes later, end. */
function applied(
  changes: Changes,
  between: number,
): { matcher: Matcher; expected: Map<number, TaggedMeasure> } {
  let matcher = Matcher.empty(key);
  let merge = matcher.merge();
  const expected = new Map<number, TaggedMeasure>();
  for (const [i, { add, remove }] of changes.entries()) {
    if (i % between === 0) {
      if (i > 0) matcher = runThrough(merge)(matcher);
      merge = matcher.merge();
    }
    const added = add.map(([index, page, grain]) => held(index, { grain, canonical: `/p${page}` }));
    for (const one of added) expected.set(one.index, one);
    for (const index of remove) expected.delete(index);
    matcher = matcher.with(added, remove);
  }
  return { matcher, expected };
}

test("any series of changes, merged at any times, ends where building anew does", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 30 }), fc.integer({ min: 1, max: 8 }), (changes, between) => {
      const { matcher, expected } = applied(changes, between);
      const anew = Matcher.build(key, expected.values());
      const sorted = [...expected.values()].sort((a, b) => a.index - b.index);
      assert.deepEqual([...matcher.held()], sorted);
      assert.deepEqual([...anew.held()], sorted);
      for (let page = 0; page <= 5; page++) {
        const refused = matcher.match(SITE, request(`/p${page}/x`), NOW);
        assert.deepEqual(refused, anew.match(SITE, request(`/p${page}/x`), NOW));
        assert.equal(shown(matcher, `/p${page}`), shown(anew, `/p${page}`));
      }
    }),
    { numRuns: 150 },
  );
});

test("a builder takes changes in any order", () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
      const builder = new MatcherBuilder(key);
      for (const { add, remove } of changes) {
        for (const [index, page, grain] of add) builder.add(held(index, { grain, canonical: `/p${page}` }));
        for (const index of remove) builder.remove(index);
      }
      const { expected } = applied(changes, 100);
      const sorted = [...expected.values()].sort((a, b) => a.index - b.index);
      assert.deepEqual([...builder.finish().held()], sorted);
    }),
  );
});

test("whatever a measure says is kept through a merge", () => {
  const on = [
    ["id", "9"],
    ["page", null],
  ] as const;
  const all = [
    held(1, { on, canonical: "/sujet", territory: ["BE", "FR"], decision: "0123456789abcdefghjkmnpqr8" }),
    held(2, { canonical: "/fil//42", startsMs: 1500, endsMs: 2_000_000_001, clause: "V12" }),
    held(3, { grain: "host", host: "m.example", endsMs: 1000 * 2 ** 33 }),
    held(4, { grain: "account", verb: "terminate", role: "ddos", startsMs: -1000 }),
    held(5, { role: "registrar", grain: "site", verb: "notify" }),
    held(0xffff_ffff, { grain: "path", canonical: "/a/b" }),
  ];
  const before = Matcher.build(key, all);
  assert.deepEqual([...before.held()], all);
  assert.deepEqual([...runThrough(before.merge())(before).held()], all);
  assert.throws(() => Matcher.build(key, [held(2 ** 32)]), RangeError);
});

test("a merge becomes due with the changes, and is over with them", () => {
  let matcher = Matcher.build(
    key,
    Array.from({ length: 300 }, (_, i) => held(i, { canonical: `/p${i}` })),
  );
  assert.ok(!matcher.isMergeDue);
  for (let i = 0; i < 129; i++) matcher = matcher.with([held(300 + i, { canonical: `/p${300 + i}` })], [i]);
  assert.ok(matcher.isMergeDue);
  const merged = runThrough(matcher.merge())(matcher);
  assert.ok(!merged.isMergeDue);
  for (let i = 0; i < 429; i += 13) assert.equal(shown(merged, `/p${i}`), i < 129 ? undefined : i);
});

test("those in force are named, and until when they are the same", () => {
  const matcher = Matcher.build(key, [
    held(0, { startsMs: 10_000, endsMs: 20_000 }),
    held(1, { startsMs: 15_000 }),
    held(2, { role: "host", startsMs: 0, endsMs: 30_000 }),
  ]).with([held(3, { startsMs: 0, endsMs: 12_000 })], [2]);
  const at = (nowMs: number) => {
    const found: number[] = [];
    return [runThrough(matcher.inForce(nowMs, (index) => found.push(index))), found];
  };
  assert.deepEqual(at(0), [10_000, [3]]);
  assert.deepEqual(at(10_000), [12_000, [0, 3]]);
  assert.deepEqual(at(12_000), [15_000, [0]]);
  assert.deepEqual(at(20_000), [30_000, [1]], "a lifted one may say too early");
  assert.deepEqual(at(30_000), [Number.POSITIVE_INFINITY, [1]]);
});

test("a site's page is looked up to the depth of the deepest path measure, by whole segments", () => {
  const deepest = "/a".repeat(32);
  const matcher = Matcher.build(key, [held(0, { grain: "path", canonical: deepest }), held(1)]);
  assert.equal(shown(matcher, deepest), 0);
  assert.equal(shown(matcher, `${deepest}/b/c`), 0);
  assert.equal(shown(matcher, `${deepest}b`), undefined);
  assert.equal(shown(matcher, "/a".repeat(31)), undefined);
  const tags = [new Tagger(key).tag("path", SITE.id, `${deepest}/a`)];
  const deeper = Matcher.build(key, [held(0, { grain: "path", tags })]);
  for (const path of [`${deepest}/a`, `${deepest}/a/b`])
    assert.equal(shown(deeper, path), undefined, "a bound on the work");
});
