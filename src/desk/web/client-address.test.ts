import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Proxies, parseRange } from "./client-address.ts";

describe("who asks", () => {
  const proxies = new Proxies(["192.0.2.0/24", "2001:db8:1::/48"]);
  const TABLE: [string, string | undefined, string | undefined, string | undefined][] = [
    ["a visitor without a proxy is who connects", "203.0.113.9", undefined, "203.0.113.9"],
    ["and cannot say that she is another", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
    ["a proxy on this machine tells whom it speaks for", "127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["also mapped to IPv6", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"],
    ["what the visitor sent before it does not count", "127.0.0.1", "10.0.0.1, 198.51.100.1", "198.51.100.1"],
    ["a proxy behind a proxy", "127.0.0.1", "198.51.100.1, 192.0.2.7", "198.51.100.1"],
    ["a proxy that is named, by IPv6", "2001:db8:1::5", "2001:db8:2::9", "2001:db8:2::9"],
    ["a proxy that says nothing", "::1", undefined, undefined],
    ["with a port", "127.0.0.1", "198.51.100.1, 203.0.113.5:4711", "203.0.113.5"],
    ["with brackets", "127.0.0.1", "198.51.100.1, [2001:db8::1]:443", "2001:db8::1"],
    ["what cannot be read is not passed over", "127.0.0.1", "198.51.100.1, unknown", undefined],
    ["a proxy that says nonsense", "::1", "unknown, <script>", undefined],
    ["no connection at all", undefined, "198.51.100.1", undefined],
  ];
  for (const [what, peer, forwarded, expected] of TABLE)
    test(what, () => assert.equal(proxies.clientOf(peer, forwarded), expected));

  test("a range that is none is refused", () => {
    for (const text of ["", "x", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/8/8", "2001:db8::/129"])
      assert.throws(() => parseRange(text), /must be an address/);
  });
});
