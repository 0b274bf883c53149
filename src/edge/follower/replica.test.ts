import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { ConfigItem } from "../../feed/config.ts";
import { SITE, START_MS, TestDesk } from "../../feed/testing/desk.ts";
import { activeAt, applyEntries, EMPTY_STATE, knownDigest } from "../../ledger/active.ts";
import { DAY, rfc3339, SECOND } from "../../lib/clock.ts";
import { EMPTY_RANGE } from "../../lib/merkle.ts";
import { runThrough } from "../../lib/slices.ts";
import { type Change, configChange } from "./change.ts";
import { judge } from "./config-run.ts";
import { LedgerState } from "./ledger-state.ts";
import { Replica } from "./replica.ts";
import { changeIn, refusalOf, TAG_KEY } from "./testing/bench.ts";

const NOW = START_MS + DAY;

/** Verifies and applies what the desk has beyond the replica's size, up to `to`. */
function follow(replica: Replica, desk: TestDesk, to = desk.size, openings = (_index: number) => true): void {
  const batch = desk.batch(replica.range.size, to);
  const sent = { ...batch, openings: batch.openings.filter(({ index }) => openings(index)) };
  replica.apply(changeIn(replica.range, sent, desk));
}

/** Why the replica would not take an item, if so. */
const problemOf = (replica: Replica, version: number, item: ConfigItem): string =>
  runThrough(judge([{ version, item, note: "" }], replica.config, replica.facts)).problems[0] ?? "none";

const siteIn = (replica: Replica) =>
  [...replica.view().siteOf.keys()].map((name) => replica.view().siteOf.get(name));

type Action =
  | { readonly kind: "measure"; readonly days: number }
  | { readonly kind: "lift"; readonly of: number };
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constant("measure" as const), days: fc.integer({ min: 0, max: 3 }) }),
  // Also of what is not there yet, no measure, or lifted already: all parties must agree on that too.
  fc.record({ kind: fc.constant("lift" as const), of: fc.nat(30) }),
);

function perform(desk: TestDesk, one: Action): void {
  if (one.kind === "lift") desk.lift(one.of);
  else {
    const ends = one.days === 0 ? null : rfc3339(START_MS + one.days * DAY);
    desk.measure(`/fil/${desk.size}`, {}, { ends });
  }
}

test("known and held are the digests that an auditor computes, at any time and in any portions", () => {
  const actions = fc.array(action, { minLength: 1, maxLength: 25 });
  const times = fc.array(fc.integer({ min: -10 * SECOND, max: 4 * DAY }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      actions,
      fc.array(fc.nat(25)),
      fc.integer({ min: 1, max: 4 }),
      times,
      (list, cuts, every, offsets) => {
        const desk = new TestDesk();
        for (const one of list) perform(desk, one);
        const replica = new Replica(TAG_KEY);
        const sent = (index: number) => index % every === 0;
        for (const to of [...cuts.filter((cut) => cut < desk.size), desk.size].toSorted((a, b) => a - b)) {
          follow(replica, desk, to, sent);
        }
        const { state } = applyEntries(EMPTY_STATE, 0, desk.entries);
        for (const offset of offsets) {
          const active = activeAt(state, START_MS + offset);
          assert.equal(replica.ledger.digests(START_MS + offset).known, knownDigest(active));
          assert.equal(replica.ledger.digests(START_MS + offset).held, knownDigest(active.filter(sent)));
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a page is refused from its measure until its end or its lift", () => {
  const desk = new TestDesk();
  const replica = new Replica(TAG_KEY);
  replica.apply({ t: "config", version: 1, item: { kind: "site", site: SITE } });
  const first = desk.measure("/fil/1");
  const second = desk.measure("/fil/1");
  follow(replica, desk);
  assert.equal(refusalOf(replica.view(), "/fil/1", NOW), first);
  assert.equal(refusalOf(replica.view(), "/fil/2", NOW), undefined);
  assert.equal(refusalOf(replica.view(), "/fil/1", START_MS + 31 * DAY), undefined, "ended without the desk");
  desk.lift(first);
  follow(replica, desk);
  assert.equal(refusalOf(replica.view(), "/fil/1", NOW), second, "lifting one reveals the next");
  desk.lift(second);
  follow(replica, desk);
  assert.equal(refusalOf(replica.view(), "/fil/1", NOW), undefined);
});

test("a measure and its lift in one batch leave nothing; a view that was taken stays as it was", () => {
  const desk = new TestDesk();
  const replica = new Replica(TAG_KEY);
  replica.apply({ t: "config", version: 1, item: { kind: "site", site: SITE } });
  const index = desk.measure("/fil/1");
  follow(replica, desk);
  const before = replica.view();
  desk.lift(index);
  desk.lift(desk.measure("/fil/2"));
  follow(replica, desk);
  assert.equal(refusalOf(before, "/fil/1", NOW), index);
  assert.equal(replica.ledger.digests(NOW).known, knownDigest([]));
  assert.equal(replica.ledger.digests(NOW).held, knownDigest([]));
});

test("a target that this edge cannot read is known but not held, and stops no other", () => {
  const desk = new TestDesk();
  const replica = new Replica(TAG_KEY);
  desk.measure("/fil/1", { normaliser: 99 });
  desk.measure("/", { grain: "path" });
  const good = desk.measure("/fil/3");
  follow(replica, desk);
  assert.equal(replica.ledger.digests(NOW).known, knownDigest([0, 1, 2]));
  assert.equal(replica.ledger.digests(NOW).held, knownDigest([good]));
});

test("the whole state as changes makes the same state again, without what has ended", () => {
  const desk = new TestDesk();
  const replica = new Replica(TAG_KEY);
  const request = desk.request({ ...SITE, roles: ["cdn"] });
  desk.measure("/fil/1");
  desk.measure("/fil/2", {}, { ends: rfc3339(START_MS + DAY) });
  desk.measure("", { grain: "site" }, { ends: null });
  follow(replica, desk);
  replica.apply({ t: "config", version: 3, item: { kind: "site", site: SITE } });
  replica.apply(configChange(4, { kind: "purge", purge: { by: "url", site: SITE.id, path: "/secret" } }));

  const changes = [...replica.changes(NOW + DAY)];
  assert.ok(!JSON.stringify(changes).includes("/secret"));
  const again = new Replica(TAG_KEY);
  for (const change of JSON.parse(JSON.stringify(changes), restoreHashes) as Change[]) again.apply(change);
  assert.equal(again.config, 4);
  assert.deepEqual(again.range, replica.range);
  assert.deepEqual(siteIn(again), siteIn(replica));
  assert.deepEqual(siteIn(again), [SITE, SITE]);
  assert.equal(again.ledger.digests(NOW + DAY).known, replica.ledger.digests(NOW + DAY).known);
  assert.equal(again.ledger.digests(NOW + DAY).held, replica.ledger.digests(NOW + DAY).held);
  assert.equal(again.ledger.digests(NOW + DAY).known, knownDigest([1, 3]));
  const shrunk = { kind: "site" as const, site: { ...SITE, roles: ["cdn" as const] }, request };
  assert.equal(problemOf(again, 5, shrunk), "none", "requests are kept");
});

/** The change as another tag function, or an earlier version that did not say, would have written it. */
const foreign = (change: Change, tags?: string): Change => {
  assert.equal(change.t, "batch");
  const { tags: _ours, ...rest } = change as Change & { t: "batch" };
  return tags === undefined ? rest : { ...rest, tags };
};

test("tags that another function made are no tags: nothing is served until the openings came again", () => {
  for (const tags of [undefined, "siphash-2-4-128/normaliser-0"]) {
    const desk = new TestDesk();
    const page = desk.measure("/fil/1");
    const wide = desk.measure("", { grain: "site" });
    const change = changeIn(EMPTY_RANGE, desk.batch(0), desk);
    const replica = new Replica(TAG_KEY);
    replica.apply({ t: "config", version: 1, item: { kind: "site", site: SITE } });
    replica.apply(foreign(change, tags));
    assert.ok(replica.ledger.needsOpenings);
    assert.equal(replica.view().size, 0);
    assert.equal(replica.ledger.digests(NOW).known, knownDigest([page, wide]));
    assert.equal(replica.ledger.digests(NOW).held, knownDigest([wide]), "what needs no tags is held");
    assert.equal(refusalOf(replica.view(), "/x", NOW), wide);

    const lifted = new Replica(TAG_KEY);
    for (const one of replica.changes(NOW)) lifted.apply(one);
    assert.ok(lifted.ledger.needsOpenings, "also when it was written anew");

    const ledger = new LedgerState(TAG_KEY);
    ledger.apply(change);
    replica.take(ledger);
    assert.ok(!replica.ledger.needsOpenings);
    assert.equal(replica.view().size, desk.size);
    assert.equal(refusalOf(replica.view(), "/fil/1", NOW), page, "on the site that it had");

    desk.lift(page);
    follow(lifted, desk);
    assert.ok(!lifted.ledger.needsOpenings, "lifted, it says nothing any more");
    assert.equal(lifted.view().size, desk.size);
  }
});

test("a measure whose opening came later is held from then on", () => {
  const desk = new TestDesk();
  const replica = new Replica(TAG_KEY);
  replica.apply({ t: "config", version: 1, item: { kind: "site", site: SITE } });
  const index = desk.measure("/fil/1");
  const batch = desk.batch(0);
  replica.apply(changeIn(EMPTY_RANGE, { ...batch, openings: [] }, desk));
  assert.deepEqual(
    [replica.ledger.digests(NOW).held, replica.ledger.digests(NOW).known],
    [knownDigest([]), knownDigest([index])],
  );
  replica.apply(changeIn(EMPTY_RANGE, batch, desk));
  assert.deepEqual(
    [replica.ledger.digests(NOW).held, replica.ledger.digests(NOW).known],
    [knownDigest([index]), knownDigest([index])],
  );
  assert.equal(refusalOf(replica.view(), "/fil/1", NOW), index);
  const known = [...replica.changes(NOW)].flatMap((change) => (change.t === "batch" ? change.known : []));
  assert.deepEqual(known, [], "kept once");
});

test("the view is one object until something changes, and merges in the background change nothing", async () => {
  const desk = new TestDesk();
  const replica = new Replica(TAG_KEY);
  replica.apply({ t: "config", version: 1, item: { kind: "site", site: SITE } });
  desk.measure("/fil/0");
  follow(replica, desk);
  const before = replica.view();
  assert.equal(replica.view(), before);
  while (desk.size < 400) desk.measure(`/fil/${desk.size}`);
  follow(replica, desk);
  const unmerged = replica.view();
  assert.ok(unmerged.matcher.isMergeDue);
  while (desk.size < 410) desk.lift(desk.size - 400);
  follow(replica, desk);
  assert.ok(replica.ledger.isMergeDue);
  const merged = replica.ledger.merge();
  assert.ok(!replica.ledger.isMergeDue, "one at a time");
  desk.lift(10);
  follow(replica, desk);
  await merged;
  assert.ok(!replica.view().matcher.isMergeDue);
  for (const at of [0, 9, 10, 11, 399]) {
    assert.equal(refusalOf(replica.view(), `/fil/${at}`, NOW), at < 11 ? undefined : at);
  }
  assert.equal(refusalOf(unmerged, "/fil/0", NOW), 0);
  assert.equal(refusalOf(before, "/fil/1", NOW), undefined);
});

test("digests computed in slices are those computed at once, and stay for as long as they hold", async () => {
  const desk = new TestDesk();
  while (desk.size < 6000) desk.measure(`/fil/${desk.size}`);
  const replica = new Replica(TAG_KEY);
  follow(replica, desk);
  await replica.ledger.prepareDigests(NOW);
  const active = (nowMs: number) =>
    knownDigest(activeAt(applyEntries(EMPTY_STATE, 0, desk.entries).state, nowMs));
  for (const nowMs of [NOW, NOW + 29 * DAY - 1, NOW + 29 * DAY, NOW + 29 * DAY + 3 * SECOND, NOW]) {
    assert.equal(replica.ledger.digests(nowMs).known, active(nowMs), String(nowMs));
  }
  const fresh = new Replica(TAG_KEY);
  follow(fresh, desk);
  const preparing = fresh.ledger.prepareDigests(NOW);
  desk.lift(5);
  follow(fresh, desk);
  await preparing;
  assert.equal(fresh.ledger.digests(NOW).held, active(NOW), "what changed meanwhile counts");
});

test("a configuration version is followed once and only upwards, and stays without any site", () => {
  const replica = new Replica(TAG_KEY);
  replica.apply({ t: "config", version: 5, item: { kind: "site", site: SITE } });
  const item = { kind: "site" as const, site: SITE };
  for (const version of [1, 4, 5]) assert.match(problemOf(replica, version, item), /not newer than 5/);
  assert.equal(problemOf(replica, 6, item), "none");
  replica.apply({ t: "config", version: 9, item: { kind: "remove-site", site: SITE.id, request: 0 } });
  assert.equal(replica.view().siteOf.size, 0);
  const again = new Replica(TAG_KEY);
  for (const change of replica.changes(NOW)) again.apply(change);
  assert.equal(again.config, 9);
});

test("hostnames follow their site: given up, they are free", () => {
  const replica = new Replica(TAG_KEY);
  const [main, mirror] = SITE.hostnames as [string, string];
  const other = { ...SITE, id: "00000000000000000000000002", hostnames: [mirror] };
  replica.apply({ t: "config", version: 1, item: { kind: "site", site: SITE } });
  assert.match(problemOf(replica, 2, { kind: "site", site: other }), /another site's/);
  replica.apply({ t: "config", version: 2, item: { kind: "site", site: { ...SITE, hostnames: [main] } } });
  assert.deepEqual([...replica.view().siteOf.keys()], [main]);
  assert.equal(problemOf(replica, 3, { kind: "site", site: other }), "none");
});

const restoreHashes = (key: string, value: unknown): unknown =>
  key === "nodes" ? (value as object[]).map((node) => Uint8Array.from(Object.values(node))) : value;
