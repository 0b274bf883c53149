import { privateAnswer, storedAnswer } from "../cache/answer.ts";
import type { Flight } from "../cache/flights.ts";
import { isFromStart } from "../cache/range.ts";
import { mayStandIn } from "../cache/stale.ts";
import { isUsable, type StoredResponse } from "../cache/stored.ts";
import { matchesVary, varyKey, varyText } from "../cache/vary.ts";
import { originProblem } from "../pages/origin-problem.ts";
import type { CacheStatus, Edge, NextPhase, Transaction } from "../transaction.ts";
import { askToKeep, type FetchOutcome } from "./ask-to-keep.ts";

/** Asks the origin, together with all who want the same at this moment, and settles the transaction with the outcome. */
export async function fetchToKeep(tx: Transaction, edge: Edge): Promise<NextPhase> {
  const { signal } = tx.exchange;
  const start = (flight: Flight): Promise<FetchOutcome> => askToKeep(tx, edge, flight);
  let outcome: FetchOutcome;
  let led = true;
  try {
    if (tx.mode === "alone") outcome = await edge.flights.alone(tx.subject, signal, start);
    else ({ outcome, led } = await edge.flights.join(flightKey(tx, edge), tx.subject, signal, start));
  } catch (error) {
    if (signal.aborted) return "log";
    throw error;
  }

  const nowMs = edge.clock.now();
  switch (outcome.kind) {
    case "stored":
      if (!led && !fits(tx, outcome.stored, nowMs)) return again(tx);
      tx.outcome = !led ? "collapsed" : outcome.validated ? "revalidated" : "miss";
      storedAnswer(tx, outcome.stored, nowMs, { ...tx.cacheStatus, ...how(led, outcome.validated) });
      return "deliver";
    case "private":
      if (!led) return again(tx);
      tx.outcome = "miss";
      privateAnswer(tx, outcome.response);
      return "deliver";
    case "failed":
      return standIn(tx, nowMs, "down") ? "deliver" : originProblem(tx, edge, outcome.failure);
    case "error":
      return standIn(tx, nowMs, "error", outcome.status) ? "deliver" : again(tx);
  }
}

/** Another's answer: this request may not select it, or it may not be shared. Then it begins anew, with what is known now. */
const fits = (tx: Transaction, stored: StoredResponse, nowMs: number): boolean =>
  stored.body.readable && matchesVary(stored.vary, tx.forwarded) && isUsable(stored, nowMs);

const how = (led: boolean, validated: boolean): CacheStatus =>
  !led ? { collapsed: true } : validated ? { fwdStatus: 304 } : { stored: true };

/** Requests that vary in what a known answer varies on, or want another part, do not wait for each other. */
export function flightKey(tx: Transaction, edge: Edge): string {
  const vary = edge.store.variesOn(tx.key);
  const key = vary.length === 0 ? tx.key : `${tx.key} ${varyText(varyKey(vary, tx.forwarded))}`;
  return tx.range === undefined || isFromStart(tx.range) ? key : `${key} ${tx.forwarded.get("range")}`;
}

function again(tx: Transaction): NextPhase {
  tx.restarts += 1;
  return "lookup";
}

/** The stale answer in place of what the origin did not deliver, if it may. */
function standIn(tx: Transaction, nowMs: number, why: "error" | "down", fwdStatus?: number): boolean {
  const { candidate } = tx;
  if (candidate === undefined || !candidate.body.readable || !mayStandIn(candidate, nowMs, why)) return false;
  const status = { ...tx.cacheStatus, detail: why === "down" ? "origin-down" : "stale-if-error" };
  storedAnswer(tx, candidate, nowMs, fwdStatus === undefined ? status : { ...status, fwdStatus });
  tx.outcome = "stale";
  return true;
}
