import { domainToASCII } from "node:url";

const NAME = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{0,5}))?$/i;

interface HostAndPort {
  readonly name: string;
  /** Empty where absent or the default of http or https. */
  readonly port: string;
}

/**
 * A host in its final form already: lower-case ASCII, no `xn--` to check, last label no number. Nearly every
 * request.
 */
const FINAL = /^(?:(?!xn--)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*(?!xn--)[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

const isFinal = (host: string): boolean => host.length <= 253 && FINAL.test(host);

/**
 * One form for all spellings of a host: IDNA to ASCII in lower case (UTS 46, by the WHATWG host parser, which
 * also settles IPv4 and IPv6 forms), trailing dots dropped. Userinfo is an error (RFC 9110 §4.2.4). Undefined
 * if invalid.
 */
function parseHost(text: string): HostAndPort | undefined {
  if (text.length > 512 || /[\s\p{Cc}/\\?#@]/u.test(text)) return undefined;
  const match = NAME.exec(text);
  if (match?.[1] === undefined) return undefined;
  const [, host, port = ""] = match;
  if (Number(port) > 65_535) return undefined;
  const name = FINAL.test(host) ? host : withoutRootDot(domainToASCII(host));
  // An escape that survives the host parser, or an empty label, is no name that DNS could hold.
  if (name === "" || name.length > 253 || name.includes("..") || name.startsWith(".")) return undefined;
  const number = port === "" ? "" : String(Number(port));
  return { name, port: number === "80" || number === "443" ? "" : number };
}

/** Parsed again, because `127.1..` becomes an address only without its dots. */
const withoutRootDot = (name: string): string =>
  name.endsWith(".") ? domainToASCII(name.replace(/\.+$/, "")) : name;

/**
 * The host of a URL or a Host field as an identity; another port than the default one is another identity.
 */
export function hostIdentity(host: string): string | undefined {
  if (isFinal(host)) return host;
  const parsed = parseHost(host);
  return parsed && (parsed.port === "" ? parsed.name : `${parsed.name}:${parsed.port}`);
}

/**
 * The name an edge looks a site up by. The port is dropped whatever it is: it says on which listener a
 * request came, and a made-up one must not make a site another one.
 */
export const requestHost = (host: string): string | undefined =>
  isFinal(host) ? host : parseHost(host)?.name;
