import type { SiteConfig } from "../../feed/config.ts";
import type { Entry, MeasureEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import { HOUR } from "../../lib/clock.ts";
import { notFound, RempartError } from "../../lib/errors.ts";
import { isRefusing } from "../../policy/index.ts";
import type { Cases } from "../cases/service.ts";
import { linksOf } from "../cases/store.ts";
import type { CasePage, CaseView } from "../cases/types.ts";
import type { DeskContext } from "../context.ts";
import type { Db } from "../db/open.ts";
import { vantages } from "../fleet/store.ts";
import { type Looked, lookAt } from "../jobs/observe.ts";
import { siteById } from "../sites/store.ts";
import { carriedOutBy } from "./carried-out.ts";
import { holdsFor } from "./reach.ts";
import {
  decidedWithoutDoors,
  decisionById,
  doorsOf,
  entryAt,
  measuresOfDecision,
  putDoors,
} from "./store.ts";
import type { Door, DoorFinding, Draft } from "./types.ts";

/** The edges obey first. */
const FIRST_LOOK_MS = 3_000;
/** A look that a crash prevented is made up for as long as this. */
const MISSED_MS = 24 * HOUR;
/** More than this is not looked at after one decision. */
const MAX_DOORS = 60;

/**
 * The other doors to the same post. After a refusal of a page or a path we look again at what our own captures of it link as
 * itself, and at the page on the site's other hostnames: where the same finding is still served, a person may widen by
 * another decision. Nothing widens itself.
 */
export class Doors {
  readonly #context: DeskContext;
  readonly #cases: Cases;
  /** Decisions that were just written: asked for once the edges have been told, so that they do not wait for it. */
  #fresh: string[] = [];

  constructor(context: DeskContext, cases: Cases) {
    this.#context = context;
    this.#cases = cases;
    context.writer.onEntry(async (_tx, _index, entry) => {
      if (entry.kind === "measure" && leavesDoors(entry)) this.#fresh.push(entry.decision);
    });
    context.writer.onAppended(() => this.#flush());
  }

  /** At start: looks that were not asked for because the process died. */
  async recover(): Promise<void> {
    const { clock, database } = this.#context;
    for (const { id, entry } of await decidedWithoutDoors(database.db, clock.now() - MISSED_MS))
      if (leavesDoors(entry as Entry as MeasureEntry)) this.#fresh.push(id);
    await this.#flush();
  }

  /** What the last look found; empty before. */
  async ofDecision(id: string): Promise<{ lookedAt: number | null; doors: Door[] }> {
    const rows = await doorsOf(this.#context.database.db, id);
    const doors = rows.map(({ url, how, state, findings }) => ({
      ...{ url, how: how as Door["how"], state: state as Door["state"] },
      findings: findings as DoorFinding[],
    }));
    return { lookedAt: rows[0]?.at ?? null, doors };
  }

  /** Asks for another look. Throws `decision.unknown`. */
  async again(id: string): Promise<void> {
    const [measure] = await measuresOfDecision(this.#context.database.db, id);
    if (measure === undefined) throw notFound("decision.unknown", "there is no such decision in the ledger");
    await this.#context.jobs.add("doors.look", { decision: id }, { once: id });
  }

  /** The job `doors.look`. Throws, to come back later, while the vantage does not refuse the page itself yet. */
  async look({ decision: id }: { decision: string }): Promise<void> {
    const { clock, database, log } = this.#context;
    const { db } = database;
    const decision = await decisionById(db, id);
    const opening = (decision?.drafts as Draft | undefined)?.opening;
    if (decision === undefined || opening === undefined) return;
    const [where] = await vantages(db, decision.site);
    if (where === undefined) return;
    const view = await this.#cases.view(decision.case_id);
    const site = (await siteById(db, view.site.id))!;
    const { pages, candidates } = await candidatesOf(db, view, site, opening);
    if (candidates.length === 0) return;

    const urls = [urlOf(pages[0]!), ...candidates.map(({ url }) => url)];
    const [itself, ...seen] = await lookAt(site.id, urls, where);
    if (itself?.ledger == null && !(await isOver(db, id, clock.now())))
      throw new RempartError("doors.early", 503, "the edge does not refuse the page itself yet");
    const known = view.pages.flatMap(({ findings }) => findings);
    const doors = candidates.map(({ url, how }, i) => ({ url, how, ...judge(seen[i], known) }));
    await database.transaction((tx) => putDoors(tx, id, clock.now(), doors));
    const open = doors.filter(({ state }) => state === "open").length;
    log.info("doors.looked", { decision: id, doors: doors.length, open });
  }

  #flush(): Promise<void> {
    const decisions = this.#fresh.splice(0);
    return this.#context.jobs.addAll(
      "doors.look",
      decisions.map((decision) => ({ data: { decision }, once: decision, delayMs: FIRST_LOOK_MS })),
    );
  }
}

/** Narrower than a site, and refused by edges everywhere: an edge in another country may be our vantage. */
const leavesDoors = (entry: MeasureEntry): boolean =>
  carriedOutBy(entry) === "edge" &&
  isRefusing(entry.verb) &&
  entry.territory === undefined &&
  (entry.grain === "url" || entry.grain === "path");

/** Through our own port: its scheme is the visitor's affair. */
const urlOf = ({ url }: Pick<CasePage, "url">): string => url.replace(/^https:/, "http:");

/** The case's pages that the measure holds for, and where else they say that they can be read. */
async function candidatesOf(db: Db, view: CaseView, site: SiteConfig, opening: Opening) {
  const holds = holdsFor(opening);
  const pages = view.pages.filter((page) => holds(site, new URL(page.url).hostname, page.path + page.query));
  const candidates = new Map<string, Door["how"]>();
  for (const page of pages) {
    const { hostname } = new URL(page.url);
    for (const other of site.hostnames)
      if (other !== hostname) candidates.set(`http://${other}${page.path}${page.query}`, "host");
  }
  const hostOf = new Map(pages.map(({ id, url }) => [id, new URL(url).hostname]));
  for (const { page, url, how } of await linksOf(db, [...hostOf.keys()])) {
    const door = `http://${hostOf.get(page)}${url}`;
    if (!candidates.has(door)) candidates.set(door, how as Door["how"]);
  }
  for (const page of pages) candidates.delete(urlOf(page));
  return { pages, candidates: [...candidates].slice(0, MAX_DOORS).map(([url, how]) => ({ url, how })) };
}

/** The same finding: of the same kind, with the same preview. */
function judge(
  seen: Looked | undefined,
  known: readonly DoorFinding[],
): { state: Door["state"]; findings: DoorFinding[] } {
  if (seen === undefined || seen.status === null) return { state: "unseen", findings: [] };
  if (seen.ledger !== null) return { state: "closed", findings: [] };
  const same = seen.findings.filter((one) =>
    known.some(({ kind, masked }) => kind === one.kind && masked === one.masked),
  );
  const once = [...new Map(same.map((one) => [`${one.kind} ${one.masked}`, one])).values()];
  return { state: same.length > 0 ? "open" : "clean", findings: once };
}

/** Lifted or ended: the page is served, and what its doors show is still worth knowing. */
async function isOver(db: Db, decision: string, nowMs: number): Promise<boolean> {
  const [measure] = await measuresOfDecision(db, decision);
  const row = measure === undefined ? undefined : await entryAt(db, measure.index);
  if (measure === undefined || row === undefined) return true;
  return measure.lifted_by !== null || (measure.ends_at !== null && measure.ends_at <= nowMs);
}
