import { neededApprovals } from "./ladder.ts";
import { ladders } from "./rules.ts";
import type { Clause, Policy, Rung } from "./schema.ts";
import type { ServiceRole } from "./words.ts";

/**
 * `wider`: more can be done, to more, or with less; `narrower`: the opposite; `other`: words, or both at
 * once.
 */
export type ChangeEffect = "wider" | "narrower" | "other";

export interface PolicyChange {
  /** Absent: about the whole policy. */
  readonly clause?: string;
  readonly role?: ServiceRole;
  readonly effect: ChangeEffect;
  /** One line. */
  readonly text: string;
}

/** What changed from one policy version to another, in the order of the newer one, removed clauses last. */
export function diffPolicies(before: Policy, after: Policy): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  if (before.posture !== after.posture) {
    const effect = after.posture === "steward" ? "wider" : "narrower";
    changes.push({ effect, text: `posture: ${before.posture} → ${after.posture}` });
  }
  const old = new Map(before.clauses.map((clause) => [clause.id, clause]));
  for (const clause of after.clauses) {
    const earlier = old.get(clause.id);
    old.delete(clause.id);
    if (earlier === undefined)
      changes.push({ clause: clause.id, effect: "wider", text: `added: ${clause.title.en}` });
    else changes.push(...clauseChanges(earlier, clause));
  }
  for (const { id, title } of old.values()) {
    changes.push({ clause: id, effect: "narrower", text: `removed: ${title.en}` });
  }
  return changes;
}

function clauseChanges(before: Clause, after: Clause): PolicyChange[] {
  const clause = after.id;
  const changes: PolicyChange[] = [];
  const report = (effect: ChangeEffect, text: string) => changes.push({ clause, effect, text });
  for (const field of ["title", "text"] as const) {
    for (const language of ["fr", "en"] as const) {
      if (before[field][language] !== after[field][language])
        report("other", `${field} in ${language} changed`);
    }
  }
  listChanges(before.about, after.about).forEach(({ word, added }) => {
    report(added ? "wider" : "narrower", `about: ${added ? "added" : "removed"} ${word}`);
  });
  listChanges(before.binds, after.binds).forEach(({ word, added }) => {
    report(added ? "wider" : "narrower", `binds: ${added ? "added" : "removed"} ${word}`);
  });
  listChanges(before.evidence, after.evidence).forEach(({ word, added }) => {
    report(added ? "narrower" : "wider", `evidence: ${added ? "added" : "removed"} ${word}`);
  });
  if (before.riskToLife !== after.riskToLife) {
    report(after.riskToLife ? "wider" : "narrower", `riskToLife: ${before.riskToLife} → ${after.riskToLife}`);
  }
  if (before.tellOperator !== after.tellOperator) {
    const effect = after.tellOperator === "delayed" ? "wider" : "narrower";
    report(effect, `tellOperator: ${before.tellOperator} → ${after.tellOperator}`);
  }
  return [...changes, ...ladderChanges(before, after)];
}

function listChanges(before: readonly string[], after: readonly string[]) {
  const [old, now] = [new Set(before), new Set(after)];
  return [
    ...after.filter((word) => !old.has(word)).map((word) => ({ word, added: true })),
    ...before.filter((word) => !now.has(word)).map((word) => ({ word, added: false })),
  ];
}

interface Step {
  readonly role: ServiceRole;
  readonly rung: Rung;
}

function ladderChanges(before: Clause, after: Clause): PolicyChange[] {
  const old = stepsOf(before);
  const now = stepsOf(after);
  const changes: PolicyChange[] = [];
  for (const [key, { role, rung }] of now) {
    const earlier = old.get(key)?.rung;
    const change =
      earlier === undefined ? { effect: "wider" as const, text: `added ${key}` } : rungChange(earlier, rung);
    if (change !== undefined) changes.push({ clause: after.id, role, ...change });
  }
  for (const [key, { role }] of old) {
    if (!now.has(key)) changes.push({ clause: after.id, role, effect: "narrower", text: `removed ${key}` });
  }
  return changes;
}

const stepsOf = (clause: Clause): ReadonlyMap<string, Step> =>
  new Map(
    ladders(clause).flatMap(([role, rungs]) =>
      rungs.map((rung) => [`${role} ${rung.verb} ${rung.grain}`, { role, rung }] as const),
    ),
  );

function rungChange(before: Rung, after: Rung): Omit<PolicyChange, "clause" | "role"> | undefined {
  const facts = ({ maxDays, ...rung }: Rung) => ({
    days: maxDays ?? Number.POSITIVE_INFINITY,
    people: neededApprovals(rung),
  });
  const [old, now] = [facts(before), facts(after)];
  const wider = now.days > old.days || now.people < old.people;
  const narrower = now.days < old.days || now.people > old.people;
  if (!wider && !narrower) return undefined;
  const describe = ({ days, people }: typeof old) =>
    `${days === Number.POSITIVE_INFINITY ? "no bound" : `${days} days`}, ${people} ${people === 1 ? "person" : "people"}`;
  return {
    effect: wider && narrower ? "other" : wider ? "wider" : "narrower",
    text: `${after.verb} ${after.grain}: ${describe(old)} → ${describe(now)}`,
  };
}
