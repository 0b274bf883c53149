import { isIPv4, isIPv6 } from "node:net";

/** An IP address as 32-bit words, the highest first: one for IPv4, four for IPv6. */
export type AddressWords = readonly number[];

/** RFC 4291 §2.5.5.2: IPv4 written as IPv6 is that IPv4 address. */
const MAPPED = 0xffff;

/** Undefined if it is no address. A zone (`%eth0`) says where it is, not whose. */
export function addressWords(text: string): AddressWords | undefined {
  if (isIPv4(text)) return [quadWord(text)];
  const address = text.split("%", 1)[0]!;
  if (!isIPv6(address)) return undefined;
  const words = ipv6Words(address);
  return words[0] === 0 && words[1] === 0 && words[2] === MAPPED ? [words[3]!] : words;
}

function quadWord(quad: string): number {
  let word = 0;
  let byte = 0;
  for (let i = 0; i < quad.length; i++) {
    const code = quad.charCodeAt(i);
    if (code !== 0x2e) byte = 10 * byte + code - 0x30;
    else {
      word = 256 * word + byte;
      byte = 0;
    }
  }
  return 256 * word + byte;
}

/** Of what `isIPv6` has seen. */
function ipv6Words(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  const groups = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return [0, 2, 4, 6].map((i) => groups[i]! * 0x1_0000 + groups[i + 1]!);
}

function groupsOf(part: string): number[] {
  if (part === "") return [];
  return part.split(":").flatMap((group) => {
    if (!group.includes(".")) return [Number.parseInt(group, 16)];
    const word = quadWord(group);
    return [word >>> 16, word & 0xffff];
  });
}
