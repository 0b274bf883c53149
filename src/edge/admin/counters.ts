import type { ProblemCode } from "../pages/problem.ts";
import type { Transaction } from "../transaction.ts";
import { Durations } from "./durations.ts";

/** Labels that a ledger index may take; more active refusals than this are counted together. */
const MAX_MEASURES = 1000;
export const OTHER_MEASURES = "other";

/** What an edge counts, as plain numbers: a request must not pay for how they are shown. */
export class Counters {
  readonly durations = new Durations();
  /** Answers with a measure's page, by ledger index. */
  readonly measures = new Map<string, number>();
  /** Answers that only say what went wrong. */
  readonly problems = new Map<ProblemCode, number>();
  readonly proxyErrors = new Map<string, number>();
  bodyBytes = 0;
  incomplete = 0;
  /** Exchanges cut because a new measure reached them. */
  cut = 0;

  count(tx: Transaction, ms: number): void {
    this.durations.add(tx.outcome, ms);
    if (tx.measure !== undefined) {
      const label = String(tx.measure);
      add(
        this.measures,
        this.measures.has(label) || this.measures.size < MAX_MEASURES ? label : OTHER_MEASURES,
      );
    }
    if (tx.proxyError !== undefined) add(this.proxyErrors, tx.proxyError);
    if (tx.answer?.problem !== undefined) add(this.problems, tx.answer.problem);
    this.bodyBytes += tx.sent.bodyBytes;
    if (!tx.sent.complete) this.incomplete += 1;
  }
}

function add<Label>(counts: Map<Label, number>, label: Label): void {
  counts.set(label, (counts.get(label) ?? 0) + 1);
}
