import type { Observation } from "../observe/observation.ts";
import { registeredDomain } from "../observe/observe.ts";
import type { Provider } from "./providers.ts";
import { type RangeTable, rangeTable } from "./ranges.ts";
import { registrarOf } from "./registrar.ts";
import type { Rule, SeenRole } from "./rule.ts";

/**
 * Log-odds by kind of evidence. Judged, not fitted: an alias or a published range is set up by the provider itself; a
 * certificate or a header can be kept, copied or forged; name servers are often used without the proxy that goes with
 * them.
 */
const WEIGHT = {
  alias: 6,
  range: 6,
  outsideRanges: -2,
  issuer: 4,
  header: 2.5,
  nameServersOfCdn: 2,
  delegation: 6,
  exchange: 6,
  registry: 7,
} as const;

/** Whole labels only: `evilcloudflare.net` is no name of `cloudflare.net`. */
const under = (name: string, suffix: string): boolean => name === suffix || name.endsWith(`.${suffix}`);

function records(observation: Observation, ...types: string[]): readonly string[] {
  return observation.kind === "dns" && observation.answer !== null && types.includes(observation.answer.type)
    ? observation.answer.records
    : [];
}

/** One rule for a list of name suffixes of every provider. */
function suffixRule(
  rule: Omit<Rule, "read">,
  type: string,
  entries: readonly (readonly [provider: string, suffixes: readonly string[] | undefined])[],
): Rule {
  return {
    ...rule,
    read: (observation) => {
      const names = records(observation, type);
      return entries.find(([, suffixes = []]) =>
        names.some((name) => suffixes.some((suffix) => under(name, suffix))),
      )?.[0];
    },
  };
}

/** A name server or exchange of nobody in the table belongs to whoever registered its domain. */
function ownDomainRule(rule: Omit<Rule, "read">, type: string, known: readonly string[]): Rule {
  return {
    ...rule,
    read: (observation) => {
      const name = records(observation, type).find(
        (one) => one !== "" && !known.some((suffix) => under(one, suffix)),
      );
      return name === undefined ? undefined : registeredDomain(name);
    },
  };
}

function servingRules(provider: Provider, ranges: RangeTable): Rule[] {
  const { id, serves: role } = provider;
  const rules: Rule[] = [];
  const add = (
    name: string,
    rule: Pick<Rule, "family" | "weight" | "note">,
    matches: (o: Observation) => boolean,
  ) => rules.push({ id: `${id}/${name}`, role, ...rule, read: (o) => (matches(o) ? id : undefined) });

  if (ranges.providers.has(id)) {
    const inRange = (address: string) => ranges.providersOf(address).includes(id);
    const note = "ranges are sublet, and brought along by customers; the list may be old";
    add("range", { family: "address", weight: WEIGHT.range, note }, (o) =>
      records(o, "A", "AAAA").some(inRange),
    );
    add("outside-ranges", { family: "address", weight: WEIGHT.outsideRanges, note }, (o) => {
      const addresses = records(o, "A", "AAAA");
      return addresses.length > 0 && !addresses.some(inRange);
    });
  }
  for (const issuer of provider.issuers ?? []) {
    const note = "sites that bring their own certificate do not show it";
    add(
      "issuer",
      { family: "certificate", weight: WEIGHT.issuer, note },
      (o) => o.kind === "tls" && o.answer?.issuer === issuer,
    );
  }
  for (const sign of provider.headers ?? []) {
    const note = "any server can send any header, and a proxy passes on those of the proxy behind it";
    add(`header-${sign.name}`, { family: "header", weight: WEIGHT.header, note }, (o) => {
      const headers = o.kind === "http" ? (o.answer?.headers ?? []) : [];
      return headers.some(([name, value]) => name === sign.name && (sign.value?.test(value) ?? true));
    });
  }
  return rules;
}

/** All rules for a provider table and the ranges read at run time. */
export function compileRules(
  providers: readonly Provider[],
  published: ReadonlyMap<string, readonly string[]>,
): readonly Rule[] {
  const prefixes = new Map(published);
  for (const { id, prefixes: fixed } of providers) if (fixed !== undefined) prefixes.set(id, fixed);
  const ranges = rangeTable(prefixes);
  const bySuffix = (key: "aliases" | "nameServers" | "exchanges", serves?: SeenRole) =>
    providers
      .filter((one) => serves === undefined || one.serves === serves)
      .map((one) => [one.id, one[key]] as const);
  const known = (key: "nameServers" | "exchanges") => providers.flatMap((one) => one[key] ?? []);

  return [
    ...providers.flatMap((provider) => servingRules(provider, ranges)),
    ...(["cdn", "host"] as const).map((role) =>
      suffixRule(
        {
          id: `alias-${role}`,
          role,
          family: "alias",
          weight: WEIGHT.alias,
          note: "an alias may be left over from a provider that no longer answers",
        },
        "CNAME",
        bySuffix("aliases", role),
      ),
    ),
    suffixRule(
      {
        id: "ns-of-cdn",
        role: "cdn",
        family: "delegation",
        weight: WEIGHT.nameServersOfCdn,
        note: "names can be served without the proxy",
      },
      "NS",
      bySuffix("nameServers", "cdn"),
    ),
    suffixRule(
      {
        id: "ns",
        role: "dns",
        family: "delegation",
        weight: WEIGHT.delegation,
        note: "a hidden primary or a second operator is not seen",
      },
      "NS",
      bySuffix("nameServers"),
    ),
    ownDomainRule(
      {
        id: "ns-domain",
        role: "dns",
        family: "delegation",
        weight: WEIGHT.delegation,
        note: "some operators give each customer a name of its own",
      },
      "NS",
      known("nameServers"),
    ),
    suffixRule(
      {
        id: "mx",
        role: "mail",
        family: "exchange",
        weight: WEIGHT.exchange,
        note: "a filter may stand before the mail host",
      },
      "MX",
      bySuffix("exchanges"),
    ),
    ownDomainRule(
      {
        id: "mx-domain",
        role: "mail",
        family: "exchange",
        weight: WEIGHT.exchange,
        note: "a name of one's own may point at somebody else's machine",
      },
      "MX",
      known("exchanges"),
    ),
    {
      id: "rdap-registrar",
      role: "registrar",
      family: "registry",
      weight: WEIGHT.registry,
      note: "a reseller may stand between the registrar and the customer",
      read: (o) => (o.kind === "rdap" && o.answer !== null ? registrarOf(o.answer.document) : undefined),
    },
  ];
}
