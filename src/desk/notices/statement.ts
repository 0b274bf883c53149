import type { MeasureEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { clauseOf, type Policy } from "../../policy/index.ts";

/**
 * What a statement is made of. This type is the whole input of everything that goes out: it has no room for a report, a
 * reporter, a sealed detail or a time at which somebody wrote to us (docs/design.md §1, rule 2).
 */
export interface StatementInput {
  readonly entry: MeasureEntry;
  readonly index: number;
  readonly policy: Policy;
  readonly opening: Opening;
  readonly hostname: string;
  /** The moderator's own words about our own capture. */
  readonly facts: string;
  readonly whyNotMilder: string;
}

/** A statement of reasons (DSA art. 17(3)), as it is stored, shown and mailed. */
export interface Statement {
  readonly decision: string;
  readonly ledgerIndex: number;
  /** art. 17(3)(a): which restriction, its territory and its length. */
  readonly measure: {
    verb: string;
    grain: string;
    role: string;
    starts: string;
    ends: string | null;
    territory: string[];
  };
  /** What it applies to, on the operator's own site. */
  readonly target: string;
  /** (b): the facts, and that a person decided on our own observation. */
  readonly facts: string;
  readonly whyNotMilder: string;
  /** (c): how it was seen and decided. */
  readonly automation: { detection: boolean; decision: boolean };
  /** (e): the contractual ground. */
  readonly ground: {
    policyVersion: string;
    policyHash: string;
    clause: string;
    title: Bilingual;
    text: Bilingual;
  };
  /** With this the operator can check the public ledger entry. */
  readonly opening: Opening;
}

interface Bilingual {
  readonly fr: string;
  readonly en: string;
}

export function statementOf({
  entry,
  index,
  policy,
  opening,
  hostname,
  facts,
  whyNotMilder,
}: StatementInput): Statement {
  const clause = clauseOf(policy, entry.clause);
  if (clause === undefined) throw new Error(`policy ${policy.version} has no clause ${entry.clause}`);
  const { verb, grain, role, starts, ends, territory = [] } = entry;
  return {
    decision: entry.decision,
    ledgerIndex: index,
    measure: { verb, grain, role, starts, ends, territory },
    target: targetText(grain, hostname, opening.canonical),
    facts,
    whyNotMilder,
    automation: { detection: true, decision: false },
    ground: {
      policyVersion: policy.version,
      policyHash: policy.hash,
      clause: clause.id,
      title: clause.title,
      text: clause.text,
    },
    opening,
  };
}

function targetText(grain: MeasureEntry["grain"], hostname: string, canonical: string): string {
  if (grain === "url" || grain === "path") return `${hostname}${canonical}`;
  return grain === "host" ? canonical : hostname;
}
