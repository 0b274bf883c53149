import type { Opening } from "../../ledger/target.ts";
import type { Grain, ServiceRole, Verb } from "../../policy/index.ts";

/** `apply`: what the measure says; `undo`: its end. */
export type Act = "apply" | "undo";

/** What somebody has to do by hand, or a program of theirs, because no edge can: a name, a mailbox, files on a server. */
export interface WorkOrder {
  /** Also the idempotency key of a webhook. */
  readonly id: string;
  readonly act: Act;
  readonly decision: string;
  /** Of the measure's entry in the ledger. */
  readonly ledger: number;
  readonly role: ServiceRole;
  readonly verb: Verb;
  readonly grain: Grain;
  /** Hostnames that it concerns. */
  readonly hostnames: readonly string[];
  /** With this the entry can be checked; null once its salt was destroyed. */
  readonly opening: Opening | null;
  /** RFC 3339; null: until it is lifted. */
  readonly until: string | null;
  readonly madeAt: number;
  readonly dueAt: number;
  /** When the endpoint took it; null where nothing was sent. */
  readonly sentAt: number | null;
  readonly closedAt: number | null;
  /** A person's id, or `webhook`. */
  readonly closedBy: string | null;
  /** `withdrawn`: the measure ended before anybody had confirmed it. */
  readonly outcome: "done" | "withdrawn" | null;
}

/** Where orders of a role are sent. */
export interface Endpoint {
  readonly role: string;
  readonly url: string;
}
