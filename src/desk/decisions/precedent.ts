import { unprocessable } from "../../lib/errors.ts";
import type { Db } from "../db/open.ts";
import { precedents } from "./store.ts";
import type { Draft, Proposal } from "./types.ts";

/** What makes two cases alike: clause, role and what was found (docs/design.md §8). */
export const precedentKey = (clause: string, role: string, kinds: readonly string[]): string =>
  [clause, role, ...[...new Set(kinds)].sort()].join("|");

/**
 * Like cases are decided alike: to depart from an earlier decision on the same facts takes a written distinction. Throws
 * `precedent.departs` naming the decision departed from.
 */
export async function checkPrecedent(db: Db, key: string, proposal: Proposal): Promise<void> {
  if (proposal.distinction !== undefined) return;
  for (const { id, drafts } of await precedents(db, key)) {
    const { verb, grain } = (drafts as Draft).core;
    if (verb === proposal.verb && grain === proposal.grain) return;
    throw unprocessable(
      "precedent.departs",
      `decision ${id} on like facts chose ${String(verb)} ${String(grain)}; say in "distinction" what differs here`,
      { field: "distinction", precedent: id },
    );
  }
}
