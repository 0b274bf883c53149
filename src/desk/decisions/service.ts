import { randomBytes } from "node:crypto";
import type { LiftEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { base64url } from "../../lib/bytes.ts";
import { SECOND } from "../../lib/clock.ts";
import { conflict, notFound, unprocessable } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import {
  checkMeasure,
  type Grain,
  milderRungs,
  NORMALISER,
  type Policy,
  targetProblem,
} from "../../policy/index.ts";
import type { Cases } from "../cases/service.ts";
import type { CasePage, CaseView } from "../cases/types.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import { siteById } from "../sites/store.ts";
import { liftCore, measureCore, neededOf, proposedOf } from "./drafts.ts";
import { checkEmergencyLimit, emergencyPeople } from "./emergency.ts";
import { type Offers, offersFor } from "./offers.ts";
import type { Policies } from "./policies.ts";
import { checkPrecedent, precedentKey } from "./precedent.ts";
import { projectEntry } from "./projection.ts";
import { refuseProtected } from "./protected-names.ts";
import { type Reach, reachOf, type SiteRequests, sitesOf } from "./reach.ts";
import { significantParams } from "./significant.ts";
import {
  approvalsOf,
  decisionById,
  insertDecision,
  measureByIndex,
  proposedDecisions,
  standingEmergencies,
  upheldOfSite,
} from "./store.ts";
import type { DecisionView, Draft, Proposal, Proposed } from "./types.ts";

type Decision = NonNullable<Awaited<ReturnType<typeof decisionById>>>;

/** From a case to a draft that people can approve (approvals.ts). Nothing else in the desk proposes measures. */
export class Decisions {
  readonly #context: DeskContext;
  readonly #cases: Cases;
  readonly #policies: Policies;
  readonly #traffic: SiteRequests;

  constructor(context: DeskContext, cases: Cases, policies: Policies, traffic: SiteRequests) {
    this.#context = context;
    this.#cases = cases;
    this.#policies = policies;
    this.#traffic = traffic;
    context.writer.onEntry((tx, index, entry) => projectEntry(tx, index, entry, cases));
  }

  async offers(caseId: string): Promise<Offers> {
    const view = await this.#cases.view(caseId);
    return offersFor(await this.#policies.inForce(), view, await this.#upheld(view));
  }

  /** A measure as a draft that people can approve. Throws 422 with the reason where the rules do not allow it. */
  async propose(caseId: string, proposal: Proposal, actor: string): Promise<Proposed> {
    const { clock, database } = this.#context;
    const view = await this.#cases.view(caseId);
    const policy = await this.#policies.inForce();
    const { page, target } = await this.#allowed(policy, view, proposal);
    const kinds = page.findings.map((finding) => finding.kind);
    const key = precedentKey(proposal.clause, proposal.role, kinds);
    await checkPrecedent(database.db, key, proposal);

    const opening = await this.#opening(view, page, proposal.grain, target);
    const problem = targetProblem(opening);
    if (problem !== undefined) throw unprocessable("decision.target", problem, { field: "grain" });
    const decision = newId();
    const site = (await siteById(database.db, view.site.id))!;
    const sites = await sitesOf(database.db, opening, site);
    await refuseProtected(database.db, sites, opening);
    const reach = await reachOf(database.db, opening, sites, citedBy(view), this.#traffic);
    const needed = Math.max(await this.#needed(policy, view, proposal, actor), this.#isWide(reach) ? 2 : 1);
    const draft: Draft = { core: measureCore(decision, policy, proposal, opening, needed), opening };
    const at = clock.now();
    await database.transaction(async (tx) => {
      await insertDecision(tx, {
        ...{
          id: decision,
          case_id: view.id,
          site: view.site.id,
          kind: "measure",
          status: "proposed",
          needed,
        },
        ...{
          clause: proposal.clause,
          policy: policy.hash,
          precedent_key: key,
          drafts: JSON.stringify(draft),
        },
        ...{
          facts: proposal.facts,
          why_not_milder: proposal.whyNotMilder,
          distinction: proposal.distinction ?? null,
        },
        ...{ proposed_by: actor, proposed_at: at, committed_at: null },
      });
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "decision", subject: decision, kind: "decision.proposed" },
        payload: { case: view.id, verb: proposal.verb, grain: proposal.grain, clause: proposal.clause },
      });
    });
    return proposedOf(decision, needed, draft, reach);
  }

  /** Emergency measures that stand, the one that lapses next first: each waits for somebody else to confirm or lift it. */
  async emergencies() {
    const rows = await standingEmergencies(this.#context.database.db, this.#context.clock.now());
    return rows.map(({ id, case_id, proposed_by, index, ends_at }) => ({
      ...{ decision: id, case: case_id, by: proposed_by, index, lapsesAt: ends_at! },
    }));
  }

  /** A lift as a draft. `cause` says why; on appeal the vault refuses the people who approved the measure. */
  async proposeLift(
    index: number,
    cause: LiftEntry["cause"],
    facts: string,
    actor: string,
  ): Promise<Proposed> {
    const { clock, database } = this.#context;
    const measure = await measureByIndex(database.db, index);
    if (measure === undefined) throw notFound("measure.unknown", `entry ${index} is not a measure of ours`);
    if (measure.lifted_by !== null) throw conflict("measure.lifted", `measure ${index} is lifted already`);
    const original = (await decisionById(database.db, measure.decision))!;
    const decision = newId();
    const draft: Draft = { core: liftCore(index, cause) };
    const at = clock.now();
    await database.transaction(async (tx) => {
      await insertDecision(tx, {
        ...{
          id: decision,
          case_id: original.case_id,
          site: original.site,
          kind: "lift",
          status: "proposed",
          needed: 1,
        },
        ...{ clause: original.clause, policy: original.policy, precedent_key: `lift|${index}` },
        ...{ drafts: JSON.stringify(draft), facts, why_not_milder: "", distinction: null },
        ...{ proposed_by: actor, proposed_at: at, committed_at: null },
      });
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "decision", subject: decision, kind: "decision.lift-proposed" },
        payload: { measure: index, cause },
      });
    });
    return proposedOf(decision, 1, draft);
  }

  /** Decisions that wait for (more) people, oldest first. */
  async waiting(): Promise<DecisionView[]> {
    const rows = await proposedDecisions(this.#context.database.db);
    return Promise.all(rows.map((row) => this.#view(row)));
  }

  /** Throws `decision.unknown`. */
  async view(id: string): Promise<DecisionView> {
    const row = await decisionById(this.#context.database.db, id);
    if (row === undefined) throw notFound("decision.unknown", "there is no such decision");
    return this.#view(row);
  }

  async #view(row: Decision): Promise<DecisionView> {
    const { db } = this.#context.database;
    const draft = row.drafts as Draft;
    const approvals = await approvalsOf(db, row.id);
    const [hostname = ""] = (await siteById(db, row.site))?.hostnames ?? [];
    return {
      ...proposedOf(row.id, row.needed, draft, await this.#reach(row, draft)),
      case: row.case_id,
      kind: row.kind,
      status: row.status,
      clause: row.clause,
      facts: row.facts,
      whyNotMilder: row.why_not_milder,
      distinction: row.distinction,
      target: draft.opening === undefined ? null : targetText(draft.opening, hostname),
      proposedBy: row.proposed_by,
      proposedAt: row.proposed_at,
      approvedBy: approvals.map(({ person }) => person),
    };
  }

  /** As far as it reaches now: the second person sees what has been captured meanwhile, too. */
  async #reach(row: Decision, { opening }: Draft): Promise<Reach | null> {
    const { db } = this.#context.database;
    const site = await siteById(db, row.site);
    if (opening === undefined || site === undefined) return null;
    const sites = await sitesOf(db, opening, site);
    return reachOf(db, opening, sites, citedBy(await this.#cases.view(row.case_id)), this.#traffic);
  }

  /** What reaches this far is never one person's decision. */
  #isWide = ({ sites, also }: Reach): boolean => sites > 1 || also > this.#context.config.twoPeopleAbovePages;

  /** Distinct people that a proposal takes by the rules. */
  async #needed(policy: Policy, view: CaseView, proposal: Proposal, actor: string): Promise<number> {
    const { clock, database } = this.#context;
    const byRules = neededOf(policy, proposal);
    if (!proposal.emergency) return byRules;
    await checkEmergencyLimit(database.db, actor, clock.now());
    return Math.max(byRules, await emergencyPeople(database.db, view.site.id, clock.now()));
  }

  /** The page a proposal is about, if everything about it is allowed. */
  async #allowed(
    policy: Policy,
    view: CaseView,
    proposal: Proposal,
  ): Promise<{ page: CasePage; target: string | null }> {
    const { clause, role, verb, grain, seconds, emergency, territory } = proposal;
    const needed = neededOf(policy, proposal);
    const endsMs = seconds === null ? null : seconds * SECOND;
    const measure = {
      clause,
      role,
      verb,
      grain,
      startsMs: 0,
      endsMs,
      approvals: needed,
      emergency,
      territory,
    };
    const problems = checkMeasure(policy, measure, view.site.roles);
    const same = (one: { clause: string; role: string; verb: string; grain: string }) =>
      one.clause === clause && one.role === role && one.verb === verb && one.grain === grain;
    if (problems.length > 0) {
      const why = problems.map(({ message }) => message).join("; ");
      throw unprocessable("decision.not-allowed", why, { field: "verb", problems });
    }
    const { offered, withheld } = offersFor(policy, view, await this.#upheld(view));
    const offer = offered.find(same);
    if (offer === undefined) {
      const why =
        withheld.find(same)?.why ?? `clause ${clause} is not about what our captures of this case show`;
      throw unprocessable("decision.not-allowed", why, { field: "clause" });
    }
    const page = view.pages.find((one) => one.id === proposal.page && offer.pages.includes(one.id));
    if (page === undefined) {
      throw unprocessable("decision.page", "page must be one of the pages that the offer names", {
        field: "page",
      });
    }
    if (milderRungs(policy, proposal).length > 0 && proposal.whyNotMilder === "") {
      throw unprocessable("decision.milder", "say why the next milder step does not do", {
        field: "whyNotMilder",
      });
    }
    return { page, target: offer.target };
  }

  /** What the entry will commit to: the page itself, or exactly the target that was offered. */
  async #opening(view: CaseView, page: CasePage, grain: Grain, target: string | null): Promise<Opening> {
    const site = (await siteById(this.#context.database.db, view.site.id))!;
    return {
      ...{ salt: base64url(randomBytes(32)), grain, site: grain === "account" ? site.account : site.id },
      canonical: grain === "url" ? page.path : (target ?? ""),
      params: grain === "url" ? await significantParams(this.#context, page) : [],
      ...{ readings: site.readings, normaliser: NORMALISER },
    };
  }

  #upheld = (view: CaseView): Promise<number> => upheldOfSite(this.#context.database.db, view.site.id);
}

/** The pages that a decision rests on: what we found something on, or what an order names. */
const citedBy = ({ pages, orders }: CaseView): string[] =>
  pages.filter(({ findings }) => orders.length > 0 || findings.length > 0).map(({ id }) => id);

const targetText = ({ grain, canonical }: Opening, hostname: string): string =>
  grain === "host" ? canonical : `${hostname}${canonical}`;
