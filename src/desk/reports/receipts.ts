import { DAY, HOUR } from "../../lib/clock.ts";
import { conflict, forbidden } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent, eventsOf } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import { type Access, unknownReceipt } from "./access.ts";
import { codesOf, endAccess, endSessions, forgetKeys, setAccess } from "./access-store.ts";
import { servedPages, sortAddresses } from "./addresses.ts";
import type { Files, KeptFile } from "./files.ts";
import { openWords, sealWords } from "./seal.ts";
import type { Reports } from "./service.ts";
import {
  answersIn,
  countDetails,
  deleteDetails,
  deleteParts,
  fileParts,
  holdReport,
  insertPart,
  pagesOfReport,
  partLines,
  reportById,
  sizeOf,
  updateReport,
} from "./store.ts";
import type { Draft, MayKnow } from "./types.ts";

/** What was done about her own pages, in public words. */
export interface PublicAct {
  readonly decision: string;
  readonly verb: string;
  readonly since: number;
  readonly until: number | null;
  readonly lifted: boolean;
}

/** What the rest of the desk does for a receipt; later rooms provide it. */
export interface Behind {
  acts(report: string): Promise<readonly PublicAct[]>;
  /** Whether our rules let us do more about these sites than pass a report on. */
  canAct(sites: readonly string[]): Promise<boolean>;
  /** In the same transaction: her cases are looked at again, by another person. */
  contested(tx: Tx, report: { id: string; dueAt: number }): Promise<void>;
}

export interface ReportStatus {
  readonly status: string;
  readonly scope: "owner" | "helper";
  /** Null for a draft. */
  readonly receivedAt: number | null;
  readonly dueAt: number;
  readonly late: boolean;
  readonly pages: number;
  readonly files: number;
  readonly mayKnow: MayKnow;
  /** Nothing can be done here without passing the report on, and she has not allowed that. */
  readonly needsConsent: boolean;
  readonly refusal: string | null;
  readonly mayContest: boolean;
  /** It waits for the other look that she asked for. */
  readonly contested: boolean;
  /** What was given has to be kept for now, also where it was withdrawn. */
  readonly held: boolean;
  readonly acts: readonly PublicAct[];
  /** What happened, oldest first. */
  readonly timeline: readonly { readonly at: number; readonly kind: string; readonly reason?: string }[];
  /** From the desk, in this code's own thread. What she wrote is not shown back. */
  readonly messages: readonly { readonly at: number; readonly text: string }[];
  /** Others' codes. */
  readonly codes: readonly { readonly id: string; readonly kind: string; readonly endsAt: number | null }[];
}

export interface Addition {
  readonly urls?: readonly string[] | undefined;
  readonly when?: string | undefined;
  readonly words?: string | undefined;
  readonly doNotFetch?: boolean | undefined;
  /** By now a life is at risk. */
  readonly riskToLife?: boolean | undefined;
}

const CODE_MS = { helper: 30 * DAY, takeover: 7 * DAY };
const CONTEST_MS = 14 * DAY;
const CONTEST_RISK_MS = 48 * HOUR;
const MAX_PARTS = 500;
/** A hundred long messages. Who reads her words reads all of them at once. */
const MAX_PARTS_BYTES = 2 * 1024 * 1024;
/** Of others, in force at once. */
const MAX_CODES = 20;
const MAX_AT_ONCE = 5;

/** Everything that a receipt opens. What only the person who reported may do is refused to a helper's code. */
export class Receipts {
  readonly #context: DeskContext;
  readonly #reports: Reports;
  readonly #files: Files;
  readonly #behind: Behind;

  constructor(context: DeskContext, reports: Reports, files: Files, behind: Behind) {
    this.#context = context;
    this.#reports = reports;
    this.#files = files;
    this.#behind = behind;
  }

  async status(access: Access): Promise<ReportStatus> {
    const { clock, database } = this.#context;
    const { db } = database;
    const [row, pages, parts, answers, codes, events, acts] = await Promise.all([
      reportById(db, access.report),
      pagesOfReport(db, access.report),
      partLines(db, access.report),
      answersIn(db, access.report, access.id),
      codesOf(db, access.report, clock.now()),
      eventsOf(db, "report", access.report),
      this.#behind.acts(access.report),
    ]);
    const { status, received_at, due_at, refusal, contested_at, may_know, held_until } = row!;
    const owner = access.kind === "owner";
    const own = parts.filter((part) => part.access === access.id);
    const waits = status === "received";
    return {
      ...{ status, scope: owner ? "owner" : "helper", refusal: owner ? refusal : null },
      receivedAt: status === "draft" ? null : received_at,
      ...{ dueAt: due_at, late: waits && due_at < clock.now() },
      pages: pages.length,
      files: (owner ? parts : own).filter((part) => part.kind === "file").length,
      mayKnow: may_know as MayKnow,
      needsConsent: waits && may_know === "desk" && pages.length > 0 && !(await this.#canAct(pages)),
      mayContest: owner && status === "refused" && contested_at === null,
      contested: owner && waits && contested_at !== null && refusal !== null,
      held: owner && (held_until ?? 0) > clock.now(),
      acts,
      timeline: events.flatMap(({ at, kind, payload }) => {
        if (!owner && !FOR_HELPERS.has(kind)) return [];
        const { reason } = payload as { reason?: string };
        return [{ at, kind, ...(reason === undefined ? {} : { reason }) }];
      }),
      messages: answers
        .filter(() => access.key.length > 0)
        .map(({ id, at, sealed }) => ({ at, text: (openWords(access.key, id, sealed) as Said).text })),
      codes: owner
        ? codes
            .filter(({ id }) => id !== access.id)
            .map(({ id, kind, ends_at }) => ({ id, kind, endsAt: ends_at }))
        : [],
    };
  }

  /** More of the same: pages, words, that a life is at risk by now. Throws `report.url`; a draft is written in its own steps. */
  async add(
    access: Access,
    { urls = [], when, words, doNotFetch = false, riskToLife = false }: Addition,
    share = 0,
  ): Promise<{ kept: string[] }> {
    const { database } = this.#context;
    const addresses = await sortAddresses(database.db, urls);
    await this.#write(access, async (tx, at) => {
      if (urls.length > 0) await this.#part(tx, access, at, "pages", { urls, when });
      if (words !== undefined && words !== "") await this.#part(tx, access, at, "words", { text: words });
      await this.#reports.addPages(tx, access, addresses, { doNotFetch, riskToLife, share });
      await this.#event(tx, access, at, "report.added-to");
    });
    return { kept: addresses.map(({ url }) => url) };
  }

  /** Pictures and voice messages; also of a draft. Throws `media.…` naming none of them; the others are kept. */
  async attach(access: Access, files: readonly { name: string; bytes: Uint8Array }[]): Promise<void> {
    if (access.kind === "takeover" || files.length === 0) return;
    requireKept(access);
    if (await this.#reports.doNotFetch(access))
      throw conflict(
        "files.none",
        "no file is taken for a report that shows a minor or an intimate picture",
        {
          field: "file",
        },
      );
    const failed: unknown[] = [];
    for (const file of files.slice(0, MAX_AT_ONCE))
      await this.#files.keep(access, file).catch((error: unknown) => failed.push(error));
    if (failed.length > 0) throw failed[0];
    if (files.length > MAX_AT_ONCE)
      throw conflict("files.many", `at most ${MAX_AT_ONCE} files at a time; the first ones are kept`, {
        field: "file",
      });
  }

  filesOf = (access: Access): Promise<KeptFile[]> => this.#files.of(access);

  /** What a draft's pages go by, besides its own answers. */
  async keptOf({ report }: Access, { urls }: Pick<Draft, "urls">) {
    const { db } = this.#context.database;
    const pages = servedPages(await sortAddresses(db, urls));
    return {
      details: await countDetails(db, report),
      onlyPassOn: pages.length > 0 && !(await this.#canAct(pages)),
    };
  }

  /** To the desk, in this code's own thread. */
  say(access: Access, text: string): Promise<void> {
    return this.#write(access, async (tx, at) => {
      await this.#part(tx, access, at, "message", { text });
      await this.#event(tx, access, at, "report.message");
    });
  }

  /**
   * Takes everything back at once: words, names, files and details go, and with them what every code but the status opens.
   * What we have seen ourselves and decided about a page stays. Under a legal hold it is only closed (retention/).
   */
  async withdraw(access: Access): Promise<void> {
    requireOwner(access);
    const { clock, database } = this.#context;
    const { report } = access;
    const at = clock.now();
    const gone = await database.transaction(async (tx) => {
      const row = await this.#held(tx, access, at);
      if (row.status === "withdrawn") return [];
      if ((row.held_until ?? 0) > at) {
        await updateReport(tx, report, { status: "withdrawn", answered_at: at });
        await this.#event(tx, access, at, "report.withdrawn");
        return [];
      }
      const files = await fileParts(tx, report);
      await deleteParts(tx, report);
      await deleteDetails(tx, report);
      await forgetKeys(tx, report);
      await updateReport(tx, report, { status: "withdrawn", answered_at: at, ...EMPTY });
      await this.#event(tx, access, at, "report.withdrawn");
      return files.map(({ id }) => id);
    });
    await this.#files.remove(gone);
  }

  /** Once: somebody else looks again. Throws 409 where there is no refusal, or it was contested before. */
  async contest(access: Access, text: string): Promise<{ dueAt: number }> {
    requireOwner(access);
    const { clock, database } = this.#context;
    const at = clock.now();
    return database.transaction(async (tx) => {
      const row = await this.#held(tx, access, at);
      if (row.contested_at !== null)
        throw conflict("report.contested", "this answer has been contested once; a message reaches us still");
      if (row.status !== "refused")
        throw conflict("report.contest", "there is no refusal that could be contested");
      const dueAt = at + (row.risk_to_life ? CONTEST_RISK_MS : CONTEST_MS);
      await this.#part(tx, access, at, "contest", { text });
      await updateReport(tx, access.report, {
        ...{ status: "received", contested_at: at, due_at: dueAt, answered_at: null },
      });
      await this.#event(tx, access, at, "report.contested");
      await this.#behind.contested(tx, { id: access.report, dueAt });
      return { dueAt };
    });
  }

  /** Who may learn that this report exists; also after it was sent. */
  async setMayKnow(access: Access, mayKnow: MayKnow): Promise<void> {
    requireOwner(access);
    await this.#write(access, async (tx, at) => {
      if ((await holdReport(tx, access.report)).may_know === mayKnow) return;
      await updateReport(tx, access.report, { may_know: mayKnow });
      await this.#event(tx, access, at, "report.may-know");
    });
  }

  /**
   * A code for somebody else, shown once. `helper`: may add and write and sees what they brought themselves.
   * `takeover`: for the person concerned, from whoever filed in her place.
   */
  async delegate(access: Access, kind: "helper" | "takeover"): Promise<{ code: string; endsAt: number }> {
    requireOwner(access);
    const { clock, database } = this.#context;
    const minted = await this.#reports.accesses.code(kind);
    const at = clock.now();
    const endsAt = at + CODE_MS[kind];
    await database.transaction(async (tx) => {
      await this.#held(tx, access, at);
      if ((await codesOf(tx, access.report, at)).length > MAX_CODES)
        throw conflict("report.codes", `at most ${MAX_CODES} codes at once; end those that nobody needs`);
      await minted.store(tx, { report: access.report, key: access.key, at, endsAt });
      await this.#event(tx, access, at, `report.${kind}-code`);
    });
    return { code: minted.secret, endsAt };
  }

  /** Ends somebody else's code, at once and in every browser that it opened. */
  async endCode(access: Access, code: string): Promise<void> {
    requireOwner(access);
    if (code === access.id)
      throw conflict("receipt.own", "your own code cannot be ended; withdraw the report");
    const { clock, database } = this.#context;
    const at = clock.now();
    await database.transaction(async (tx) => {
      await this.#held(tx, access, at);
      await endAccess(tx, access.report, code, at);
      await endSessions(tx, code);
      await this.#event(tx, access, at, "report.code-ended");
    });
  }

  /**
   * The person concerned takes over: a receipt of her own, and whoever filed keeps a helper's code or none. The code that
   * did it ends.
   */
  async takeOver(access: Access, { keepHelper }: { keepHelper: boolean }): Promise<{ receipt: string }> {
    if (access.kind !== "takeover")
      throw forbidden("receipt.scope", "this takes the code that was made for taking over");
    const { clock, database } = this.#context;
    const receipt = await this.#reports.accesses.code("owner");
    const at = clock.now();
    await database.transaction(async (tx) => {
      await this.#held(tx, access, at);
      for (const code of await codesOf(tx, access.report, at)) {
        const stays = code.kind === "owner" && keepHelper;
        await setAccess(tx, code.id, { kind: "helper", ends_at: stays ? at + CODE_MS.helper : at });
        await endSessions(tx, code.id);
      }
      await receipt.store(tx, { report: access.report, key: access.key, at, endsAt: null });
      await this.#event(tx, access, at, "report.taken-over");
    });
    return { receipt: receipt.secret };
  }

  /** In a transaction that holds the report, unless it has been withdrawn, or is a draft still. */
  async #write(access: Access, work: (tx: Tx, at: number) => Promise<void>): Promise<void> {
    const { clock, database } = this.#context;
    await database.transaction(async (tx) => {
      const at = clock.now();
      const { status } = await this.#held(tx, access, at);
      if (status === "withdrawn")
        throw conflict("report.withdrawn", "this report was withdrawn; a new one can be made at any time");
      if (status === "draft") throw conflict("report.draft", "this report has not been sent yet");
      await work(tx, at);
    });
  }

  /** The report, held. Throws `receipt.unknown` where the code was ended, or came to be another's, since it was opened. */
  async #held(tx: Tx, { id, kind, report }: Access, at: number) {
    const row = await holdReport(tx, report);
    const codes = await codesOf(tx, report, at);
    if (!codes.some((code) => code.id === id && code.kind === kind)) throw unknownReceipt();
    return row;
  }

  async #part(tx: Tx, access: Access, at: number, kind: string, said: unknown): Promise<void> {
    requireKept(access);
    const id = newId();
    const sealed = sealWords(access.key, id, said);
    const { parts, bytes } = await sizeOf(tx, access.report);
    if (parts >= MAX_PARTS || bytes + sealed.length > MAX_PARTS_BYTES)
      throw conflict("report.full", "this report is full; make another one for what is new");
    const { report } = access;
    await insertPart(tx, { id, report, access: access.id, author: "reporter", kind, at, sealed });
  }

  async #canAct(pages: readonly { site: string }[]): Promise<boolean> {
    return this.#behind.canAct([...new Set(pages.map(({ site }) => site))]);
  }

  #event(tx: Tx, access: Access, at: number, kind: string): Promise<void> {
    const actor = access.kind === "helper" ? "helper" : "reporter";
    return appendEvent(tx, { at, actor, subjectKind: "report", subject: access.report, kind });
  }
}

interface Said {
  readonly text: string;
}

const EMPTY = {
  words_sealed: null,
  words_key: null,
  identity_sealed: null,
  identity_key: null,
  idempotency: null,
};

/** What a helper's code sees of the timeline. */
const FOR_HELPERS = new Set(["report.filed", "report.decided", "report.refused", "report.withdrawn"]);

function requireOwner({ kind }: Access): void {
  if (kind === "owner") return;
  throw forbidden("receipt.scope", "only the person who reported can do this, with her own code");
}

/** Nothing can be added where the key is destroyed. */
function requireKept({ key }: Access): void {
  if (key.length > 0) return;
  throw conflict("report.shredded", "what this report held is destroyed; a new one can be made at any time");
}
