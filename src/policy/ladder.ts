import { DAY, HOUR } from "../lib/clock.ts";
import { isMilder, measureProblem, minApprovals } from "./measures.ts";
import type { Clause, Policy, Rung } from "./schema.ts";
import { type Grain, isRefusing, type ServiceRole, type Verb } from "./words.ts";

/** An emergency measure lapses after this unless it is confirmed. */
export const MAX_EMERGENCY_MS = 24 * HOUR;

export interface RoleRung extends Rung {
  readonly role: ServiceRole;
}

/** A measure as it is about to be decided or signed. */
export interface ProposedMeasure {
  readonly clause: string;
  readonly role: ServiceRole;
  readonly verb: Verb;
  readonly grain: Grain;
  readonly startsMs: number;
  readonly endsMs: number | null;
  /** Distinct people. */
  readonly approvals: number;
  readonly emergency: boolean;
  readonly territory?: readonly string[] | undefined;
}

export type MeasureProblemCode =
  | "clause-unknown"
  | "role-unbound"
  | "role-not-supplied"
  | "pair"
  | "not-in-ladder"
  | "too-long"
  | "no-end"
  | "ends-before-start"
  | "approvals"
  | "emergency"
  | "territory";

export interface MeasureProblem {
  readonly code: MeasureProblemCode;
  /** One sentence: what is wrong and what would be right. */
  readonly message: string;
}

export const clauseOf = (policy: Policy, clauseId: string): Clause | undefined =>
  policy.clauses.find(({ id }) => id === clauseId);

/**
 * What a clause allows for a site to which we supply these roles, role by role, mildest first. Empty for an
 * unknown clause.
 */
export function rungs(
  policy: Policy,
  clauseId: string,
  siteRoles: readonly ServiceRole[],
): readonly RoleRung[] {
  const ladder = clauseOf(policy, clauseId)?.ladder ?? {};
  return siteRoles.flatMap((role) => (ladder[role] ?? []).map((rung) => ({ role, ...rung })));
}

/** Whether these rules let more be done in one of those roles than pass on what was reported, orders apart. */
export const canAct = (policy: Policy, siteRoles: readonly ServiceRole[]): boolean =>
  policy.clauses.some(({ id }) =>
    rungs(policy, id, siteRoles).some(({ verb }) => verb !== "notify" && verb !== "legal-refuse"),
  );

/** Steps of the same ladder that would do less; a decision says why none of them does. */
export function milderRungs(
  policy: Policy,
  { clause, role, verb, grain }: Pick<ProposedMeasure, "clause" | "role" | "verb" | "grain">,
): readonly RoleRung[] {
  const ladder = rungs(policy, clause, [role]);
  const at = ladder.findIndex((rung) => rung.verb === verb && rung.grain === grain);
  return ladder.filter((rung, i) => i < at || isMilder(rung, { verb, grain }));
}

/** How many distinct people a rung takes. */
export const neededApprovals = ({ verb, grain, approvals = 1 }: Rung): number =>
  Math.max(approvals, minApprovals(verb, grain));

/**
 * Everything that keeps a measure from being decided or signed under a policy; empty if nothing does. The
 * desk asks when deciding, the vault before it signs.
 */
export function checkMeasure(
  policy: Policy,
  measure: ProposedMeasure,
  siteRoles: readonly ServiceRole[],
): readonly MeasureProblem[] {
  const { role, verb, grain } = measure;
  const problems: MeasureProblem[] = [];
  const report = (code: MeasureProblemCode, message: string | undefined) => {
    if (message !== undefined) problems.push({ code, message });
  };
  const clause = clauseOf(policy, measure.clause);
  const rung = clause?.ladder[role]?.find((one) => one.verb === verb && one.grain === grain);

  if (clause === undefined)
    report("clause-unknown", `policy ${policy.version} has no clause ${measure.clause}`);
  else if (!clause.binds.includes(role))
    report("role-unbound", `clause ${clause.id} does not bind the role ${role}`);
  report("role-not-supplied", roleProblem(measure, siteRoles));
  const pair = measureProblem(role, verb, grain);
  report("pair", pair);
  if (clause?.binds.includes(role) && pair === undefined && rung === undefined) {
    report("not-in-ladder", `clause ${clause.id} has no step ${verb} ${grain} for the role ${role}`);
  }
  problems.push(...timeProblems(measure, rung));
  report("approvals", approvalProblem(measure, rung));
  if (measure.emergency)
    for (const message of emergencyProblems(measure, clause)) report("emergency", message);
  report("territory", territoryProblem(measure));
  return problems;
}

/** A DDoS shield sees requests only where it also terminates HTTP, which is what the role cdn says. */
function roleProblem({ role, verb }: ProposedMeasure, siteRoles: readonly ServiceRole[]): string | undefined {
  if (!siteRoles.includes(role)) return `we do not supply the role ${role} to this site`;
  if (role === "ddos" && verb === "refuse" && !siteRoles.includes("cdn")) {
    return "the role ddos can refuse only where we also supply cdn, because a request must be readable";
  }
  return undefined;
}

function timeProblems({ verb, startsMs, endsMs }: ProposedMeasure, rung: Rung | undefined): MeasureProblem[] {
  if (endsMs === null) {
    if (verb === "terminate" || (verb === "legal-refuse" && rung?.maxDays === undefined)) return [];
    return [{ code: "no-end", message: `${verb} must have an end` }];
  }
  if (endsMs <= startsMs)
    return [{ code: "ends-before-start", message: "a measure must end after it starts" }];
  const maxDays = rung?.maxDays;
  if (maxDays === undefined || endsMs - startsMs <= maxDays * DAY) return [];
  return [{ code: "too-long", message: `this step lasts at most ${maxDays} days` }];
}

/** In an emergency one person may do what the policy alone asks two for, never what takes two everywhere. */
function approvalProblem({ verb, grain, approvals, emergency }: ProposedMeasure, rung: Rung | undefined) {
  const floor = minApprovals(verb, grain);
  const needed = rung === undefined || emergency ? floor : neededApprovals(rung);
  return approvals >= needed ? undefined : `${verb} ${grain} takes ${needed} people, ${approvals} approved`;
}

function emergencyProblems(
  { grain, startsMs, endsMs }: ProposedMeasure,
  clause: Clause | undefined,
): string[] {
  const tooWide = grain !== "url" && grain !== "path";
  const tooLong = endsMs === null || endsMs - startsMs > MAX_EMERGENCY_MS;
  return [
    ...(tooWide ? [`an emergency measure is at the grain url or path, not ${grain}`] : []),
    ...(clause?.riskToLife === false ? [`clause ${clause.id} is not for a risk to life`] : []),
    ...(tooLong ? ["an emergency measure ends within 24 hours"] : []),
  ];
}

function territoryProblem({ verb, territory }: ProposedMeasure): string | undefined {
  if (territory === undefined) return undefined;
  if (!isRefusing(verb)) return `a territory narrows a refusing measure, not ${verb}`;
  const isSorted = territory.every((code, i) => i === 0 || code > (territory[i - 1] ?? ""));
  const areCodes = territory.length > 0 && territory.every((code) => /^[A-Z]{2}$/.test(code));
  return isSorted && areCodes
    ? undefined
    : "a territory is a sorted list of two-letter country codes, each once";
}
