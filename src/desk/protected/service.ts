import { approvalHash } from "../../ledger/approval.ts";
import type { ProtectEntry } from "../../ledger/entry.ts";
import { protectedHash } from "../../ledger/protected.ts";
import { unprocessable } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { hostIdentity } from "../../policy/index.ts";
import type { Approval } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { siteByHostname } from "../sites/store.ts";
import { keepHashes, keepNames, protectedHashes, protectedNames } from "./store.ts";

const NEEDED = 2;

/**
 * The hostnames that no measure may take away: the desk's own, so that a report can be filed and a decision contested
 * whatever is decided. A list of two people's, whole each time, in the ledger.
 */
export class Protected {
  readonly #context: DeskContext;

  constructor(context: DeskContext) {
    this.#context = context;
    context.writer.onEntry(async (tx, _index, entry) => {
      if (entry.kind === "protect") await keepHashes(tx, entry.hosts);
    });
  }

  /** `hosts`: by name where this desk knows it; `unnamed`: how many more the ledger lists. */
  async list(): Promise<{ hosts: string[]; unnamed: number }> {
    const { db } = this.#context.database;
    const hashes = await protectedHashes(db);
    const hosts = (await protectedNames(db)).filter((name) => hashes.includes(protectedHash(name)));
    return { hosts, unnamed: hashes.length - hosts.length };
  }

  /**
   * Puts a list in the place of the one before. Without enough approvals it answers what each of them must sign; called again
   * with that id and the signatures, it writes the entry. Throws `protected.customer` for a customer's hostname.
   */
  async replace(hosts: readonly string[], id: string | undefined, approvals: readonly Approval[]) {
    const { database, writer } = this.#context;
    const names = [...new Set(await Promise.all(hosts.map((host, i) => this.#ours(host, i))))].sort();
    const decision = id ?? newId();
    const core = {
      ...{ v: 1, kind: "protect", hosts: names.map(protectedHash).sort(), approvals: NEEDED },
    } satisfies Omit<ProtectEntry, "at">;
    const draft = { decision, needed: NEEDED, core, approvalHash: approvalHash(decision, [core]) };
    if (approvals.length < NEEDED) return { ...draft, index: null };
    // The names first: a list that we cannot read out is of no use to the team.
    await keepNames(database.db, [...new Set([...(await protectedNames(database.db)), ...names])]);
    const [index = null] = await writer.append({ decision, cores: [core], approvals });
    return { ...draft, index };
  }

  /** Nothing that a customer's origin serves is ever protected: that would exempt a friend. */
  async #ours(text: string, position: number): Promise<string> {
    const { config, database } = this.#context;
    const host = hostIdentity(text);
    const field = `hosts.${position}`;
    if (host === undefined) throw unprocessable("protected.host", "must be a hostname", { field });
    const isOwn = host === new URL(config.publicUrl).hostname;
    if (!isOwn && (await siteByHostname(database.db, host)) !== undefined)
      throw unprocessable("protected.customer", `${host} is a customer's: only our own can be protected`, {
        field,
      });
    return host;
  }
}
