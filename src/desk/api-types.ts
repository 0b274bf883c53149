/**
 * What the desk's HTTP API sends and takes, as types and nothing else: all that the console may know of the desk
 * (docs/design.md §3). Answers without a name of their own are read off the code that gives them, so that they cannot drift.
 */
import type { Appeals } from "./appeals/service.ts";
import type { Cases } from "./cases/service.ts";
import type { Policies } from "./decisions/policies.ts";
import type { Decisions } from "./decisions/service.ts";
import type { Asked, Readings, WordsReason } from "./reports/readings.ts";
import type { ReportInput } from "./reports/types.ts";
import type { Sites } from "./sites/service.ts";
import type { PublicDecision, stateOf } from "./transparency/pages.ts";

export type { Purge, SiteConfig } from "../feed/config.ts";
export type { LIFT_CAUSES } from "../ledger/entry.ts";
export type { Clause, Grain, Policy, Rung, ServiceRole, Verb } from "../policy/index.ts";
export type { FindingKind, Severity } from "../screening/index.ts";
export type { Approval } from "../vault/calls.ts";
export type { CasePage, CaseView } from "./cases/types.ts";
export type { Enforcement, WorkState } from "./decisions/enforcement.ts";
export type { Offers } from "./decisions/offers.ts";
export type { Reach } from "./decisions/reach.ts";
export type {
  Committed,
  DecisionView,
  Door,
  Offer,
  Proposal,
  Proposed,
  Withheld,
} from "./decisions/types.ts";
export type { EdgeState } from "./fleet/fleet.ts";
export type { EdgeSites } from "./fleet/routes.ts";
export type { WorkOrder } from "./orders/types.ts";
export type { KeptFile } from "./reports/files.ts";
export type { OpenedPart, ReportLine, WordsReason } from "./reports/readings.ts";
export type { Counted, Judged } from "./reports/senders/service.ts";
export type { Happening, Harm, Refusal } from "./reports/types.ts";
export type { NeedsRequest } from "./sites/requests.ts";
export type { SitesPage } from "./sites/routes.ts";
export type { Changed, Removed } from "./sites/service.ts";
export type { Person, TeamRole } from "./team/service.ts";

/** One line of GET /api/cases. */
export type QueuedCase = Awaited<ReturnType<Cases["queue"]>>[number];
/** One line of GET /api/appeals. */
export type OpenAppeal = Awaited<ReturnType<Appeals["open"]>>[number];
/** One line of GET /api/emergencies. */
export type Emergency = Awaited<ReturnType<Decisions["emergencies"]>>[number];
/** POST /api/policies: 202 with what to sign, 201 once it is in the ledger. */
export type PublishedPolicy = Awaited<ReturnType<Policies["publish"]>>;
/** A signed wish to read a report; POST /api/reports/:id/words takes it. */
export type ReadingRequest = Asked<WordsReason>;
/** What POST /api/reports/:id/words answers. */
export type OpenedReport = Awaited<ReturnType<Readings["words"]>>;
/** What the sealed words of a report are, once open. */
export type ToldWords = Partial<Omit<ReportInput, "reporter" | "details">>;
/** POST /api/accounts. */
export type AddedAccount = Awaited<ReturnType<Sites["addAccount"]>>;
/** GET /d/:decision as JSON: what the ledger says of a decision. */
export type LedgerDecision = Omit<PublicDecision, "policy"> & {
  /** Hash of the policy that it cites. */
  readonly policy: string;
  readonly state: ReturnType<typeof stateOf>;
};
