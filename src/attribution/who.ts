import { domainToASCII } from "node:url";
import { badRequest } from "../lib/errors.ts";
import { Claim, Evidence } from "./claims/claim.ts";
import { findings, type RoleFinding } from "./claims/outcome.ts";
import { type Contact, contactsFor } from "./contacts/contacts.ts";
import type { Observation } from "./observe/observation.ts";
import { observeSite } from "./observe/observe.ts";
import type { Ports } from "./observe/ports.ts";
import { compileRules } from "./rules/compile.ts";
import { PROVIDERS } from "./rules/providers.ts";
import type { Rule } from "./rules/rule.ts";

/** A provider that a claim names, and where to write to it. */
export interface NamedProvider {
  readonly id: string;
  readonly name: string;
  readonly contacts: readonly Contact[];
}

export interface WhoReport {
  readonly hostname: string;
  readonly vantage: string;
  readonly atMs: number;
  readonly roles: readonly RoleFinding[];
  readonly providers: ReadonlyMap<string, NamedProvider>;
  /** For the case's evidence; holds addresses, so it is shown to nobody outside. */
  readonly observations: readonly Observation[];
}

/** Rules over the provider table and the ranges that providers publish, read at run time. */
export const rulesWith = (published: ReadonlyMap<string, readonly string[]>): readonly Rule[] =>
  compileRules(PROVIDERS, published);

/** What observations say, role by role: the pure part, so that old observations can be read again by newer rules. */
export function attribute(
  observations: readonly Observation[],
  rules: readonly Rule[],
): readonly RoleFinding[] {
  const evidence = observations.flatMap((seen) => rules.flatMap((rule) => Evidence.weigh(rule, seen) ?? []));
  return findings(observations, Claim.allFrom(evidence));
}

/**
 * Who supplies which service to a site, as far as it shows itself to every visitor. Failures of single look-ups are
 * part of the report. Throws `who.hostname` for anything that is not a hostname.
 */
export async function who(hostname: string, ports: Ports, rules: readonly Rule[]): Promise<WhoReport> {
  const name = domainToASCII(hostname.trim().replace(/\.$/, ""));
  if (!/^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z][a-z0-9-]*$/.test(name)) {
    throw badRequest("who.hostname", "expected a hostname such as www.perchoir.example");
  }
  const observations = await observeSite(name, ports);
  const roles = attribute(observations, rules);
  const providers = new Map<string, NamedProvider>();
  for (const claim of roles.flatMap(({ claims }) => claims)) {
    if (!providers.has(claim.provider))
      providers.set(claim.provider, await named(claim, observations, ports));
  }
  return { hostname: name, vantage: ports.vantage, atMs: ports.clock.now(), roles, providers, observations };
}

async function named(
  claim: Claim,
  observations: readonly Observation[],
  ports: Ports,
): Promise<NamedProvider> {
  const { role, provider: id } = claim;
  const nowMs = ports.clock.now();
  if (role === "registrar") {
    // The registry's document carries the registrar's own abuse entity, nested in it.
    const rdap = observations.find((one) => one.kind === "rdap" && one.answer !== null);
    const document = rdap?.kind === "rdap" ? rdap.answer?.document : undefined;
    return { id, name: id, contacts: contactsFor({ rdap: { document, atMs: rdap?.atMs ?? nowMs } }, nowMs) };
  }
  const known = PROVIDERS.find((provider) => provider.id === id);
  const domain = known?.domain ?? id;
  const documents = await ports.contacts?.(domain).catch(() => ({}));
  return { id, name: known?.name ?? id, contacts: contactsFor({ domain, ...documents }, nowMs) };
}
