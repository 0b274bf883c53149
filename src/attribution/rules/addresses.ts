import { isIP } from "node:net";

const V4_IN_V6 = 0xffffn << 32n;

function v4Number(text: string): bigint {
  return text.split(".").reduce((value, part) => value * 256n + BigInt(part), 0n);
}

/**
 * An address as a 128-bit number, IPv4 in its place inside IPv6 (::ffff:0:0/96, RFC 4291 §2.5.5.2); undefined for
 * anything that is not an address literal, zone ids included.
 */
export function addressNumber(text: string): bigint | undefined {
  const family = isIP(text);
  if (family === 4) return V4_IN_V6 + v4Number(text);
  if (family !== 6 || text.includes("%")) return undefined;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted !== null) {
    const low = v4Number(dotted[2]!);
    return addressNumber(`${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
  }
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...left, ...new Array<string>(8 - left.length - right.length).fill("0"), ...right];
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

export interface AddressRange {
  readonly first: bigint;
  readonly last: bigint;
}

/** `192.0.2.0/24` or a single address; undefined for anything else. Bits beyond the prefix are ignored. */
export function parsePrefix(text: string): AddressRange | undefined {
  const [address = "", length] = text.split("/");
  const number = addressNumber(address);
  if (number === undefined || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const width = isIP(address) === 4 ? 32 : 128;
  const prefix = Number(length ?? width);
  if (prefix > width) return undefined;
  const hosts = 1n << BigInt(width - prefix);
  const first = (number / hosts) * hosts;
  return { first, last: first + hosts - 1n };
}
