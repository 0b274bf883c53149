import { benjaminiHochberg, holm } from "./correction.ts";
import { fisherExact } from "./fisher.ts";
import { oddsRatio, riskDifference, riskRatio, wilson } from "./intervals.ts";
import { type Estimate, MIN_FOR_PERCENT, type Table, table } from "./table.ts";

/** "This domain gets this role from this provider": one line of a claim table, attribution's own or an imported one. */
export interface ProviderLine {
  readonly domain: string;
  readonly role: string;
  readonly provider: string;
}

export interface Row {
  readonly role: string;
  readonly provider: string;
  readonly table: Table;
  /** Null where the group is smaller than `MIN_FOR_PERCENT`: the counts are all that can be said. */
  readonly labelledShare: Estimate | null;
  readonly baselineShare: Estimate | null;
  readonly ratio: Estimate;
  readonly difference: Estimate;
  readonly odds: number;
  readonly p: number;
  /** Holm-adjusted p and Benjamini-Hochberg q within the role's family. */
  readonly holm: number;
  readonly q: number;
}

/** Who could not be judged: domains without any claim in the role. They are in no group, and always shown. */
export interface Unknown {
  readonly labelled: number;
  readonly baseline: number;
}

export interface RoleStudy {
  readonly role: string;
  readonly rows: readonly Row[];
  readonly unknown: Unknown;
}

/** A provider is tested if it has this many sites, or this many labelled ones: fixed before looking at any p value. */
export interface FamilyRule {
  readonly minSites: number;
  readonly minLabelled: number;
}

export const FAMILY: FamilyRule = { minSites: 200, minLabelled: 3 };

/**
 * For each role and provider: is it more frequent among the labelled domains than among those of the baseline (a
 * domain of both counts as labelled)? A domain counts once per provider, however many lines name it; the universe of
 * a role is the domains of either group that have a claim in it. Rows by p.
 */
export function overRepresentation(
  labels: ReadonlySet<string>,
  claims: Iterable<ProviderLine>,
  baseline: ReadonlySet<string>,
  family: FamilyRule = FAMILY,
): readonly RoleStudy[] {
  const domainsOf = new Map<string, Map<string, Set<string>>>();
  for (const { domain, role, provider } of claims) {
    if (!labels.has(domain) && !baseline.has(domain)) continue;
    const providers = getOrAdd(domainsOf, role, () => new Map<string, Set<string>>());
    getOrAdd(providers, provider, () => new Set<string>()).add(domain);
  }
  return [...domainsOf].map(([role, providers]) => studyRole(role, providers, labels, baseline, family));
}

function studyRole(
  role: string,
  providers: ReadonlyMap<string, ReadonlySet<string>>,
  labels: ReadonlySet<string>,
  baseline: ReadonlySet<string>,
  family: FamilyRule,
): RoleStudy {
  const universe = new Set([...providers.values()].flatMap((domains) => [...domains]));
  const n1 = countIn(universe, labels);
  const n0 = universe.size - n1;
  const tested = [...providers]
    .map(([provider, domains]) => {
      const a = countIn(domains, labels);
      return { provider, table: table(a, n1, domains.size - a, n0) };
    })
    .filter(({ table: { a, b } }) => a + b >= family.minSites || a >= family.minLabelled);
  const pValues = tested.map((one) => fisherExact(one.table));
  const adjusted = { holm: holm(pValues), q: benjaminiHochberg(pValues) };
  const rows = tested.map(({ provider, table: counts }, i) => ({
    role,
    provider,
    table: counts,
    labelledShare: shareOf(counts.a, counts.n1),
    baselineShare: shareOf(counts.b, counts.n0),
    ratio: riskRatio(counts),
    difference: riskDifference(counts),
    odds: oddsRatio(counts),
    p: pValues[i]!,
    holm: adjusted.holm[i]!,
    q: adjusted.q[i]!,
  }));
  rows.sort((one, other) => one.p - other.p || (one.provider < other.provider ? -1 : 1));
  const others = baseline.size - countIn(labels, baseline);
  return { role, rows, unknown: { labelled: labels.size - n1, baseline: others - n0 } };
}

const shareOf = (k: number, n: number): Estimate | null => (n < MIN_FOR_PERCENT ? null : wilson(k, n));

function countIn(domains: ReadonlySet<string>, group: ReadonlySet<string>): number {
  let count = 0;
  for (const domain of domains) if (group.has(domain)) count++;
  return count;
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = create();
  map.set(key, value);
  return value;
}
