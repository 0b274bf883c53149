import { setTimeout as sleep } from "node:timers/promises";
import type { Proposed } from "../../src/desk/decisions/types.ts";
import type { Docket, DocketPage } from "./docket.ts";
import { nowMs } from "./prober.ts";

/** ms from the moderator's commit until seen, one for each decision and place. */
export interface Obeyed {
  readonly refusals: number[];
  readonly reversals: number[];
}

/**
 * Who sees from outside that a decision is obeyed. Gets ready before it is made; what it returns waits until each place has seen
 * it, by `nowMs()`; NaN where it never did.
 */
export type Watch = (
  page: DocketPage,
  status: 403 | 200,
) => Promise<(committed: Promise<number>) => Promise<number[]>>;

/** Commits and waits until every place has obeyed. */
async function obeyed(docket: Docket, proposed: Proposed, seen: Awaited<ReturnType<Watch>>) {
  const sinceMs = nowMs(); // the request with the last approval leaves now
  const committed = docket.approve(proposed).then(({ index }) => index!);
  const times = await seen(committed);
  return { index: await committed, tookMs: times.map((time) => time - sinceMs) };
}

/** One decision at a time: each page refused, then served again, `rounds` times. */
export async function oneAtATime(docket: Docket, rounds: number, watch: Watch): Promise<Obeyed> {
  const found: Obeyed = { refusals: [], reversals: [] };
  for (let round = 0; round < rounds; round++) {
    for (const page of docket.pages) {
      const measure = await obeyed(docket, await docket.propose(page), await watch(page, 403));
      found.refusals.push(...measure.tookMs);
      const lift = await obeyed(docket, await docket.proposeLift(measure.index), await watch(page, 200));
      found.reversals.push(...lift.tookMs);
    }
  }
  return found;
}

/** Many a second: all pages refused, at that rate and without waiting for one another, then all served again. */
export async function atRate(
  docket: Docket,
  rounds: number,
  perSecond: number,
  watch: Watch,
): Promise<Obeyed & { readonly donePerSecond: number }> {
  const found: Obeyed = { refusals: [], reversals: [] };
  let tookMs = 0;
  let decisions = 0;
  const wave = async (proposals: readonly Proposed[], status: 403 | 200) => {
    const watches = await inTurn(docket.pages, (page) => watch(page, status));
    const sinceMs = nowMs();
    const waits = proposals.map(async (proposed, i) => {
      await sleep(Math.max(0, sinceMs + (i * 1000) / perSecond - nowMs()));
      return obeyed(docket, proposed, watches[i]!);
    });
    const results = await Promise.all(waits);
    tookMs += nowMs() - sinceMs;
    decisions += proposals.length;
    return results;
  };
  for (let round = 0; round < rounds; round++) {
    const measures = await inTurn(docket.pages, (page) => docket.propose(page));
    const refused = await wave(measures, 403);
    found.refusals.push(...refused.flatMap((one) => one.tookMs));
    const lifts = await inTurn(refused, ({ index }) => docket.proposeLift(index));
    found.reversals.push(...(await wave(lifts, 200)).flatMap((one) => one.tookMs));
  }
  return { ...found, donePerSecond: (1000 * decisions) / tookMs };
}

async function inTurn<T, U>(all: readonly T[], make: (one: T) => Promise<U>): Promise<U[]> {
  const made: U[] = [];
  for (const one of all) made.push(await make(one));
  return made;
}
