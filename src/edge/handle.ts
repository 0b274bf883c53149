import { errorFields } from "../lib/log.ts";
import { discard, type Exchange } from "./exchange.ts";
import { problemAnswer } from "./pages/problem.ts";
import { admit } from "./phases/admit.ts";
import { deliver } from "./phases/deliver.ts";
import { fetch } from "./phases/fetch.ts";
import { log } from "./phases/log.ts";
import { lookup } from "./phases/lookup.ts";
import { policy } from "./phases/policy.ts";
import { receive } from "./phases/receive.ts";
import { site } from "./phases/site.ts";
import { type Edge, type NextPhase, type Phase, type PhaseName, Transaction } from "./transaction.ts";

/**
 * The way of a request. Each phase names the next: all that is settled goes to `deliver`, all that is over to `log`, and
 * `fetch` may begin anew at `lookup`. Policy stands before the store and the origin.
 */
export const PHASES: Readonly<Record<PhaseName, Phase>> = {
  receive,
  site,
  policy,
  admit,
  lookup,
  fetch,
  deliver,
  log,
};

/** Answers one request. Never rejects. */
export async function handle(exchange: Exchange, edge: Edge): Promise<void> {
  const tx = new Transaction(exchange, edge.view(), edge.clock.now());
  try {
    await run(tx, edge, "receive");
  } catch (error) {
    edge.log.error("edge.failed", errorFields(error));
    await recover(tx, edge);
  } finally {
    tx.leave();
  }
}

/** Phases that need not wait are run in one go: from `receive` to the in-flight register no other event can come between. */
async function run(tx: Transaction, edge: Edge, first: PhaseName): Promise<void> {
  let next: NextPhase = first;
  while (next !== "end") {
    const step: NextPhase | Promise<NextPhase> = PHASES[next](tx, edge);
    next = typeof step === "string" ? step : await step;
  }
}

/** A fault of ours: one page that says so, or a cut connection if the answer had begun. */
async function recover(tx: Transaction, edge: Edge): Promise<void> {
  discard(tx.answer?.body);
  tx.outcome = "failed";
  if (tx.status !== 0) {
    tx.exchange.cut();
    await run(tx, edge, "log");
    return;
  }
  tx.answer = problemAnswer("edge.failed", tx.received, edge.clock.now());
  await run(tx, edge, "deliver").catch(() => tx.exchange.cut());
}
