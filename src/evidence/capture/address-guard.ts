import { BlockList, isIP, isIPv4 } from "node:net";
import { RempartError } from "../../lib/errors.ts";

/**
 * Which addresses a capture may connect to. A reported page, or one it redirects to, is chosen by strangers: without
 * this guard it could make us read our own network (CWE-918). The decision is taken on the resolved address, and the
 * connection then goes to that very address, so that a second DNS answer changes nothing.
 */
const blocked = new BlockList();

/** IANA IPv4 Special-Purpose Address Registry (RFC 6890), with multicast, and Azure's host service, public by form only. */
const SPECIAL_V4 = [
  "0.0.0.0/8", // "this network"
  "10.0.0.0/8", // private use
  "100.64.0.0/10", // shared address space (CGNAT)
  "127.0.0.0/8", // loopback
  "168.63.129.16/32", // Azure: the virtual machine's host
  "169.254.0.0/16", // link-local, and the clouds' metadata services
  "172.16.0.0/12", // private use
  "192.0.0.0/24", // IETF protocol assignments
  "192.0.2.0/24", // documentation
  "192.31.196.0/24", // AS112
  "192.52.193.0/24", // AMT
  "192.88.99.0/24", // 6to4 relays
  "192.168.0.0/16", // private use
  "192.175.48.0/24", // AS112
  "198.18.0.0/15", // benchmarking
  "198.51.100.0/24", // documentation
  "203.0.113.0/24", // documentation
  "224.0.0.0/4", // multicast
  "240.0.0.0/4", // reserved, limited broadcast
];

/** Special-purpose blocks inside 2000::/3; all that lies outside (IPv4-mapped, NAT64, ULA, link-local…) is refused anyway. */
const SPECIAL_V6 = [
  "2001::/23", // IETF protocol assignments: Teredo, benchmarking, ORCHID
  "2001:db8::/32", // documentation
  "2002::/16", // 6to4: carries any IPv4 address
  "2620:4f:8000::/48", // AS112
  "3fff::/20", // documentation
];

for (const block of [...SPECIAL_V4, ...SPECIAL_V6]) {
  const [network, prefix] = block.split("/") as [string, string];
  blocked.addSubnet(network, Number(prefix), isIPv4(network) ? "ipv4" : "ipv6");
}

/** RFC 4291 §2.4 and the IANA registry: the only IPv6 block from which public addresses have been given out. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/** Whether an IP literal is an ordinary address of the public internet. Anything else, including a zone id, is not. */
export function isPublicAddress(ip: string): boolean {
  switch (isIP(ip)) {
    case 4:
      return !blocked.check(ip, "ipv4");
    case 6:
      return !ip.includes("%") && globalUnicast.check(ip, "ipv6") && !blocked.check(ip, "ipv6");
    default:
      return false;
  }
}

/** All addresses of a hostname, as the DNS gives them. May reject or give none. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

export interface CheckedAddress {
  /** The address to connect to. */
  readonly ip: string;
  /** The whole answer, kept as evidence; empty for an IP literal. */
  readonly answer: readonly string[];
}

/**
 * Resolves a URL's hostname once and picks the first public address. Throws `capture.no-address` or
 * `capture.address-refused`; the caller must connect to the address it gets and ask again at each redirect.
 */
export async function checkedAddress(hostname: string, resolve: Resolve): Promise<CheckedAddress> {
  const literal = hostname.replace(/^\[|\]$/g, "");
  const isLiteral = isIP(literal) !== 0;
  const answer = isLiteral ? [literal] : await resolve(hostname);
  if (answer.length === 0) throw new RempartError("capture.no-address", 502, "the hostname has no address");
  const ip = answer.find(isPublicAddress);
  if (ip === undefined) {
    throw new RempartError("capture.address-refused", 422, "the page lies on an address that is not public");
  }
  return { ip, answer: isLiteral ? [] : answer };
}

/**
 * Ports of services that are not HTTP but may obey what an HTTP request says (mail, shells, directories). 80, 443 and
 * everything from 1024 on is allowed: forums do run on 8080.
 */
export function checkPort(port: number): void {
  if (port === 80 || port === 443 || port >= 1024) return;
  throw new RempartError("capture.port-refused", 422, `port ${port} is not a port for web pages`, { port });
}
