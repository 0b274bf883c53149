import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Entry, MeasureEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { hmacSha256, toUtf8 } from "../../lib/bytes.ts";
import { HOUR, parseRfc3339 } from "../../lib/clock.ts";
import { conflict, forbidden, notFound } from "../../lib/errors.ts";
import { readIfPresent, writeAtomic } from "../../lib/files.ts";
import { newId } from "../../lib/ids.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Db, Tx } from "../db/open.ts";
import { carriedOutBy } from "../decisions/carried-out.ts";
import type { WorkProgress } from "../decisions/enforcement.ts";
import { measureByIndex } from "../decisions/store.ts";
import { siteById } from "../sites/store.ts";
import {
  closedOrders,
  closeOrder,
  dropEndpoint,
  endedWithoutUndo,
  endpointOf,
  endpoints,
  hostnamesOfAccount,
  insertOrder,
  type OrderRow,
  openOrders,
  orderById,
  orderOf,
  ordersOfMeasure,
  putEndpoint,
  setSent,
} from "./store.ts";
import type { Act, Endpoint, WorkOrder } from "./types.ts";
import { isSigned, type SignedHeaders, secretText, sendMessage, signMessage } from "./webhook.ts";

/** A reversal is as urgent as a measure. */
const DUE_MS = 4 * HOUR;

/** What no edge carries out becomes a work order, and its end another: sent to an endpoint, confirmed by it or by a person. */
export class Orders implements WorkProgress {
  readonly #context: DeskContext;
  readonly #key: Uint8Array;
  /** An order was just made. */
  #hasFresh = false;

  private constructor(context: DeskContext, key: Uint8Array) {
    this.#context = context;
    this.#key = key;
    context.writer.onEntry((tx, index, entry) => this.#project(tx, index, entry));
    context.writer.onAppended(async () => {
      if (this.#hasFresh) await this.flush();
    });
  }

  static async open(context: DeskContext): Promise<Orders> {
    const path = join(context.config.folder, "work.key");
    const kept = await readIfPresent(path);
    const key = kept ?? randomBytes(32);
    if (kept === undefined) await writeAtomic(path, key);
    return new Orders(context, key);
  }

  async list(which: "open" | "closed"): Promise<{ orders: WorkOrder[]; overdue: number }> {
    const { clock, database } = this.#context;
    const rows = which === "open" ? await openOrders(database.db) : await closedOrders(database.db);
    const orders = await Promise.all(rows.map((row) => this.#view(row)));
    const overdue = orders.filter(({ closedAt, dueAt }) => closedAt === null && dueAt < clock.now()).length;
    return { orders, overdue };
  }

  async ofMeasure(index: number): Promise<WorkOrder[]> {
    const rows = await ordersOfMeasure(this.#context.database.db, index);
    return Promise.all(rows.map((row) => this.#view(row)));
  }

  /** Somebody says that it is done, and how that can be seen. Throws `work.unknown`, `work.closed`. */
  async confirm(id: string, proof: string, actor: string): Promise<WorkOrder> {
    const { clock, database } = this.#context;
    const at = clock.now();
    await database.transaction(async (tx) => {
      const row = await orderById(tx, id);
      if (row === undefined) throw unknown();
      const closed = { closed_at: at, closed_by: actor, outcome: "done" } as const;
      if (!(await closeOrder(tx, id, closed)))
        throw conflict("work.closed", `this order is ${row.outcome} already`);
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "decision", subject: row.decision, kind: "work.confirmed" },
        payload: { order: id, act: row.act, proof },
      });
    });
    return this.#view((await orderById(database.db, id))!);
  }

  /** An endpoint's later word, signed with its secret. The same word twice is the same word. */
  async callback(id: string, headers: HeaderOf, body: string, proof: string): Promise<WorkOrder> {
    const { clock, database } = this.#context;
    const row = await orderById(database.db, id);
    if (row === undefined) throw unknown();
    const secret = await this.#secretOf((row.entry as MeasureEntry).role);
    if (secret === undefined || !isSigned(secret, headers, id, clock.now(), body))
      throw forbidden("work.signature", "this is not signed with the secret of that endpoint");
    if (row.outcome === "done") return this.#view(row);
    return this.confirm(id, proof, "webhook");
  }

  /** Hands an order to its endpoint. The job `work.send`: a throw puts it back. */
  async send({ order: id }: { order: string }): Promise<void> {
    const { clock, config, database } = this.#context;
    const row = await orderById(database.db, id);
    if (row === undefined || row.sent_at !== null || row.closed_at !== null) return;
    const order = await this.#view(row);
    const endpoint = await endpointOf(database.db, order.role);
    const secret = await this.#secretOf(order.role);
    if (endpoint === undefined || secret === undefined) return;
    const body = JSON.stringify({
      ...{ id, act: order.act, decision: order.decision, ledger: order.ledger },
      ...{ role: order.role, verb: order.verb, grain: order.grain, until: order.until },
      ...{ hostnames: order.hostnames, opening: order.opening },
      page: `${config.publicUrl}/d/${order.decision}`,
      confirm: `${config.publicUrl}/work/${id}`,
    });
    const done = await sendMessage(endpoint.url, signMessage(secret, id, clock.now(), body), body);
    if (done) await this.confirm(id, "the endpoint's answer", "webhook");
    else await setSent(database.db, id, clock.now());
  }

  /** The job `work.lapse`, and what a start finds undone: measures that are over need their end carried out. */
  async lapse(): Promise<void> {
    const { clock, database } = this.#context;
    const now = clock.now();
    await database.transaction(async (tx) => {
      for (const { measure } of await endedWithoutUndo(tx, now)) await this.#undo(tx, measure, now);
    });
    await this.flush();
  }

  /** Queues what can be sent and was not. */
  async flush(): Promise<void> {
    const { database, jobs } = this.#context;
    this.#hasFresh = false;
    const reachable = new Set((await endpoints(database.db)).map(({ role }) => role));
    if (reachable.size === 0) return;
    for (const { id, sent_at, entry } of await openOrders(database.db)) {
      if (sent_at !== null || !reachable.has((entry as MeasureEntry).role)) continue;
      await jobs.add("work.send", { order: id }, { once: id });
    }
  }

  endpoints = (): Promise<Endpoint[]> => endpoints(this.#context.database.db);

  /** Sets where a role's orders go. The secret is shown this once; a new address has a new one. */
  async setEndpoint(role: string, url: string, actor: string): Promise<{ secret: string }> {
    const { clock, database } = this.#context;
    const at = clock.now();
    const row = await database.transaction(async (tx) => {
      const put = await putEndpoint(tx, { role, url, at });
      await appendEvent(tx, { at, actor, subjectKind: "site", subject: role, kind: "work.endpoint-set" });
      return put;
    });
    await this.flush();
    return { secret: this.#secret(row) };
  }

  async removeEndpoint(role: string, actor: string): Promise<void> {
    const { clock, database } = this.#context;
    await database.transaction(async (tx) => {
      const { numDeletedRows } = await dropEndpoint(tx, role);
      if (numDeletedRows === 0n) throw notFound("work.endpoint", `no endpoint is set for ${role}`);
      const at = clock.now();
      await appendEvent(tx, { at, actor, subjectKind: "site", subject: role, kind: "work.endpoint-removed" });
    });
  }

  async #project(tx: Tx, index: number, entry: Entry): Promise<void> {
    if (entry.kind === "lift") await this.#undo(tx, entry.measure, parseRfc3339(entry.at));
    if (entry.kind !== "measure" || carriedOutBy(entry) !== "work-order") return;
    if ((await measureByIndex(tx, index)) === undefined) return; // decided elsewhere: nothing here to act on
    const at = parseRfc3339(entry.at);
    await this.#insert(tx, index, "apply", at);
    if (entry.ends === null) return;
    const delayMs = Math.max(0, parseRfc3339(entry.ends) - this.#context.clock.now());
    await this.#context.jobs.add("work.lapse", { measure: index }, { once: String(index), delayMs });
  }

  /** The end of what an order asked for; what nobody has confirmed is withdrawn, and its end confirmed all the same. */
  async #undo(tx: Tx, measure: number, at: number): Promise<void> {
    const apply = await orderOf(tx, measure, "apply");
    if (apply === undefined) return;
    await closeOrder(tx, apply.id, { closed_at: at, closed_by: "system", outcome: "withdrawn" });
    await this.#insert(tx, measure, "undo", at);
  }

  #insert(tx: Tx, measure: number, act: Act, at: number) {
    this.#hasFresh = true;
    return insertOrder(tx, {
      ...{ id: newId(), measure, act, made_at: at, due_at: at + DUE_MS },
      ...{ sent_at: null, closed_at: null, closed_by: null, outcome: null },
    });
  }

  async #secretOf(role: string): Promise<string | undefined> {
    const row = await endpointOf(this.#context.database.db, role);
    return row === undefined ? undefined : this.#secret(row);
  }

  /** Made from a key beside the database, so that a copy of the database signs nothing. */
  #secret = ({ role, url, serial }: { role: string; url: string; serial: number }): string =>
    secretText(hmacSha256(this.#key, toUtf8(JSON.stringify(["work", role, url, serial]))));

  async #view(row: OrderRow): Promise<WorkOrder> {
    const entry = row.entry as MeasureEntry;
    const opening = row.opening as Opening | null;
    return {
      ...{ id: row.id, act: row.act as Act, decision: row.decision, ledger: row.measure },
      ...{ role: entry.role, verb: entry.verb, grain: entry.grain, until: entry.ends },
      ...{ hostnames: await hostnamesOf(this.#context.database.db, row.site, entry, opening), opening },
      ...{ madeAt: row.made_at, dueAt: row.due_at, sentAt: row.sent_at },
      ...{ closedAt: row.closed_at, closedBy: row.closed_by },
      outcome: row.outcome as WorkOrder["outcome"],
    };
  }
}

type HeaderOf = (name: keyof SignedHeaders) => string | undefined;

const unknown = () => notFound("work.unknown", "there is no such work order");

async function hostnamesOf(
  db: Db,
  siteId: string,
  { grain }: MeasureEntry,
  opening: Opening | null,
): Promise<readonly string[]> {
  if (grain === "host" && opening !== null) return [opening.canonical];
  const site = await siteById(db, siteId);
  if (site === undefined) return [];
  return grain === "account" ? hostnamesOfAccount(db, site.account) : site.hostnames;
}
