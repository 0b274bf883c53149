import type { MeasureEntry } from "../../ledger/entry.ts";
import type { Opening } from "../../ledger/target.ts";
import type { Db } from "../db/open.ts";
import type { PublicAct } from "../reports/receipts.ts";
import { pagesOfReport } from "../reports/store.ts";
import { siteById } from "../sites/store.ts";
import { holdsFor } from "./reach.ts";
import { measuresAbout } from "./store.ts";

/**
 * What was publicly done about the pages of a report, newest first: measures of its cases that hold for one of its own
 * pages. What was decided about others' pages does not show.
 */
export async function actsOn(db: Db, report: string): Promise<PublicAct[]> {
  const pages = await pagesOfReport(db, report);
  const acts: PublicAct[] = [];
  for (const { opening, entry, ...measure } of await measuresAbout(db, report)) {
    const isOurs = await holdsForOneOf(db, opening as Opening, pages);
    if (!isOurs) continue;
    const { decision, starts_at: since, ends_at: until, lifted_by } = measure;
    acts.push({ decision, verb: (entry as MeasureEntry).verb, since, until, lifted: lifted_by !== null });
  }
  return acts;
}

async function holdsForOneOf(
  db: Db,
  opening: Opening,
  pages: Awaited<ReturnType<typeof pagesOfReport>>,
): Promise<boolean> {
  if (opening.grain === "account") return true;
  const holds = holdsFor(opening);
  for (const { site: id, host, path, query } of pages) {
    const site = await siteById(db, id);
    if (site !== undefined && holds(site, host, path + query)) return true;
  }
  return false;
}
