import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkedAddress, checkPort, isPublicAddress } from "./address-guard.ts";
import { PUBLIC_IP } from "./loopback.test.ts";

const words = (...lines: string[]): string[] => lines.flatMap((line) => line.split(" "));

const NOT_PUBLIC = [
  ...words(
    "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.100.100.200 100.127.255.255 127.0.0.1 127.255.255.254",
    "168.63.129.16 169.254.169.254 169.254.170.2 172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1",
    "192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.7",
    "203.0.113.9 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255",
    ":: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808",
    "64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:2::1 2001:10::1 2001:20::1 2001:30::1 2001:1ff:ffff::1",
    "2001:db8::1 2002:7f00:1::1 2002:808:808::1 2620:4f:8000::1 3fff::1 3fff:fff::1 4000::1 5f00::1 fc00::1",
    "fd00:ec2::254 fe80::1 fe80::1%eth0 2606:2800:21f::1%1 fec0::1 ff02::1",
    "localhost 0x7f.1 2130706433 127.1 8.8.8.8:80 [::1]",
  ),
  ...["", "8.8.8.8 "],
];
const PUBLIC = words(
  `${PUBLIC_IP} 1.0.0.1 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1 172.15.255.255`,
  "172.32.0.1 192.0.1.1 198.17.255.255 198.20.0.1 223.255.255.255",
  "2001:200::1 2003::1 2606:2800:21f:cb07:6820:80da:af6b:8b2c 3ffe::1",
);

test("special-purpose addresses are not public", () => {
  for (const ip of NOT_PUBLIC) assert.equal(isPublicAddress(ip), false, ip);
});

test("addresses beside the special blocks are public", () => {
  for (const ip of PUBLIC) assert.equal(isPublicAddress(ip), true, ip);
});

test("no IPv6 form of an IPv4 address is public", () => {
  fc.assert(
    fc.property(fc.ipV4(), (ip) => {
      const [a, b, c, d] = ip.split(".").map(Number) as [number, number, number, number];
      const tail = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      for (const form of [
        `::${tail}`,
        `::ffff:${tail}`,
        `64:ff9b::${tail}`,
        `2002:${tail}::1`,
        `2001:0:${tail}::1`,
      ]) {
        assert.equal(isPublicAddress(form), false, form);
      }
    }),
  );
});

test("other spellings of loopback in a URL are seen through", async () => {
  for (const host of [
    "2130706433",
    "0x7f.1",
    "127.1",
    "0177.0.0.1",
    "[::ffff:127.0.0.1]",
    "[::1]",
    "[0:0::7f00:1]",
  ]) {
    const { hostname } = new URL(`http://${host}/`);
    await assert.rejects(
      checkedAddress(hostname, async () => assert.fail("not asked")),
      { code: "capture.address-refused" },
    );
  }
});

test("of a mixed answer the public address is taken, and the whole answer kept", async () => {
  const checked = await checkedAddress("perchoir.example", async () => ["10.0.0.1", PUBLIC_IP]);
  assert.deepEqual(checked, { ip: PUBLIC_IP, answer: ["10.0.0.1", PUBLIC_IP] });
});

test("an answer without a public address is refused, an empty one said to be so", async () => {
  await assert.rejects(
    checkedAddress("a.example", async () => ["192.168.1.1"]),
    { code: "capture.address-refused" },
  );
  await assert.rejects(
    checkedAddress("a.example", async () => []),
    { code: "capture.no-address" },
  );
});

test("ports of other services are refused", () => {
  for (const port of [22, 25, 53, 389, 587])
    assert.throws(() => checkPort(port), { code: "capture.port-refused" });
  for (const port of [80, 443, 8080, 65535]) checkPort(port);
});
