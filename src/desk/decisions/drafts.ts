import { approvalHash } from "../../ledger/approval.ts";
import type { LiftEntry, MeasureEntry } from "../../ledger/entry.ts";
import { type Opening, targetHash } from "../../ledger/target.ts";
import { rfc3339, SECOND } from "../../lib/clock.ts";
import { neededApprovals, type Policy } from "../../policy/index.ts";
import type { Reach } from "./reach.ts";
import type { Draft, Proposal, Proposed } from "./types.ts";

export const proposedOf = (
  decision: string,
  needed: number,
  { core }: Draft,
  reach: Reach | null = null,
): Proposed => ({
  decision,
  needed,
  core,
  reach,
  approvalHash: approvalHash(decision, [core]),
});

/** Distinct people that a proposal takes. */
export function neededOf(policy: Policy, { clause, role, verb, grain, emergency }: Proposal): number {
  const rung = policy.clauses
    .find(({ id }) => id === clause)
    ?.ladder[role]?.find((one) => one.verb === verb && one.grain === grain);
  return emergency ? neededApprovals({ verb, grain }) : neededApprovals(rung ?? { verb, grain });
}

/** The entry of a measure that would start at `atMs`. */
export function measureEntry(
  decision: string,
  policy: Policy,
  { clause, role, verb, grain, seconds, emergency, territory }: Proposal,
  opening: Opening,
  approvals: number,
  atMs: number,
): MeasureEntry {
  return {
    ...{ v: 1, kind: "measure", at: rfc3339(atMs), decision, role, verb, grain, clause, policy: policy.hash },
    ...{ target: targetHash(opening), starts: rfc3339(atMs), emergency, approvals },
    ends: seconds === null ? null : rfc3339(atMs + seconds * SECOND),
    ...(territory === undefined ? {} : { territory }),
  };
}

export const liftEntry = (measure: number, cause: LiftEntry["cause"], atMs: number): LiftEntry => ({
  ...{ v: 1, kind: "lift", at: rfc3339(atMs), measure, cause, approvals: 1 },
});
