import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { NORMALISER, requestIdentities } from "./identity.ts";
import { Matcher, type TaggedMeasure } from "./matcher.ts";
import { strictReading } from "./path.ts";
import { tagOpening } from "./tags.ts";
import { targetProblem } from "./target.ts";

const KEY = new Uint8Array(32).fill(3);
const SITE = { id: "site-a", account: "account-a" };
const HOST = "perchoir.example";

type Page = readonly [grain: "url" | "path", canonical: string];

/** A measure as an edge holds it that was decided when the site had these readings; undefined if there is none such. */
function decided([grain, canonical]: Page, foldCase: boolean, index = 0): TaggedMeasure | undefined {
  const readings = { foldCase };
  const target = { grain, site: SITE.id, canonical, params: [], readings, normaliser: NORMALISER };
  if (targetProblem(target) !== undefined) return undefined;
  return {
    ...{ index, verb: "refuse", grain, role: "cdn", decision: `d${index}`, clause: "D1" },
    ...{ startsMs: 0, endsMs: null, site: SITE.id },
    ...tagOpening(KEY, target),
  };
}

const matcherOf = (...measures: (TaggedMeasure | undefined)[]): Matcher =>
  Matcher.build(
    KEY,
    measures.filter((one) => one !== undefined),
  );

/** Index of the measure that refuses a request to a site that has these readings now. */
function refusal(matcher: Matcher, path: string, foldCase: boolean): number | undefined {
  const asked = requestIdentities(HOST, path, { foldCase });
  return asked && matcher.match(SITE, asked, 1).refusal?.index;
}

const UNDER_EXACT = {
  "/Thread/1": 0,
  "/thread/1": undefined,
  "/THREAD/1": undefined,
  "/Thread/2": undefined,
};
const UNDER_FOLDED = {
  "/Thread/1": 0,
  "/thread/1": 0,
  "/THREAD/1": 0,
  "/%54hread//1": 0,
  "/Thread/2": undefined,
};

for (const [was, is, expected] of [
  [false, false, UNDER_EXACT],
  [false, true, UNDER_FOLDED],
  [true, true, UNDER_FOLDED],
  [true, false, UNDER_FOLDED], // which of its spellings was meant is not known any more
] as const) {
  for (const grain of ["url", "path"] as const) {
    test(`${grain} decided ${was ? "in any case" : "in exact case"}, site now ${is ? "in any" : "in exact"}`, () => {
      const matcher = matcherOf(decided([grain, was ? "/thread/1" : "/Thread/1"], was));
      const found = Object.keys(expected).map((path) => [path, refusal(matcher, path, is)]);
      assert.deepEqual(Object.fromEntries(found), expected);
      const below = grain === "path" ? 0 : undefined;
      assert.equal(refusal(matcher, "/Thread/1/page-2", is), below);
    });
  }
}

test("on a site of exact case a measure decided in any case makes no other hold in any", () => {
  const matcher = matcherOf(decided(["url", "/thread/1"], true, 0), decided(["url", "/Thread/2"], false, 1));
  assert.deepEqual(
    ["/THREAD/1", "/Thread/2", "/thread/2", "/THREAD/2"].map((path) => refusal(matcher, path, false)),
    [0, 1, undefined, undefined],
  );
});

const part = fc.constantFrom(
  "/",
  "/A",
  "/a",
  "/é",
  "/É",
  "/e\u0301",
  "/%41",
  "/b.",
  "/..",
  "/%2F",
  "//",
  ";x",
  "/%FF",
);
const path = fc
  .array(part, { minLength: 1, maxLength: 4 })
  .map((parts) => encodeURI(`/${parts.join("")}`).replaceAll("%25", "%"));

test("whatever readings a site is given, what a measure refused before it refuses still", () => {
  const grain = fc.constantFrom("url" as const, "path" as const);
  fc.assert(
    fc.property(grain, path, path, fc.boolean(), (of, decidedPath, asked, foldCase) => {
      const measure = decided([of, strictReading(decidedPath, { foldCase })], foldCase);
      fc.pre(measure !== undefined && requestIdentities(HOST, asked) !== undefined);
      const matcher = matcherOf(measure);
      const [exact, folded] = [refusal(matcher, asked, false), refusal(matcher, asked, true)];
      if (foldCase) assert.equal(exact, folded);
      else assert.equal(exact === undefined || folded === 0, true);
    }),
    { numRuns: 3000 },
  );
});

test("where a site is given readings in any case, its measures refuse what they did and what they would if decided then", () => {
  const grain = fc.constantFrom("url" as const, "path" as const);
  fc.assert(
    fc.property(grain, path, path, (of, decidedPath, asked) => {
      const before = decided([of, strictReading(decidedPath, { foldCase: false })], false);
      const now = decided([of, strictReading(decidedPath, { foldCase: true })], true);
      fc.pre(before !== undefined && now !== undefined && requestIdentities(HOST, asked) !== undefined);
      const expected = refusal(matcherOf(now), asked, true) ?? refusal(matcherOf(before), asked, false);
      assert.equal(refusal(matcherOf(before), asked, true), expected);
    }),
    { numRuns: 3000 },
  );
});

test("what a measure holds for in any case is kept through files and merges", () => {
  const measure = decided(["url", "/thread/1"], true)!;
  const [again] = [...matcherOf(JSON.parse(JSON.stringify(measure))).held()];
  assert.deepEqual(again, measure);
});
