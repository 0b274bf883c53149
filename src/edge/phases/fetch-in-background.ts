import { errorFields } from "../../lib/log.ts";
import type { StoredResponse } from "../cache/stored.ts";
import { discard, type Exchange } from "../exchange.ts";
import { type Edge, Transaction } from "../transaction.ts";
import { askToKeep } from "./ask-to-keep.ts";
import { flightKey } from "./fetch-to-keep.ts";

/** Never aborted: a validation that a visitor set off does not end when the visitor leaves. */
const NOBODY = new AbortController().signal;

/**
 * Asks the origin whether a stale answer still holds, while it is being used (RFC 5861 §3). One flight for all who set it off
 * or come to wait for it; purges and measures reach it as any other.
 */
export function validateInBackground(tx: Transaction, edge: Edge, stored: StoredResponse): void {
  const asking = withoutVisitor(tx, edge.clock.now());
  asking.candidate = stored;
  edge.flights
    .join(flightKey(asking, edge), tx.subject, NOBODY, (flight) => askToKeep(asking, edge, flight))
    .then(
      ({ outcome, led }) => {
        if (led && outcome.kind === "private") discard(outcome.response.body);
      },
      (error) => edge.log.error("edge.failed", errorFields(error)),
    );
}

/** The same question for a whole answer, by GET, with nobody to send it to. */
function withoutVisitor(tx: Transaction, nowMs: number): Transaction {
  const exchange: Exchange = {
    request: { ...tx.exchange.request, method: "GET", body: undefined },
    signal: NOBODY,
    respond: async () => ({ bodyBytes: 0, complete: false }),
    inform: () => {},
    cut: () => {},
  };
  const asking = new Transaction(exchange, tx.view, nowMs);
  asking.received = tx.received;
  asking.forwarded = tx.forwarded;
  asking.authority = tx.authority;
  asking.target = tx.target;
  asking.site = tx.site;
  asking.subject = tx.subject;
  asking.key = tx.key;
  asking.mode = "shared";
  return asking;
}
