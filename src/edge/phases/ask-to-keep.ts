import type { PrivateResponse } from "../cache/answer.ts";
import { validatingRequest, withoutConditions } from "../cache/conditions.ts";
import type { Flight } from "../cache/flights.ts";
import { ttlMs } from "../cache/freshness.ts";
import { KeptBody } from "../cache/kept-body.ts";
import { isFromStart } from "../cache/range.ts";
import { mayStandIn } from "../cache/stale.ts";
import { isStorable, isWorthStoring } from "../cache/storable.ts";
import { confirms, freshened, isUsable, type StoredResponse, storedResponse } from "../cache/stored.ts";
import { discard } from "../exchange.ts";
import { askOrigin } from "../origin/ask.ts";
import { type OriginFailure, originFailure } from "../origin/failure.ts";
import type { OriginResponse } from "../origin/send.ts";
import type { Edge, Transaction } from "../transaction.ts";

/** What came of asking the origin with the intention to keep the answer. */
export type FetchOutcome =
  /** In the store. `validated`: it was there before and a 304 confirmed it. */
  | { readonly kind: "stored"; readonly stored: StoredResponse; readonly validated: boolean }
  /** For the one who asked only. */
  | { readonly kind: "private"; readonly response: PrivateResponse }
  /** No answer. */
  | { readonly kind: "failed"; readonly failure: OriginFailure }
  /** A server error, set aside because a stale answer may stand in for it. */
  | { readonly kind: "error"; readonly status: number };

/** One question to the origin, for all who share the flight. Rejects only when nobody waits any more. */
export async function askToKeep(tx: Transaction, edge: Edge, flight: Flight): Promise<FetchOutcome> {
  try {
    const outcome = await ask(tx, edge, flight);
    if (outcome.kind === "error") edge.flights.failing.add(tx.key, edge.clock.now());
    else edge.flights.failing.delete(tx.key);
    return outcome;
  } catch (error) {
    if (flight.signal.aborted) throw error;
    const nowMs = edge.clock.now();
    if (tx.candidate !== undefined && mayStandIn(tx.candidate, nowMs, "down"))
      edge.flights.failing.add(tx.key, nowMs);
    return { kind: "failed", failure: originFailure(error) };
  }
}

async function ask(tx: Transaction, edge: Edge, flight: Flight): Promise<FetchOutcome> {
  const { candidate } = tx;
  const partial = tx.range !== undefined && !isFromStart(tx.range);
  // What will not be shared anyway is asked for as the visitor asked for it: the origin may answer with less than all.
  const plain = tx.mode === "alone" ? tx.forwarded.list : withoutConditions(tx.forwarded, partial);
  const validating = candidate && validatingRequest(tx.forwarded, candidate, partial);
  const response = await askOrigin(tx, edge, validating ?? plain, flight.signal);
  if (candidate === undefined || validating === undefined || response.status !== 304)
    return keep(tx, edge, flight, response);
  discard(response.body);
  const isHere = !flight.stale && candidate.body.readable; // it may have broken off meanwhile
  if (isHere && confirms(response.fields, candidate)) return renew(tx, edge, candidate, response);
  // RFC 9111 §4.3.3: the 304 is about another answer than ours, so ours is of no use: ask for a whole one.
  edge.store.drop(candidate);
  return keep(tx, edge, flight, await askOrigin(tx, edge, plain, flight.signal));
}

/** RFC 9111 §4.3.4: the kept answer with the fields of the 304, as far as it may still be kept with them. */
function renew(
  tx: Transaction,
  edge: Edge,
  candidate: StoredResponse,
  notModified: OriginResponse,
): FetchOutcome {
  const nowMs = edge.clock.now();
  const stored = freshened(candidate, tx.forwarded, notModified);
  const { status, fields, policy } = stored;
  if (!isStorable(tx.forwarded, status, fields, policy)) {
    // A 304 with a cookie, say: for the visitor whose request it answers, and nobody else.
    const response = { ...notModified, status, fields, body: candidate.body.open() };
    edge.store.drop(candidate);
    edge.flights.unshared.add(tx.key, nowMs);
    return { kind: "private", response };
  }
  edge.store.renew(candidate, stored);
  if (!isUsable(stored, nowMs)) edge.flights.unshared.add(tx.key, nowMs);
  return { kind: "stored", stored, validated: true };
}

/** RFC 5861 §4: the statuses that count as an error. */
const ERRORS: ReadonlySet<number> = new Set([500, 502, 503, 504]);
/** Answers to a visitor's own range or condition: they say nothing about how the next one can be had. */
const ABOUT_THE_REQUEST: ReadonlySet<number> = new Set([206, 304, 412, 416]);

function keep(tx: Transaction, edge: Edge, flight: Flight, response: OriginResponse): FetchOutcome {
  const nowMs = edge.clock.now();
  const { candidate } = tx;
  const { status, fields } = response;
  if (ERRORS.has(status) && candidate !== undefined && mayStandIn(candidate, nowMs, "error")) {
    discard(response.body);
    return { kind: "error", status };
  }
  if (candidate !== undefined && status < 500) edge.store.drop(candidate); // the origin has spoken anew

  const body = new KeptBody();
  const stored = storedResponse(tx.key, tx.subject, tx.forwarded, response, body);
  const kept =
    !flight.stale &&
    isStorable(tx.forwarded, status, fields, stored.policy) &&
    isWorthStoring(fields, stored.policy, ttlMs(stored, nowMs)) &&
    edge.store.admits(fields.get("content-length"));
  if (kept && isUsable(stored, nowMs)) edge.flights.unshared.delete(tx.key);
  else if (!ABOUT_THE_REQUEST.has(status)) edge.flights.unshared.add(tx.key, nowMs);
  if (!kept) return { kind: "private", response };

  edge.store.put(stored);
  // After all who wait for this head have opened the body: until then it would seem that nobody reads it.
  setImmediate(() => void body.fill(response.body));
  return { kind: "stored", stored, validated: false };
}
