import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { EvidenceStore } from "../../evidence/index.ts";
import { DAY, HOUR } from "../../lib/clock.ts";
import { badRequest, notFound, RempartError } from "../../lib/errors.ts";
import { errorFields } from "../../lib/log.ts";
import { epochOf, MAX_REWRAPPED } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Files } from "../reports/files.ts";
import { dueOf, IDENTITY_MS } from "./clocks.ts";
import {
  agedCaptures,
  agedReports,
  deleteDraft,
  deleteEnded,
  deleteReadLog,
  deleteTeamSessions,
  deleteWarnings,
  filesOfReport,
  forgetIdentity,
  holdUntil,
  isPart,
  namedReports,
  rewrap,
  shred,
  shredCapture,
  wrappedAfter,
} from "./store.ts";

const SWEEP_MS = HOUR;
const AT_ONCE = 500;
/** A hold that nobody looks at again ends. */
export const MAX_HOLD_MS = 366 * DAY;
/** A file is written before its row: one without a row is left over after this. */
const ORPHAN_MS = DAY;

export interface Swept {
  readonly drafts: number;
  readonly shredded: number;
  readonly identities: number;
  readonly captures: number;
  readonly rewrapped: number;
}

/** The clocks that end what is kept, and the legal hold that stops them. */
export class Retention {
  readonly #context: DeskContext;
  readonly #files: Files;

  constructor(context: DeskContext, files: Files) {
    this.#context = context;
    this.#files = files;
  }

  /** Asks for a sweep every hour, and once at the start; of several desks one does it. */
  watch(): Disposable {
    const { jobs, log } = this.#context;
    const ask = () =>
      jobs
        .add("retention.sweep", {}, { once: "sweep" })
        .catch((error) => log.warn("retention.ask", errorFields(error)));
    void ask();
    const timer = setInterval(ask, SWEEP_MS);
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  /** The job `retention.sweep`: does all that is due. What a crash cuts off is done the next time. */
  async sweep(): Promise<Swept> {
    const { clock, database, log } = this.#context;
    const now = clock.now();
    const { drafts, shredded } = await this.#reports(now);
    const identities = await this.#identities(now);
    const captures = await this.#captures(now);
    await deleteEnded(database.db, now - DAY);
    await deleteTeamSessions(database.db, now);
    await deleteReadLog(database.db, now);
    await deleteWarnings(database.db, now);
    await this.#orphans(now);
    const rewrapped = await this.#rewrap();
    const swept = { drafts, shredded, identities, captures, rewrapped };
    if (Object.values(swept).some((n) => n > 0)) log.info("retention.swept", swept);
    return swept;
  }

  /**
   * Stops the clocks of a report until then, for a reason that is written down as a code; null lets them go on. Throws
   * `hold.until` for a time that has gone by or is more than a year ahead: somebody has to look at it again.
   */
  async hold(report: string, reason: string, until: number | null, actor: string): Promise<void> {
    const { clock, database } = this.#context;
    const at = clock.now();
    if (until !== null && (until <= at || until > at + MAX_HOLD_MS))
      throw badRequest("hold.until", "a hold ends within a year, and can be renewed", { field: "until" });
    await database.transaction(async (tx) => {
      const { numUpdatedRows } = await holdUntil(tx, report, until);
      if (numUpdatedRows === 0n) throw notFound("report.unknown", "there is no such report");
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "report", subject: report },
        kind: until === null ? "report.released" : "report.held",
        payload: { reason, until },
      });
    });
  }

  async #reports(now: number): Promise<{ drafts: number; shredded: number }> {
    const { database } = this.#context;
    let [drafts, shredded] = [0, 0];
    for (;;) {
      const rows = await agedReports(database.db, now, AT_ONCE);
      for (const { id, status, received_at, answered_at, held_until } of rows) {
        const aged = { status, receivedAt: received_at, answeredAt: answered_at, heldUntil: held_until };
        const due = dueOf(aged, now);
        if (due !== "delete" && due !== "shred") throw new Error(`nothing is due for ${id}`);
        const files = await filesOfReport(database.db, id);
        if (due === "delete") drafts++;
        else shredded++;
        await database.transaction(async (tx) => {
          if (due === "delete") return deleteDraft(tx, id);
          await shred(tx, id, now);
          await appendEvent(tx, {
            ...{ at: now, actor: "system", subjectKind: "report", subject: id, kind: "report.shredded" },
          });
        });
        await this.#files.remove(files);
      }
      if (rows.length < AT_ONCE) return { drafts, shredded };
    }
  }

  async #identities(now: number): Promise<number> {
    const { database } = this.#context;
    for (let count = 0; ; ) {
      const rows = await namedReports(database.db, now - IDENTITY_MS, now, AT_ONCE);
      for (const { id } of rows) await forgetIdentity(database.db, id);
      count += rows.length;
      if (rows.length < AT_ONCE) return count;
    }
  }

  async #captures(now: number): Promise<number> {
    const { clock, config, database, trust } = this.#context;
    const store = new EvidenceStore(join(config.folder, "evidence"), {
      ...{ recipients: trust.evidenceRecipients, software: "rempart/0.1.0", clock },
    });
    for (let count = 0; ; ) {
      const rows = await agedCaptures(database.db, now, AT_ONCE);
      for (const { id } of rows) {
        await store.delete(id, { actor: "system", reason: "retention" }).catch((error) => {
          if (!(error instanceof RempartError) || error.code !== "evidence.unknown") throw error;
        });
        await shredCapture(database.db, id, now);
      }
      count += rows.length;
      if (rows.length < AT_ONCE) return count;
    }
  }

  /** Sealed files that no report knows: a crash came between the file and its row, or between the row's end and the file's. */
  async #orphans(now: number): Promise<void> {
    const folder = this.#files.folder;
    const names = await readdir(folder).catch(() => []);
    for (const name of names) {
      const { mtimeMs } = await stat(join(folder, name));
      const [id = ""] = name.split(".");
      if (mtimeMs < now - ORPHAN_MS && !(await isPart(this.#context.database.db, id)))
        await this.#files.remove([id]);
    }
  }

  /**
   * Keys of what is still kept move under the vault's newest wrapping key, and the vault destroys the older ones: then what
   * was deleted here opens from no backup either (docs/decisions/0025-wrapping-keys-come-in-epochs.md).
   */
  async #rewrap(): Promise<number> {
    const { database, vault, log } = this.#context;
    const { epoch: newest } = await vault.call("rewrap", { items: [] }); // begins one where that is due
    const { wrapOldest } = await vault.call("describe", {});
    if (wrapOldest >= newest) return 0;
    let [count, after] = [0, ""];
    for (;;) {
      const rows = await wrappedAfter(database.db, after, AT_ONCE / 2);
      if (rows.length === 0) break;
      after = rows.at(-1)!.id;
      count += await this.#rewrapped(rows, newest);
    }
    await vault.call("forget", { before: newest }).catch((error) => {
      if ((error as { code?: string }).code !== "vault.too-early")
        log.warn("retention.forget", errorFields(error));
    });
    return count;
  }

  async #rewrapped(rows: Awaited<ReturnType<typeof wrappedAfter>>, newest: number): Promise<number> {
    const { database, vault } = this.#context;
    const old = rows
      .flatMap(({ id, words_key, identity_key }) => [
        { id, column: "words_key" as const, key: words_key },
        { id, column: "identity_key" as const, key: identity_key },
      ])
      .flatMap(({ key, ...row }) => (key !== null && epochOf(key) !== newest ? [{ ...row, key }] : []))
      .slice(0, MAX_REWRAPPED);
    if (old.length === 0) return 0;
    const { items } = await vault.call("rewrap", {
      items: old.map(({ id, key }) => ({ report: id, wrapped: Buffer.from(key).toString("base64") })),
    });
    for (const [i, wrapped] of items.entries()) {
      const { id, column, key } = old[i]!;
      if (wrapped !== null) await rewrap(database.db, id, column, key, Buffer.from(wrapped, "base64"));
    }
    return items.filter((item) => item !== null).length;
  }
}
