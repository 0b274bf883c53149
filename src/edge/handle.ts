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

/** Answers one request; a promise where that takes longer than this call. Never throws or rejects. */
export function handle(exchange: Exchange, edge: Edge): void | Promise<void> {
  const tx = new Transaction(exchange, edge.view(), edge.clock.now());
  let rest: Promise<void> | undefined;
  try {
    rest = run(tx, edge, "receive");
  } catch (error) {
    rest = recover(tx, edge, error);
  }
  if (rest === undefined) return leave(tx, edge);
  return rest.then(
    () => leave(tx, edge),
    (error: unknown) => recover(tx, edge, error).finally(() => leave(tx, edge)),
  );
}

function leave(tx: Transaction, edge: Edge): void {
  edge.inFlight.delete(tx);
  tx.signOff?.();
}

/**
 * Phases that need not wait are run in one go: from `receive` to the in-flight register no other event can come between, and
 * a hit that its visitor takes at once is over without a promise.
 */
function run(tx: Transaction, edge: Edge, first: NextPhase): Promise<void> | undefined {
  for (let next = first; next !== "end"; ) {
    const step: NextPhase | Promise<NextPhase> = PHASES[next](tx, edge);
    if (typeof step !== "string") return step.then((late) => run(tx, edge, late));
    next = step;
  }
  return undefined;
}

/** A fault of ours: one page that says so, or a cut connection if the answer had begun. */
async function recover(tx: Transaction, edge: Edge, error: unknown): Promise<void> {
  edge.log.error("edge.failed", errorFields(error));
  discard(tx.answer?.body);
  tx.outcome = "failed";
  if (tx.status !== 0) {
    tx.exchange.cut();
    return run(tx, edge, "log");
  }
  tx.answer = problemAnswer("edge.failed", tx.received, edge.clock.now());
  try {
    await run(tx, edge, "deliver");
  } catch {
    tx.exchange.cut();
  }
}
