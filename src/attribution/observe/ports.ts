import type { Clock } from "../../lib/clock.ts";
import type { ContactDocuments } from "../contacts/contacts.ts";
import type { DnsType, HttpAnswer, TlsAnswer } from "./observation.ts";

/** How the world is asked: the network in the product, fixtures in tests. Every call may reject. */
export interface Ports {
  readonly clock: Clock;
  /** A name for where these questions are asked from. */
  readonly vantage: string;
  /** Records of one name, not following aliases; empty where there are none. */
  dns(name: string, type: DnsType): Promise<readonly string[]>;
  /** The leaf certificate shown for a hostname by one of its public addresses. */
  tls(hostname: string, address: string): Promise<TlsAnswer>;
  /** Status and headers of `/`, by one of its public addresses; redirects are not followed. */
  http(hostname: string, address: string): Promise<HttpAnswer>;
  /** The RDAP document of a registrable domain; left out where no bootstrap file is at hand. */
  rdap?(domain: string): Promise<unknown>;
  /** What a provider publishes about where to write; left out: the last resort only. */
  contacts?(providerDomain: string): Promise<Omit<ContactDocuments, "domain">>;
}
