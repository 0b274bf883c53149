import type { Reason } from "../reasons.ts";
import type { ViolenceKind } from "../types.ts";

/** Who does what to whom, as a pattern over one folded sentence. */
export interface Frame {
  readonly kind: ViolenceKind;
  readonly confidence: number;
  readonly reason: Reason;
  /** Source of a regular expression; every repetition in it is bounded. */
  readonly pattern: string;
  /** The pattern itself says "not": "you won't see tomorrow". */
  readonly negative?: boolean;
}
