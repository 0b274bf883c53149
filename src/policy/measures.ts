import { GRAINS, type Grain, SERVICE_ROLES, type ServiceRole, VERBS, type Verb } from "./words.ts";

/** A measure is a verb at a grain, done in one service role. */
export interface MeasurePair {
  readonly verb: Verb;
  readonly grain: Grain;
}

type Grains = readonly Grain[];
type Pairs = Readonly<Partial<Record<Verb, Grains>>>;

const UP_TO_HOST: Grains = ["url", "path", "host"];
const FROM_HOST: Grains = ["host", "site", "account"];
const WHOLE_SERVICE: Grains = ["site", "account"];

const NAME_PAIRS: Pairs = { notify: FROM_HOST, suspend: FROM_HOST, terminate: FROM_HOST };

/**
 * Which measures exist. A role can do only what its own service can reach: who answers for a name cannot
 * refuse one page, and who stores the files has no visitor to slow down.
 */
export const MEASURES: Readonly<Record<ServiceRole, Pairs>> = {
  cdn: Object.fromEntries(VERBS.map((verb) => [verb, GRAINS])),
  ddos: {
    notify: FROM_HOST,
    "rate-limit": FROM_HOST,
    refuse: FROM_HOST,
    suspend: FROM_HOST,
    terminate: FROM_HOST,
  },
  dns: NAME_PAIRS,
  registrar: NAME_PAIRS,
  host: { notify: UP_TO_HOST, refuse: UP_TO_HOST, suspend: WHOLE_SERVICE, terminate: WHOLE_SERVICE },
  mail: { notify: ["account"], suspend: ["account"] },
};

/**
 * Who carries a measure out: an edge by itself, a connector, a signed webhook, or a person with a work order.
 */
export type Executor = "edge" | "connector" | "webhook" | "work-order";

const EXECUTORS: Readonly<Record<ServiceRole, Executor>> = {
  cdn: "edge",
  ddos: "edge",
  host: "connector",
  dns: "webhook",
  registrar: "webhook",
  mail: "work-order",
};

/**
 * The first choice for a role; where a site has no connector or webhook, the desk falls back to a work order.
 */
export const executor = (role: ServiceRole): Executor => EXECUTORS[role];

/**
 * Undefined if the pair exists for the role, otherwise one sentence that says why not and what would be
 * right.
 */
export function measureProblem(role: ServiceRole, verb: Verb, grain: Grain): string | undefined {
  const grains = MEASURES[role][verb];
  if (grains === undefined) {
    const verbs = VERBS.filter((known) => MEASURES[role][known] !== undefined);
    return `the role ${role} cannot ${verb}: it can ${listOf(verbs, "or")}`;
  }
  if (!grains.includes(grain)) {
    return `the role ${role} cannot ${verb} at the grain ${grain}: it reaches ${listOf(grains, "or")}`;
  }
  return undefined;
}

/** Every pair of every role, for screens and tests. */
export const allMeasures = (): readonly (MeasurePair & { readonly role: ServiceRole })[] =>
  SERVICE_ROLES.flatMap((role) =>
    VERBS.flatMap((verb) => (MEASURES[role][verb] ?? []).map((grain) => ({ role, verb, grain }))),
  );

/**
 * The least number of distinct people for a measure, whatever the policy says; a ladder may ask more. Two for
 * what hits a whole site or account, for an end of service and for a legal order.
 */
export function minApprovals(verb: Verb, grain: Grain): number {
  const wide = grain === "site" || grain === "account";
  return wide || verb === "terminate" || verb === "legal-refuse" ? 2 : 1;
}

/** 0 for the mildest verb. */
export const verbRank = (verb: Verb): number => VERBS.indexOf(verb);
/** 0 for the narrowest grain. */
export const grainRank = (grain: Grain): number => GRAINS.indexOf(grain);

/** True if `a` does no more than `b` in either direction, and is not `b` itself. */
export function isMilder(a: MeasurePair, b: MeasurePair): boolean {
  const verb = verbRank(a.verb) - verbRank(b.verb);
  const grain = grainRank(a.grain) - grainRank(b.grain);
  return verb <= 0 && grain <= 0 && (verb < 0 || grain < 0);
}

/** `a, b or c`. */
export function listOf(words: readonly string[], last: "or" | "and"): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} ${last} ${words.at(-1)}`;
}
