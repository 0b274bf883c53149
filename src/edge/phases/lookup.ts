import { storedAnswer } from "../cache/answer.ts";
import { parseCacheControl } from "../cache/directives.ts";
import { isFromStart, parseRange } from "../cache/range.ts";
import { mayServeWhileValidating, mayStandIn } from "../cache/stale.ts";
import type { Found } from "../cache/store.ts";
import { isUsable, type StoredResponse } from "../cache/stored.ts";
import { problemAnswer } from "../pages/problem.ts";
import type { Edge, NextPhase, Phase, Transaction } from "../transaction.ts";
import { validateInBackground } from "./fetch-in-background.ts";

/** Is there an answer at hand? */
export const lookup: Phase = (tx, edge) => {
  const { method, scheme } = tx.exchange.request;
  // RFC 9111 §2: the key is the target URI, so scheme and authority belong to it; an origin may answer each differently.
  tx.key = `${tx.site.id} ${scheme}://${tx.authority}${tx.target}`;
  tx.mode = "pass";
  tx.candidate = undefined;

  if (tx.neverKeep) {
    void edge.store.dropKey(tx.key);
    return bypass(tx, "bypass");
  }
  if (method !== "GET" && method !== "HEAD") return bypass(tx, "method");
  if (!isForStore(tx)) return bypass(tx, "bypass");
  const found = edge.store.find(tx.key, tx.forwarded);
  if (!(found instanceof Promise)) return use(tx, edge, found);
  // Cut meanwhile: a measure may be why, and nothing may be set off for its page any more.
  return found.then((late) => (tx.exchange.signal.aborted ? "log" : use(tx, edge, late)));
};

/** May a store of whole answers decide this GET or HEAD? Reads `Range`, which means nothing to a HEAD (RFC 9110 §14.2). */
function isForStore(tx: Transaction): boolean {
  const { exchange, received } = tx;
  if (exchange.request.body !== undefined || exchange.takeOver !== undefined) return false;
  if (!tx.site.roles.includes("cdn")) return false;
  // RFC 9110 §13.1.1, §13.1.4: these two guard against lost updates; only the origin knows.
  if (received.has("if-match") || received.has("if-unmodified-since")) return false;
  const value = exchange.request.method === "GET" ? received.get("range") : undefined;
  const range = value === undefined ? undefined : parseRange(value);
  if (range === "several") return false;
  tx.range = range;
  return true;
}

function use(tx: Transaction, edge: Edge, found: Found): NextPhase {
  const { method } = tx.exchange.request;
  const nowMs = edge.clock.now();
  const { stored } = found;
  if (stored?.body.readable) {
    if (isUsable(stored, nowMs)) {
      tx.outcome = "hit";
      storedAnswer(tx, stored, nowMs, { hit: true });
      return "deliver";
    }
    const detail = staleAtOnce(tx, edge, stored, nowMs);
    if (detail !== undefined) {
      tx.outcome = "stale";
      storedAnswer(tx, stored, nowMs, { hit: true, detail });
      validateInBackground(tx, edge, stored);
      return "deliver";
    }
    tx.candidate = stored;
    tx.cacheStatus = { fwd: "stale" };
  } else {
    tx.cacheStatus = { fwd: found.stored === undefined ? found.why : "miss" };
  }

  // RFC 9111 §5.2.1 leaves request directives to the cache. no-cache, max-age and the like would let any visitor send load to
  // an origin; this one only spares it.
  if (parseCacheControl(tx.received.get("cache-control")).has("only-if-cached")) {
    tx.answer = problemAnswer("edge.not-stored", tx.received, nowMs);
    tx.outcome = "rejected";
    return "deliver";
  }
  tx.mode = modeOf(tx, edge, method, nowMs);
  return "fetch";
}

/** May a stale answer be used at once, while the origin is asked behind it? Why, for Cache-Status. */
function staleAtOnce(tx: Transaction, edge: Edge, stored: StoredResponse, nowMs: number): string | undefined {
  if (mayServeWhileValidating(stored, nowMs)) return "stale-while-revalidate";
  const failing = edge.flights.failing.has(tx.key, nowMs) && mayStandIn(stored, nowMs, "down");
  return failing ? "origin-failing" : undefined;
}

function modeOf(tx: Transaction, edge: Edge, method: string, nowMs: number): Transaction["mode"] {
  // A HEAD's answer cannot serve a GET: it is passed on, with the visitor's own conditions.
  if (method === "HEAD") return "pass";
  // A part of what is not here is asked for as a part: fetching a gigabyte for a kilobyte would let any visitor have the
  // origin send, for next to nothing, as much as it has. A part that is all of it is fetched whole, and kept.
  const isPart = tx.range !== undefined && !isFromStart(tx.range) && tx.candidate === undefined;
  // Most answers to credentials are for one visitor (RFC 9111 §3.5): nobody is to wait for another's.
  const alone =
    isPart ||
    tx.restarts > 2 ||
    tx.forwarded.has("authorization") ||
    edge.flights.unshared.has(tx.key, nowMs);
  return alone ? "alone" : "shared";
}

function bypass(tx: Transaction, fwd: "bypass" | "method"): "fetch" {
  tx.cacheStatus = { fwd };
  return "fetch";
}
