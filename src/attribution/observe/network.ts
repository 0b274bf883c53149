import { Resolver } from "node:dns/promises";
import type { Clock } from "../../lib/clock.ts";
import { RempartError } from "../../lib/errors.ts";
import { getPage, leafCertificate, type Peer } from "./https.ts";
import type { DnsType } from "./observation.ts";
import type { Ports } from "./ports.ts";
import { rdapLookup } from "./rdap.ts";

export interface NetworkOptions {
  readonly vantage: string;
  readonly clock: Clock;
  /** Name servers as `address` or `address:port`; without: those of the system. */
  readonly servers?: readonly string[];
  /** Whether an address that strangers chose may be connected to: false for everything but the public internet. */
  readonly mayConnect: (address: string) => boolean;
  readonly timeoutMs?: number;
  readonly httpsPort?: number;
  /** IANA's RDAP bootstrap document for domains (RFC 9224 §4), as parsed; without it no registry is asked. */
  readonly rdapBootstrap?: unknown;
}

const NO_RECORD = new Set(["ENODATA", "ENOTFOUND"]);
const MAX_SECURITY_TXT_BYTES = 32_768;

/**
 * The internet behind {@link Ports}: DNS, one TLS handshake, one GET of `/` whose body is not read, one of a
 * security.txt.
 */
export function networkPorts(options: NetworkOptions): Ports {
  const { clock, vantage, mayConnect, timeoutMs = 5000, httpsPort: port = 443, rdapBootstrap } = options;
  const resolver = new Resolver({ timeout: timeoutMs, tries: 2 });
  if (options.servers !== undefined) resolver.setServers([...options.servers]);

  const peer = (hostname: string, address: string): Peer => {
    if (!mayConnect(address)) {
      throw new RempartError("who.address-refused", 422, "the name leads to an address that is not public");
    }
    return { hostname, address, port, timeoutMs };
  };

  return {
    clock,
    vantage,
    dns: async (name, type) => {
      try {
        return await resolve(resolver, name, type);
      } catch (error) {
        if (NO_RECORD.has((error as NodeJS.ErrnoException).code ?? "")) return [];
        throw error;
      }
    },
    tls: async (hostname, address) => leafCertificate(peer(hostname, address)),
    http: async (hostname, address) => {
      const { status, headers } = await getPage(peer(hostname, address), "/", { verify: false, maxBytes: 0 });
      return { status, headers };
    },
    contacts: async (domain) => {
      const [address = ""] = await resolver.resolve4(domain);
      const how = { verify: true, maxBytes: MAX_SECURITY_TXT_BYTES };
      const { status, body } = await getPage(peer(domain, address), "/.well-known/security.txt", how);
      return status === 200 ? { securityTxt: { text: body, atMs: clock.now() } } : {};
    },
    ...(rdapBootstrap !== undefined && {
      rdap: (domain: string) => rdapLookup(rdapBootstrap, domain, timeoutMs),
    }),
  };
}

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, "");

async function resolve(resolver: Resolver, name: string, type: DnsType): Promise<readonly string[]> {
  switch (type) {
    case "A":
      return (await resolver.resolve4(name)).toSorted();
    case "AAAA":
      return (await resolver.resolve6(name)).toSorted();
    case "CNAME":
      return (await resolver.resolveCname(name)).map(bare);
    case "NS":
      return (await resolver.resolveNs(name)).map(bare).toSorted();
    case "MX":
      return (await resolver.resolveMx(name)).map(({ exchange }) => bare(exchange)).toSorted();
  }
}
