import assert from "node:assert/strict";
import { test } from "node:test";
import type { SiteConfig } from "../feed/config.ts";
import type { Opening } from "../ledger/target.ts";
import type { HeldMeasure } from "../policy/matcher.ts";
import { activeAt, checkClearMeasure, clearMeasures, nextChangeMs } from "./measure.ts";
import { clearMeasure } from "./testing/sample.ts";

const id = (letter: string) => letter.repeat(26);
const site: SiteConfig = {
  id: id("a"),
  account: id("b"),
  hostnames: ["perchoir.example", "perchoir-miroir.example"],
  roles: ["cdn"],
  origin: { servers: [{ url: "http://192.0.2.7" }] },
  readings: { foldCase: false },
};
const held: HeldMeasure = {
  index: 7,
  verb: "refuse",
  grain: "url",
  role: "cdn",
  decision: id("c"),
  clause: "D1",
  startsMs: Date.UTC(2026, 11, 1),
  endsMs: Date.UTC(2027, 4, 30),
  site: site.id,
};
const opening: Opening = {
  salt: "x".repeat(43),
  grain: "url",
  site: site.id,
  canonical: "/salon/mirabelle/sujet/41",
  params: [["page", "2"]],
  readings: { foldCase: false },
  normaliser: 1,
};

test("a measure is made clear for every hostname of its site", () => {
  const clear = clearMeasures(held, opening, [site]);
  assert.deepEqual(
    clear.map(({ host }) => host),
    ["perchoir.example", "perchoir-miroir.example"],
  );
  assert.deepEqual(clear[0], {
    index: 7,
    verb: "refuse",
    grain: "url",
    host: "perchoir.example",
    path: "/salon/mirabelle/sujet/41",
    params: [["page", "2"]],
    foldCase: false,
    decision: id("c"),
    clause: "D1",
    startsMs: Date.UTC(2026, 11, 1),
    endsMs: Date.UTC(2027, 4, 30),
  });
});

test("a host measure is about that host only, an account measure about all its sites", () => {
  const other = { ...site, id: id("d"), hostnames: ["autre.example"] };
  const onHost = { ...held, grain: "host" as const, host: "perchoir-miroir.example" };
  assert.deepEqual(
    clearMeasures(onHost, undefined, [site]).map(({ host }) => host),
    ["perchoir-miroir.example"],
  );
  const onAccount = { ...held, grain: "account" as const, site: site.account };
  assert.equal(clearMeasures(onAccount, undefined, [site, other]).length, 3);
});

test("case is folded where the site says so now, or said so when it was decided", () => {
  const folds = (now: boolean, then: boolean) =>
    clearMeasures({ ...held, ...(then && { anyCase: true as const }) }, opening, [
      { ...site, readings: { foldCase: now } },
    ])[0]?.foldCase;
  assert.deepEqual([folds(false, false), folds(true, false), folds(false, true)], [false, true, true]);
});

test("what could not have come from a decision is refused, and the field is named", () => {
  for (const [change, field] of [
    [{ host: "perchoir.example;" }, "measure.host"],
    [{ host: "perchoir example" }, "measure.host"],
    [{ clause: 'D1"' }, "measure.clause"],
    [{ decision: "x|y" }, "measure.decision"],
    [{ path: "no-slash" }, "measure.path"],
    [{ grain: "path" as const }, "has a path"],
    [{ grain: "host" as const, path: "/x" }, "has no path"],
    [{ grain: "path" as const, path: "/x", params: [["a", "b"] as [string, string]] }, "has no path"],
  ] as const) {
    assert.throws(
      () => checkClearMeasure({ ...clearMeasure(1), ...change }),
      { code: "connector.measure" },
      field,
    );
  }
});

test("measures are in force from their start to just before their end, and the next change is known", () => {
  const some = [
    clearMeasure(1, { startsMs: 100, endsMs: 200 }),
    clearMeasure(2, { startsMs: 150, endsMs: null }),
  ];
  const at = (ms: number) => activeAt(some, ms).map(({ index }) => index);
  assert.deepEqual([at(99), at(100), at(150), at(199), at(200)], [[], [1], [1, 2], [1, 2], [2]]);
  assert.deepEqual(
    [0, 100, 150, 200].map((ms) => nextChangeMs(some, ms)),
    [100, 150, 200, undefined],
  );
});
