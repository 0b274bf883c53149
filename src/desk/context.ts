import type { LedgerStore } from "../ledger/store.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { CallOutput } from "../vault/calls.ts";
import type { VaultClient } from "../vault/client.ts";
import type { DeskConfig } from "./config.ts";
import type { Database } from "./db/open.ts";
import type { Jobs } from "./jobs/queue.ts";
import type { LedgerWriter } from "./ledger-writer.ts";
import type { Signal } from "./signal.ts";

/** What the desk's services may use: made once at start, passed on, never imported. */
export interface DeskContext {
  readonly config: DeskConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly database: Database;
  readonly vault: VaultClient;
  /** Public keys and recipients of the vault, read at start. */
  readonly trust: CallOutput<"describe">;
  readonly ledger: LedgerStore;
  readonly writer: LedgerWriter;
  readonly jobs: Jobs;
  /** Notified when the ledger or the configuration stream has grown. */
  readonly grown: Signal;
}
