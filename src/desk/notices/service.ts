import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Entry, MeasureEntry } from "../../ledger/entry.ts";
import { base64url, equalBytes, hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { MINUTE } from "../../lib/clock.ts";
import { notFound } from "../../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../../lib/files.ts";
import { newId } from "../../lib/ids.ts";
import { errorFields } from "../../lib/log.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import type { Policies } from "../decisions/policies.ts";
import { decisionById, entryAt, measuresOfDecision } from "../decisions/store.ts";
import type { Draft } from "../decisions/types.ts";
import type { Mailer } from "../mailer.ts";
import { accountById, siteById } from "../sites/store.ts";
import { alertMail } from "./alert.ts";
import { statementMail } from "./mail.ts";
import { type Statement, statementOf } from "./statement.ts";
import { insertStatement, setSent, statementById, unsentStatements } from "./store.ts";

const RECOVER_MS = 10 * MINUTE;

/** Statements of reasons: one per measure, made with its ledger entry, mailed to the site's operator. */
export class Notices {
  /** Statements that were just written, and are in no queue yet. */
  readonly #fresh = new Set<string>();
  readonly #context: DeskContext;
  readonly #policies: Policies;
  readonly #portalKey: Uint8Array;
  readonly #mailer: Mailer;

  private constructor(context: DeskContext, policies: Policies, mailer: Mailer, portalKey: Uint8Array) {
    this.#context = context;
    this.#policies = policies;
    this.#portalKey = portalKey;
    this.#mailer = mailer;
    context.writer.onEntry((tx, index, entry) => this.#project(tx, index, entry));
    context.writer.onAppended(() => this.#flush());
  }

  static async open(context: DeskContext, policies: Policies, mailer: Mailer): Promise<Notices> {
    const path = join(context.config.folder, "portal.key");
    const kept = await readIfPresent(path);
    const key = kept ?? randomBytes(32);
    if (kept === undefined) await writeAtomic(path, key);
    return new Notices(context, policies, mailer, key);
  }

  /** The operator's way in: a statement's id and a MAC over it. Needs no account and no table. */
  portalPath(statement: string): string {
    return `/o/${statement}.${this.#macOf(statement)}`;
  }

  /** The statement behind a portal path's token; throws `portal.unknown` for any other. */
  async open(token: string): Promise<{ id: string; decision: string; statement: Statement }> {
    const [id = "", mac = ""] = token.split(".");
    const row = equalBytes(toUtf8(mac), toUtf8(this.#macOf(id)))
      ? await statementById(this.#context.database.db, id)
      : undefined;
    if (row === undefined) throw notFound("portal.unknown", "this link is not one of ours");
    return { id, decision: row.decision, statement: row.body as Statement };
  }

  /** Queues what has not been mailed; what waits in the queue already is not queued twice. */
  async recover(): Promise<void> {
    for (const { id } of await unsentStatements(this.#context.database.db)) this.#fresh.add(id);
    await this.#flush();
  }

  /** Recovers now and then, until it is disposed of: a mail server may be away for longer than a job is tried. */
  watch(): Disposable {
    const { log } = this.#context;
    const timer = setInterval(() => {
      if (!this.#mailer.isThere) return; // each statement would only be told of again
      this.recover().catch((error) => log.warn("mail.recover", errorFields(error)));
    }, RECOVER_MS);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  async #flush(): Promise<void> {
    const statements = [...this.#fresh];
    this.#fresh.clear();
    try {
      await this.#context.jobs.addAll(
        "mail.statement",
        statements.map((statement) => ({ data: { statement }, once: statement })),
      );
    } catch (error) {
      for (const statement of statements) this.#fresh.add(statement);
      throw error;
    }
  }

  /** The job `mail.statement`. A throw puts it back. */
  async send({ statement: id }: { statement: string }): Promise<void> {
    const { clock, config, database, log } = this.#context;
    const row = await statementById(database.db, id);
    if (row === undefined || row.sent_at !== null) return;
    const decision = (await decisionById(database.db, row.decision))!;
    const site = (await siteById(database.db, decision.site))!;
    const account = (await accountById(database.db, site.account))!;
    const portal = `${config.publicUrl}${this.portalPath(id)}`;
    const language = account.language === "fr" ? "fr" : "en";
    const mail = statementMail(row.body as Statement, { portal, provider: config.provider }, language);
    if (!this.#mailer.isThere) {
      log.warn("mail.no-server", { statement: id });
      return;
    }
    await this.#mailer.send({ to: account.contact_email, ...mail });
    await database.transaction(async (tx) => {
      await setSent(tx, id, clock.now());
      await appendEvent(tx, {
        ...{
          at: clock.now(),
          actor: "system",
          subjectKind: "decision",
          subject: row.decision,
          kind: "statement.sent",
        },
      });
    });
  }

  /** The job `mail.alert`. Holds nothing of the case but its address in the console. */
  async alert({ decision: id }: { decision: string }): Promise<void> {
    const { config, database, log } = this.#context;
    const [measure] = await measuresOfDecision(database.db, id);
    const row = measure === undefined ? undefined : await entryAt(database.db, measure.index);
    const decision = await decisionById(database.db, id);
    if (row === undefined || decision === undefined) return;
    if (!this.#mailer.isThere || config.alertTo.length === 0) {
      log.warn("mail.no-alert", { decision: id });
      return;
    }
    const { verb, grain, ends } = row.entry as MeasureEntry;
    const mail = alertMail({
      ...{ decision: id, verb, grain, lapses: ends!, provider: config.provider },
      console: `${config.publicUrl}/console/#/cases/${decision.case_id}`,
    });
    await this.#mailer.send({ to: config.alertTo, ...mail });
  }

  #macOf(id: string): string {
    return base64url(hmacSha256(this.#portalKey, toUtf8(`portal ${id}`)).subarray(0, 16));
  }

  /** In the transaction that records the measure: no restriction without its statement. */
  async #project(tx: Tx, index: number, entry: Entry): Promise<void> {
    if (entry.kind !== "measure") return;
    if (entry.emergency)
      await this.#context.jobs.add("mail.alert", { decision: entry.decision }, { once: entry.decision });
    const [decision, policy] = await Promise.all([
      decisionById(tx, entry.decision),
      this.#policies.byHash(entry.policy, tx),
    ]);
    if (decision === undefined || policy === undefined) return;
    const { opening } = decision.drafts as Draft;
    const hostname = (await siteById(tx, decision.site))!.hostnames[0]!;
    const { facts, why_not_milder: whyNotMilder } = decision;
    const body = statementOf({ entry, index, policy, opening: opening!, hostname, facts, whyNotMilder });
    const id = newId();
    this.#fresh.add(id);
    await insertStatement(tx, {
      ...{ id, decision: decision.id, at: this.#context.clock.now(), sent_at: null },
      body: JSON.stringify(body),
    });
  }
}
