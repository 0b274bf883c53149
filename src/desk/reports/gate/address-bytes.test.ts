import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { hex } from "../../../lib/bytes.ts";
import { addressBytes } from "./address-bytes.ts";

const CASES: readonly (readonly [address: string, bytes: string | undefined])[] = [
  ["192.0.2.77", "c000024d"],
  ["::ffff:192.0.2.77", "c000024d"],
  ["::FFFF:c000:24d", "c000024d"],
  ["0:0:0:0:0:ffff:192.0.2.77", "c000024d"],
  ["2001:db8::7", "20010db8000000000000000000000007"],
  ["2001:DB8:0:0::0007", "20010db8000000000000000000000007"],
  ["2001:db8:1:2:3:4:5:6", "20010db8000100020003000400050006"],
  ["2001:db8:1:2:3:4:5::", "20010db8000100020003000400050000"],
  ["64:ff9b::192.0.2.77", "c000024d"],
  ["64:ff9b:1::192.0.2.77", "0064ff9b0001000000000000c000024d"],
  ["fe80::1%eth0", "fe800000000000000000000000000001"],
  ["::", "00000000000000000000000000000000"],
  ["::1", "00000000000000000000000000000001"],
  ["", undefined],
  ["192.0.2", undefined],
  ["192.0.2.256", undefined],
  ["192.0.2.077", undefined],
  ["2001:db8", undefined],
  ["localhost", undefined],
  ["192.0.2.77:4000", undefined],
];
for (const [address, bytes] of CASES) {
  test(`"${address}" is ${bytes ?? "no address"}`, () => {
    const found = addressBytes(address);
    assert.equal(found === undefined ? undefined : hex(found), bytes);
  });
}

test("all spellings of an IPv6 address are the same bytes", () => {
  const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(groups, fc.boolean(), (list, upper) => {
      fc.pre(!list.slice(2, 5).every((group) => group === 0));
      const long = list.map((group) => group.toString(16).padStart(4, "0")).join(":");
      const short = new URL(`http://[${long}]`).hostname.slice(1, -1);
      const expected = long.replaceAll(":", "");
      assert.equal(hex(addressBytes(upper ? short.toUpperCase() : short)!), expected);
      assert.equal(hex(addressBytes(long)!), expected);
    }),
  );
});

test("any text is an address or is not; none throws", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.%]{0,40}$/)),
      (text) => {
        const bytes = addressBytes(text);
        assert.ok(bytes === undefined || bytes.length === 4 || bytes.length === 16);
      },
    ),
  );
});
