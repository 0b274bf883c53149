import { updateByHead } from "../cache/head.ts";
import { invalidate } from "../cache/invalidate.ts";
import { BodyTooLarge } from "../limits/body.ts";
import { BODY_EXCESS } from "../limits/site-limits.ts";
import { askOrigin } from "../origin/ask.ts";
import { originFailure } from "../origin/failure.ts";
import type { OriginResponse } from "../origin/send.ts";
import { refuseExcess } from "../pages/excess.ts";
import { originProblem } from "../pages/origin-problem.ts";
import type { Edge, NextPhase, Phase, Transaction } from "../transaction.ts";
import { fetchToKeep } from "./fetch-to-keep.ts";
import { tunnel } from "./fetch-tunnel.ts";

/** Asks the origin: through a tunnel, for this visitor only, or with the intention to keep the answer. */
export const fetch: Phase = (tx, edge) => {
  if (tx.exchange.takeOver !== undefined) return tunnel(tx, edge);
  return tx.mode === "pass" ? pass(tx, edge) : fetchToKeep(tx, edge);
};

async function pass(tx: Transaction, edge: Edge): Promise<NextPhase> {
  const { signal } = tx.exchange;
  let response: OriginResponse;
  try {
    response = await askOrigin(tx, edge, tx.forwarded.list, signal);
  } catch (error) {
    if (signal.aborted) return "log";
    if (error instanceof BodyTooLarge) return refuseExcess(tx, edge, BODY_EXCESS);
    return originProblem(tx, edge, originFailure(error));
  }
  invalidate(tx, edge, response.status, response.fields);
  updateByHead(tx, edge, response);
  tx.outcome = "pass";
  tx.answer = { ...response, from: "origin" };
  return "deliver";
}
