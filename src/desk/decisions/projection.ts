import type { Entry, LiftEntry, MeasureEntry } from "../../ledger/entry.ts";
import { parseRfc3339 } from "../../lib/clock.ts";
import type { Cases } from "../cases/service.ts";
import { appendEvent } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import { decisionById, dropOpenLifts, insertMeasure, openLiftOf, setCommitted, setLifted } from "./store.ts";
import type { Draft } from "./types.ts";

/** What the database says once an entry is in the ledger; the same after a crash, from the entry alone. */
export async function projectEntry(tx: Tx, index: number, entry: Entry, cases: Cases): Promise<void> {
  if (entry.kind === "measure") await projectMeasure(tx, index, entry, cases);
  if (entry.kind === "lift") await projectLift(tx, index, entry);
}

async function projectMeasure(tx: Tx, index: number, entry: MeasureEntry, cases: Cases): Promise<void> {
  const decision = await decisionById(tx, entry.decision);
  if (decision === undefined) return;
  const at = parseRfc3339(entry.at);
  const { opening } = decision.drafts as Draft;
  await Promise.all([
    setCommitted(tx, decision.id, at),
    insertMeasure(tx, {
      ...{ index, decision: decision.id, site: decision.site, starts_at: at, lifted_by: null },
      ends_at: entry.ends === null ? null : parseRfc3339(entry.ends),
      opening: JSON.stringify(opening),
    }),
    cases.decided(tx, decision.case_id),
    appendEvent(tx, {
      ...{ at, actor: "system", subjectKind: "case", subject: decision.case_id, kind: "case.decided" },
      payload: { decision: decision.id, index, verb: entry.verb, grain: entry.grain },
    }),
  ]);
}

async function projectLift(tx: Tx, index: number, entry: LiftEntry): Promise<void> {
  const at = parseRfc3339(entry.at);
  const [, lift] = await Promise.all([setLifted(tx, entry.measure, index), openLiftOf(tx, entry)]);
  if (lift === undefined) return;
  await setCommitted(tx, lift.id, at); // no longer open: the next one drops the others
  await Promise.all([
    dropOpenLifts(tx, entry.measure),
    appendEvent(tx, {
      ...{ at, actor: "system", subjectKind: "case", subject: lift.case_id, kind: "case.measure-lifted" },
      payload: { measure: entry.measure, index, cause: entry.cause },
    }),
  ]);
}
