import assert from "node:assert/strict";
import { test } from "node:test";
import { truncatedAddress } from "./log.ts";

const CASES: readonly (readonly [string, string])[] = [
  ["192.0.2.77", "192.0.2.0/24"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
  ["2001:db8::7", "2001:db8:0::/48"],
  ["fe80::1%eth0", "fe80:0:0::/48"],
  ["::1", "0:0:0::/48"],
];
for (const [address, network] of CASES) {
  test(`${address} is logged as ${network}`, () => assert.equal(truncatedAddress(address), network));
}
