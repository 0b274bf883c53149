import type { Reason } from "../../reasons.ts";
import type { ViolenceKind } from "../../types.ts";

/** Sentences that say one thing, as patterns over groups of words (grammar.ts). */
export interface Frame {
  readonly kind: ViolenceKind;
  readonly reason: Reason;
  readonly patterns: readonly string[];
}
