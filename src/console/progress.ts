import type { Enforcement } from "../desk/api-types.ts";

/** Verbs whose effect a visitor sees: an edge then answers itself, and names the ledger entry. */
const SEEN = ["interstitial", "refuse", "legal-refuse", "suspend", "terminate"];

export const isSeen = (verb: string): boolean => SEEN.includes(verb);

/**
 * `no-edge`: there is none that could act. `acked`: every edge has it, and there is nothing for a visitor to see. `to-do`,
 * `done`: somebody's work. `telling`, `told`: the operator is asked by the statement, and that is the whole measure.
 */
export type Progress = "no-edge" | "under-way" | "acked" | "enforced" | "to-do" | "done" | "telling" | "told";

/** How far a measure has got. "Enforced" takes both: every edge acked, and a request from outside met it. */
export function progressOf({ by, acked, edges, enforced }: Enforcement, verb: string): Progress {
  if (by === "statement") return enforced ? "told" : "telling";
  if (by === "work-order") return enforced ? "done" : "to-do";
  if (edges === 0) return "no-edge";
  if (isSeen(verb)) return enforced ? "enforced" : "under-way";
  return acked === edges ? "acked" : "under-way";
}

/** A measure is gone when every edge could be asked and none names its entry any more, or when its undoing was confirmed. */
export function isGone({ by, seen, work }: Enforcement, index: number): boolean {
  if (by === "work-order") return work.some(({ act, outcome }) => act === "undo" && outcome === "done");
  return seen.every(({ status, ledger }) => status !== null && ledger !== String(index));
}

/** Whether more will happen by itself, so that asking again soon is worth while. */
export const isMoving = (progress: Progress | "going" | "gone"): boolean =>
  progress === "under-way" || progress === "telling" || progress === "going" || progress === "to-do";
