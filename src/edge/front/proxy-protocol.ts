import { isIPv4, isIPv6, SocketAddress } from "node:net";

/** https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt, version 2.2 of 2020/03/05; §-numbers are its sections. */
export type ProxyHeader =
  | { readonly kind: "incomplete" }
  | { readonly kind: "malformed" }
  /** `source`: whom the proxy speaks for; undefined where it speaks for itself, or for somebody without an IP address. */
  | { readonly kind: "complete"; readonly bytes: number; readonly source: string | undefined };

const INCOMPLETE: ProxyHeader = { kind: "incomplete" };
const MALFORMED: ProxyHeader = { kind: "malformed" };

const V2_SIGNATURE = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
const V1_SIGNATURE = Buffer.from("PROXY ", "latin1");
/** §2.1: the longest line that version 1 can have. */
const V1_MAX_BYTES = 107;
const V2_HEAD_BYTES = 16;
/** §2.2 allows 65,535; what real proxies add (TLS facts, names of load balancers) stays far below this. */
const V2_MAX_BYTES = 4096;

/** Reads the PROXY header at the begin of a connection, of either version. */
export function parseProxyHeader(bytes: Buffer): ProxyHeader {
  if (bytes.length === 0) return INCOMPLETE;
  if (startsLike(bytes, V2_SIGNATURE)) return bytes.length < V2_HEAD_BYTES ? INCOMPLETE : parseV2(bytes);
  if (startsLike(bytes, V1_SIGNATURE)) return parseV1(bytes);
  return MALFORMED;
}

/** Equal as far as both go. */
function startsLike(bytes: Buffer, signature: Buffer): boolean {
  const length = Math.min(bytes.length, signature.length);
  return bytes.compare(signature, 0, length, 0, length) === 0;
}

/** §2.1: `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n`, or `PROXY UNKNOWN`, behind which anything may stand. */
const V1_LINE = /^PROXY (?:UNKNOWN(?: [^\r\n]*)?|(TCP[46]) (\S+) (\S+) (\d{1,5}) (\d{1,5}))$/;

function parseV1(bytes: Buffer): ProxyHeader {
  const end = bytes.subarray(0, V1_MAX_BYTES).indexOf("\r\n");
  if (end === -1) return bytes.length < V1_MAX_BYTES ? INCOMPLETE : MALFORMED;
  const match = V1_LINE.exec(bytes.toString("latin1", 0, end));
  if (match === null) return MALFORMED;
  const [, family, source, destination, ...ports] = match;
  if (family === undefined) return { kind: "complete", bytes: end + 2, source: undefined };
  const isAddress = family === "TCP4" ? isIPv4 : isIPv6;
  if (!isAddress(source!) || !isAddress(destination!) || !ports.every(isPort)) return MALFORMED;
  return { kind: "complete", bytes: end + 2, source: asVisitor(source!) };
}

/** IPv4 written as IPv6 is that IPv4 address: one visitor, whichever way a proxy writes it. */
function asVisitor(address: string): string {
  if (!address.includes(":")) return address;
  return new SocketAddress({ address, family: "ipv6" }).address.replace(/^::ffff:(?=\d+\.)/i, "");
}

const isPort = (text: string | undefined): boolean => String(Number(text)) === text && Number(text) <= 65_535;

/** §2.2: the address block of each family that has an IP address in it; what follows are TLVs, which are passed over. */
const ADDRESS_BYTES: Readonly<Record<number, number>> = { 1: 12, 2: 36, 3: 216 };

function parseV2(bytes: Buffer): ProxyHeader {
  const version = bytes[12]! >> 4;
  const command = bytes[12]! & 0x0f;
  const family = bytes[13]! >> 4;
  const transport = bytes[13]! & 0x0f;
  const length = V2_HEAD_BYTES + bytes.readUInt16BE(14);
  if (version !== 2 || command > 1 || family > 3 || transport > 2 || length > V2_MAX_BYTES) return MALFORMED;
  if (length - V2_HEAD_BYTES < (ADDRESS_BYTES[family] ?? 0) && command === 1) return MALFORMED;
  if (bytes.length < length) return INCOMPLETE;
  // LOCAL (0): the proxy itself, asking whether we live. Its addresses are to be ignored.
  const source = command === 0 ? undefined : sourceAddress(bytes, family);
  return { kind: "complete", bytes: length, source };
}

function sourceAddress(bytes: Buffer, family: number): string | undefined {
  if (family === 1) return bytes.subarray(16, 20).join(".");
  if (family !== 2) return undefined; // unspecified, or a Unix socket
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(16 + 2 * i).toString(16));
  return asVisitor(groups.join(":"));
}
