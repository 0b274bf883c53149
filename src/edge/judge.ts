import { errorFields } from "../lib/log.ts";
import type { Exchange } from "./exchange.ts";
import { problemAnswer } from "./pages/problem.ts";
import { deliver } from "./phases/deliver.ts";
import { log } from "./phases/log.ts";
import { policy } from "./phases/policy.ts";
import { receive } from "./phases/receive.ts";
import { site } from "./phases/site.ts";
import { type Edge, edgeAnswer, type NextPhase, Transaction } from "./transaction.ts";

/** What a proxy that asks wants to know: `verdict` or, of a request that did not pass, the `page` to show. */
const ASK = "rempart-ask";
/** The visitor's address: nobody but the proxy reaches this listener, so its word is taken. */
const VISITOR = "rempart-visitor";

/**
 * In the place of `handle`, for a proxy that serves by itself and asks before it does (nginx's `auth_request`): the phases up
 * to policy, with nothing behind them. A verdict is 204 or 403, the only statuses that `auth_request` tells apart; the page is
 * what an edge would have answered. A hostname that is not in the configuration passes: it is not ours to say.
 */
export function judge(exchange: Exchange, edge: Edge): void | Promise<void> {
  const tx = new Transaction(onBehalf(exchange), edge.view(), edge.clock.now());
  try {
    const passes = isLetPass(tx, edge);
    const wantsVerdict = tx.received.get(ASK) === "verdict";
    if (wantsVerdict) answerVerdict(tx, edge, passes);
    // Lifted between the two questions: the next try is served.
    else if (passes) tx.answer = problemAnswer("edge.not-ready", tx.received, edge.clock.now(), RETRY);
    const next = deliver(tx, edge);
    // A verdict against a request is followed by the question for its page, and counted there.
    const isOver = wantsVerdict && !passes;
    if (next instanceof Promise) return next.then(() => void (isOver || log(tx, edge)));
    if (!isOver) log(tx, edge);
  } catch (error) {
    edge.log.error("edge.failed", errorFields(error));
    exchange.cut(); // a proxy that gets no verdict serves nothing
  } finally {
    edge.inFlight.delete(tx);
  }
}

/** The same exchange, as if the visitor had come without the proxy. */
function onBehalf(exchange: Exchange): Exchange {
  const { request, signal } = exchange;
  const at = request.fields.findIndex((field, i) => i % 2 === 0 && field.toLowerCase() === VISITOR);
  if (at === -1) return exchange;
  return {
    request: { ...request, remoteAddress: request.fields[at + 1]! },
    respond: (...answer) => exchange.respond(...answer),
    inform: () => {}, // what it asked is a question, not a page
    signal,
    cut: () => exchange.cut(),
  };
}

const RETRY = ["Retry-After", "0"];

function isLetPass(tx: Transaction, edge: Edge): boolean {
  let next: NextPhase | Promise<NextPhase> = receive(tx, edge);
  if (next === "site") next = site(tx, edge);
  if (next === "policy") next = policy(tx, edge);
  return next === "admit" || tx.answer?.problem === "site.unknown";
}

function answerVerdict(tx: Transaction, edge: Edge, passes: boolean): void {
  const fields = tx.neverKeep ? ["Rempart-Keep", "no"] : [];
  tx.answer = edgeAnswer(passes ? 204 : 403, fields, undefined, edge.clock.now());
  if (passes) tx.outcome = "pass";
}
