import { getDomain } from "tldts";
import {
  type DnsType,
  type Observation,
  type ObservationKind,
  type ObservationOf,
  observation,
} from "./observation.ts";
import type { Ports } from "./ports.ts";

/** A chain of aliases longer than this is a loop or a trap. */
const MAX_ALIASES = 8;

/** The domain that somebody registered: `perchoir.example` of `www.perchoir.example`. */
export const registeredDomain = (hostname: string): string =>
  getDomain(hostname, { allowPrivateDomains: false }) ?? hostname;

async function ask<K extends ObservationKind>(
  { clock, vantage }: Ports,
  kind: K,
  question: string,
  call: () => Promise<NonNullable<ObservationOf<K>["answer"]>>,
): Promise<ObservationOf<K>> {
  const about = { kind, question, vantage };
  try {
    const answer = await call();
    return observation<K>({ ...about, answer, error: null, atMs: clock.now() });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    return observation<K>({
      ...about,
      answer: null,
      error: typeof code === "string" ? code : "FAILED",
      atMs: clock.now(),
    });
  }
}

const askDns = (ports: Ports, name: string, type: DnsType): Promise<ObservationOf<"dns">> =>
  ask(ports, "dns", `${type} ${name}`, async () => ({ type, records: [...(await ports.dns(name, type))] }));

/** Follows the aliases of a hostname one by one: the middle of the chain names a CDN as often as its end. */
async function aliases(ports: Ports, hostname: string): Promise<ObservationOf<"dns">[]> {
  const chain: ObservationOf<"dns">[] = [];
  const met = new Set<string>();
  for (let name: string | undefined = hostname; name !== undefined && chain.length < MAX_ALIASES; ) {
    met.add(name);
    const step: ObservationOf<"dns"> = await askDns(ports, name, "CNAME");
    chain.push(step);
    name = step.answer?.records.find((record) => !met.has(record));
  }
  return chain;
}

/**
 * Looks at one site from outside, and only at what it shows to every visitor: its own public names, certificate and
 * headers. It never looks for an origin behind a CDN (old DNS data, certificate catalogues, scans): whoever finds it
 * can attack it.
 */
export async function observeSite(hostname: string, ports: Ports): Promise<readonly Observation[]> {
  const domain = registeredDomain(hostname);
  const [chain, v4, v6, ns, mx] = await Promise.all([
    aliases(ports, hostname),
    askDns(ports, hostname, "A"),
    askDns(ports, hostname, "AAAA"),
    askDns(ports, domain, "NS"),
    askDns(ports, domain, "MX"),
  ]);
  const seen: Observation[] = [...chain, v4, v6, ns, mx];
  const address = v4.answer?.records[0] ?? v6.answer?.records[0];
  if (address !== undefined) {
    seen.push(
      ...(await Promise.all([
        ask(ports, "tls", hostname, () => ports.tls(hostname, address)),
        ask(ports, "http", hostname, () => ports.http(hostname, address)),
      ])),
    );
  }
  const { rdap } = ports;
  if (rdap !== undefined) {
    seen.push(await ask(ports, "rdap", domain, async () => ({ document: await rdap.call(ports, domain) })));
  }
  return seen;
}
