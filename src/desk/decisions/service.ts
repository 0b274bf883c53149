import { randomBytes } from "node:crypto";
import type { SiteConfig } from "../../feed/config.ts";
import { approvalHash, coreOf } from "../../ledger/approval.ts";
import type { LiftEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { base64url, fromHex } from "../../lib/bytes.ts";
import { SECOND } from "../../lib/clock.ts";
import { conflict, forbidden, notFound, RempartError, unprocessable } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { Turns } from "../../lib/turns.ts";
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
import { firstProtected } from "../protected/store.ts";
import { siteById, sitesOfAccount } from "../sites/store.ts";
import { holds } from "../team/signature.ts";
import { personById } from "../team/store.ts";
import { entryOf, liftEntry, measureEntry, neededOf, proposedOf } from "./drafts.ts";
import { checkEmergencyLimit, emergencyPeople } from "./emergency.ts";
import { type Offers, offersFor } from "./offers.ts";
import type { Policies } from "./policies.ts";
import { checkPrecedent, precedentKey } from "./precedent.ts";
import { projectEntry } from "./projection.ts";
import { type Reach, reachOf } from "./reach.ts";
import { significantParams } from "./significant.ts";
import {
  approvalsOf,
  decisionById,
  deleteApproval,
  insertApproval,
  insertDecision,
  measureByIndex,
  measuresOfDecision,
  proposedDecisions,
  standingEmergencies,
  upheldOfSite,
} from "./store.ts";
import type { Committed, DecisionView, Draft, Proposal, Proposed } from "./types.ts";

type Decision = NonNullable<Awaited<ReturnType<typeof decisionById>>>;

/** From a case to an entry in the ledger: propose, approve, commit. Nothing else in the desk writes measures. */
export class Decisions {
  readonly #context: DeskContext;
  readonly #cases: Cases;
  readonly #policies: Policies;
  readonly #turns = new Turns();

  constructor(context: DeskContext, cases: Cases, policies: Policies) {
    this.#context = context;
    this.#cases = cases;
    this.#policies = policies;
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
    await this.#refuseProtected(site, opening);
    const reach = await reachOf(database.db, opening, site, citedBy(view));
    const needed = Math.max(await this.#needed(policy, view, proposal, actor), this.#isWide(reach) ? 2 : 1);
    const draft: Draft = {
      core: coreOf(measureEntry(decision, policy, proposal, opening, needed, 0)),
      opening,
    };
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
    const draft: Draft = { core: coreOf(liftEntry(index, cause, 0)) };
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

  /** One person's approval; the last one needed writes the entry. Throws what the vault says if it refuses. */
  approve(id: string, person: string, signature: string): Promise<Committed> {
    // One after the other: of two people who approve at once, one is the last.
    return this.#turns.run(() => this.#approve(id, person, signature));
  }

  async #approve(id: string, person: string, signature: string): Promise<Committed> {
    const { clock, database } = this.#context;
    const decision = await this.#open(id);
    const hash = approvalHash(id, [(decision.drafts as Draft).core]);
    const row = await personById(database.db, person);
    if (row === undefined || !holds(row.public_key, fromHex(hash), signature)) {
      throw forbidden(
        "approval.signature",
        "the signature is not this person's over the decision's approval hash",
      );
    }
    const at = clock.now();
    const { emergency = false } = (decision.drafts as Draft).core;
    if (emergency) await checkEmergencyLimit(database.db, person, at);
    const alone = emergency ? await emergencyPeople(database.db, decision.site, at) : 1;
    const needed = Math.max(decision.needed, alone); // another emergency may have come between
    await database.transaction(async (tx) => {
      await insertApproval(tx, { decision: id, person, signature, at });
      await appendEvent(tx, {
        at,
        actor: person,
        subjectKind: "decision",
        subject: id,
        kind: "decision.approved",
      });
    });
    const approvals = await approvalsOf(database.db, id);
    const state = { decision: id, needed, approvalHash: hash, approvals: approvals.length };
    // An outside second is a second: alone her approval waits for somebody of the team.
    const isOurs = approvals.some(({ role }) => role !== "outside-second");
    if (approvals.length < needed || !isOurs) return { ...state, status: "proposed", index: null };
    try {
      return { ...state, status: "committed", index: await this.#commit(decision, approvals) };
    } catch (error) {
      // An earlier try was signed, and its answer lost: the append that tried again has found it and written it down.
      const index = await this.#indexOf(id);
      if (index !== null) return { ...state, status: "committed", index };
      // What the vault refuses must not wait with the others for somebody else's approval to carry it along.
      if (error instanceof RempartError && error.status < 500) await deleteApproval(database.db, id, person);
      throw error;
    }
  }

  /** The ledger index of a committed decision's entry; null before. */
  async #indexOf(id: string): Promise<number | null> {
    const { db } = this.#context.database;
    const decision = await decisionById(db, id);
    if (decision?.status !== "committed") return null;
    const { core } = decision.drafts as Draft;
    if (decision.kind === "lift") return (await measureByIndex(db, Number(core.measure)))?.lifted_by ?? null;
    const [measure] = await measuresOfDecision(db, id);
    return measure?.index ?? null;
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
    return reachOf(db, opening, site, citedBy(await this.#cases.view(row.case_id)));
  }

  async #open(id: string): Promise<Decision> {
    const decision = await decisionById(this.#context.database.db, id);
    if (decision === undefined) throw notFound("decision.unknown", "there is no such decision");
    if (decision.status !== "proposed")
      throw conflict("decision.closed", `this decision is ${decision.status}`);
    return decision;
  }

  async #commit(decision: Decision, approvals: { person: string; signature: string }[]): Promise<number> {
    const { clock, database, writer } = this.#context;
    const { core, opening } = decision.drafts as Draft;
    const site = (await siteById(database.db, decision.site))!;
    if (opening !== undefined) await this.#refuseProtected(site, opening); // the list may be newer than the draft
    const entry = entryOf(core, clock.now());
    const [index] = await writer.append({
      decision: decision.id,
      entries: [entry],
      approvals: approvals.map(({ person, signature }) => ({ person, signature })),
      roles: site.roles,
    });
    return index!;
  }

  /** All hostnames of a site are one: a measure on any part of it would meet the protected one too. */
  async #refuseProtected(site: SiteConfig, { grain, canonical }: Opening): Promise<void> {
    const { db } = this.#context.database;
    const sites = grain === "account" ? await sitesOfAccount(db, site.account) : [site];
    const hostnames = grain === "host" ? [canonical] : sites.flatMap((one) => one.hostnames);
    const host = await firstProtected(db, hostnames);
    if (host === undefined) return;
    throw unprocessable(
      "decision.protected",
      `${host} is protected: people report and contest there, so no measure may take it away`,
      { field: "grain", host },
    );
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
