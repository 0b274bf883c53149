import type { Entry } from "../../ledger/entry.ts";
import { DAY, HOUR, parseRfc3339 } from "../../lib/clock.ts";
import { conflict, forbidden, notFound, unprocessable } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { clauseOf } from "../../policy/index.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import { isTaken, type Tx } from "../db/open.ts";
import type { Policies } from "../decisions/policies.ts";
import type { Decisions } from "../decisions/service.ts";
import {
  approvalsOf,
  decisionById,
  dropOpenLifts,
  measureByIndex,
  measuresOfDecision,
} from "../decisions/store.ts";
import type { Proposed } from "../decisions/types.ts";
import { appealById, appealsOfDecision, closeAppeal, insertAppeal, openAppeals } from "./store.ts";

/** Appeals stay open for six months after the decision. */
export const APPEAL_WINDOW_MS = 183 * DAY;
const ANSWER_MS = 14 * DAY;
const ANSWER_RISK_MS = 48 * HOUR;

/** The way back: filed by the operator, decided by somebody who did not approve the measure. */
export class Appeals {
  readonly #context: DeskContext;
  readonly #decisions: Decisions;
  readonly #policies: Policies;

  constructor(context: DeskContext, decisions: Decisions, policies: Policies) {
    this.#context = context;
    this.#decisions = decisions;
    this.#policies = policies;
    context.writer.onEntry((tx, _index, entry) => this.#project(tx, entry));
  }

  /** One appeal at a time for a decision; 409 while one is open, 422 when the window is over. */
  async file(
    decisionId: string,
    side: "operator" | "reporter",
    words: string,
  ): Promise<{ id: string; dueAt: number }> {
    const { clock, database } = this.#context;
    const decision = await decisionById(database.db, decisionId);
    if (decision === undefined || decision.committed_at === null)
      throw notFound("decision.unknown", "there is no such decision");
    const at = clock.now();
    if (at > decision.committed_at + APPEAL_WINDOW_MS) {
      throw unprocessable("appeal.late", "appeals are open for six months after the decision");
    }
    const measures = await measuresOfDecision(database.db, decisionId);
    if (measures.every((measure) => measure.lifted_by !== null)) {
      throw conflict("measure.lifted", "this measure is lifted already");
    }
    const before = await appealsOfDecision(database.db, decisionId);
    if (before.some((appeal) => appeal.status === "open" && appeal.side === side)) {
      throw openAlready();
    }
    const policy = await this.#policies.byHash(decision.policy);
    const risk = policy !== undefined && clauseOf(policy, decision.clause)?.riskToLife === true;
    const appeal = {
      id: newId(),
      decision: decisionId,
      side,
      words,
      at,
      due_at: at + (risk ? ANSWER_RISK_MS : ANSWER_MS),
    };
    await database
      .transaction(async (tx) => {
        await insertAppeal(tx, { ...appeal, status: "open", decided_by: null, decided_at: null });
        await appendEvent(tx, {
          ...{ at, actor: side, subjectKind: "appeal", subject: appeal.id, kind: "appeal.filed" },
          payload: { decision: decisionId },
        });
      })
      .catch((error) => {
        if (isTaken(error, "appeal_once")) throw openAlready();
        throw error;
      });
    return { id: appeal.id, dueAt: appeal.due_at };
  }

  async open() {
    return (await openAppeals(this.#context.database.db)).map(
      ({ id, decision, side, words, at, due_at }) => ({
        ...{ id, decision, side, words, at },
        dueAt: due_at,
      }),
    );
  }

  async ofDecision(decision: string) {
    const rows = await appealsOfDecision(this.#context.database.db, decision);
    return rows.map(({ id, side, at, due_at, status, decided_at }) => ({
      id,
      side,
      at,
      dueAt: due_at,
      status,
      decidedAt: decided_at,
    }));
  }

  /** The measure stands. */
  async uphold(id: string, person: string): Promise<void> {
    const { clock, database } = this.#context;
    const appeal = await this.#undecided(id);
    await this.#refuseSamePerson(appeal.decision, person);
    const at = clock.now();
    await database.transaction(async (tx) => {
      const { numUpdatedRows } = await closeAppeal(tx, id, {
        ...{ status: "upheld", decided_by: person, decided_at: at },
      });
      if (numUpdatedRows === 0n) throw conflict("appeal.closed", "this appeal has been answered meanwhile");
      // A colleague's draft of a lift must not overtake the answer that was given.
      for (const { index } of await measuresOfDecision(tx, appeal.decision)) await dropOpenLifts(tx, index);
      await appendEvent(tx, { at, actor: person, subjectKind: "appeal", subject: id, kind: "appeal.upheld" });
    });
  }

  /** The measure goes: a lift to approve, which takes effect at the edges as fast as the measure did. */
  async reverse(id: string, facts: string, person: string): Promise<Proposed> {
    const appeal = await this.#undecided(id);
    await this.#refuseSamePerson(appeal.decision, person);
    const [measure] = await measuresOfDecision(this.#context.database.db, appeal.decision);
    if (measure === undefined) throw notFound("measure.unknown", "this decision has no measure to lift");
    return this.#decisions.proposeLift(measure.index, "appeal", facts, person);
  }

  async #undecided(id: string) {
    const appeal = await appealById(this.#context.database.db, id);
    if (appeal === undefined) throw notFound("appeal.unknown", "there is no such appeal");
    if (appeal.status !== "open") throw conflict("appeal.closed", `this appeal is ${appeal.status}`);
    return appeal;
  }

  async #refuseSamePerson(decision: string, person: string): Promise<void> {
    const { database, vault } = this.#context;
    const first = (await approvalsOf(database.db, decision)).map((approval) => approval.person);
    const { people } = await vault.call("describe", {});
    if (!people.includes(person))
      throw forbidden("appeal.person", "an appeal is answered by an enrolled person");
    const someoneElse = people.some((one) => !first.includes(one));
    if (first.includes(person) && someoneElse) {
      throw forbidden(
        "appeal.same-person",
        "an appeal is decided by a person who did not approve the measure",
      );
    }
  }

  /** A lift in the ledger closes the appeals against its measure. */
  async #project(tx: Tx, entry: Entry): Promise<void> {
    if (entry.kind !== "lift" || entry.cause !== "appeal") return;
    const measure = await measureByIndex(tx, entry.measure);
    if (measure === undefined) return;
    for (const appeal of await appealsOfDecision(tx, measure.decision)) {
      if (appeal.status !== "open") continue;
      const at = parseRfc3339(entry.at);
      await closeAppeal(tx, appeal.id, { status: "reversed", decided_by: null, decided_at: at });
      await appendEvent(tx, {
        at,
        actor: "system",
        subjectKind: "appeal",
        subject: appeal.id,
        kind: "appeal.reversed",
      });
    }
  }
}

const openAlready = () =>
  conflict("appeal.open", "an appeal against this decision is open; you will get its answer first");
