import assert from "node:assert/strict";
import { test } from "node:test";
import type { Purge } from "../../feed/config.ts";
import { requestIdentities } from "../../policy/identity.ts";
import type { Subject } from "../subject.ts";
import { subjectOf } from "../testing/subjects.ts";
import { SITE } from "../testing/world.ts";
import { carryOut, selectionOf } from "./purge.ts";

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

test("hard drops, soft calls stale; either way what is on its way is not kept", () => {
  const calls: string[] = [];
  const store = {
    dropWhere: () => calls.push("drop"),
    expireWhere: (_selects: unknown, nowMs: number) => calls.push(`expire at ${nowMs}`),
  };
  const flights = { markStale: () => void calls.push("stale") };
  carryOut({ by: "site", site: SITE.id }, store, flights, 7);
  carryOut({ by: "site", site: SITE.id, soft: true }, store, flights, 7);
  assert.deepEqual(calls, ["stale", "drop", "stale", "expire at 7"]);
});
