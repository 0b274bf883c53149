import type { ConfigItem, SignedConfig, SiteConfig } from "../../feed/config.ts";
import { type ConfigFacts, configProblem } from "../../feed/config-rules.ts";
import type { Steps } from "../../lib/slices.ts";

/** What an edge makes of a run of configuration items: those it takes, in order, and why not the others. */
export interface Judged {
  readonly taken: readonly SignedConfig[];
  readonly problems: readonly string[];
}

/** Judges each item of a run as if the taken ones before it were applied, so that a run can be kept in one go. */
export function* judge(run: readonly SignedConfig[], version: number, facts: ConfigFacts): Steps<Judged> {
  const taken: SignedConfig[] = [];
  const problems: string[] = [];
  const draft = new Draft(facts);
  let newest = version;
  for (const signed of run) {
    yield;
    const problem =
      signed.version <= newest
        ? `configuration ${signed.version} is not newer than ${newest}`
        : configProblem(signed.item, draft);
    if (problem !== undefined) problems.push(problem);
    else {
      newest = signed.version;
      taken.push(signed);
      draft.apply(signed.item);
    }
  }
  return { taken, problems };
}

/** What the edge has, with a few items on top. `undefined` in a map: gone. */
class Draft implements ConfigFacts {
  readonly #facts: ConfigFacts;
  readonly #sites = new Map<string, SiteConfig | undefined>();
  readonly #owners = new Map<string, string | undefined>();
  readonly #carriedOut = new Map<string, number>();

  constructor(facts: ConfigFacts) {
    this.#facts = facts;
  }

  site = (id: string): SiteConfig | undefined =>
    this.#sites.has(id) ? this.#sites.get(id) : this.#facts.site(id);

  ownerOf = (hostname: string): string | undefined =>
    this.#owners.has(hostname) ? this.#owners.get(hostname) : this.#facts.ownerOf(hostname);

  request = (index: number, site: string) =>
    index > (this.#carriedOut.get(site) ?? -1) ? this.#facts.request(index, site) : undefined;

  apply(item: ConfigItem): void {
    if (item.kind === "purge") return;
    const id = item.kind === "site" ? item.site.id : item.site;
    const { request } = item;
    if (request !== undefined && this.request(request, id) !== undefined) this.#carriedOut.set(id, request);
    for (const hostname of this.site(id)?.hostnames ?? []) this.#owners.set(hostname, undefined);
    const site = item.kind === "site" ? item.site : undefined;
    this.#sites.set(id, site);
    for (const hostname of site?.hostnames ?? []) this.#owners.set(hostname, id);
  }
}

/** What is carried out in one step: purges together, or changes of sites together. */
export interface Group {
  readonly kind: "purges" | "sites";
  readonly items: readonly SignedConfig[];
}

/**
 * A run in groups of one sort. Neither sort overtakes the other: a copy made from the origin that a site has just left would
 * outlive the purge that followed.
 */
export function groupsOf(run: readonly SignedConfig[]): readonly Group[] {
  const groups: { kind: Group["kind"]; items: SignedConfig[] }[] = [];
  for (const signed of run) {
    const kind = signed.item.kind === "purge" ? "purges" : "sites";
    if (groups.at(-1)?.kind !== kind) groups.push({ kind, items: [] });
    groups.at(-1)!.items.push(signed);
  }
  return groups;
}
