import type { SiteConfig } from "../../feed/config.ts";
import { approvalHash } from "../../ledger/approval.ts";
import { fromHex } from "../../lib/bytes.ts";
import { conflict, forbidden, notFound, RempartError } from "../../lib/errors.ts";
import { TurnsByKey } from "../../lib/turns.ts";
import type { DeskContext } from "../context.ts";
import { holds } from "../team/signature.ts";
import { checkEmergencyLimit, emergencyPeople } from "./emergency.ts";
import { refuseProtected } from "./protected-names.ts";
import { sitesOf } from "./reach.ts";
import {
  decisionById,
  decisionToApprove,
  deleteApproval,
  giveApproval,
  measureByIndex,
  measuresOfDecision,
} from "./store.ts";
import type { Committed, Draft } from "./types.ts";

type Decision = NonNullable<Awaited<ReturnType<typeof decisionToApprove>>>;
type Given = Awaited<ReturnType<typeof giveApproval>>;

/** From a draft to an entry in the ledger: people approve, and the last one needed commits. */
export class Approvals {
  readonly #context: DeskContext;
  readonly #turns = new TurnsByKey();

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /** One person's approval; the last one needed writes the entry. Throws what the vault says if it refuses. */
  approve(id: string, person: string, signature: string): Promise<Committed> {
    // One after the other: of two people who approve at once, one is the last.
    return this.#turns.run(id, async () => {
      const decision = await this.#open(id, person);
      const shared = sharedTurn(decision.drafts as Draft);
      if (shared === undefined) return this.#approve(decision, person, signature);
      return this.#turns.run(shared, async () =>
        this.#approve(await this.#open(id, person), person, signature),
      );
    });
  }

  async #open(id: string, person: string): Promise<Decision> {
    const decision = await decisionToApprove(this.#context.database.db, id, person);
    if (decision === undefined) throw notFound("decision.unknown", "there is no such decision");
    if (decision.status !== "proposed")
      throw conflict("decision.closed", `this decision is ${decision.status}`);
    return decision;
  }

  async #approve(decision: Decision, person: string, signature: string): Promise<Committed> {
    const { clock, database } = this.#context;
    const { id } = decision;
    const hash = approvalHash(id, [(decision.drafts as Draft).core]);
    if (decision.public_key === null || !holds(decision.public_key, fromHex(hash), signature)) {
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
    const approvals = await giveApproval(database.db, { decision: id, person, signature, at });
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

  async #commit(decision: Decision, approvals: Given): Promise<number> {
    const { database, writer } = this.#context;
    const { core, opening } = decision.drafts as Draft;
    const site = decision.document as SiteConfig;
    const sites = opening === undefined ? [] : await sitesOf(database.db, opening, site);
    if (opening !== undefined) await refuseProtected(database.db, sites, opening); // the list may be newer than the draft
    const [index] = await writer.append({
      decision: decision.id,
      cores: [core],
      approvals: approvals.map(({ person, signature }) => ({ person, signature })),
      roles: site.roles,
      openings: [opening && { opening, sites }],
    });
    return index!;
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
}

/** Of two emergencies that are decided at once one is the second, and of two lifts of a measure, too. */
function sharedTurn({ core }: Draft): string | undefined {
  if (core.emergency) return "emergencies";
  return core.kind === "lift" ? `lift ${core.measure}` : undefined;
}
