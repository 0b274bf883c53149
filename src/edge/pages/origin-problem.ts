import { sfName } from "../http/structured.ts";
import type { OriginFailure } from "../origin/failure.ts";
import type { Edge, NextPhase, Transaction } from "../transaction.ts";
import { problemAnswer } from "./problem.ts";

const CODES = { 502: "origin.unreachable", 503: "origin.busy", 504: "origin.timeout" } as const;

/** Settles a transaction whose origin failed: a plain page, and Proxy-Status (RFC 9209) with the kind of failure only. */
export function originProblem(tx: Transaction, edge: Edge, failure: OriginFailure): NextPhase {
  const extra = ["Proxy-Status", `${sfName(edge.name)}; error=${failure.proxyError}`];
  if (failure.status === 503) extra.push("Retry-After", "1");
  tx.answer = problemAnswer(CODES[failure.status], tx.received, edge.clock.now(), extra, tx.site.errorPages);
  tx.proxyError = failure.proxyError;
  tx.outcome = "failed";
  return "deliver";
}
