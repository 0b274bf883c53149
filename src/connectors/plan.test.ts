import assert from "node:assert/strict";
import { test } from "node:test";
import { type PlannedHost, plan } from "./plan.ts";
import { clearMeasure } from "./testing/sample.ts";

const shown = (planned: PlannedHost | undefined) =>
  planned?.pages.map(({ path, under, params, refusal }) => [path, under, params.length, refusal.index]);

test("the most particular page comes first", () => {
  const { hosts } = plan([
    clearMeasure(1, { grain: "path", path: "/a" }),
    clearMeasure(2, { grain: "path", path: "/a/b" }),
    clearMeasure(3, { path: "/x" }),
    clearMeasure(4, { path: "/x", params: [["n", "1"]] }),
  ]);
  assert.deepEqual(shown(hosts[0]), [
    ["/x", false, 1, 3],
    ["/x", false, 0, 3],
    ["/a/b", true, 0, 1],
    ["/a", true, 0, 1],
  ]);
});

test("every page shows the strongest refusal that covers it, by whole segments", () => {
  const { hosts } = plan([
    clearMeasure(1, { path: "/a/b" }),
    clearMeasure(2, { path: "/ab" }),
    clearMeasure(3, { grain: "path", path: "/a", verb: "legal-refuse" }),
    clearMeasure(4, { verb: "suspend" }),
  ]);
  assert.deepEqual(shown(hosts[0]), [
    ["/a/b", false, 0, 3],
    ["/ab", false, 0, 4],
    ["/a", true, 0, 3],
  ]);
  assert.equal(hosts[0]?.whole?.index, 4);
});

test("a page with more parameters is also the page with fewer", () => {
  const t: [string, string] = ["t", "42"];
  const { hosts } = plan([
    clearMeasure(1, { path: "/v", params: [t, ["page", "2"]] }),
    clearMeasure(2, { path: "/v", params: [t], verb: "legal-refuse" }),
  ]);
  assert.deepEqual(shown(hosts[0]), [
    ["/v", false, 2, 2],
    ["/v", false, 1, 2],
  ]);
});

test("lifting the measure that is shown reveals the next", () => {
  const both = [clearMeasure(5, { path: "/a" }), clearMeasure(6, { path: "/a", verb: "legal-refuse" })];
  assert.equal(plan(both).hosts[0]?.pages[0]?.refusal.index, 6);
  assert.equal(plan(both.slice(0, 1)).hosts[0]?.pages[0]?.refusal.index, 5);
});

test("what these servers cannot do as decided is left out, and said", () => {
  const { hosts, leftOut } = plan([
    clearMeasure(1, { verb: "rate-limit" }),
    clearMeasure(2, { path: "/a", territory: ["FR"] }),
    clearMeasure(3, { path: "/a;b=c" }),
    clearMeasure(4, { grain: "path", path: "/" }),
  ]);
  assert.deepEqual(hosts, []);
  assert.deepEqual(
    leftOut.map(({ index }) => index),
    [1, 2, 3, 4],
  );
  for (const { why } of leftOut) assert.ok(why.length > 10);
});

test("the order of the measures does not matter", () => {
  const some = [
    clearMeasure(1, { path: "/a" }),
    clearMeasure(2, { grain: "path", path: "/b" }),
    clearMeasure(3, { host: "autre.example" }),
    clearMeasure(4, { path: "/a" }),
  ];
  assert.deepEqual(plan(some.toReversed()).hosts, plan(some).hosts);
});
