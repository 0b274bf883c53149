import assert from "node:assert/strict";
import { test } from "node:test";
import type { Selection } from "../subject.ts";
import { subjectOf } from "../testing/subjects.ts";
import { until } from "../testing/world.ts";
import { GroupInvalidation } from "./group-invalidation.ts";

/** A store that notes each scan and takes a while for it. */
function slowStore(scanMs: number) {
  const scans: Selection[] = [];
  const dropWhere = (selects: Selection): number => {
    for (const startMs = performance.now(); performance.now() - startMs < scanMs; );
    return scans.push(selects);
  };
  return { scans, dropWhere };
}

const STILL = { markStale: () => {} };
const elsewhere = {
  ...subjectOf("/a"),
  identities: { ...subjectOf("/a").identities, host: "other.example" },
};

test("the groups named are dropped at once, on their own host only (RFC 9875 §2.1)", () => {
  const store = slowStore(0);
  new GroupInvalidation(store, STILL).add(subjectOf("/post"), ["news", "front"]);
  const [selects] = store.scans;
  assert.equal(selects!(subjectOf("/a"), ["x", "front"]), true);
  assert.equal(selects!(subjectOf("/a"), ["x"]), false);
  assert.equal(selects!(subjectOf("/a"), []), false);
  assert.equal(selects!(elsewhere, ["front"]), false);
});

test("a burst of requests costs two scans, and nothing that they named is forgotten", async () => {
  const store = slowStore(5);
  const groups = new GroupInvalidation(store, STILL);
  for (let i = 0; i < 100; i++) groups.add(subjectOf("/post"), [`group ${i}`]);
  assert.equal(store.scans.length, 1);
  await until(() => store.scans.length === 2);
  const [first, second] = store.scans;
  assert.equal(first!(subjectOf("/a"), ["group 0"]), true);
  for (let i = 1; i < 100; i++) assert.equal(second!(subjectOf("/a"), [`group ${i}`]), true);
});

test("what is on its way for that host may belong to them: it is not kept", () => {
  const marks: Selection[] = [];
  const groups = new GroupInvalidation(slowStore(0), { markStale: (selects) => void marks.push(selects) });
  groups.add(subjectOf("/post"), []);
  assert.equal(marks.length, 0, "nothing named, nothing done");
  groups.add(subjectOf("/post"), ["news"]);
  assert.equal(marks[0]!(subjectOf("/a"), undefined), true);
  assert.equal(marks[0]!(elsewhere, undefined), false);
});
