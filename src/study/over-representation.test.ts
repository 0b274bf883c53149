import assert from "node:assert/strict";
import { test } from "node:test";
import { CAVEATS, formatStudy } from "./format.ts";
import { overRepresentation, type ProviderLine } from "./over-representation.ts";

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${prefix}${i}.example`);
const lines = (domains: readonly string[], provider: string, role = "cdn"): ProviderLine[] =>
  domains.map((domain) => ({ domain, role, provider }));

/** 60 labelled sites, 55 of them judged, 19 with the provider; 1,000 others, 171 with it. */
const labelled = names("labelled", 60);
const others = names("other", 1000);
const claims = [
  ...lines(labelled.slice(0, 19), "cdn-exemple"),
  ...lines(labelled.slice(19, 55), "none"),
  ...lines(others.slice(0, 171), "cdn-exemple"),
  ...lines(others.slice(171), "none"),
];
const labels = new Set(labelled);
const baseline = new Set(others);

test("counts per domain, leaves out the unknown and says how many they are", () => {
  const [cdn] = overRepresentation(labels, claims, baseline);
  const row = cdn!.rows.find((one) => one.provider === "cdn-exemple")!;
  assert.deepEqual(row.table, { a: 19, n1: 55, b: 171, n0: 1000 });
  assert.deepEqual(cdn!.unknown, { labelled: 5, baseline: 0 });
  assert.equal(row.ratio.value.toFixed(2), "2.02");
});

test("a domain named twice counts once, one in both lists is labelled, one in neither does not count", () => {
  const doubled = [...claims, ...claims, ...lines(["stranger.example"], "cdn-exemple")];
  const both = new Set([...others, labelled[0]!]);
  assert.deepEqual(overRepresentation(labels, doubled, both), overRepresentation(labels, claims, baseline));
});

test("swapped lists turn over-representation into under-representation", () => {
  const ratio = (one: Set<string>, other: Set<string>) =>
    overRepresentation(one, claims, other)[0]!.rows.find((row) => row.provider === "cdn-exemple")!.ratio
      .value;
  assert.ok(ratio(labels, baseline) > 1);
  assert.ok(ratio(baseline, labels) < 1);
});

test("a small group gets counts and no share", () => {
  const few = new Set(labelled.slice(0, 19));
  const [cdn] = overRepresentation(few, claims, baseline);
  assert.equal(cdn!.rows[0]!.labelledShare, null);
  assert.ok(cdn!.rows[0]!.baselineShare !== null);
  const text = formatStudy([cdn!]);
  assert.ok(text.includes("cdn-exemple: 19/19 against 171/1000 = 17.1 %"), text);
});

test("rare providers are not tested, and the correction counts only those that are", () => {
  const rare = lines(labelled.slice(0, 2), "rare");
  const [cdn] = overRepresentation(labels, [...claims, ...rare], baseline);
  assert.deepEqual(cdn!.rows.map((row) => row.provider).toSorted(), ["cdn-exemple", "none"]);
  for (const row of cdn!.rows) assert.ok(row.holm <= 2 * row.p + 1e-12);
});

test("roles are separate studies", () => {
  const mail = [...lines(labelled, "mail-exemple", "mail"), ...lines(others, "mail-exemple", "mail")];
  const roles = overRepresentation(labels, [...claims, ...mail], baseline);
  assert.deepEqual(
    roles.map(({ role }) => role),
    ["cdn", "mail"],
  );
  assert.equal(roles[1]!.rows[0]!.p, 1);
});

test("the text shows the unknown and the caveats under every result", () => {
  const text = formatStudy(overRepresentation(labels, claims, baseline));
  assert.ok(text.includes("cdn (unknown: 5 labelled, 0 of the baseline)"));
  assert.ok(text.includes("cdn-exemple: 19/55 = 34.5 % against 171/1000 = 17.1 %; ratio 2.02 ["), text);
  for (const caveat of CAVEATS) assert.ok(text.includes(caveat));
});
