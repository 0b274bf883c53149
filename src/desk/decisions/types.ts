import { z } from "zod";
import type { Core } from "../../ledger/approval.ts";
import type { Opening } from "../../ledger/target.ts";
import { GRAINS, type Grain, SERVICE_ROLES, type ServiceRole, VERBS, type Verb } from "../../policy/words.ts";
import type { How } from "../jobs/own-links.ts";

import type { Reach } from "./reach.ts";

/** What a moderator asks for. */
export const proposalSchema = z.strictObject({
  clause: z.string().max(8),
  role: z.enum(SERVICE_ROLES),
  verb: z.enum(VERBS),
  grain: z.enum(GRAINS),
  /** The page (url), or one of the pages under it (path, host). */
  page: z.string().max(30),
  /** How long, in seconds; null where the clause allows no end. */
  seconds: z
    .int()
    .positive()
    .max(3650 * 86_400)
    .nullable(),
  /** What was seen, in the moderator's words; goes into the statement of reasons. No personal data. */
  facts: z.string().trim().min(10, "say in a sentence what was seen").max(5000),
  /** Why the next milder step does not do. */
  whyNotMilder: z.string().trim().max(5000).default(""),
  /** Why this case differs from an earlier one that was decided otherwise. */
  distinction: z.string().trim().min(10).max(5000).optional(),
  emergency: z.boolean().default(false),
  /** Countries to which a refusing measure is limited; absent: everywhere. Any order, any case. */
  territory: z
    .array(z.string().regex(/^[A-Za-z]{2}$/, "must be two-letter country codes (ISO 3166-1)"))
    .min(1)
    .max(50)
    .transform((codes) => [...new Set(codes.map((code) => code.toUpperCase()))].sort())
    .optional(),
});
export type Proposal = z.infer<typeof proposalSchema>;

/** What is written to the ledger once enough people have approved it. */
export interface Draft {
  /** ledger/approval.ts: the entry without its moment. */
  readonly core: Core;
  /** For a measure: what its target opens to. */
  readonly opening?: Opening;
}

/** A measure that the clause, our role at the site and the evidence allow. */
export interface Offer {
  readonly clause: string;
  readonly role: ServiceRole;
  readonly verb: Verb;
  readonly grain: Grain;
  readonly maxDays: number | null;
  /** Distinct people it takes. */
  readonly approvals: number;
  readonly pages: readonly string[];
  /** What would be refused, for grain path and host. */
  readonly target: string | null;
}

/** A step of a ladder that is not offered, and why. */
export interface Withheld {
  readonly clause: string;
  readonly role: ServiceRole;
  readonly verb: Verb;
  readonly grain: Grain;
  readonly why: string;
}

export interface Proposed {
  readonly decision: string;
  readonly needed: number;
  /** What a measure would refuse besides; null for a lift. */
  readonly reach: Reach | null;
  /** What is to be approved, in full, so that whoever signs can compute the hash herself. */
  readonly core: Core;
  /** What each approval signs: ledger/approval.ts, hex. */
  readonly approvalHash: string;
}

export interface Committed extends Omit<Proposed, "core" | "reach"> {
  readonly status: "proposed" | "committed";
  readonly approvals: number;
  readonly index: number | null;
}

export interface DoorFinding {
  readonly kind: string;
  readonly masked: string;
}

/** Another address at which a refused page may still be read. */
export interface Door {
  readonly url: string;
  /** How the page names it; `host`: another hostname of the site. */
  readonly how: How | "host";
  /** `open`: the same finding is served there; `clean`: something else is; `unseen`: nothing answered. */
  readonly state: "open" | "closed" | "clean" | "unseen";
  readonly findings: readonly DoorFinding[];
}

/** A decision as the team sees it; a second person reads this before she signs. */
export interface DecisionView extends Proposed {
  readonly case: string;
  readonly kind: string;
  readonly status: string;
  readonly clause: string;
  readonly facts: string;
  readonly whyNotMilder: string;
  readonly distinction: string | null;
  /** What a measure would be about; null for a lift. */
  readonly target: string | null;
  readonly proposedBy: string;
  readonly proposedAt: number;
  readonly approvedBy: readonly string[];
}
