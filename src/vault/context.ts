import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Keys } from "./keys.ts";
import type { Matching } from "./matching.ts";
import type { VaultState } from "./state.ts";

/** What a call may use. */
export interface VaultContext {
  readonly keys: Keys;
  readonly state: VaultState;
  readonly clock: Clock;
  readonly log: Log;
  readonly matching: Matching;
  /** Name of the log and of its key in checkpoints (C2SP tlog-checkpoint: origin). */
  readonly origin: string;
}
