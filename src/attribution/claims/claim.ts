import type { Observation } from "../observe/observation.ts";
import type { Rule, SeenRole } from "../rules/rule.ts";

/** Log-odds before any evidence: one site in twenty has any given provider. */
const PRIOR = -3;

/** A rule that matched an observation. Only {@link weigh} makes one, so none exists without an observation. */
export class Evidence {
  readonly rule: string;
  readonly family: Rule["family"];
  readonly weight: number;
  readonly note: string;
  readonly observation: string;
  readonly #role: SeenRole;
  readonly #provider: string;

  private constructor(rule: Rule, provider: string, observation: Observation) {
    this.rule = rule.id;
    this.family = rule.family;
    this.weight = rule.weight;
    this.note = rule.note;
    this.observation = observation.id;
    this.#role = rule.role;
    this.#provider = provider;
    Object.freeze(this);
  }

  /** What a rule makes of an observation, or undefined if it does not match. */
  static weigh(rule: Rule, observation: Observation): Evidence | undefined {
    const provider = rule.read(observation);
    return provider === undefined ? undefined : new Evidence(rule, provider, observation);
  }

  isFor(role: SeenRole, provider: string): boolean {
    return this.#role === role && this.#provider === provider;
  }

  get role(): SeenRole {
    return this.#role;
  }

  get provider(): string {
    return this.#provider;
  }
}

export type SomeEvidence = readonly [Evidence, ...Evidence[]];

/**
 * "This provider supplies this role", how sure, and why: there is no claim without evidence, and no evidence unseen.
 */
export class Claim {
  readonly role: SeenRole;
  readonly provider: string;
  /** 0..1. */
  readonly confidence: number;
  readonly evidence: SomeEvidence;

  private constructor(evidence: SomeEvidence) {
    this.role = evidence[0].role;
    this.provider = evidence[0].provider;
    this.evidence = evidence;
    this.confidence = 1 / (1 + Math.exp(-(PRIOR + sumByFamily(evidence))));
    Object.freeze(this);
  }

  /** Claims of all evidence, one per role and provider, surest first; what only speaks against is no claim. */
  static allFrom(evidence: readonly Evidence[]): readonly Claim[] {
    const groups = Map.groupBy(evidence, ({ role, provider }) => `${role} ${provider}`);
    return [...groups.values()]
      .filter((group): group is [Evidence, ...Evidence[]] => group.some(({ weight }) => weight > 0))
      .map((group) => new Claim(group))
      .sort((a, b) => b.confidence - a.confidence || (a.provider < b.provider ? -1 : 1));
  }
}

/** Each family counts once: its strongest sign for the claim, or where it has none its strongest against. */
function sumByFamily(evidence: readonly Evidence[]): number {
  let sum = 0;
  for (const group of Map.groupBy(evidence, ({ family }) => family).values()) {
    const weights = group.map(({ weight }) => weight);
    const most = Math.max(...weights);
    sum += most > 0 ? most : Math.min(...weights);
  }
  return sum;
}
