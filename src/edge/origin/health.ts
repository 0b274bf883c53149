import { MINUTE, SECOND } from "../../lib/clock.ts";

/** Failures in a row until a server is left out. One may be chance, and a busy site meets three within a second. */
const MAX_FAILURES = 3;
const FIRST_OUT_MS = SECOND;
const LONGEST_OUT_MS = MINUTE;

/**
 * What is known of one server, as an immutable value. Two judges, who do not overrule each other: how it answers visitors
 * (a circuit breaker: out for a while that doubles, then one request on trial), and what its probes found.
 */
export interface Health {
  /** Failed visitors' requests since the last good answer. */
  readonly failures: number;
  /** How often in a row it was left out. */
  readonly outs: number;
  /** Left out until then; 0 if it is not. */
  readonly outUntilMs: number;
  /** The request that finds out whether it is back is under way. */
  readonly onTrial: boolean;
  readonly probed: "up" | "down";
  /** Probes in a row that spoke against `probed`. */
  readonly against: number;
}

export const HEALTHY: Health = {
  failures: 0,
  outs: 0,
  outUntilMs: 0,
  onTrial: false,
  probed: "up",
  against: 0,
};

/** May a request be sent to it? `trial`: one only, and `begun` is to be told. */
export function availability(health: Health, nowMs: number): "yes" | "trial" | "no" {
  if (health.probed === "down") return "no";
  if (health.outUntilMs === 0) return "yes";
  // A clock that was set back must not leave a server out for longer than it could have been.
  const due = nowMs >= health.outUntilMs || health.outUntilMs - nowMs > LONGEST_OUT_MS;
  return due && !health.onTrial ? "trial" : "no";
}

export const begun = (health: Health, nowMs: number): Health =>
  availability(health, nowMs) === "trial" ? { ...health, onTrial: true } : health;

/** It gave an answer of its own, whatever that said. */
export const answered = (health: Health): Health =>
  health.failures === 0 && health.outUntilMs === 0
    ? health
    : { ...health, failures: 0, outs: 0, outUntilMs: 0, onTrial: false };

/** It gave none. `chance`: of [0, 1), so that edges do not come back to it all in the same moment. */
export function failed(health: Health, nowMs: number, chance: number): Health {
  const failures = health.failures + 1;
  const wasOut = health.outUntilMs !== 0;
  if (!wasOut && failures < MAX_FAILURES) return { ...health, failures };
  // Requests that were under way when it was left out, or sent because all others are out too, say nothing new.
  if (wasOut && !health.onTrial) return { ...health, failures };
  const outMs = Math.min(FIRST_OUT_MS * 2 ** health.outs, LONGEST_OUT_MS);
  return {
    ...health,
    failures,
    outs: Math.min(health.outs + 1, 16),
    outUntilMs: nowMs + Math.round(outMs * (0.75 + chance / 4)),
    onTrial: false,
  };
}

/** The visitor left before it was known: nothing was found out. */
export const undecided = (health: Health): Health =>
  health.onTrial ? { ...health, onTrial: false } : health;

/** A probe came back. `rise` good ones in a row bring a server up, `fall` bad ones take it down. */
export function probed(health: Health, good: boolean, rise: number, fall: number): Health {
  if (good === (health.probed === "up")) return health.against === 0 ? health : { ...health, against: 0 };
  const against = health.against + 1;
  if (against < (good ? rise : fall)) return { ...health, against };
  // Back by its probes, it begins with a clean slate.
  return good ? HEALTHY : { ...health, probed: "down", against: 0 };
}

/** Nobody has probed for a while: what was found then says nothing now. */
export const unprobed = (health: Health): Health =>
  health.probed === "up" && health.against === 0 ? health : { ...health, probed: "up", against: 0 };
