import type { DecisionView, Person } from "../desk/api-types.ts";

/** Somebody stands behind it and others are asked; before the first signature a proposal is a draft. */
export const isAsked = ({ approvedBy }: Pick<DecisionView, "approvedBy">): boolean => approvedBy.length > 0;

/** An auditor reads, everybody else may approve, and once. */
export const mayApprove = ({ id, role }: Person, { approvedBy }: Pick<DecisionView, "approvedBy">): boolean =>
  role !== "auditor" && !approvedBy.includes(id);

/** How many decisions wait for this person. */
export const countFor = (person: Person, decisions: readonly DecisionView[]): number =>
  decisions.filter((one) => isAsked(one) && mayApprove(person, one)).length;
