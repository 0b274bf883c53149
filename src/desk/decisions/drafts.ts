import { approvalHash } from "../../ledger/approval.ts";
import type { LiftEntry, MeasureEntry } from "../../ledger/entry.ts";
import { type Opening, targetHash } from "../../ledger/target.ts";
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

/** What people approve of a measure; the writer dates it (ledger/approval.ts, entryOf). */
export const measureCore = (
  decision: string,
  policy: Policy,
  { clause, role, verb, grain, seconds, emergency, territory }: Proposal,
  opening: Opening,
  approvals: number,
) =>
  ({
    ...{ v: 1, kind: "measure", decision, role, verb, grain, clause, policy: policy.hash },
    ...{ target: targetHash(opening), emergency, approvals, seconds },
    ...(territory === undefined ? {} : { territory }),
  }) satisfies Omit<MeasureEntry, "at" | "starts" | "ends"> & { seconds: number | null };

export const liftCore = (measure: number, cause: LiftEntry["cause"]) =>
  ({ v: 1, kind: "lift", measure, cause, approvals: 1 }) satisfies Omit<LiftEntry, "at">;
