import type { Enforcement } from "../desk/api-types.ts";

/** Verbs whose effect a visitor sees: an edge then answers itself, and names the ledger entry. */
const SEEN = ["interstitial", "refuse", "legal-refuse", "suspend", "terminate"];

export const isSeen = (verb: string): boolean => SEEN.includes(verb);

/** `no-edge`: there is none that could act. `acked`: every edge has it, and there is nothing for a visitor to see. */
export type Progress = "no-edge" | "under-way" | "acked" | "enforced";

/** How far a measure has got. "Enforced" takes both: every edge acked, and a request from outside met it. */
export function progressOf({ acked, edges, enforced }: Enforcement, verb: string): Progress {
  if (edges === 0) return "no-edge";
  if (isSeen(verb)) return enforced ? "enforced" : "under-way";
  return acked === edges ? "acked" : "under-way";
}

/** A measure is gone when every edge could be asked and none names its entry any more. */
export const isGone = ({ seen }: Enforcement, index: number): boolean =>
  seen.every(({ status, ledger }) => status !== null && ledger !== String(index));
