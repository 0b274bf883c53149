import { isIPv4, isIPv6 } from "node:net";

/** The eight groups of an IPv6 address that is known to be one (RFC 4291 §2.2); a zone is no part of it (RFC 4007 §11). */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail] = address
    .split("%", 1)[0]!
    .replace(/[\d.]+$/, (last) => (last.includes(".") ? groupsOfQuad(last) : last))
    .split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].map((group) => Number.parseInt(group, 16));
}

const groupsOfQuad = (quad: string): string => {
  const [a = 0, b = 0, c = 0, d = 0] = quad.split(".").map(Number);
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
};

/**
 * What stands before an IPv4 address that is written as IPv6: on a socket for both (RFC 4291 §2.5.5.2), and where a
 * translator stands before a machine without IPv4 (RFC 6052 §2.1, RFC 7755), which else had all of IPv4 in one /64.
 */
const BEFORE_IPV4: readonly string[] = ["0,0,0,0,0,65535", `${0x64},${0xff9b},0,0,0,0`];

/**
 * An address as 4 or 16 bytes, one form for all its spellings; IPv4 written as IPv6 is IPv4. Undefined for anything that is
 * no address.
 */
export function addressBytes(address: string): Uint8Array | undefined {
  if (isIPv4(address)) return Uint8Array.from(address.split("."), Number);
  if (!isIPv6(address)) return undefined;
  const groups = groupsOf(address);
  const bytes = Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
  return BEFORE_IPV4.includes(groups.slice(0, 6).join()) ? bytes.subarray(12) : bytes;
}
