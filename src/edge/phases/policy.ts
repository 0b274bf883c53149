import { requestIdentities } from "../../policy/identity.ts";
import type { HeldMeasure } from "../../policy/matcher.ts";
import type { Verb } from "../../policy/words.ts";
import { cookiesOf } from "../measures/seen.ts";
import { isShown, measureAnswer, type ShownVerb } from "../pages/measure.ts";
import { problemAnswer } from "../pages/problem.ts";
import { measuresOn } from "../subject.ts";
import type { Edge, NextPhase, Outcome, Phase, Transaction } from "../transaction.ts";

/**
 * What do measures say? Asked before the cache and before any byte goes to the origin, and the same for every method, range,
 * condition and upgrade. A refusal ends here; the milder verbs combine.
 */
export const policy: Phase = (tx, edge) => {
  const nowMs = edge.clock.now();
  const identities = requestIdentities(tx.hostname, tx.target, tx.site.readings);
  if (identities === undefined) {
    tx.answer = problemAnswer("request.invalid", tx.received, nowMs);
    tx.outcome = "rejected";
    return "deliver";
  }
  tx.subject = { site: tx.site, target: tx.target, identities };

  tx.country = countryOf(tx, edge);
  const { refusal, also } = measuresOn(tx.view, tx.subject, nowMs, tx.country);
  if (refusal !== undefined) return show(tx, edge, refusal, "refused");

  const limited = also.filter(({ verb }) => verb === "rate-limit");
  for (const measure of limited) {
    const waitMs = edge.limiter.take(measure.index, nowMs);
    if (waitMs > 0) {
      return show(tx, edge, measure, "limited", ["Retry-After", String(Math.ceil(waitMs / 1000))]);
    }
  }
  const unseen = also.find(
    (measure) => measure.verb === "interstitial" && !hasSeen(tx, edge, measure, nowMs),
  );
  if (unseen !== undefined)
    return show(tx, edge, unseen, "interstitial", seenCookie(tx, edge, unseen, nowMs));

  tx.neverKeep = holds(also, "no-cache");
  edge.inFlight.add(tx);
  return "admit";
};

/** By the visitor's address, or the one that a trusted proxy speaks for (PROXY protocol); never by a field. */
function countryOf(tx: Transaction, { countries }: Edge): Transaction["country"] {
  return countries && (() => countries.countryOf(tx.exchange.request.remoteAddress));
}

const holds = (measures: readonly HeldMeasure[], verb: Verb): boolean =>
  measures.some((measure) => measure.verb === verb);

function show(
  tx: Transaction,
  edge: Edge,
  measure: HeldMeasure,
  outcome: Outcome,
  extra?: readonly string[],
): NextPhase {
  // A refusing verb that this version has no page for is still a refusal.
  const verb: ShownVerb = isShown(measure.verb) ? measure.verb : "refuse";
  tx.answer = measureAnswer(verb, measure, tx.received, edge.deskUrl, edge.clock.now(), extra);
  tx.measure = measure.index;
  tx.outcome = outcome;
  return "deliver";
}

const hasSeen = (tx: Transaction, edge: Edge, measure: HeldMeasure, nowMs: number): boolean =>
  edge.seen.accepts(cookiesOf(tx.received.lines("cookie")), tx.site.id, measure.index, nowMs);

/** Only to somebody who looks at the page: an image or frame that is fetched along has not been seen (Fetch Metadata). */
function seenCookie(tx: Transaction, edge: Edge, measure: HeldMeasure, nowMs: number): readonly string[] {
  const { method, scheme } = tx.exchange.request;
  const mode = tx.received.get("sec-fetch-mode");
  if (method !== "GET" || (mode !== undefined && mode !== "navigate")) return [];
  return ["Set-Cookie", edge.seen.issue(tx.site.id, measure.index, nowMs, scheme === "https")];
}
