import { cleanUrl } from "../../evidence/index.ts";
import { HOUR, MINUTE } from "../../lib/clock.ts";
import { conflict, forbidden, notFound, unprocessable } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { canonicalOf } from "../../policy/index.ts";
import { reasonsIn, type Severity } from "../../screening/index.ts";
import type { DeskContext } from "../context.ts";
import { appendEvent, eventsOf } from "../db/events.ts";
import type { Tx } from "../db/open.ts";
import {
  answerReports,
  awaitAnswer,
  casesOfReport,
  consentsOf,
  holdReport,
  noteReports,
  putPage,
  updateReport,
} from "../reports/store.ts";
import type { FiledReport, Refusal, ReportedPage } from "../reports/types.ts";
import { siteById } from "../sites/store.ts";
import { dueAfterFindingMs, isWorse, worst } from "./severity.ts";
import {
  addPage,
  answering,
  bringForward,
  caseById,
  caseOfPage,
  casesOfPage,
  countDeciders,
  countPages,
  countReports,
  findingsOf,
  holdCase,
  holdPage,
  insertCapture,
  insertCase,
  insertFindings,
  insertLegalOrder,
  insertLinks,
  joining,
  lastCaptureAt,
  legalOrdersOf,
  newestCaptures,
  openCases,
  pagesOfCase,
  putReport,
  updateCase,
} from "./store.ts";
import { RecentCounts, rank } from "./turns.ts";
import type { CaseView, Observation } from "./types.ts";

/**
 * Between two looks at a page that reports ask for. Short, and no look is left out: an operator who reports his own page and
 * waits for us in his log must not learn that somebody was before him.
 */
const APART_MS = MINUTE;

/** What waits for a look is counted so long. */
const ASKED_MS = HOUR;

/** Of one case. */
const MAX_PAGES = 200;

/** More than any rank. */
const LIFE_FIRST = 100;

/** Groups reports by site, harm and page, and raises a case by what we see ourselves. */
export class Cases {
  readonly #context: DeskContext;
  /** Looks that were asked for, by site. */
  readonly #asked = new RecentCounts(ASKED_MS);

  constructor(context: DeskContext) {
    this.#context = context;
  }

  /**
   * Puts a report's pages into cases and asks for a look at them, in the report's own transaction. Volume changes a counter,
   * nothing else.
   */
  async join(tx: Tx, report: FiledReport): Promise<void> {
    const { clock, config, jobs } = this.#context;
    const now = clock.now();
    const bySite = Map.groupBy(report.pages, (page) => page.site);
    for (const [site, pages] of bySite) {
      const known = await this.#casesOf(tx, pages, report.harm);
      const added = pages.filter((_, i) => known[i] === undefined);
      const home = known.find((one) => one !== undefined);
      // A person reads a case, so pages that a flood makes up do not all go into hers.
      const hasRoom = home !== undefined && (added.length === 0 || (await countPages(tx, home)) < MAX_PAGES);
      if (home !== undefined) await this.#join(tx, home, report, hasRoom ? added : []);
      if (!hasRoom) await this.#join(tx, await this.#open(tx, site, report, now), report, added);
    }
    if (report.doNotFetch) return;
    for (const { id, site } of report.pages) {
      // At most a minute, whatever the clock did meanwhile.
      const soonestMs = Math.min(APART_MS, (await lastCaptureAt(tx, id)) + APART_MS - now);
      // Without danger to life the look comes at a random time, so that its moment does not tell the site of the report's.
      const delayMs = Math.max(soonestMs, report.riskToLife ? 0 : Math.random() * config.captureDelayMs);
      // Keys of their own: danger to life does not wait for a look that was put off, nor behind one that a flood asked for.
      const once = report.riskToLife ? `${id} now${report.share > 0 ? " behind" : ""}` : id;
      await jobs.add("capture.page", { page: id }, { once, delayMs, priority: this.#turn(site, report) });
    }
  }

  /** The case of each page, if it has one; where one has none its row is held, and asked again. */
  async #casesOf(tx: Tx, pages: readonly ReportedPage[], harm: string): Promise<(string | undefined)[]> {
    const known: (string | undefined)[] = [];
    for (const { id } of pages) {
      const found = await caseOfPage(tx, id, harm);
      if (found === undefined) await holdPage(tx, id);
      known.push(found ?? (await caseOfPage(tx, id, harm)));
    }
    return known;
  }

  async #join(tx: Tx, id: string, report: FiledReport, added: readonly ReportedPage[]): Promise<void> {
    await joining(tx, id);
    for (const page of added) await addPage(tx, { case_id: id, page: page.id, harm: report.harm });
    await putReport(tx, { case_id: id, report: report.id });
    await bringForward(tx, id, report.dueAt);
    await this.#joinAnswered(tx, id, report, added.length > 0);
    const at = this.#context.clock.now();
    await appendEvent(tx, {
      ...{ at, actor: "system", subjectKind: "case", subject: id, kind: "case.report-joined" },
    });
  }

  /**
   * Whose page is looked at first. Danger to life before the rest; among them, who has sent little before who has sent much,
   * and a page of a site of which few wait before one of many: a flood comes after the one who is not part of it.
   */
  #turn(site: string, { riskToLife, share }: FiledReport): number {
    const waits = this.#asked.count(site, this.#context.clock.now());
    return (riskToLife ? LIFE_FIRST : 0) - rank(share) - rank(waits);
  }

  /**
   * A page that a person has answered for has its answer, for the next reports too: many of them are no reason to decide
   * again. What is new is looked at again: another page, a risk to life, a worse capture (record). A decision is public; a
   * refusal comes after hours, as from a person, so that it does not tell that somebody reported before.
   */
  async #joinAnswered(tx: Tx, id: string, report: FiledReport, isNew: boolean): Promise<void> {
    const { status } = (await caseById(tx, id))!;
    if (status === "open") return;
    if (isNew || report.riskToLife) return this.#reopen(tx, id, report.dueAt);
    if (status === "decided") return this.#answer(tx, id, report.id);
    const { config, jobs } = this.#context;
    const delayMs = (2 + 22 * Math.random()) * config.captureDelayMs;
    await jobs.add("report.answer", { report: report.id, case: id }, { once: report.id, delayMs });
  }

  /** The job `report.answer`. Nothing where a person has taken the case up again: then that person answers. */
  answerAgain({ report, case: id }: { report: string; case: string }): Promise<void> {
    return this.#context.database.transaction((tx) => this.#answer(tx, id, report));
  }

  async #answer(tx: Tx, id: string, report: string): Promise<void> {
    const { status, refusal } = (await holdCase(tx, id))!;
    const { status: before } = await holdReport(tx, report);
    if (status === "open" || before !== "received") return;
    const answer = status === "decided" ? "decided" : "refused";
    const at = this.#context.clock.now();
    await updateReport(tx, report, { status: answer, refusal, answered_at: at });
    await appendEvent(tx, {
      ...{ at, actor: "system", subjectKind: "report", subject: report },
      ...{ kind: `report.${answer}`, payload: refusal === null ? {} : { reason: refusal } },
    });
  }

  async #reopen(tx: Tx, id: string, dueAt: number): Promise<void> {
    await updateCase(tx, id, { status: "open", due_at: dueAt });
    await appendEvent(tx, {
      ...{ at: this.#context.clock.now(), actor: "system", subjectKind: "case", subject: id },
      kind: "case.reopened",
    });
  }

  /** What we saw of a page: stored, and if it is worse than what was known, the case is raised and its clock restarts. */
  async record(observation: Observation): Promise<void> {
    const { clock, database } = this.#context;
    const now = clock.now();
    await database.transaction(async (tx) => {
      const { findings, links, ...capture } = observation;
      await insertCapture(tx, capture);
      const rows = findings.map(({ reasons, ...finding }) => ({
        ...finding,
        id: newId(),
        capture: capture.id,
        reasons: JSON.stringify(reasons),
      }));
      if (rows.length > 0) await insertFindings(tx, rows);
      if (links.length > 0) await insertLinks(tx, capture.id, links);
      for (const row of await casesOfPage(tx, capture.page)) {
        await appendEvent(tx, {
          ...{ at: now, actor: "system", subjectKind: "case", subject: row.id, kind: "case.page-captured" },
          payload: { capture: capture.id, severity: capture.severity, agreement: capture.agreement },
        });
        if (!isWorse(capture.severity, row.severity as Severity)) continue;
        const dueAt = Math.min(
          row.status === "open" ? row.due_at : Infinity,
          now + dueAfterFindingMs(capture.severity),
        );
        await updateCase(tx, row.id, { severity: capture.severity, due_at: dueAt, status: "open" });
        if (row.status === "closed") await awaitAnswer(tx, row.id);
        await appendEvent(tx, {
          ...{ at: now, actor: "system", subjectKind: "case", subject: row.id, kind: "case.raised" },
          payload: { severity: capture.severity },
        });
      }
    });
  }

  /** Another page of the case's site that somebody of the team wants looked at, and perhaps decided; looked at now. */
  async addPage(caseId: string, url: string, actor: string): Promise<{ page: string }> {
    const { clock, database, jobs } = this.#context;
    const row = await caseById(database.db, caseId);
    if (row === undefined) throw unknownCase();
    const site = (await siteById(database.db, row.site))!;
    const clean = cleanUrl(url).url;
    const canonical = canonicalOf(clean, site.readings);
    if (canonical === undefined || !site.hostnames.includes(canonical.host))
      throw unprocessable("case.page", "this is no page of the case's site", { field: "url" });
    const { host, path } = canonical;
    const at = clock.now();
    return database.transaction(async (tx) => {
      const query = new URL(clean).search;
      const { id } = await putPage(tx, { id: newId(), site: site.id, host, path, query });
      await addPage(tx, { case_id: caseId, page: id, harm: row.harm });
      const holder = await caseOfPage(tx, id, row.harm);
      if (holder !== caseId)
        throw conflict("case.page", "this page is part of another case", { field: "url", case: holder });
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "case", subject: caseId, kind: "case.page-added" },
        payload: { page: id },
      });
      await jobs.add("capture.page", { page: id }, { once: `${id} now`, priority: LIFE_FIRST });
      return { page: id };
    });
  }

  /**
   * An order that names this case's pages, verified by calling back a contact which the authority itself publishes. Only then
   * do the clauses about orders apply; the measure still takes two people.
   */
  async verifyOrder(
    caseId: string,
    order: { authority: string; reference: string },
    actor: string,
  ): Promise<{ id: string }> {
    const { clock, database } = this.#context;
    if ((await caseById(database.db, caseId)) === undefined) throw unknownCase();
    const id = newId();
    const at = clock.now();
    await database.transaction(async (tx) => {
      await insertLegalOrder(tx, { id, case_id: caseId, ...order, verified_by: actor, at });
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "case", subject: caseId, kind: "case.order-verified" },
        payload: { order: id },
      });
    });
    return { id };
  }

  /** A decision about the case is in the ledger: the case and its reports have their answer. */
  async decided(tx: Tx, id: string): Promise<void> {
    await answering(tx, id);
    await updateCase(tx, id, { status: "decided" });
    const at = this.#context.clock.now();
    await noteReports(tx, id, { at, kind: "report.decided" });
    await answerReports(tx, id, { status: "decided", refusal: null, answered_at: at });
  }

  /**
   * A person's answer that nothing will be done, with its reason: every report on the case gets it, and each may contest it
   * once. Then somebody else answers, where there is somebody else.
   */
  async refuse(id: string, reason: Refusal, actor: string): Promise<void> {
    const { clock, database } = this.#context;
    const at = clock.now();
    await database.transaction(async (tx) => {
      await answering(tx, id);
      const row = await holdCase(tx, id);
      if (row === undefined) throw unknownCase();
      if (row.status !== "open") throw conflict("case.closed", "this case is not open");
      if (row.contested && row.refused_by === actor && (await countDeciders(tx)) > 1)
        throw forbidden("case.same-person", "a contested answer is given by somebody else");
      await updateCase(tx, id, { status: "closed", refusal: reason, refused_by: actor, contested: false });
      await noteReports(tx, id, { at, kind: "report.refused", payload: { reason } }); // first: of those that still wait
      await answerReports(tx, id, { status: "refused", refusal: reason, answered_at: at });
      await appendEvent(tx, {
        ...{ at, actor, subjectKind: "case", subject: id, kind: "case.refused" },
        payload: { reason },
      });
    });
  }

  /**
   * Who reported contests the answer: her cases are open again, for somebody else. One that is open already waits no longer
   * for it.
   */
  async contested(tx: Tx, report: { id: string; dueAt: number }): Promise<void> {
    for (const id of (await casesOfReport(tx, report.id)).sort()) {
      const { status } = (await holdCase(tx, id))!;
      await updateCase(tx, id, { contested: true });
      if (status === "open") await bringForward(tx, id, report.dueAt);
      else await this.#reopen(tx, id, report.dueAt);
    }
  }

  /** Open cases, most urgent first. */
  async queue() {
    const rows = await openCases(this.#context.database.db);
    return rows.map(({ id, site, hostname, harm, severity, reports, opened_at, due_at }) => ({
      ...{ id, site, hostname, harm, severity, reports: reports ?? 0 },
      openedAt: opened_at,
      dueAt: due_at,
    }));
  }

  /** One case as the team sees it; details are masked. Throws `case.unknown`. */
  async view(id: string): Promise<CaseView> {
    const { db } = this.#context.database;
    const row = await caseById(db, id);
    if (row === undefined) throw unknownCase();
    const [site, pages, orders, events, reports] = await Promise.all([
      siteById(db, row.site),
      pagesOfCase(db, id),
      legalOrdersOf(db, id),
      eventsOf(db, "case", id),
      countReports(db, id),
    ]);
    const captures = await newestCaptures(
      db,
      pages.map((page) => page.id),
    );
    const findings = await findingsOf(
      db,
      captures.map((capture) => capture.id),
    );
    const consents = await consentsOf(
      db,
      pages.map((page) => page.id),
    );
    return {
      id,
      harm: row.harm,
      status: row.status,
      severity: row.severity as Severity,
      reports,
      openedAt: row.opened_at,
      dueAt: row.due_at,
      site: { id: row.site, account: site!.account, hostnames: site!.hostnames, roles: site!.roles },
      orders: orders.map(({ id: order, authority, reference, verified_by, at }) => ({
        ...{ id: order, authority, reference, verifiedBy: verified_by, at },
      })),
      pages: pages.map((page) => ({
        id: page.id,
        url: `https://${page.host}${page.path}${page.query}`,
        path: page.path,
        query: page.query,
        tell: consents.get(page.id) ?? { allow: 0, reports: 0 },
        capture: captureOf(captures.find((one) => one.page === page.id)),
        findings: findings
          .filter((finding) => captures.some((one) => one.id === finding.capture && one.page === page.id))
          .map(({ kind, confidence, reasons, masked, author, version, is_comment, is_quote, is_hidden }) => ({
            ...{ kind, confidence, masked, author, version },
            ...{ inComment: is_comment, inQuote: is_quote, isHidden: is_hidden },
            reasons: { fr: reasonsIn("fr", { reasons }), en: reasonsIn("en", { reasons }) },
          })),
      })),
      events: events.map(({ at, actor, kind, payload }) => ({
        at,
        actor,
        kind,
        payload,
      })),
    };
  }

  async #open(tx: Tx, site: string, report: FiledReport, now: number): Promise<string> {
    const id = newId();
    await insertCase(tx, {
      ...{ id, site, harm: report.harm, status: "open", severity: worst([]) },
      opened_at: now,
      due_at: report.dueAt,
    });
    await appendEvent(tx, {
      at: now,
      actor: "system",
      subjectKind: "case",
      subject: id,
      kind: "case.opened",
    });
    return id;
  }
}

const unknownCase = () => notFound("case.unknown", "there is no such case");

function captureOf(
  row: Awaited<ReturnType<typeof newestCaptures>>[number] | undefined,
): CaseView["pages"][number]["capture"] {
  if (row === undefined) return null;
  const { id, at, status, agreement, sha256, severity } = row;
  return { id, at, status, agreement, sha256, severity: severity as Severity };
}
