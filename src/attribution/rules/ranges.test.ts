import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { BlockList, isIPv4 } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { addressNumber, parsePrefix } from "./addresses.ts";
import { rangeTable, readRangeFolder } from "./ranges.ts";

test("spellings of one address are one number, and other text is none", () => {
  const same: readonly [string, string][] = [
    ["2001:db8::1", "2001:0DB8:0:0:0:0:0:1"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["::", "0:0:0:0:0:0:0:0"],
    ["1::", "1:0:0:0:0:0:0:0"],
  ];
  for (const [one, other] of same) assert.equal(addressNumber(one), addressNumber(other), one);
  for (const text of ["", "192.0.2", "192.0.2.256", "fe80::1%eth0", "perchoir.example"]) {
    assert.equal(addressNumber(text), undefined, text);
  }
});

test("prefixes: whole networks, single addresses, and what is neither", () => {
  assert.deepEqual(parsePrefix("192.0.2.9/24"), parsePrefix("192.0.2.0/24"));
  assert.equal(parsePrefix("192.0.2.9")?.first, parsePrefix("192.0.2.9/32")?.last);
  for (const text of ["192.0.2.0/33", "192.0.2.0/", "x/8", "2001:db8::/129"])
    assert.equal(parsePrefix(text), undefined, text);
});

const octet = fc.integer({ min: 0, max: 255 });
const v4 = fc.tuple(fc.constantFrom(10, 11), octet, octet, octet).map((parts) => parts.join("."));
const v6 = fc.tuple(octet, octet).map(([a, b]) => `2001:db8:${a.toString(16)}::${b.toString(16)}`);
const address = fc.oneof(v4, v6);
const prefix = address.chain((text) =>
  fc.integer({ min: 6, max: isIPv4(text) ? 32 : 128 }).map((length) => [text, length] as const),
);

test("membership agrees with Node's BlockList on random prefixes, nested and overlapping", () => {
  fc.assert(
    fc.property(
      fc.array(prefix, { minLength: 1, maxLength: 20 }),
      fc.array(address, { minLength: 20, maxLength: 20 }),
      (some, asked) => {
        const own = rangeTable(new Map([["p", some.map(([text, length]) => `${text}/${length}`)]]));
        const node = new BlockList();
        for (const [text, length] of some) node.addSubnet(text, length, isIPv4(text) ? "ipv4" : "ipv6");
        for (const text of asked) {
          assert.equal(
            own.providersOf(text).length === 1,
            node.check(text, isIPv4(text) ? "ipv4" : "ipv6"),
            text,
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

test("an address can be in the ranges of several providers, or of none", () => {
  const ranges = rangeTable(
    new Map([
      ["wide", ["2001:db8::/32"]],
      ["narrow", ["2001:db8:cd::/48"]],
    ]),
  );
  assert.deepEqual(ranges.providersOf("2001:db8:cd::1"), ["wide", "narrow"]);
  assert.deepEqual(ranges.providersOf("2001:db8::1"), ["wide"]);
  assert.deepEqual(ranges.providersOf("192.0.2.1"), []);
});

test("a folder gives each provider the prefixes of both its files; other files are left alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ranges-"));
  writeFileSync(join(folder, "exemple-ipv4.txt"), "192.0.2.0/24\n198.51.100.0/24\n");
  writeFileSync(join(folder, "exemple-ipv6.txt"), "2001:db8::/32\n");
  writeFileSync(join(folder, "LICENSE"), "text");
  assert.deepEqual(
    await readRangeFolder(folder),
    new Map([["exemple", ["192.0.2.0/24", "198.51.100.0/24", "2001:db8::/32"]]]),
  );
  rmSync(folder, { recursive: true });
});

test("a line that is no prefix is named", () => {
  assert.throws(
    () => rangeTable(new Map([["exemple", ["192.0.2.0/24", "<html>"]]])),
    /exemple: "<html>" is not a prefix/,
  );
});
