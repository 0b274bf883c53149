import { storedAnswer } from "../cache/answer.ts";
import { validatingRequest, withoutConditions } from "../cache/conditions.ts";
import { cachePolicy } from "../cache/directives.ts";
import type { Flight } from "../cache/flights.ts";
import { ttlMs } from "../cache/freshness.ts";
import { KeptBody } from "../cache/kept-body.ts";
import { isStorable, isWorthStoring } from "../cache/storable.ts";
import {
  confirms,
  freshened,
  isUsable,
  mayStandIn,
  type StoredResponse,
  storedResponse,
} from "../cache/stored.ts";
import { matchesVary, varyKey, varyText } from "../cache/vary.ts";
import { discard } from "../exchange.ts";
import { askOrigin } from "../origin/ask.ts";
import { type OriginFailure, originFailure } from "../origin/failure.ts";
import type { OriginResponse } from "../origin/send.ts";
import { originProblem } from "../pages/origin-problem.ts";
import type { Edge, NextPhase, Transaction } from "../transaction.ts";

/** What came of asking the origin with the intention to keep the answer. */
export type FetchOutcome =
  /** In the store. `validated`: it was there before and a 304 confirmed it. */
  | { readonly kind: "stored"; readonly stored: StoredResponse; readonly validated: boolean }
  /** For the one who asked only. */
  | { readonly kind: "private"; readonly response: OriginResponse }
  /** No answer. */
  | { readonly kind: "failed"; readonly failure: OriginFailure }
  /** A server error, set aside because a stale answer may stand in for it. */
  | { readonly kind: "error"; readonly status: number };

/** Asks the origin, together with all who want the same at this moment, and settles the transaction with the outcome. */
export async function fetchToKeep(tx: Transaction, edge: Edge): Promise<NextPhase> {
  const { signal } = tx.exchange;
  const start = (flight: Flight): Promise<FetchOutcome> => ask(tx, edge, flight);
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
    case "stored": {
      const { stored, validated } = outcome;
      if (!led) {
        // Another's answer, which this request may not select or which may not be shared: begin anew, with what is known now.
        const fits =
          stored.body.readable && matchesVary(stored.vary, tx.forwarded) && isUsable(stored, nowMs);
        if (!fits) return again(tx);
      }
      tx.outcome = !led ? "collapsed" : validated ? "revalidated" : "miss";
      const how = !led
        ? { collapsed: true as const }
        : validated
          ? { fwdStatus: 304 }
          : { stored: true as const };
      storedAnswer(tx, stored, nowMs, { ...tx.cacheStatus, ...how });
      return "deliver";
    }
    case "private":
      if (!led) return again(tx);
      tx.outcome = "miss";
      tx.holdsConditions = true;
      tx.answer = { ...outcome.response, from: "origin" };
      return "deliver";
    case "failed":
      if (standIn(tx, nowMs)) return "deliver";
      return originProblem(tx, edge, outcome.failure);
    case "error":
      return standIn(tx, nowMs, outcome.status) ? "deliver" : again(tx);
  }
}

/** Requests that vary in what a known answer varies on do not wait for each other. */
function flightKey(tx: Transaction, edge: Edge): string {
  const vary = edge.store.variesOn(tx.key);
  return vary.length === 0 ? tx.key : `${tx.key} ${varyText(varyKey(vary, tx.forwarded))}`;
}

function again(tx: Transaction): NextPhase {
  tx.restarts += 1;
  return "lookup";
}

/** RFC 5861 §4: the stale answer in place of the origin's failure, if it may. */
function standIn(tx: Transaction, nowMs: number, fwdStatus?: number): boolean {
  const { candidate } = tx;
  if (candidate === undefined || !candidate.body.readable || !mayStandIn(candidate, nowMs)) return false;
  const status = fwdStatus === undefined ? {} : { fwdStatus };
  storedAnswer(tx, candidate, nowMs, { ...tx.cacheStatus, ...status, detail: "stale-if-error" });
  tx.outcome = "stale";
  return true;
}

/** One question to the origin, for all who share the flight. Rejects only when nobody waits any more. */
async function ask(tx: Transaction, edge: Edge, flight: Flight): Promise<FetchOutcome> {
  try {
    const { candidate } = tx;
    const plain = withoutConditions(tx.forwarded);
    const validating = candidate && validatingRequest(tx.forwarded, candidate);
    const response = await askOrigin(tx, edge, validating ?? plain, flight.signal);
    if (candidate === undefined || validating === undefined || response.status !== 304) {
      return keep(tx, edge, flight, response);
    }
    discard(response.body);
    if (!flight.stale && confirms(response.fields, candidate)) return renew(tx, edge, candidate, response);
    // RFC 9111 §4.3.3: the 304 is about another answer than ours, so ours is of no use: ask for a whole one.
    edge.store.drop(candidate);
    return keep(tx, edge, flight, await askOrigin(tx, edge, plain, flight.signal));
  } catch (error) {
    if (flight.signal.aborted) throw error;
    return { kind: "failed", failure: originFailure(error) };
  }
}

function renew(
  tx: Transaction,
  edge: Edge,
  candidate: StoredResponse,
  notModified: OriginResponse,
): FetchOutcome {
  const stored = freshened(candidate, tx.forwarded, notModified);
  edge.store.drop(candidate);
  edge.store.put(stored);
  if (!isUsable(stored, edge.clock.now())) edge.flights.rememberAlone(tx.key, edge.clock.now());
  return { kind: "stored", stored, validated: true };
}

/** RFC 5861 §4: the statuses that count as an error. */
const ERRORS: ReadonlySet<number> = new Set([500, 502, 503, 504]);

function keep(tx: Transaction, edge: Edge, flight: Flight, response: OriginResponse): FetchOutcome {
  const nowMs = edge.clock.now();
  const { candidate } = tx;
  const { status, fields } = response;
  if (ERRORS.has(status) && candidate !== undefined && mayStandIn(candidate, nowMs)) {
    discard(response.body);
    return { kind: "error", status };
  }
  if (candidate !== undefined && status < 500) edge.store.drop(candidate); // the origin has spoken anew

  const policy = cachePolicy(fields);
  const body = new KeptBody();
  const stored = storedResponse(tx.key, tx.subject, tx.forwarded, response, body);
  const kept =
    !flight.stale &&
    isStorable(tx.forwarded, status, fields, policy) &&
    isWorthStoring(fields, policy, ttlMs(stored, nowMs)) &&
    edge.store.admits(fields.get("content-length"));
  if (!kept || !isUsable(stored, nowMs)) edge.flights.rememberAlone(tx.key, nowMs);
  else edge.flights.forgetAlone(tx.key);
  if (!kept) return { kind: "private", response };

  edge.store.put(stored);
  // After all who wait for this head have opened the body: until then it would seem that nobody reads it.
  setImmediate(() => void body.fill(response.body));
  return { kind: "stored", stored, validated: false };
}
