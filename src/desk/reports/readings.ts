import { fromBase64 } from "../../lib/bytes.ts";
import { conflict, forbidden, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import type { Approval, CallInput } from "../../vault/calls.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import { codesOf } from "./access-store.ts";
import type { Files, KeptFile } from "./files.ts";
import { openWords, sealWords } from "./seal.ts";
import { holdReport, insertPart, partsOf, reportById, reportsOfCase } from "./store.ts";

/** A signed wish to open something: `unsealing` is a fresh id, good for one time (ledger/approval.ts `unsealHash`). */
export interface Asked<R extends string> {
  readonly unsealing: string;
  readonly reason: R;
  readonly approvals: readonly Approval[];
}

export type WordsReason = Extract<CallInput<"unseal">, { what: "narrative" }>["reason"];
export type IdentityReason = Extract<CallInput<"unseal">, { what: "identity" }>["reason"];

/** A report as the team sees it before anything is opened. */
export interface ReportLine {
  readonly id: string;
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly status: string;
  readonly riskToLife: boolean;
  readonly mayKnow: string;
  readonly language: string;
  readonly hasIdentity: boolean;
  readonly contestedAt: number | null;
  readonly unfounded: boolean;
  /** Its contact is one whose reports are looked at last, for now; whether it is really theirs nobody has checked. */
  readonly isSuspended: boolean;
  /** Reports in nearly the same words share it. */
  readonly cluster: string | null;
}

export interface OpenedPart {
  readonly id: string;
  readonly at: number;
  readonly author: string;
  readonly kind: string;
  readonly thread: string | null;
  readonly said: unknown;
}

const SHOWN = 200;

/**
 * The team's side of a report. Everything sealed is opened by the vault, for people who signed for this report and this
 * time with a reason; the opening is an event that she sees on her status page, and nothing is given out unless that event
 * is stored.
 */
export class Readings {
  readonly #context: DeskContext;
  readonly #files: Files;

  constructor(context: DeskContext, files: Files) {
    this.#context = context;
    this.#files = files;
  }

  /** Newest first, at most 200: one is like the other in a raid. */
  async ofCase(caseId: string): Promise<ReportLine[]> {
    const rows = await reportsOfCase(this.#context.database.db, caseId, SHOWN);
    return rows.map(({ id, received_at, due_at, status, risk_to_life, may_know, language, ...row }) => ({
      ...{ id, receivedAt: received_at, dueAt: due_at, status, riskToLife: risk_to_life, language },
      ...{ mayKnow: may_know, hasIdentity: row.identity_sealed !== null },
      isSuspended: (row.suspended_until ?? 0) > received_at,
      ...{ contestedAt: row.contested_at, unfounded: row.unfounded_at !== null, cluster: row.cluster },
    }));
  }

  /** Her words and all that came since, in order. Throws the vault's `vault.approval` and `vault.used`. */
  async words(report: string, asked: Asked<WordsReason>, actor: string) {
    return this.#opened(report, asked, actor, async (tx, key) => {
      const row = (await reportById(tx, report))!;
      const parts = await partsOf(tx, report);
      return {
        words: row.words_sealed === null ? null : openWords(key, report, row.words_sealed),
        parts: parts.map(({ id, at, author, kind, access, sealed }): OpenedPart => {
          return { id, at, author, kind, thread: access, said: openWords(key, id, sealed) };
        }),
      };
    });
  }

  /** The copy of a file that people look at, and what it is. */
  async file(report: string, part: string, asked: Asked<WordsReason>, actor: string) {
    return this.#opened(report, asked, actor, async (tx, key) => {
      const row = (await partsOf(tx, report)).find((one) => one.id === part && one.kind === "file");
      if (row === undefined) throw notFound("file.unknown", "this report has no such file");
      const { type } = openWords(key, part, row.sealed) as KeptFile;
      return { type, bytes: await this.#files.copy(key, part) };
    });
  }

  /** Writes to her, sealed; in the thread of a helper where one is named. */
  async answer(
    report: string,
    { text, thread, ...asked }: Asked<WordsReason> & { text: string; thread?: string | undefined },
    actor: string,
  ): Promise<void> {
    const { clock } = this.#context;
    await this.#opened(report, asked, actor, async (tx, key) => {
      const codes = await codesOf(tx, report, clock.now());
      const to = codes.find(({ id, kind }) => (thread === undefined ? kind === "owner" : id === thread));
      if (to === undefined)
        throw conflict("report.thread", "nobody reads this thread any more", { field: "thread" });
      const id = newId();
      const at = clock.now();
      const sealed = sealWords(key, id, { text });
      await insertPart(tx, { id, report, access: to.id, author: "desk", kind: "message", at, sealed });
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "report", subject: report, kind: "report.answered" },
      });
    });
  }

  /** Who reported. Takes two people. */
  async identity(report: string, { unsealing, reason, approvals }: Asked<IdentityReason>, actor: string) {
    const { clock, database, vault } = this.#context;
    requireOwn(approvals, actor);
    return database.transaction(async (tx) => {
      const row = await held(tx, report);
      if (row.identity_sealed === null) throw notFound("identity.none", "nobody is named in this report");
      await appendEvent(tx, {
        ...{ at: clock.now(), actor, subjectKind: "report", subject: report, kind: "report.identity-opened" },
        payload: { reason, people: approvals.map(({ person }) => person) },
      });
      const wrapped = row.identity_key === null ? undefined : base64(row.identity_key);
      const { opened } = await vault.call("unseal", {
        ...{ what: "identity", unsealing, report, reason, approvals: [...approvals] },
        ...{ sealed: base64(row.identity_sealed), ...(wrapped === undefined ? {} : { wrapped }) },
      });
      return JSON.parse(Buffer.from(opened, "base64").toString("utf8")) as unknown;
    });
  }

  /** Opens the report's key for what `use` does with it; the event is stored with it or nothing is. */
  async #opened<T>(
    report: string,
    { unsealing, reason, approvals }: Asked<WordsReason>,
    actor: string,
    use: (tx: Tx, key: Uint8Array) => Promise<T>,
  ): Promise<T> {
    const { clock, database, vault } = this.#context;
    requireOwn(approvals, actor);
    return database.transaction(async (tx) => {
      const row = await held(tx, report);
      if (row.words_key === null) throw notFound("words.none", "the words of this report are destroyed");
      await appendEvent(tx, {
        ...{ at: clock.now(), actor, subjectKind: "report", subject: report, kind: "report.words-opened" },
        payload: { reason },
      });
      const { opened } = await vault.call("unseal", {
        ...{ what: "narrative", unsealing, report, reason, approvals: [...approvals] },
        wrapped: base64(row.words_key),
      });
      return use(tx, fromBase64(opened));
    });
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

async function held(tx: Tx, report: string) {
  if ((await reportById(tx, report)) === undefined)
    throw notFound("report.unknown", "there is no such report");
  const row = await holdReport(tx, report);
  if (row.status === "draft") throw notFound("report.unknown", "there is no such report");
  return row;
}

/** Whoever asks is one of those who signed. */
function requireOwn(approvals: readonly Approval[], actor: string): void {
  if (approvals.some(({ person }) => person === actor)) return;
  throw forbidden("reading.person", "the person who asks signs for it too");
}
