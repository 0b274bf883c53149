import assert from "node:assert/strict";
import { test } from "node:test";
import { fisherExact } from "./fisher.ts";
import { oddsRatio, riskDifference, riskRatio, wilson } from "./intervals.ts";
import { mantelHaenszelRatio } from "./strata.ts";
import { type Table, table } from "./table.ts";

/** Compares to the number of digits that the published row prints. */
function near(actual: number, expected: number, relative = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${actual} is not ${expected}`);
}

type PublishedRow = readonly [
  name: string,
  a: number,
  n1: number,
  b: number,
  n0: number,
  rr: number,
  low: number,
  high: number,
  p: number,
];

// Sites of OpenSources (2017) among the 100,000 most visited of 2020, by certificate of one provider: selections A to G.
const BY_CERTIFICATE: readonly PublishedRow[] = [
  ["A", 27, 87, 13554, 79355, 1.816985, 1.327849, 2.486303, 0.001439595464],
  ["B", 25, 70, 13556, 79372, 2.091114, 1.52658, 2.864415, 0.0001718030711],
  ["C", 19, 55, 13562, 79387, 2.022165, 1.405038, 2.91035, 0.001763844761],
  ["D", 13, 39, 13568, 79403, 1.950742, 1.251197, 3.041402, 0.01639024189],
  ["E", 8, 21, 13573, 79421, 2.229103, 1.291976, 3.845971, 0.01801901284],
  ["F", 5, 17, 13576, 79425, 1.720705, 0.82378, 3.594194, 0.1926095031],
  ["G", 15, 42, 13566, 79400, 2.09031, 1.392739, 3.137269, 0.003289920434],
];

// The same selections by certificate, or name server and the provider's second issuer.
const BY_CERTIFICATE_OR_NAME_SERVER: readonly PublishedRow[] = [
  ["A", 43, 87, 17069, 79355, 2.297817, 1.857042, 2.843211, 9.37839905e-9],
  ["B", 38, 70, 17074, 79372, 2.523583, 2.034596, 3.130092, 2.150486307e-9],
  ["C", 29, 55, 17083, 79387, 2.450307, 1.907174, 3.148117, 3.865956128e-7],
  ["D", 19, 39, 17093, 79403, 2.26312, 1.639632, 3.123696, 0.0002344844663],
  ["E", 12, 21, 17100, 79421, 2.654002, 1.832044, 3.844736, 0.00040370905],
  ["F", 9, 17, 17103, 79425, 2.458547, 1.570194, 3.849494, 0.0044005538],
  ["G", 24, 42, 17088, 79400, 2.655163, 2.042671, 3.45131, 5.497877489e-7],
];

// A second pair of lists (2021), against the paired list of real news and against everything else.
const SECOND_SET: readonly PublishedRow[] = [
  ["real list", 40, 207, 77, 715, 1.794341, 1.265364, 2.544453, 0.001910668616],
  ["all others", 40, 207, 13541, 79235, 1.130722, 0.855632, 1.494257, 0.405036918],
  ["real list, both signals", 62, 207, 136, 715, 1.574666, 1.217263, 2.037007, 0.001053466638],
  ["all others, both signals", 62, 207, 17050, 79235, 1.391919, 1.129675, 1.715041, 0.005014386079],
];

for (const [name, a, n1, b, n0, rr, low, high, p] of [
  ...BY_CERTIFICATE,
  ...BY_CERTIFICATE_OR_NAME_SERVER,
  ...SECOND_SET,
]) {
  test(`published row ${name}: ${a}/${n1} against ${b}/${n0}`, () => {
    const counts = table(a, n1, b, n0);
    const ratio = riskRatio(counts);
    near(ratio.value, rr);
    near(ratio.low, low);
    near(ratio.high, high);
    near(fisherExact(counts), p, 1e-8);
  });
}

test("the study's headline from its counts: 151 of 440 is 34.3 % [30.0, 38.9]", () => {
  const share = wilson(151, 440);
  assert.deepEqual(
    [share.value, share.low, share.high].map((x) => (100 * x).toFixed(1)),
    ["34.3", "30.0", "38.9"],
  );
  // The mainstream group's size was not published: 17.9 % enters as a share, here of a thousand.
  const counts = table(151, 440, 179, 1000);
  assert.equal(riskRatio(counts).value.toFixed(2), "1.92");
  assert.equal(oddsRatio(counts).toFixed(2), "2.40");
});

test("the rounded pair, one in three against one in five, says 1.67 and 2.00", () => {
  const counts = table(1, 3, 1, 5);
  assert.equal(riskRatio(counts).value.toFixed(2), "1.67");
  assert.equal(oddsRatio(counts).toFixed(2), "2.00");
});

test("row C holds under the other measures", () => {
  const counts = table(19, 55, 13562, 79387);
  const toxic = wilson(counts.a, counts.n1);
  near(toxic.low, 0.233627, 1e-5);
  near(toxic.high, 0.477461, 1e-5);
  const rest = wilson(counts.b, counts.n0);
  near(rest.low, 0.168232, 1e-5);
  near(rest.high, 0.173468, 1e-5);
  const difference = riskDifference(counts);
  near(difference.value, 0.174621, 1e-5);
  near(difference.low, 0.062762, 1e-5);
  near(difference.high, 0.306653, 1e-5);
  near(oddsRatio(counts), 2.561641);
});

test("row C within bands of popularity: Mantel-Haenszel 2.178", () => {
  const bands: readonly Table[] = [
    table(0, 4, 41, 902),
    table(0, 6, 434, 3392),
    table(1, 7, 658, 4199),
    table(5, 9, 1464, 8242),
    table(2, 8, 2614, 14835),
    table(5, 11, 2783, 15844),
    table(5, 5, 2576, 15725),
    table(1, 5, 2992, 16248),
  ];
  near(mantelHaenszelRatio(bands), 2.177768);
});

test("by the alias of a name alone the finding would have been missed", () => {
  near(fisherExact(table(7, 56, 7289, 90844)), 0.21424382, 1e-7);
  near(fisherExact(table(31, 54, 23539, 81796)), 1.3343918e-5, 1e-7);
});
