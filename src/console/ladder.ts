import type {
  Clause,
  Grain,
  Offer,
  Offers,
  Policy,
  Rung,
  ServiceRole,
  Verb,
  Withheld,
} from "../desk/api-types.ts";

/** One step of a ladder on this case: offered, or withheld with the reason. */
export interface Step {
  readonly verb: Verb;
  readonly grain: Grain;
  readonly offer: Offer | undefined;
  readonly why: string | undefined;
  /** There is a milder step, so the decision must say why that one does not do. */
  readonly hasMilder: boolean;
}

export interface Ladder {
  readonly role: ServiceRole;
  /** Mildest first, in the order of the policy. */
  readonly steps: readonly Step[];
}

export interface ClauseChoice {
  readonly clause: Clause;
  readonly ladders: readonly Ladder[];
}

/** The clauses that speak of what was found, each with its ladders for the roles we supply, whole: nothing is left out unsaid. */
export function choicesOf(policy: Policy, roles: readonly ServiceRole[], offers: Offers): ClauseChoice[] {
  return policy.clauses.flatMap((clause) => {
    const ladders = roles.flatMap((role) => {
      const steps = (clause.ladder[role] ?? []).flatMap((rung, i) =>
        stepOf(clause, role, rung, i > 0, offers),
      );
      return steps.length === 0 ? [] : [{ role, steps }];
    });
    return ladders.length === 0 ? [] : [{ clause, ladders }];
  });
}

/** A step that was picked, and of which clause. */
export interface Picked {
  readonly clause: Clause;
  readonly step: Step;
  readonly offer: Offer;
}

type Rule = Pick<Offer, "clause" | "role" | "verb" | "grain">;

/** The same step of the same ladder, whatever else is known of it. */
export const isSameStep = (a: Rule, b: Rule): boolean =>
  a.clause === b.clause && a.role === b.role && a.verb === b.verb && a.grain === b.grain;

function stepOf(
  clause: Clause,
  role: ServiceRole,
  { verb, grain }: Rung,
  hasMilder: boolean,
  offers: Offers,
): Step[] {
  const same = (one: Offer | Withheld) => isSameStep(one, { clause: clause.id, role, verb, grain });
  const offer = offers.offered.find(same);
  const why = offers.withheld.find(same)?.why;
  return offer === undefined && why === undefined ? [] : [{ verb, grain, offer, why, hasMilder }];
}

/** An emergency is decided by one person where two are asked for by the policy alone; it ends within a day. */
export const mayBeEmergency = (clause: Clause, { grain, approvals }: Offer): boolean =>
  clause.riskToLife && approvals > 1 && (grain === "url" || grain === "path");
