import { newId } from "../../lib/ids.ts";
import { type Finding, masked, severityOf } from "../../screening/index.ts";
import type { DeskContext } from "../context.ts";
import { vantages } from "../fleet/store.ts";
import { observe } from "../jobs/observe.ts";
import { detailsOfPage } from "../reports/store.ts";
import { servedHostnames, siteById } from "../sites/store.ts";
import type { Cases } from "./service.ts";
import { pageById } from "./store.ts";
import type { ObservedFinding } from "./types.ts";

const SEALED_REASON = "a detail that the person targeted registered with us";
const FORMER_REASON = "an address that she left; whoever lives there now is in danger";

type Seen = Finding & { readonly author?: string; readonly isComment?: boolean; readonly isFormer?: boolean };

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
        const { kind, confidence, author = null, isComment: is_comment = false } = finding;
        const reasons =
          kind === "sealed-detail"
            ? [SEALED_REASON, ...(finding.isFormer === true ? [FORMER_REASON] : [])]
            : finding.reasons;
        return { kind, confidence, reasons, masked: masked(seen.text, finding), author, is_comment };
      }),
    });
    log.info("page.captured", {
      capture: id,
      severity,
      findings: findings.length,
      agreement: seen.agreement,
    });
  }

  /** Registered details of the reports that name this page; the vault gets the text and gives back spans. */
  async #sealed(page: string, text: string): Promise<Seen[]> {
    const details = await detailsOfPage(this.#context.database.db, page);
    if (details.length === 0 || text === "") return [];
    const { spans } = await this.#context.vault.call("match", {
      ...{ tagged: details.map((detail) => detail.tagged), text },
    });
    return spans.map(({ start, end, detail }) => {
      const isFormer = details[detail]?.former === true;
      return { kind: "sealed-detail", start, end, confidence: 1, reasons: [], isFormer };
    });
  }
}
