import type { Excess } from "../limits/site-limits.ts";
import type { Edge, NextPhase, Transaction } from "../transaction.ts";
import { problemAnswer } from "./problem.ts";

/** Settles a transaction that goes beyond a limit of its site. */
export function refuseExcess(tx: Transaction, edge: Edge, { code, extra }: Excess): NextPhase {
  tx.answer = problemAnswer(code, tx.received, edge.clock.now(), extra, tx.site.errorPages);
  tx.outcome = "limited";
  return "deliver";
}
