import { cleanUrl } from "../../evidence/index.ts";
import { fromBase64, sha256, toUtf8 } from "../../lib/bytes.ts";
import { badRequest, conflict, notFound } from "../../lib/errors.ts";
import { newCode, newId } from "../../lib/ids.ts";
import { canonicalOf } from "../../policy/identity.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent } from "../db/events.ts";
import { isTaken, type Tx } from "../db/open.ts";
import { siteByHostname } from "../sites/store.ts";
import { dueAfterMs, harmOf } from "./clocks.ts";
import { sealIdentity, sealWords } from "./seal.ts";
import { insertDetails, insertReport, linkPages, pagesOfReport, putPage, reportByLocator } from "./store.ts";
import type { FiledReport, ReportedPage, ReportInput } from "./types.ts";

export interface Filed {
  /** Shown once; opens the report's status. */
  readonly receipt: string;
  readonly dueAt: number;
  /** What was kept of each address. */
  readonly kept: readonly string[];
  /** Addresses on sites that we do not serve. */
  readonly elsewhere: readonly string[];
}

export interface ReportStatus {
  readonly status: string;
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly late: boolean;
  readonly pages: number;
}

/** What happens to a filed report next; cases/ provides it. */
export interface Follow {
  /** In the transaction that stores the report, so that a report is never without its case, nor a case without a look. */
  join(tx: Tx, report: FiledReport): Promise<void>;
}

/** Takes reports safely: what she wrote and who she is are sealed before anything is stored. */
export class Reports {
  readonly #context: DeskContext;
  readonly #follow: Follow;

  constructor(context: DeskContext, follow: Follow) {
    this.#context = context;
    this.#follow = follow;
  }

  /**
   * Files a report. Throws `report.url` naming an address that cannot be used, `report.twice` where the idempotency key has
   * been used; then nothing is stored.
   */
  async file(input: ReportInput, idempotencyKey?: string): Promise<Filed> {
    const { clock, database } = this.#context;
    const idempotency = idempotencyKey === undefined ? null : Buffer.from(sha256(toUtf8(idempotencyKey)));
    const id = newId();
    const receipt = newCode();
    const addresses = await this.#sort(input.urls);
    const sealed = await this.#seal(id, receipt, input);
    const at = clock.now();
    const dueAt = at + dueAfterMs(input.happening, input.riskToLife);
    const harm = harmOf(input.happening);
    // In one order everywhere: their rows are held, and two reports must not wait for each other.
    const served = addresses
      .flatMap(({ page }) => page ?? [])
      .sort((a, b) => (`${a.site}${a.path}${a.query}` < `${b.site}${b.path}${b.query}` ? -1 : 1));

    const store = async (tx: Tx) => {
      await insertReport(tx, {
        ...{ id, received_at: at, due_at: dueAt, harm, idempotency },
        ...{ risk_to_life: input.riskToLife, may_know: input.mayKnow, language: input.language },
        status: served.length > 0 ? "received" : "elsewhere",
        ...sealed.columns,
      });
      const pages: ReportedPage[] = [];
      for (const page of served) pages.push(await putPage(tx, page));
      if (pages.length > 0) await linkPages(tx, id, pages);
      const rows = sealed.tagged.map((tagged) => ({
        id: newId(),
        report: id,
        tagged: JSON.stringify(tagged),
      }));
      if (rows.length > 0) await insertDetails(tx, rows);
      await appendEvent(tx, {
        at,
        actor: "reporter",
        subjectKind: "report",
        subject: id,
        kind: "report.filed",
      });
      const report: FiledReport = { id, harm, riskToLife: input.riskToLife, dueAt, pages };
      if (pages.length > 0) await this.#follow.join(tx, report);
    };
    await database.transaction(store).catch((error: unknown) => {
      throw isTaken(error, "report_idempotency_key") ? filedTwice() : error;
    });
    return {
      receipt,
      dueAt,
      kept: addresses.map(({ url }) => url),
      elsewhere: addresses.filter(({ page }) => page === undefined).map(({ url }) => url),
    };
  }

  /** What a receipt opens. Throws `receipt.unknown` for a code that is not one of ours. */
  async status(code: string): Promise<ReportStatus> {
    const { clock, database, vault } = this.#context;
    const { locator } = await vault.call("locate", { code });
    const report = await reportByLocator(database.db, fromBase64(locator));
    if (report === undefined) throw notFound("receipt.unknown", "there is no report under this code");
    const pages = await pagesOfReport(database.db, report.id);
    return {
      status: report.status,
      receivedAt: report.received_at,
      dueAt: report.due_at,
      late: report.status === "received" && report.due_at < clock.now(),
      pages: pages.length,
    };
  }

  /** Cleans each address and finds the site of ours it belongs to. */
  async #sort(urls: readonly string[]) {
    const seen = new Set<string>();
    const addresses = [];
    for (const [i, raw] of urls.entries()) {
      const { url } = cleanedUrl(raw, i);
      if (seen.has(url)) continue;
      seen.add(url);
      const host = canonicalOf(url, { foldCase: false })?.host;
      const site = host === undefined ? undefined : await siteByHostname(this.#context.database.db, host);
      const canonical = site === undefined ? undefined : canonicalOf(url, site.readings);
      const page =
        site === undefined || canonical === undefined
          ? undefined
          : {
              id: newId(),
              site: site.id,
              host: canonical.host,
              path: canonical.path,
              query: new URL(url).search,
            };
      addresses.push({ url, page });
    }
    return addresses;
  }

  async #seal(id: string, receipt: string, input: ReportInput) {
    const { vault, trust } = this.#context;
    const [{ locator }, { key, wrapped }, { tagged }, identity] = await Promise.all([
      vault.call("locate", { code: receipt }),
      vault.call("wrap", { report: id }),
      input.details.length > 0 ? vault.call("tag", { details: input.details }) : { tagged: [] },
      input.reporter === undefined ? null : sealIdentity(trust.identityRecipient, id, input.reporter),
    ]);
    const words = {
      urls: input.urls,
      happening: input.happening,
      words: input.words,
      transcript: input.transcript,
    };
    return {
      tagged,
      columns: {
        locator: Buffer.from(fromBase64(locator)),
        words_key: Buffer.from(wrapped, "base64"),
        words_sealed: sealWords(fromBase64(key), id, words),
        identity_sealed: identity,
      },
    };
  }
}

const filedTwice = () =>
  conflict("report.twice", "a report with this idempotency key is stored; its receipt is shown once only");

function cleanedUrl(raw: string, position: number) {
  try {
    return cleanUrl(raw);
  } catch (error) {
    const why = error instanceof Error ? error.message : "";
    throw badRequest("report.url", why, { field: `urls.${position}` });
  }
}
