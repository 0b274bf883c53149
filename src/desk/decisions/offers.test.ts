import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import fc from "fast-check";
import { parsePolicy } from "../../policy/index.ts";
import type { CasePage, CaseView } from "../cases/types.ts";
import { commonPath, offersFor } from "./offers.ts";
import { precedentKey } from "./precedent.ts";

const POLICY = parsePolicy(
  readFileSync(new URL("../../../policies/steward.yaml", import.meta.url), "utf8"),
  "steward",
);

type PageFinding = CasePage["findings"][number];

const finding = (kind: string, inComment = false): PageFinding => ({
  ...{ kind, confidence: 0.9, masked: "1 r…", author: null, inComment },
  ...{ reasons: { fr: [], en: [] }, inQuote: false, isHidden: false, version: "" },
});

interface Shown {
  readonly findings: readonly PageFinding[];
  readonly agreement?: string;
  readonly severity?: "low" | "high" | "critical";
  /** How many of two reports let the operator know. */
  readonly allow?: number;
}

/** A case at a forum that we serve as CDN: each path with what our capture of it shows; null: not looked at yet. */
function caseOf(pages: Record<string, Shown | null>): CaseView {
  const pageOf = ([path, shown]: [string, Shown | null]): CasePage => ({
    ...{ id: path, url: `https://perchoir.example${path}`, path, query: "", findings: shown?.findings ?? [] },
    tell: { allow: shown?.allow ?? 1, reports: 2 },
    capture: shown && {
      ...{ id: "c", at: 0, status: 200, sha256: null },
      ...{ agreement: shown.agreement ?? "agree", severity: shown.severity ?? "critical" },
    },
  });
  return {
    ...{
      id: "case",
      harm: "attack-on-person",
      status: "open",
      severity: "critical",
      reports: 1,
      openedAt: 0,
      dueAt: 0,
    },
    site: { id: "site", account: "account", hostnames: ["perchoir.example"], roles: ["cdn", "ddos"] },
    pages: Object.entries(pages).map(pageOf),
    orders: [],
    events: [],
  };
}

/** What clause D1 offers, as `role verb grain`. */
const offered = (view: CaseView, upheld = 0): string[] =>
  offersFor(POLICY, view, upheld)
    .offered.filter(({ clause }) => clause === "D1")
    .map(({ role, verb, grain }) => `${role} ${verb} ${grain}`);

const why = (view: CaseView, verb: string, grain: string, upheld = 0): string | undefined =>
  offersFor(POLICY, view, upheld).withheld.find(
    (one) => one.clause === "D1" && one.verb === verb && one.grain === grain,
  )?.why;

const DOX: Shown = { findings: [finding("dox"), finding("address")] };
const ONE_PAGE = ["cdn notify url", "cdn no-cache url", "cdn refuse url"];

describe("which measures a case allows", () => {
  const TABLE: [string, CaseView, number, readonly string[]][] = [
    ["a page that we have not looked at: none", caseOf({ "/a/1": null }), 0, []],
    [
      "findings that the clause is not about: none of it",
      caseOf({ "/a/1": { findings: [finding("threat")] } }),
      0,
      [],
    ],
    ["one page: that page", caseOf({ "/a/1": DOX }), 0, ONE_PAGE],
    [
      "two pages under one path: the path too",
      caseOf({ "/a/1": DOX, "/a/2": DOX }),
      0,
      [...ONE_PAGE, "cdn refuse path"],
    ],
    ["two pages with nothing in common: no path", caseOf({ "/a/1": DOX, "/b/2": DOX }), 0, ONE_PAGE],
    [
      "comments only, on many pages: each page at the most",
      caseOf({ "/a/1": { findings: [finding("dox", true)] }, "/a/2": { findings: [finding("dox", true)] } }),
      5,
      ONE_PAGE,
    ],
    [
      "one page of its own and one comment: no path",
      caseOf({ "/a/1": DOX, "/a/2": { findings: [finding("dox", true)] } }),
      0,
      ONE_PAGE,
    ],
    [
      "two earlier upheld decisions: host and site too",
      caseOf({ "/a/1": DOX }),
      2,
      [...ONE_PAGE, "cdn refuse host", "cdn suspend site", "ddos notify host", "ddos suspend site"],
    ],
    ["one earlier upheld decision: not yet", caseOf({ "/a/1": DOX }), 1, ONE_PAGE],
    [
      "nobody lets the operator know: no notice",
      caseOf({ "/a/1": { findings: [finding("phone")], severity: "low", allow: 0 } }),
      0,
      [],
    ],
    ["two looks that differ: nothing", caseOf({ "/a/1": { ...DOX, agreement: "differ" } }), 2, []],
    [
      "an isolated detail, such as a shop's telephone: a notice",
      caseOf({ "/a/1": { findings: [finding("phone")], severity: "low" } }),
      0,
      ["cdn notify url"],
    ],
    [
      "an isolated detail that the target registered: more",
      caseOf({ "/a/1": { findings: [finding("sealed-detail")], severity: "low" } }),
      0,
      ONE_PAGE,
    ],
  ];
  for (const [what, view, upheld, expected] of TABLE) {
    test(what, () => assert.deepEqual(offered(view, upheld), expected));
  }

  test("a yes of whoever reported one page lets the operator know of that page alone", () => {
    const { offered } = offersFor(POLICY, caseOf({ "/a/1": { ...DOX, allow: 0 }, "/a/2": DOX }), 0);
    const pagesOf = (verb: string) => offered.find((one) => one.clause === "D1" && one.verb === verb)?.pages;
    assert.deepEqual([pagesOf("notify"), pagesOf("no-cache")], [["/a/2"], ["/a/1", "/a/2"]]);
  });

  test("what is withheld says why", () => {
    const one = caseOf({ "/a/1": DOX });
    assert.match(why(one, "refuse", "path") ?? "", /two pages under one path/);
    assert.match(why(one, "suspend", "site") ?? "", /two earlier upheld decisions/);
    assert.match(why(caseOf({ "/a/1": { ...DOX, agreement: "differ" } }), "refuse", "url") ?? "", /differ/);
    const comment = caseOf({ "/a/1": { findings: [finding("dox", true)] } });
    assert.match(why(comment, "refuse", "path") ?? "", /comments only/);
  });

  const ORDER = { id: "o", authority: "a", reference: "r", verifiedBy: "p", at: 0 };
  const byClause = (view: CaseView, clause: string, upheld = 0): string[] =>
    offersFor(POLICY, view, upheld)
      .offered.filter((one) => one.clause === clause)
      .map(({ role, verb, grain }) => `${role} ${verb} ${grain}`);

  test("an order of an authority: what it names, once verified, whether we found anything or could look at all", () => {
    for (const shown of [{ findings: [] }, null, DOX]) {
      const view = caseOf({ "/a/b/1": shown });
      assert.deepEqual(byClause(view, "L1"), []);
      assert.deepEqual(byClause({ ...view, orders: [ORDER] }, "L1"), [
        ...["cdn notify url", "cdn legal-refuse url", "cdn legal-refuse path"],
        ...["cdn legal-refuse host", "cdn legal-refuse site"],
      ]);
    }
    const top = { ...caseOf({ "/1": null }), orders: [ORDER] };
    assert.ok(
      !byClause(top, "L1").includes("cdn legal-refuse path"),
      "a page at the top has no path but the site",
    );
  });

  test("an order about a name or files: only once we have seen the site ourselves", () => {
    const held = (view: CaseView): CaseView => ({
      ...view,
      orders: [ORDER],
      site: { ...view.site, roles: ["dns", "host"] },
    });
    assert.deepEqual(byClause(held(caseOf({ "/a/1": null })), "L2"), []);
    assert.deepEqual(byClause(held(caseOf({ "/a/1": { findings: [], agreement: "failed" } })), "L2"), []);
    assert.ok(byClause(held(caseOf({ "/a/1": { findings: [] } })), "L2").includes("dns suspend host"));
  });

  test("a site's record: after two upheld decisions, and only while something is still found there", () => {
    assert.deepEqual(byClause(caseOf({ "/a/1": DOX }), "S1", 1), []);
    assert.deepEqual(byClause(caseOf({ "/a/1": { findings: [] } }), "S1", 5), []);
    assert.ok(byClause(caseOf({ "/a/1": DOX }), "S1", 2).includes("cdn suspend site"));
  });

  test("a role that we do not supply is neither offered nor withheld", () => {
    const { offered, withheld } = offersFor(POLICY, caseOf({ "/a/1": DOX }), 9);
    assert.ok(![...offered, ...withheld].some(({ role }) => role === "host"));
  });

  test("how many reports there are changes nothing", () => {
    const view = caseOf({ "/a/1": DOX });
    fc.assert(
      fc.property(fc.nat(), (reports) => {
        assert.deepEqual(offersFor(POLICY, { ...view, reports }, 0), offersFor(POLICY, view, 0));
      }),
    );
  });
});

describe("the path that pages share", () => {
  const PATHS: [readonly string[], string | undefined][] = [
    [["/a/b/1", "/a/b/2"], "/a/b"],
    [["/a/b/1", "/a/c/2"], "/a"],
    [["/ab/1", "/a/1"], undefined],
    [["/1", "/2"], undefined],
    [["/a/b", "/a/b/c"], "/a"],
    [[], undefined],
  ];
  for (const [paths, expected] of PATHS) {
    test(`${paths.join(" and ") || "none"}: ${expected ?? "the whole site"}`, () => {
      assert.equal(commonPath(paths.map((path) => ({ path }))), expected);
    });
  }
});

test("like cases have one key, in whatever order and number their findings come", () => {
  const kinds = fc.uniqueArray(fc.constantFrom("dox", "address", "phone", "threat"));
  fc.assert(
    fc.property(kinds, (some) => {
      const key = precedentKey("D1", "cdn", some);
      assert.equal(precedentKey("D1", "cdn", [...some.toReversed(), ...some]), key);
      assert.notEqual(precedentKey("D1", "ddos", some), key);
      assert.notEqual(precedentKey("D1", "cdn", [...some, "raid"]), key);
    }),
  );
});
