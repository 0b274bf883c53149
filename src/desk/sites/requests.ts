import type { SiteConfig } from "../../feed/config.ts";
import { configHash } from "../../feed/config-rules.ts";
import type { RequestChange } from "../../feed/shrinks.ts";
import { approvalHash } from "../../ledger/approval.ts";
import type { RequestEntry } from "../../ledger/entry.ts";
import { newId } from "../../lib/ids.ts";
import type { Approval } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";

type What = SiteConfig | { removed: string };

/** Sent along with a change that takes its account's request: who says that the account asked. */
export interface Asked {
  readonly decision: string;
  readonly approvals: readonly Approval[];
}

/** What a person signs to say so: the request's entry, under an id of its own. */
export interface NeedsRequest {
  readonly change: RequestChange;
  /** The first field that takes the request. */
  readonly field: string;
  readonly decision: string;
  readonly approvalHash: string;
}

/**
 * An account asks by mail or telephone; a person of the team says with her key that it did, and that is in the ledger for
 * good. The vault wants at least one such signature over exactly this document.
 */
export class AccountRequests {
  readonly #context: DeskContext;

  constructor(context: DeskContext) {
    this.#context = context;
  }

  needed(change: RequestChange, what: What, field: string): NeedsRequest {
    const decision = newId();
    return { change, field, decision, approvalHash: approvalHash(decision, [coreOf(change, what)]) };
  }

  /** Writes the request; returns its ledger index. Throws what the vault says, `vault.approval` above all. */
  async append(change: RequestChange, what: What, { decision, approvals }: Asked): Promise<number> {
    const cores = [coreOf(change, what)];
    const [index] = await this.#context.writer.append({ decision, cores, approvals });
    return index!;
  }
}

const coreOf = (change: RequestChange, what: What) =>
  ({ v: 1, kind: "request", change, config: configHash(what) }) satisfies Omit<RequestEntry, "at">;
