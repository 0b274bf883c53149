import { fromBase64 } from "../../lib/bytes.ts";
import { conflict, forbidden } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import { isTaken, type Tx } from "../db/open.ts";
import { checked } from "../web/http.ts";
import { type Access, Accesses, SESSION_MS } from "./access.ts";
import { type Address, servedPages, sortAddresses } from "./addresses.ts";
import { dueFor, harmOf, laneOf } from "./clocks.ts";
import type { Hours } from "./hours.ts";
import { openWords, sealBytes, sealIdentity, sealWords } from "./seal.ts";
import type { Senders } from "./senders/service.ts";
import {
  countDetails,
  holdReport,
  insertDetails,
  insertReport,
  linkPages,
  pagesOfReport,
  putPage,
  reportById,
  updateReport,
} from "./store.ts";
import {
  type DetailInput,
  type Draft,
  draftSchema,
  type FiledReport,
  type ReportedPage,
  type ReporterInput,
  type ReportInput,
} from "./types.ts";

export interface Filed {
  /** Shown once; opens the report's status. */
  readonly receipt: string;
  readonly dueAt: number;
  /** What was kept of each address. */
  readonly kept: readonly string[];
  /** Addresses on sites that we do not serve. */
  readonly elsewhere: readonly string[];
}

export interface Begun {
  readonly receipt: string;
  /** Opens the same in the browser that began, for some hours. */
  readonly session: string;
  readonly kept: readonly string[];
}

/** How a report came in. */
export interface Arrival {
  readonly idempotencyKey?: string | undefined;
  /** How much the same sender has sent (gate/). */
  readonly share?: number;
  /** Id of the organisation whose key it came with. */
  readonly flagger?: string | undefined;
  /** Reports in nearly the same words share it. */
  readonly cluster?: string | undefined;
}

/** What happens to a filed report next; cases/ provides it. */
export interface Follow {
  /** In the transaction that stores the report, so that a report is never without its case, nor a case without a look. */
  join(tx: Tx, report: FiledReport): Promise<void>;
}

/** Fields that a step says anew; a field that is there and undefined is taken back. */
export type DraftChange = { readonly [K in keyof Draft]?: Draft[K] | undefined };

const MAX_DETAILS = 20;
/** The share of whoever is suspended: nobody sends as much. */
const LAST = 1_000_000;
/** As many as a report may name. */
const PAGES_AT_ONCE = 20;

/** Takes reports safely: what she wrote and who she is are sealed before anything is stored. */
export class Reports {
  readonly accesses: Accesses;
  readonly #context: DeskContext;
  readonly #follow: Follow;
  readonly #senders: Senders;

  constructor(context: DeskContext, follow: Follow, senders: Senders) {
    this.#context = context;
    this.#follow = follow;
    this.#senders = senders;
    this.accesses = new Accesses(context);
  }

  /**
   * Files a report. Throws `report.url` naming an address that cannot be used; then nothing is stored. Sent again under the
   * same idempotency key, it is the same report with the same receipt; `report.twice` where the key is short enough to be
   * guessed, or was used for another report.
   */
  async file(input: ReportInput, arrival: Arrival = {}): Promise<Filed> {
    const { clock, config, database } = this.#context;
    const { idempotencyKey, share = 0, flagger, cluster } = arrival;
    const id = newId();
    const sender = await this.#senders.tagOf(input.reporter, flagger);
    const rule = { lane: laneOf(input), isKey: flagger !== undefined };
    const isLast = await this.#senders.isSuspended(sender, rule);
    const addresses = await sortAddresses(database.db, input.urls);
    const again = isSecret(idempotencyKey)
      ? await this.accesses.codeFor(`${idempotencyKey}\n${JSON.stringify(input)}`)
      : undefined;
    const [idempotency, receipt, words, tagged, identity] = await Promise.all([
      this.#idempotency(idempotencyKey),
      this.accesses.code("owner", again),
      this.#newKey(id),
      this.#tagged(input.details),
      this.#identity(id, input.reporter),
    ]);
    const at = clock.now();
    const arrived = arrivedOf(input, addresses, at, config.desk.hours);
    const store = async (tx: Tx) => {
      await insertReport(tx, {
        ...{ id, ...arrived.columns, ...identity, sender, cluster: cluster ?? null },
        idempotency,
        words_key: words.wrapped,
        words_sealed: sealWords(words.key, id, wordsOf(input)),
      });
      await receipt.store(tx, { report: id, key: words.key, at, endsAt: null });
      await storeDetails(tx, id, tagged);
      await this.#arrive(tx, id, { ...arrived, share: isLast ? LAST : share });
    };
    const dueAt = await database.transaction(store).then(
      () => arrived.columns.due_at,
      (error: unknown) => {
        if (!isTaken(error, "report_idempotency_key")) throw error;
        return this.#dueAgain(again);
      },
    );
    return { receipt: receipt.secret, dueAt, ...shown(addresses) };
  }

  /**
   * Keeps the addresses before anything else is asked. Nobody looks until it is sent. `form`: a random name of the form that
   * was sent: going back to it in the browser makes no second draft, and shows no code. Throws `report.url`, `report.twice`.
   */
  async begin(
    { urls, language, riskToLife }: Pick<ReportInput, "urls" | "language" | "riskToLife">,
    form?: string,
  ): Promise<Begun> {
    const { clock, database } = this.#context;
    const id = newId();
    const addresses = await sortAddresses(database.db, urls);
    const [idempotency, receipt, { key, wrapped }] = await Promise.all([
      this.#idempotency(form),
      this.accesses.code("owner"),
      this.#newKey(id),
    ]);
    const session = await this.accesses.session(receipt.id);
    const at = clock.now();
    const lane = riskToLife ? "life" : "ordinary";
    const draft = draftSchema.parse({ urls, language, riskToLife, lane });
    const store = async (tx: Tx) => {
      await insertReport(tx, {
        ...{ id, status: "draft", received_at: at, due_at: at, harm: harmOf([]), risk_to_life: false },
        ...{ may_know: draft.mayKnow, language, idempotency, ...NO_IDENTITY },
        ...{ words_key: wrapped, words_sealed: sealWords(key, id, draft) },
      });
      await receipt.store(tx, { report: id, key, at, endsAt: null });
      await session.store(tx, { report: id, key, at, endsAt: at + SESSION_MS });
    };
    await database.transaction(store).catch((error: unknown) => {
      throw isTaken(error, "report_idempotency_key") ? filedTwice() : error;
    });
    return { receipt: receipt.secret, session: session.secret, kept: addresses.map(({ url }) => url) };
  }

  /** What a step of the form said, on top of the steps before. Throws `report.sent` once it has been sent. */
  async save(access: Access, change: DraftChange, details: readonly DetailInput[] = []): Promise<void> {
    const { database } = this.#context;
    if (change.urls !== undefined) await sortAddresses(database.db, change.urls);
    const tagged = await this.#tagged(details);
    await database.transaction(async (tx) => {
      const draft = await this.#draft(tx, access);
      if (tagged.length > 0 && (await countDetails(tx, access.report)) + tagged.length > MAX_DETAILS)
        throw conflict("report.details", `at most ${MAX_DETAILS} details in one report`, {
          field: "details",
        });
      await storeDetails(tx, access.report, tagged);
      const next = checked(draftSchema, { ...draft, ...change });
      await updateReport(tx, access.report, { words_sealed: sealWords(access.key, access.report, next) });
    });
  }

  /** What has been said so far, for the steps to go by; it is never shown back as it was written. */
  draft = (access: Access): Promise<Draft> =>
    this.#context.database.transaction((tx) => this.#draft(tx, access));

  /** Whether she said that it shows a minor or an intimate picture: then nothing is fetched, and no file is taken. */
  async doNotFetch({ report, key }: Pick<Access, "report" | "key">): Promise<boolean> {
    const row = await reportById(this.#context.database.db, report);
    return saidBefore(key, report, row?.words_sealed ?? null).doNotFetch;
  }

  /** Files what was drafted. Throws `report.sent` where that was done already. */
  async send(access: Access, { share = 0, cluster }: Arrival = {}): Promise<Omit<Filed, "receipt">> {
    const { clock, config, database } = this.#context;
    const { report } = access;
    const draft = await this.draft(access);
    const addresses = await sortAddresses(database.db, draft.urls);
    const [sender, identity] = await Promise.all([
      this.#senders.tagOf(draft.reporter),
      this.#identity(report, draft.reporter),
    ]);
    const isLast = await this.#senders.isSuspended(sender, { lane: laneOf(draft), isKey: false });
    const at = clock.now();
    const arrived = arrivedOf(draft, addresses, at, config.desk.hours);
    await database.transaction(async (tx) => {
      await this.#draft(tx, access);
      await updateReport(tx, report, {
        ...{ ...arrived.columns, ...identity, sender, cluster: cluster ?? null },
        words_sealed: sealWords(access.key, report, wordsOf(draft)),
      });
      await this.#arrive(tx, report, { ...arrived, share: isLast ? LAST : share });
    });
    return { dueAt: arrived.columns.due_at, ...shown(addresses) };
  }

  /**
   * More of a report that was sent, months later perhaps: pages, or that a life is at risk now. The cases are looked at again,
   * as soon as they would be for a report of today; what one report adds beyond its first pages waits behind what others
   * name. What comes after an answer waits for one of its own, with a clock that starts now.
   */
  async addPages(
    tx: Tx,
    { report: id, key }: Pick<Access, "report" | "key">,
    addresses: readonly Address[],
    { doNotFetch, riskToLife, share }: Pick<FiledReport, "doNotFetch" | "riskToLife" | "share">,
  ): Promise<void> {
    const { clock, config } = this.#context;
    const row = await holdReport(tx, id);
    const before = await pagesOfReport(tx, id);
    const named = await storePages(tx, id, servedPages(addresses));
    const fresh = named.filter((page) => before.every((one) => one.id !== page.id));
    const isRaised = riskToLife && !row.risk_to_life;
    const pages = isRaised ? [...before, ...fresh] : named;
    if (pages.length === 0) return;
    const said = saidBefore(key, id, row.words_sealed);
    const declared = { happening: said.happening, riskToLife: row.risk_to_life || riskToLife };
    const dueAt = dueFor(declared, clock.now(), config.desk.hours);
    const wasAnswered = row.status !== "received";
    if (isRaised || (wasAnswered && fresh.length > 0)) {
      const waits = { status: "received", refusal: null, answered_at: null };
      await updateReport(tx, id, {
        ...{ risk_to_life: declared.riskToLife, due_at: wasAnswered ? dueAt : Math.min(row.due_at, dueAt) },
        ...(wasAnswered ? waits : {}),
      });
    }
    await this.#follow.join(tx, {
      ...{ id, harm: row.harm as FiledReport["harm"], riskToLife: laneOf(declared) === "life", dueAt },
      share: Math.max(share, before.length + fresh.length - PAGES_AT_ONCE),
      pages: pages.map(({ id: page, site }) => ({ id: page, site })),
      doNotFetch: doNotFetch || (isRaised && said.doNotFetch),
    });
  }

  /** In one transaction with its row: pages, event, case. */
  async #arrive(
    tx: Tx,
    id: string,
    { columns, served, doNotFetch, riskToLife, share }: ReturnType<typeof arrivedOf> & { share: number },
  ): Promise<void> {
    const pages = await storePages(tx, id, served);
    const { received_at: at, due_at: dueAt, harm } = columns;
    await appendEvent(tx, {
      ...{ at, actor: "reporter", subjectKind: "report", subject: id, kind: "report.filed" },
    });
    if (pages.length === 0) return;
    await this.#follow.join(tx, { id, harm, riskToLife, dueAt, pages, doNotFetch, share });
  }

  /** Throws `receipt.scope` for a code that was given to somebody else: what is sent, and who may know, she says herself. */
  async #draft(tx: Tx, { report, key, kind }: Access): Promise<Draft> {
    if (kind !== "owner")
      throw forbidden("receipt.scope", "only the person who reports writes and sends it, with her own code");
    const row = await holdReport(tx, report);
    if (row.status !== "draft" || row.words_sealed === null)
      throw conflict("report.sent", "this report has been sent; what you add now is added to it");
    return draftSchema.parse(openWords(key, report, row.words_sealed));
  }

  /** Of the report that this code opens, where the same was sent before. */
  async #dueAgain(code: string | undefined): Promise<number> {
    const before = code === undefined ? undefined : await this.accesses.open(code).catch(() => undefined);
    if (before === undefined) throw filedTwice();
    return (await reportById(this.#context.database.db, before.report))!.due_at;
  }

  /** What the vault makes of a key: whoever has the database alone cannot try keys, or mails, against it. */
  async #idempotency(key: string | undefined): Promise<Buffer | null> {
    return key === undefined ? null : this.accesses.tagOf(`idempotency\n${key}`);
  }

  async #newKey(report: string): Promise<{ key: Uint8Array; wrapped: Buffer }> {
    const { key, wrapped } = await this.#context.vault.call("wrap", { report });
    return { key: fromBase64(key), wrapped: Buffer.from(wrapped, "base64") };
  }

  /** The words go to the vault and tags come back. Throws `detail.too-common` or `detail.invalid`, naming no word. */
  async #tagged(details: readonly DetailInput[]) {
    if (details.length === 0) return [];
    const asked = details.map(({ former: _, ...detail }) => detail);
    const { tagged } = await this.#context.vault.call("tag", { details: asked });
    return tagged.map((tags, i) => ({ tagged: JSON.stringify(tags), former: details[i]!.former }));
  }

  /** Under a key of its own, which may be destroyed before that of her words. */
  async #identity(id: string, reporter: ReporterInput | undefined) {
    if (reporter === undefined) return NO_IDENTITY;
    const [{ key, wrapped }, sealed] = await Promise.all([
      this.#newKey(id),
      sealIdentity(this.#context.trust.identityRecipient, id, reporter),
    ]);
    return { identity_key: wrapped, identity_sealed: sealBytes(key, id, sealed) };
  }
}

const NO_IDENTITY = { identity_key: null, identity_sealed: null };

/** What stays of the input under the seal of words; who she is has a seal of its own. */
function wordsOf({ reporter: _, details: __, lane: ___, ...words }: Partial<Draft & ReportInput>): unknown {
  return words;
}

function arrivedOf(
  input: Pick<ReportInput, "happening" | "riskToLife" | "doNotFetch" | "mayKnow" | "language">,
  addresses: readonly Address[],
  at: number,
  hours: Hours,
) {
  const served = servedPages(addresses);
  return {
    ...{ served, doNotFetch: input.doNotFetch, riskToLife: laneOf(input) === "life" },
    columns: {
      ...{ received_at: at, due_at: dueFor(input, at, hours) },
      ...{ harm: harmOf(input.happening), risk_to_life: input.riskToLife },
      ...{ may_know: input.mayKnow, language: input.language },
      ...(served.length > 0
        ? { status: "received", answered_at: null }
        : { status: "elsewhere", answered_at: at }), // there is nothing more to come
    },
  };
}

const shown = (addresses: readonly Address[]): Pick<Filed, "kept" | "elsewhere"> => ({
  kept: addresses.map(({ url }) => url),
  elsewhere: addresses.filter(({ page }) => page === undefined).map(({ url }) => url),
});

/** What its clock and its looks go by. Where the words are gone by now nothing of it is fetched again. */
function saidBefore(
  key: Uint8Array,
  id: string,
  sealed: Uint8Array | null,
): Pick<Draft, "happening" | "doNotFetch"> {
  if (sealed === null || key.length === 0) return { happening: [], doNotFetch: true };
  const { happening = [], doNotFetch = false } = openWords(key, id, sealed) as Partial<Draft>;
  return { happening, doNotFetch };
}

async function storePages(
  tx: Tx,
  id: string,
  served: ReturnType<typeof servedPages>,
): Promise<ReportedPage[]> {
  const pages: ReportedPage[] = [];
  for (const page of served) pages.push(await putPage(tx, page));
  if (pages.length > 0) await linkPages(tx, id, pages);
  return pages;
}

async function storeDetails(tx: Tx, report: string, tagged: readonly { tagged: string; former: boolean }[]) {
  if (tagged.length > 0)
    await insertDetails(
      tx,
      tagged.map((one) => ({ id: newId(), report, ...one })),
    );
}

/** A key that nobody guesses: as long as a UUID without its dashes, or nearly. */
const isSecret = (key: string | undefined): key is string => key !== undefined && key.length >= 22;

const filedTwice = () =>
  conflict(
    "report.twice",
    "a report is stored under this idempotency key; use a random key of 22 characters or more for each report",
  );
