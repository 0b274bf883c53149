import { newId } from "../../lib/ids.ts";
import { errorFields } from "../../lib/log.ts";
import {
  type Finding,
  type LocatedFinding,
  masked,
  type Reason,
  severityOf,
  versionOf,
} from "../../screening/index.ts";
import type { DeskContext } from "../context.ts";
import { vantages } from "../fleet/store.ts";
import { observe } from "../jobs/observe.ts";
import { detailsOfPage } from "../reports/store.ts";
import { servedHostnames, siteById } from "../sites/store.ts";
import type { Cases } from "./service.ts";
import { pageById } from "./store.ts";
import type { ObservedFinding } from "./types.ts";

const SEALED_REASON: Reason = "a detail that the person targeted registered with us";
const FORMER_REASON: Reason = "an address that she left; whoever lives there now is in danger";

type Seen = Finding &
  Partial<Pick<LocatedFinding, "author" | "isComment" | "isQuote" | "isHidden">> & {
    readonly isFormer?: boolean;
  };

/** Looks at a reported page through two of our edges, keeps what was seen, and screens it. The job `capture.page`. */
export class Captures {
  readonly #context: DeskContext;
  readonly #cases: Cases;

  constructor(context: DeskContext, cases: Cases) {
    this.#context = context;
    this.#cases = cases;
  }

  async look({ page: pageId }: { page: string }): Promise<void> {
    const { clock, config, database, trust, log } = this.#context;
    const { db } = database;
    const page = await pageById(db, pageId);
    if (page === undefined) return;
    const id = newId();
    const at = clock.now();
    const seen = await observe(page.site, {
      id,
      url: `http://${page.host}${page.path}${page.query}`,
      vantages: (await vantages(db, page.site)).slice(0, 2),
      served: await servedHostnames(db),
      hostnames: (await siteById(db, page.site))?.hostnames ?? [],
      dnsServers: config.dnsServers,
      folder: `${config.folder}/evidence`,
      recipients: trust.evidenceRecipients,
    });
    const findings: Seen[] = [...seen.findings, ...(await this.#sealed(pageId, seen.text))];
    const severity = severityOf(seen.findings);
    await this.#cases.record({
      ...{ id, page: pageId, at, severity },
      ...{ status: seen.status, agreement: seen.agreement, sha256: seen.sha256 },
      links: seen.links,
      findings: findings.map((finding): ObservedFinding => {
        const { kind, confidence, author = null } = finding;
        const { isComment = false, isQuote = false, isHidden = false } = finding;
        const reasons =
          kind === "sealed-detail"
            ? [SEALED_REASON, ...(finding.isFormer === true ? [FORMER_REASON] : [])]
            : finding.reasons;
        return {
          ...{ kind, confidence, reasons, masked: masked(seen.text, finding), author },
          ...{ is_comment: isComment, is_quote: isQuote, is_hidden: isHidden, version: versionOf(kind) },
        };
      }),
    });
    log.info("page.captured", {
      capture: id,
      severity,
      findings: findings.length,
      agreement: seen.agreement,
    });
  }

  /**
   * Registered details of the reports that name this page; the vault gets the text and gives back spans. In portions, each
   * of which may fail alone: who registers very many details, or makes a page very long, hides it from no look.
   */
  async #sealed(page: string, text: string): Promise<Seen[]> {
    const { database, log, vault } = this.#context;
    if (text === "") return [];
    const isFormer = new Map<string, boolean>();
    for (const { tagged, former } of await detailsOfPage(database.db, page))
      isFormer.set(JSON.stringify(tagged), former || isFormer.get(JSON.stringify(tagged)) === true);
    const all = [...isFormer].map(([tagged, former]) => ({ tagged: JSON.parse(tagged), former }));
    const seen = new Map<string, Seen>();
    for (let first = 0; first < all.length; first += DETAILS_AT_ONCE) {
      const some = all.slice(first, first + DETAILS_AT_ONCE);
      for (let from = 0; from < text.length; from += TEXT_AT_ONCE - TEXT_OVERLAP) {
        try {
          const part = text.slice(from, from + TEXT_AT_ONCE);
          const { spans, outdated } = await vault.call("match", {
            tagged: some.map(({ tagged }) => tagged),
            text: part,
          });
          // Tags made before an update: their owner has to give them again, and nobody else can.
          if (outdated.length > 0) log.warn("page.details-outdated", { details: outdated.length });
          for (const { start, end, detail } of spans) {
            const span = { kind: "sealed-detail", start: from + start, end: from + end } as const;
            const found = { ...span, confidence: 1, reasons: [], isFormer: some[detail]?.former === true };
            seen.set(`${first + detail} ${span.start} ${span.end}`, found);
          }
        } catch (error) {
          log.warn("page.unmatched", { details: some.length, ...errorFields(error) });
        }
        if (from + TEXT_AT_ONCE >= text.length) break;
      }
    }
    return [...seen.values()];
  }
}

/** Of a call to the vault: at most 17 kB of tags a detail, and 6 bytes a character, in a line of 16 MB. */
const DETAILS_AT_ONCE = 300;
const TEXT_AT_ONCE = 1_000_000;
/** Longer than any detail, and than what stands between a former name and a current one. */
const TEXT_OVERLAP = 10_000;
