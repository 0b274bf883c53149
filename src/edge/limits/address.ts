/**
 * The groups of an IPv6 address (RFC 4291 §2.2), those that "::" stands for written out. A dotted quad at the end counts as
 * one: only the first four matter here.
 */
function groupsOf(address: string): readonly string[] {
  const [head = "", tail] = address.split("%", 1)[0]!.split("::");
  const before = head === "" ? [] : head.split(":");
  if (tail === undefined) return before;
  const after = tail === "" ? [] : tail.split(":");
  return [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0"), ...after];
}

/** The first `bits` (a multiple of 16, at most 64) of an IPv6 address, as `2001:db8::`. */
function ipv6Network(address: string, bits: number): string {
  const groups = groupsOf(address)
    .slice(0, bits / 16)
    .map((group) => Number.parseInt(group, 16).toString(16));
  while (groups.at(-1) === "0") groups.pop();
  return `${groups.join(":")}::`;
}

/** IPv4 written as IPv6 (RFC 4291 §2.5.5.2): one visitor, whatever the listener speaks. */
const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * What limits are counted by. A subscriber has one IPv4 address, or at least a /64 of IPv6 (RFC 6177), in which every address
 * is theirs to use.
 */
export function visitorKey(address: string): string {
  if (!address.includes(":")) return address;
  return mapped.exec(address)?.[1] ?? ipv6Network(address, 64);
}

/** What may be written down of a visitor: the /24 of an IPv4 address, the /48 of an IPv6 address. */
export function truncatedAddress(address: string): string {
  const ipv4 = address.includes(":") ? mapped.exec(address)?.[1] : address;
  return ipv4 === undefined ? `${ipv6Network(address, 48)}/48` : ipv4.replace(/\.\d+$/, ".0/24");
}
