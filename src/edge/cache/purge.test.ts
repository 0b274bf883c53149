import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Purge } from "../../feed/config.ts";
import { requestIdentities } from "../../policy/identity.ts";
import type { Selection, Subject } from "../subject.ts";
import { subjectOf } from "../testing/subjects.ts";
import { SITE } from "../testing/world.ts";
import { carryOut, forgetAll } from "./purge.ts";
import { selectionOf } from "./purge-selection.ts";

const OTHER = "00000000000000000000000009";

const about = (target: string): Subject => ({
  ...subjectOf(target),
  identities: requestIdentities(SITE.hostnames[0], target)!,
});
const selects = (purge: object, target: string, groups: readonly string[] | "unknown" = []): boolean =>
  selectionOf({ site: SITE.id, ...purge } as Purge)(about(target), groups === "unknown" ? undefined : groups);

const CASES: readonly (readonly [purge: object, target: string, selected: boolean])[] = [
  [{ by: "site" }, "/anything?x", true],
  [{ by: "site", site: OTHER }, "/anything?x", false],
  [{ by: "host", host: SITE.hostnames[0] }, "/a", true],
  [{ by: "host", host: SITE.hostnames[1] }, "/a", false],
  [{ by: "url", path: "/a/b" }, "/a/b", true],
  [{ by: "url", path: "/a/b" }, "/a/b?x=1", true],
  [{ by: "url", path: "/a/b" }, "/%61//b/", true],
  [{ by: "url", path: "/%61/./b" }, "/a/b", true],
  [{ by: "url", path: "/a/b" }, "/a/b/c", false],
  [{ by: "url", path: "/a/b", site: OTHER }, "/a/b", false],
  [{ by: "url", path: "/a?x=1" }, "/a?x=1", true],
  [{ by: "url", path: "/a?x=1&y=%7e" }, "/a?y=~&x=1", true],
  [{ by: "url", path: "/a?x=1" }, "/a", false],
  [{ by: "url", path: "/a?x=1" }, "/a?x=2", false],
  [{ by: "url", path: "/a?x=1" }, "/a?x=1&y=2", false],
  [{ by: "url", path: "/a?" }, "/a", true],
  [{ by: "url", path: "/a?" }, "/a?x", false],
  [{ by: "prefix", path: "/a" }, "/a", true],
  [{ by: "prefix", path: "/a" }, "/a/b?x", true],
  [{ by: "prefix", path: "/a/" }, "/%61/b", true],
  [{ by: "prefix", path: "/a" }, "/ab", false],
  [{ by: "prefix", path: "/" }, "/ab", true],
  [{ by: "prefix", path: "/a", site: OTHER }, "/a/b", false],
];
for (const [purge, target, selected] of CASES) {
  test(`purge ${JSON.stringify(purge)} ${selected ? "takes" : "leaves"} ${target}`, () =>
    assert.equal(selects(purge, target), selected));
}

test("a group is purged wherever it is on the site, on no other site, and by its exact name", () => {
  const purge = { by: "group", group: "news" };
  assert.equal(selects(purge, "/a", ["x", "news"]), true);
  assert.equal(selects(purge, "/a", ["News"]), false);
  assert.equal(selects({ ...purge, site: OTHER }, "/a", ["news"]), false);
  assert.equal(selects(purge, "/a", "unknown"), true, "what has not arrived may belong to it");
});

test("several purges, also of several sites, are one look at a subject", () => {
  const purges: readonly Purge[] = [
    { by: "url", site: SITE.id, path: "/a" },
    { by: "url", site: SITE.id, path: "/b?x=1" },
    { by: "prefix", site: SITE.id, path: "/c/" },
    { by: "group", site: SITE.id, group: "news" },
    { by: "host", site: SITE.id, host: SITE.hostnames[1]! },
    { by: "site", site: OTHER },
  ];
  const selects = selectionOf(...purges);
  const targets = ["/a", "/a?x=1", "/b", "/b?x=1", "/c", "/c/d/e", "/cd", "/d"];
  assert.deepEqual(
    targets.filter((target) => selects(about(target), [])),
    ["/a", "/a?x=1", "/b?x=1", "/c", "/c/d/e"],
  );
  assert.equal(selects(about("/d"), ["news"]), true);
  const other = about("/d");
  assert.equal(
    selects({ ...other, identities: { ...other.identities, host: SITE.hostnames[1]! } }, []),
    true,
  );
  assert.equal(selects({ ...other, site: { ...other.site, id: OTHER } }, []), true);
});

test("what any number of purges select together is what one of them selects", () => {
  const path = fc.constantFrom("/", "/a", "/a/", "/a/b", "/A", "/%61", "/a?", "/a?x=1", "/a/b/c?y=2");
  const purge = fc.oneof(
    fc.record({ by: fc.constantFrom("url" as const, "prefix" as const), path }),
    fc.record({ by: fc.constant("group" as const), group: fc.constantFrom("x", "y") }),
    fc.record({ by: fc.constant("host" as const), host: fc.constantFrom(...SITE.hostnames) }),
  );
  const purges = fc.array(fc.tuple(purge, fc.constantFrom(SITE.id, OTHER)), { maxLength: 5 });
  const groups = fc.option(fc.subarray(["x", "y", "z"]), { nil: undefined });
  fc.assert(
    fc.property(purges, path, groups, fc.boolean(), (list, target, inGroups, foldCase) => {
      const all = list.map(([one, site]): Purge => ({ ...one, site }));
      const identities = requestIdentities(SITE.hostnames[0], target, { foldCase })!;
      const subject = { ...about(target), identities };
      const each = all.some((one) => selectionOf(one)(subject, inGroups));
      assert.equal(selectionOf(...all)(subject, inGroups), each);
    }),
    { numRuns: 500 },
  );
});

/** Notes what is asked of it, and of which of two pages. */
function recorder() {
  const calls: string[] = [];
  const of = (selects: Selection): string =>
    ["/a", "/b"].filter((target) => selects(about(target), [])).join() || "none";
  const store = {
    dropWhere: (selects: Selection) => calls.push(`drop ${of(selects)}`),
    expireWhere: (selects: Selection, nowMs: number) => calls.push(`expire ${of(selects)} at ${nowMs}`),
  };
  const flights = { markStale: (selects: Selection) => void calls.push(`stale ${of(selects)}`) };
  return { calls, store, flights };
}

test("hard drops, soft calls stale, each in one walk; either way what is on its way is not kept", async () => {
  const { calls, store, flights } = recorder();
  const page = (path: string, soft?: true): Purge => ({
    by: "url",
    site: SITE.id,
    path,
    ...(soft && { soft }),
  });
  await carryOut([page("/a"), page("/b")], store, flights, 7);
  await carryOut([page("/a", true)], store, flights, 7);
  await carryOut([page("/a", true), page("/b")], store, flights, 7);
  assert.deepEqual(calls, [
    ...["stale /a,/b", "drop /a,/b"],
    ...["stale /a", "expire /a at 7"],
    ...["stale /a,/b", "drop /b", "expire /a at 7"],
  ]);
});

test("forgetting all drops all", async () => {
  const { calls, store, flights } = recorder();
  await forgetAll(store, flights);
  assert.deepEqual(calls, ["stale /a,/b", "drop /a,/b"]);
});
