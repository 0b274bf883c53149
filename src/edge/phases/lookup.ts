import { storedAnswer } from "../cache/answer.ts";
import { parseCacheControl } from "../cache/directives.ts";
import { isUsable } from "../cache/stored.ts";
import { problemAnswer } from "../pages/problem.ts";
import type { Phase, Transaction } from "../transaction.ts";

/** Fields that make a request one that a store of whole answers cannot decide (RFC 9110 §13.1, §14.2). */
const FOR_THE_ORIGIN = ["range", "if-range", "if-match", "if-unmodified-since"] as const;

/** Is there an answer at hand? */
export const lookup: Phase = (tx, edge) => {
  const { method, scheme, body } = tx.exchange.request;
  // RFC 9111 §2: the key is the target URI, so scheme and authority belong to it; an origin may answer each differently.
  tx.key = `${tx.site.id} ${scheme}://${tx.authority}${tx.target}`;
  tx.mode = "pass";

  if (tx.neverKeep) {
    edge.store.dropKey(tx.key);
    return bypass(tx, "bypass");
  }
  if (method !== "GET" && method !== "HEAD") return bypass(tx, "method");
  if (
    body !== undefined ||
    tx.exchange.takeOver !== undefined ||
    FOR_THE_ORIGIN.some((name) => tx.forwarded.has(name)) ||
    !tx.site.roles.includes("cdn")
  ) {
    return bypass(tx, "bypass");
  }

  const nowMs = edge.clock.now();
  const found = edge.store.find(tx.key, tx.forwarded);
  if (found.stored?.body.readable) {
    if (isUsable(found.stored, nowMs)) {
      tx.outcome = "hit";
      storedAnswer(tx, found.stored, nowMs, { hit: true });
      return "deliver";
    }
    tx.candidate = found.stored;
    tx.cacheStatus = { fwd: "stale" };
  } else {
    tx.candidate = undefined;
    tx.cacheStatus = { fwd: found.stored === undefined ? found.why : "miss" };
  }

  // RFC 9111 §5.2.1 leaves request directives to the cache. no-cache, max-age and the like would let any visitor send load to
  // an origin; this one only spares it.
  if (parseCacheControl(tx.received.get("cache-control")).has("only-if-cached")) {
    tx.answer = problemAnswer("edge.not-stored", tx.received, nowMs);
    tx.outcome = "rejected";
    return "deliver";
  }
  // A HEAD's answer cannot serve a GET: it is passed on, with the visitor's own conditions.
  if (method === "GET")
    tx.mode = tx.restarts > 2 || edge.flights.goesAlone(tx.key, nowMs) ? "alone" : "shared";
  return "fetch";
};

function bypass(tx: Transaction, fwd: "bypass" | "method"): "fetch" {
  tx.cacheStatus = { fwd };
  return "fetch";
}
