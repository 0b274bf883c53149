import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { trustedProxies } from "./proxy-header.ts";
import { type ProxyHeader, parseProxyHeader } from "./proxy-protocol.ts";

const SIGNATURE = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");

function v2(versionCommand: number, family: number, block: Buffer): Buffer {
  const head = Buffer.from([versionCommand, family, block.length >> 8, block.length & 255]);
  return Buffer.concat([SIGNATURE, head, block]);
}

const IPV4 = Buffer.from([192, 0, 2, 7, 198, 51, 100, 1, 0xdc, 0x04, 1, 0xbb]);
const IPV6 = Buffer.from(`20010db8${"0".repeat(23)}7${"20010db8".padEnd(32, "0")}dc0401bb`, "hex");
const MAPPED = Buffer.from(`${"0".repeat(20)}ffffc0000207${"20010db8".padEnd(32, "0")}dc0401bb`, "hex");
const TLV = Buffer.from([0x04, 0, 3, 1, 2, 3]); // PP2_TYPE_NOOP

const TAKEN: readonly (readonly [why: string, header: Buffer, source: string | undefined])[] = [
  ["1, IPv4", Buffer.from("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\n"), "192.0.2.7"],
  ["1, IPv6", Buffer.from("PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n"), "2001:db8::7"],
  ["1, IPv4 as IPv6", Buffer.from("PROXY TCP6 ::ffff:c000:207 ::ffff:192.0.2.1 56324 443\r\n"), "192.0.2.7"],
  ["1, unknown", Buffer.from("PROXY UNKNOWN\r\n"), undefined],
  ["1, unknown and more", Buffer.from("PROXY UNKNOWN ffff:f...f:ffff ffff 65535 65535\r\n"), undefined],
  ["2, IPv4", v2(0x21, 0x11, IPV4), "192.0.2.7"],
  ["2, IPv4 with TLVs", v2(0x21, 0x11, Buffer.concat([IPV4, TLV])), "192.0.2.7"],
  ["2, IPv6", v2(0x21, 0x21, IPV6), "2001:db8::7"],
  ["2, IPv4 as IPv6", v2(0x21, 0x21, MAPPED), "192.0.2.7"],
  ["2, LOCAL", v2(0x20, 0x00, Buffer.alloc(0)), undefined],
  ["2, LOCAL with addresses, which are to be ignored", v2(0x20, 0x11, IPV4), undefined],
  ["2, unspecified", v2(0x21, 0x00, TLV), undefined],
  ["2, a Unix socket", v2(0x21, 0x31, Buffer.alloc(216)), undefined],
];

test("headers of both versions, at every length and with bytes behind them", () => {
  for (const [why, header, source] of TAKEN) {
    for (let length = 0; length < header.length; length++) {
      assert.deepEqual(
        parseProxyHeader(header.subarray(0, length)),
        { kind: "incomplete" },
        `${why} ${length}`,
      );
    }
    const expected: ProxyHeader = { kind: "complete", bytes: header.length, source };
    assert.deepEqual(parseProxyHeader(header), expected, why);
    assert.deepEqual(parseProxyHeader(Buffer.concat([header, Buffer.from("GET /")])), expected, why);
  }
});

test("what is no header is malformed as soon as that can be seen", () => {
  for (const bytes of [
    ...[
      "G",
      "GET / HTTP/1.1\r\n",
      "PROXYTCP4",
      "PROXY  TCP4 1 2 3 4\r\n",
      "\r\n\r\n\0\r\nQUIT\r",
      "\x16\x03\x01",
    ],
    ...["PROXY TCP4 192.0.2.7 198.51.100.1 56324\r\n", "PROXY TCP4 2001:db8::7 2001:db8::1 1 2\r\n"],
    ...["PROXY TCP4 192.0.2.300 198.51.100.1 1 2\r\n", "PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n"],
    ...["PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n", "PROXY TCP5 192.0.2.7 198.51.100.1 1 2\r\n"],
    ...["PROXY TCP4 192.0.2.7 198.51.100.1 1 2 \r\n", "PROXY TCP4  192.0.2.7 198.51.100.1 1 2\r\n"],
    `PROXY UNKNOWN ${"x".repeat(94)}\r\n`,
  ]) {
    assert.deepEqual(
      parseProxyHeader(Buffer.from(bytes, "latin1")),
      { kind: "malformed" },
      JSON.stringify(bytes),
    );
  }
  for (const header of [
    v2(0x11, 0x11, IPV4), // version 1 in the binary form
    v2(0x22, 0x11, IPV4), // a command that is none
    v2(0x21, 0x41, IPV4), // a family that is none
    v2(0x21, 0x13, IPV4), // a transport that is none
    v2(0x21, 0x11, IPV4.subarray(1)), // addresses that do not fit
    v2(0x21, 0x21, IPV4),
    v2(0x21, 0x11, Buffer.alloc(5000)), // longer than any proxy's
  ]) {
    assert.deepEqual(
      parseProxyHeader(header.subarray(0, 16)),
      { kind: "malformed" },
      header.toString("hex", 12, 16),
    );
  }
});

test("no bytes make it do anything else (property)", () => {
  const start = fc.constantFrom(
    Buffer.alloc(0),
    SIGNATURE,
    Buffer.from("PROXY TCP4 "),
    Buffer.from("PROXY UNKNOWN"),
  );
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, tail) => {
      const bytes = Buffer.concat([head, tail]);
      const header = parseProxyHeader(bytes);
      if (header.kind === "complete") assert.ok(header.bytes > 0 && header.bytes <= bytes.length);
    }),
    { numRuns: 3000 },
  );
});

test("who may send one is a list of addresses and CIDR blocks", () => {
  const trusts = trustedProxies(["192.0.2.0/24", "198.51.100.7", "2001:db8::/32"]);
  for (const address of ["192.0.2.255", "198.51.100.7", "2001:db8:ffff::1"])
    assert.ok(trusts(address), address);
  for (const address of ["192.0.3.0", "198.51.100.8", "2001:db9::"]) assert.ok(!trusts(address), address);
  for (const block of ["", "192.0.2.0/33", "192.0.2.0/", "192.0.2.0/-1", "example.test", "192.0.2/24"]) {
    assert.throws(() => trustedProxies([block]), { code: "proxy.untrustable" }, block);
  }
});
