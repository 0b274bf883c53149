import assert from "node:assert/strict";
import { BlockList } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import { truncatedAddress, visitorKey } from "./address.ts";

const CASES: readonly (readonly [address: string, key: string, logged: string])[] = [
  ["192.0.2.77", "192.0.2.77", "192.0.2.0/24"],
  ["::ffff:192.0.2.77", "192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", "2001:db8:1::/48"],
  ["2001:DB8:0001:2::6", "2001:db8:1:2::", "2001:db8:1::/48"],
  ["2001:db8::7", "2001:db8::", "2001:db8::/48"],
  ["2001:db8::1:2:3:4:5", "2001:db8:0:1::", "2001:db8::/48"],
  ["64:ff9b::192.0.2.77", "64:ff9b::", "64:ff9b::/48"],
  ["fe80::1%eth0", "fe80::", "fe80::/48"],
  ["::1", "::", "::/48"],
  ["", "", ""],
];
for (const [address, key, logged] of CASES) {
  test(`"${address}" is counted as "${key}" and logged as "${logged}"`, () => {
    assert.deepEqual([visitorKey(address), truncatedAddress(address)], [key, logged]);
  });
}

/** An IPv6 address in any spelling, with its groups. */
const written = fc
  .tuple(
    fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 }),
    fc.boolean(),
    fc.nat(8),
  )
  .map(([groups, upper, cut]) => {
    const zeros = groups.slice(cut).findIndex((group) => group !== 0);
    const run = zeros === -1 ? 8 - cut : zeros;
    const text = (list: readonly number[]): string => list.map((group) => group.toString(16)).join(":");
    const address =
      run === 0 ? text(groups) : `${text(groups.slice(0, cut))}::${text(groups.slice(cut + run))}`;
    return { groups, address: upper ? address.toUpperCase() : address };
  });

test("one key for a /64 however it is written, another for every other", () => {
  fc.assert(
    fc.property(written, written, (a, b) => {
      const same = a.groups.slice(0, 4).join() === b.groups.slice(0, 4).join();
      assert.equal(visitorKey(a.address) === visitorKey(b.address), same);
    }),
  );
});

test("what is logged is the network that the address is in", () => {
  fc.assert(
    fc.property(written, ({ address }) => {
      const [network, bits] = truncatedAddress(address).split("/");
      const list = new BlockList();
      list.addSubnet(network!, Number(bits), "ipv6");
      assert.ok(list.check(address, "ipv6"), `${address} in ${network}`);
    }),
  );
});
