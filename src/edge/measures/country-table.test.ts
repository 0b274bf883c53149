import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { runThrough } from "../../lib/slices.ts";
import { CountryTable } from "./country-table.ts";

const read = (...lines: readonly string[]): CountryTable =>
  runThrough(CountryTable.read(`${lines.join("\n")}\n`));

test("ranges, networks, quotes, tabs, comments and further columns", () => {
  const table = read(
    "# country,table",
    "192.0.2.0,192.0.2.127,FR",
    '"192.0.2.128","192.0.2.255","BE"',
    "198.51.100.0/24,CA",
    "203.0.113.0\t203.0.113.255\tCH\tSome name",
    "2001:db8::,2001:db8:0:ffff:ffff:ffff:ffff:ffff,FR",
    "2001:db8:1::/48,LU\r",
  );
  for (const [address, country] of [
    ["192.0.2.0", "FR"],
    ["192.0.2.127", "FR"],
    ["192.0.2.128", "BE"],
    ["198.51.100.255", "CA"],
    ["198.51.101.0", undefined],
    ["192.0.1.255", undefined],
    ["203.0.113.9", "CH"],
    ["203.0.114.0", undefined],
    ["::ffff:192.0.2.1", "FR"],
    ["2001:db8::1", "FR"],
    ["2001:db8:0:ffff:ffff:ffff:ffff:ffff", "FR"],
    ["2001:DB8:1::9%eth0", "LU"],
    ["2001:db8:2::", undefined],
    ["::1", undefined],
    ["unknown", undefined],
  ] as const)
    assert.equal(table.countryOf(address), country, address);
  assert.equal(table.lines, 6);
});

test("codes that name no country are none, and the ends of the address space are not passed", () => {
  const table = read("0.0.0.0/1,ZZ", "128.0.0.0,255.255.255.255,FR", "::/1,None", "8000::/1,BE");
  assert.deepEqual(
    ["127.255.255.255", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"].map((address) =>
      table.countryOf(address),
    ),
    [undefined, "FR", undefined, "BE"],
  );
});

test("a table that contradicts itself is refused with its line", () => {
  for (const [line, why] of [
    ["192.0.2.0,192.0.2.9", /line 2 is neither/],
    ["192.0.2.0,2001:db8::,FR", /line 2 is neither/],
    ["192.0.2.1/24,FR", /line 2 is neither/],
    ["192.0.2.0/33,FR", /line 2 is neither/],
    ["192.0.2.9,192.0.2.0,FR", /line 2 begins before/],
    ["192.0.1.255,192.0.2.0,FR", /line 2 begins before/],
  ] as const)
    assert.throws(() => read("192.0.1.0/24,BE", line), why, line);
  assert.throws(() => read("# nothing"), /no line/);
});

test("what was put in is found, at both ends of each range and not beside them", () => {
  const points = fc.uniqueArray(fc.nat({ max: 0xffff_fffe }), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(points, (unsorted) => {
      const sorted = unsorted.toSorted((a, b) => a - b);
      const ranges: [number, number][] = [];
      for (let i = 0; i + 1 < sorted.length; i += 2) ranges.push([sorted[i]!, sorted[i + 1]! - 1]);
      const quad = (word: number): string => [24, 16, 8, 0].map((bits) => (word >>> bits) & 255).join(".");
      const codes = ["FR", "BE", "CA"];
      const table = read(...ranges.map(([a, b], i) => `${quad(a)},${quad(b)},${codes[i % 3]}`));
      const wanted = (word: number): string | undefined =>
        codes[ranges.findIndex(([a, b]) => a <= word && word <= b) % 3];
      for (const word of sorted.flatMap((point) => [point - 1, point, point + 1]).filter((one) => one >= 0))
        assert.equal(table.countryOf(quad(word)), wanted(word), quad(word));
    }),
  );
});

test("a row takes a few bytes", () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/25,${i % 2 ? "FR" : "BE"}`);
  assert.ok(read(...lines).bytes <= 5000 * 2 * 6 + 64, "each line and the gap behind it, 6 bytes each");
});
