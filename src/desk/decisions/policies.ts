import { approvalHash } from "../../ledger/approval.ts";
import type { PolicyEntry } from "../../ledger/entry.ts";
import { conflict } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { canAct, type Policy, parsePolicy } from "../../policy/index.ts";
import type { Approval } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import type { Db, Tx } from "../db/open.ts";
import { getSetting, setSetting } from "../db/settings.ts";
import { siteById } from "../sites/store.ts";
import { insertPolicy, policyByHash } from "./store.ts";

const IN_FORCE = "policy.in-force";

/** The rules we decide by: every version is kept, the newest in the ledger is in force. */
export class Policies {
  readonly #context: DeskContext;
  /** Read once each: a hash names one text for ever. */
  readonly #read = new Map<string, Policy>();

  constructor(context: DeskContext) {
    this.#context = context;
    context.writer.onEntry(async (tx: Tx, _index, entry) => {
      if (entry.kind === "policy") await setSetting(tx, IN_FORCE, entry.policy);
    });
  }

  /** Throws `policy.none` before the first one is published. */
  async inForce(): Promise<Policy> {
    const { db } = this.#context.database;
    const hash = await getSetting(db, IN_FORCE);
    const policy = typeof hash === "string" ? await this.byHash(hash) : undefined;
    if (policy === undefined) throw conflict("policy.none", "no policy is in force yet; publish one first");
    return policy;
  }

  async byHash(hash: string, db: Db = this.#context.database.db): Promise<Policy | undefined> {
    const known = this.#read.get(hash);
    if (known !== undefined) return known;
    const row = await policyByHash(db, hash);
    if (row === undefined) return undefined;
    const policy = parsePolicy(row.yaml, `policy ${row.version}`);
    this.#read.set(hash, policy);
    return policy;
  }

  /** Whether the rules let us do more about one of these sites than pass a report on. Before there are rules: no. */
  async canActOn(sites: readonly string[]): Promise<boolean> {
    const { db } = this.#context.database;
    const policy = await this.inForce().catch(() => undefined);
    if (policy === undefined) return false;
    const roles = (await Promise.all(sites.map((id) => siteById(db, id)))).flatMap(
      (site) => site?.roles ?? [],
    );
    return canAct(policy, roles);
  }

  /**
   * Publishes a policy. Without enough approvals it answers what each of them must sign; called again with that id and
   * the signatures, it writes the entry.
   */
  async publish(yaml: string, id: string | undefined, approvals: readonly Approval[]) {
    const { clock, database, trust, vault, writer } = this.#context;
    const policy = parsePolicy(yaml, "policy.yaml");
    const decision = id ?? newId();
    const needed = Math.max(
      1,
      Math.min(2, (await vault.call("describe", {})).people.length || trust.people.length),
    );
    const core = {
      ...{ v: 1, kind: "policy", version: policy.version, policy: policy.hash, approvals: needed },
    } satisfies Omit<PolicyEntry, "at">;
    const hash = approvalHash(decision, [core]);
    if (approvals.length < needed) return { decision, needed, approvalHash: hash, index: null };
    // The text first: the ledger must never cite a policy that we cannot show.
    await insertPolicy(database.db, { hash: policy.hash, version: policy.version, yaml, at: clock.now() });
    const [index = null] = await writer.append({ decision, cores: [core], approvals, policy: yaml });
    return { decision, needed, approvalHash: hash, index };
  }
}
