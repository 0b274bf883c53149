import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { benjaminiHochberg, holm } from "./correction.ts";
import { fisherExact } from "./fisher.ts";
import { strictHost } from "./hosts.ts";
import { covers, riskDifference, riskRatio, wilson } from "./intervals.ts";
import { poissonBinomialTail } from "./strata.ts";
import { shareText, type Table, table } from "./table.ts";

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(10)));

/** Tables with nobody's group empty. */
const tables = fc
  .tuple(
    fc.integer({ min: 1, max: 400 }),
    fc.integer({ min: 1, max: 400 }),
    fc.float({ min: 0, max: 1, noNaN: true }),
    fc.float({ min: 0, max: 1, noNaN: true }),
  )
  .map(([n1, n0, x, y]) => table(Math.round(x * n1), n1, Math.round(y * n0), n0));
const swap = ({ a, n1, b, n0 }: Table): Table => ({ a: b, n1: n0, b: a, n0: n1 });

// p values of scipy.stats.fisher_exact 1.17.1.
const SCIPY: readonly [a: number, n1: number, b: number, n0: number, p: number][] = [
  [3, 10, 1, 12, 0.29323308270676685],
  [0, 5, 0, 7, 1.0],
  [0, 21, 9, 40, 0.021484020923972343],
  [5, 5, 1, 9, 0.002997002997002996],
  [300, 1000, 240, 1000, 0.002942890845303101],
  [40, 207, 77, 715, 0.001910668616464945],
  [1, 2, 40000, 79387, 1.0],
  [50000, 79387, 19, 55, 3.097470141839574e-5],
];

test("Fisher's test agrees with SciPy to 1e-9", () => {
  for (const [a, n1, b, n0, p] of SCIPY) {
    const own = fisherExact(table(a, n1, b, n0));
    assert.ok(Math.abs(own - p) <= 1e-9 * p, `${a}/${n1} against ${b}/${n0}: ${own}, not ${p}`);
  }
});

test("Fisher's p is a probability and does not depend on which group comes first", () => {
  fc.assert(
    fc.property(tables, (counts) => {
      const p = fisherExact(counts);
      assert.ok(p > 0 && p <= 1 + 1e-12);
      assert.ok(Math.abs(p - fisherExact(swap(counts))) < 1e-9);
    }),
  );
});

test("swapped groups turn the ratio over and the difference round", () => {
  fc.assert(
    fc.property(
      tables.filter(({ a, b }) => a > 0 && b > 0),
      (counts) => {
        const one = riskRatio(counts);
        const other = riskRatio(swap(counts));
        assert.ok(Math.abs(one.value * other.value - 1) < 1e-9);
        assert.ok(Math.abs(one.low * other.high - 1) < 1e-9);
        assert.ok(Math.abs(riskDifference(counts).low + riskDifference(swap(counts)).high) < 1e-9);
      },
    ),
  );
});

test("every interval covers its own estimate, and no difference is found between a list and itself", () => {
  fc.assert(
    fc.property(tables, ({ a, n1 }) => {
      const share = wilson(a, n1);
      assert.ok(covers({ low: share.low - 1e-12, high: share.high + 1e-12 }, share.value));
      assert.ok(share.low >= 0 && share.high <= 1);
      const same = table(a, n1, a, n1);
      if (a > 0) assert.ok(covers(riskRatio(same), 1));
      assert.ok(covers(riskDifference(same), 0));
      assert.ok(Math.abs(fisherExact(same) - 1) < 1e-9);
    }),
  );
});

test("corrections: the worked examples, any order, never below p", () => {
  assert.deepEqual(rounded(holm([0.01, 0.04, 0.03])), [0.03, 0.06, 0.06]);
  assert.deepEqual(rounded(benjaminiHochberg([0.01, 0.04, 0.03])), [0.03, 0.04, 0.04]);
  assert.deepEqual([holm([]), benjaminiHochberg([])], [[], []]);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }),
      (p) => {
        const strict = holm(p);
        const explore = benjaminiHochberg(p);
        for (const i of p.keys()) {
          assert.ok(strict[i]! >= explore[i]! - 1e-12 && explore[i]! >= p[i]! - 1e-12 && strict[i]! <= 1);
        }
        assert.deepEqual(rounded(holm(p.toReversed())), rounded(strict.toReversed()));
      },
    ),
  );
});

test("q values of the published family of 18 issuers", () => {
  const q = benjaminiHochberg([0.0017638448, 0.007077564, 0.020789595, ...new Array<number>(15).fill(1)]);
  assert.deepEqual(
    q.slice(0, 3).map((value) => value.toFixed(6)),
    ["0.031749", "0.063698", "0.124738"],
  );
});

test("the tail of unequal chances is the binomial one when they are equal, and whole from zero on", () => {
  assert.ok(Math.abs(poissonBinomialTail([0.5, 0.5, 0.5, 0.5], 3) - 5 / 16) < 1e-15);
  assert.ok(Math.abs(poissonBinomialTail([0.1, 0.9], 2) - 0.09) < 1e-15);
  assert.ok(Math.abs(poissonBinomialTail([0.2, 0.3], 0) - 1) < 1e-15);
});

test("no percentage is written for fewer than twenty sites", () => {
  assert.equal(shareText(5, 17), "5/17");
  assert.equal(shareText(8, 20), "8/20 = 40.0 %");
});

test("counts that cannot be a table are refused", () => {
  assert.throws(() => table(6, 5, 0, 5), { code: "study.table" });
  assert.throws(() => table(1.5, 5, 0, 5), { code: "study.table" });
});

test("a list entry is a site only if it is nothing but a registrable domain", () => {
  const cases: readonly [entry: string, host: string | undefined][] = [
    [" Journal.EXAMPLE ", "journal.example"],
    ["https://www.gazette-fictive.com/", "gazette-fictive.com"],
    ["gazette-fictive.co.uk", "gazette-fictive.co.uk"],
    ["gazette-fictive.com/section", undefined],
    ["quelquun.wordpress.com", undefined],
    ["quelquun.blogspot.com", "quelquun.blogspot.com"],
    ["blogspot.com", undefined],
    ["", undefined],
  ];
  for (const [entry, host] of cases) assert.equal(strictHost(entry), host, entry);
});
