import { isMilder, listOf, measureProblem, minApprovals } from "./measures.ts";
import type { Clause, EvidenceKind, Posture, Rung } from "./schema.ts";
import { isRefusing, type ServiceRole, type Verb } from "./words.ts";

/** What is wrong, and the path of the field inside the clause. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** All that the posture `conduit` may do: pass a report on, and obey an order. */
const CONDUIT_VERBS: readonly Verb[] = ["notify", "legal-refuse"];
/** Our own look at it. What nobody of ours has seen never leads to a refusal, except under an order. */
const OWN_OBSERVATION: readonly EvidenceKind[] = ["own-capture", "two-vantages", "site-record"];
/** The roles in which we only pass on or cache (Regulation (EU) 2022/2065 art. 4 and 5). */
const CACHING_ROLES: readonly ServiceRole[] = ["cdn", "ddos"];

/** Refusing measures end by themselves, but an end of service and an order that has no end. */
export const needsMaxDays = (verb: Verb): boolean => verb === "refuse" || verb === "suspend";

/** Everything in one clause that its shape alone does not rule out. */
export function clauseProblems(clause: Clause, posture: Posture | undefined): readonly RuleProblem[] {
  return [
    ...repeated(clause, "about"),
    ...repeated(clause, "binds"),
    ...repeated(clause, "evidence"),
    ...evidenceProblems(clause),
    ...roleProblems(clause),
    ...ladders(clause).flatMap(([role, rungs]) => ladderProblems(clause, role, rungs, posture)),
  ];
}

export const ladders = (clause: Clause): readonly (readonly [ServiceRole, readonly Rung[]])[] =>
  Object.entries(clause.ladder) as [ServiceRole, readonly Rung[]][];

function repeated(clause: Clause, field: "about" | "binds" | "evidence"): RuleProblem[] {
  const words: readonly string[] = clause[field];
  return words.flatMap((word, i) =>
    words.indexOf(word) < i ? [{ path: [field, i], message: `${word} is listed twice` }] : [],
  );
}

function evidenceProblems({ about, evidence }: Clause): RuleProblem[] {
  if (evidence.includes("finding") === about.length > 0) return [];
  return [
    about.length > 0
      ? { path: ["evidence"], message: "must list finding, because about names kinds of finding" }
      : { path: ["about"], message: "must name kinds of finding, because evidence lists finding" },
  ];
}

function roleProblems(clause: Clause): RuleProblem[] {
  const { binds, ladder, tellOperator } = clause;
  const without = binds.filter((role) => ladder[role] === undefined);
  const unbound = ladders(clause).filter(([role]) => !binds.includes(role));
  const beyondCaching = binds.filter((role) => !CACHING_ROLES.includes(role));
  return [
    ...without.map((role) => ({
      path: ["ladder"],
      message: `needs a ladder for ${role}, which binds lists`,
    })),
    ...unbound.map(([role]) => ({ path: ["ladder", role], message: `binds does not list ${role}` })),
    ...(tellOperator === "delayed" && beyondCaching.length > 0
      ? [
          {
            path: ["tellOperator"],
            message: `must be at-start: only where we just cache may it be delayed, and binds lists ${listOf(beyondCaching, "and")}`,
          },
        ]
      : []),
  ];
}

function ladderProblems(
  clause: Clause,
  role: ServiceRole,
  rungs: readonly Rung[],
  posture: Posture | undefined,
): RuleProblem[] {
  return rungs.flatMap((rung, i) => {
    const { verb, grain, maxDays, approvals } = rung;
    const path = ["ladder", role, i];
    const problems: RuleProblem[] = [];
    const report = (message: string, field?: string) =>
      problems.push({ path: field === undefined ? path : [...path, field], message });

    const pair = measureProblem(role, verb, grain);
    if (pair !== undefined) report(pair);
    const earlier = rungs.slice(0, i);
    if (earlier.some((one) => one.verb === verb && one.grain === grain)) report("is in this ladder already");
    const harsher = earlier.find((one) => isMilder(rung, one));
    if (harsher !== undefined) {
      report(`must stand before ${harsher.verb} ${harsher.grain}: a ladder goes from the mildest step up`);
    }
    if (needsMaxDays(verb) && maxDays === undefined) report(`needs maxDays: ${verb} must have an end`);
    const floor = minApprovals(verb, grain);
    if (approvals !== undefined && approvals < floor) {
      report(`must be ${floor} or more for ${verb} ${grain}`, "approvals");
    }
    if (verb === "legal-refuse" && !clause.evidence.includes("verified-order")) {
      report("needs verified-order among the evidence", "verb");
    }
    if (
      verb !== "legal-refuse" &&
      isRefusing(verb) &&
      !clause.evidence.some((kind) => OWN_OBSERVATION.includes(kind))
    ) {
      report(`needs our own observation among the evidence: ${listOf(OWN_OBSERVATION, "or")}`, "verb");
    }
    if (posture === "conduit" && !CONDUIT_VERBS.includes(verb)) {
      report(`the posture conduit has only ${listOf(CONDUIT_VERBS, "and")}`, "verb");
    }
    return problems;
  });
}
