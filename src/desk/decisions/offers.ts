import {
  type Clause,
  type EvidenceKind,
  neededApprovals,
  type Policy,
  type RoleRung,
  rungs,
} from "../../policy/index.ts";
import type { CasePage, CaseView } from "../cases/types.ts";
import type { Offer, Withheld } from "./types.ts";

export interface Offers {
  readonly offered: readonly Offer[];
  readonly withheld: readonly Withheld[];
}

/**
 * Which measures a case allows: those of the clauses that speak of what we saw ourselves, for the roles we supply to this
 * site, as narrow as the evidence is. Pure.
 */
export function offersFor(policy: Policy, view: CaseView, upheldBefore: number): Offers {
  const offered: Offer[] = [];
  const withheld: Withheld[] = [];
  for (const clause of policy.clauses) {
    const pages = view.pages.filter((page) => supports(clause, page, view.orders.length));
    if (pages.length === 0) continue;
    for (const rung of rungs(policy, clause.id, view.site.roles)) {
      const { role, verb, grain } = rung;
      const told = view.orders.length > 0 || verb !== "notify" ? pages : pages.filter(mayTell);
      const why =
        (told.length === 0 ? UNTOLD : undefined) ??
        tooWide(clause, rung, pages, upheldBefore) ??
        tooMuch(clause, rung, pages) ??
        missingEvidence(clause, pages, upheldBefore, view.orders.length);
      if (why !== undefined) withheld.push({ clause: clause.id, role, verb, grain, why });
      else offered.push(offerOf(clause, rung, told));
    }
  }
  return { offered, withheld };
}

const asks = (clause: Clause, kind: EvidenceKind): boolean => clause.evidence.includes(kind);

/** Such a clause does what an order says, to what the order names: our findings play no part. */
const obeysOrders = (clause: Clause): boolean => clause.about.length === 0 && asks(clause, "verified-order");

/**
 * A page supports a clause if our own capture of it holds a finding that the clause is about; a clause about a site's record,
 * any finding; a clause about orders, if one was verified and, where the clause asks, we have seen the page.
 */
function supports(clause: Clause, page: CasePage, orders: number): boolean {
  const isSeen = page.capture !== null && page.capture.agreement !== "failed";
  if (obeysOrders(clause)) return orders > 0 && (isSeen || !asks(clause, "own-capture"));
  if (clause.about.length === 0) return isSeen && page.findings.length > 0;
  return (
    page.capture !== null &&
    page.findings.some((finding) => (clause.about as readonly string[]).includes(finding.kind))
  );
}

function missingEvidence(
  clause: Clause,
  pages: readonly CasePage[],
  upheldBefore: number,
  orders: number,
): string | undefined {
  if (!obeysOrders(clause) && pages.some((page) => page.capture?.agreement === "differ")) {
    return "two looks at the page differ; a person must first say which one holds and why";
  }
  if (asks(clause, "two-vantages") && !pages.every((page) => page.capture?.agreement === "agree")) {
    return "the clause asks for two looks that agree";
  }
  if (asks(clause, "site-record") && upheldBefore === 0)
    return "the clause asks for earlier upheld decisions about this site";
  if (asks(clause, "verified-order") && orders === 0) return "the clause asks for a verified legal order";
  return undefined;
}

/**
 * A notice tells the operator that somebody reported; a restriction has its statement in any case (docs/design.md §8).
 * Without a report of that page of which he may know, only an order is a ground for one.
 */
const mayTell = ({ tell }: CasePage): boolean => tell.allow > 0;
const UNTOLD = "nobody who reported this page allows that the operator is told";

/** What somebody planted in a comment, or what stands on one page only, is no reason to refuse more than that page. */
function tooWide(
  clause: Clause,
  { grain }: RoleRung,
  pages: readonly CasePage[],
  upheldBefore: number,
): string | undefined {
  if (grain === "url") return undefined;
  if (obeysOrders(clause)) {
    return grain === "path" && commonPath(pages) === undefined
      ? "the pages have no path in common"
      : undefined;
  }
  const own = ownPages(pages);
  if (own.length === 0)
    return "what was found stands in comments only: the page itself is the widest measure";
  if (grain === "path") {
    return own.length >= 2 && commonPath(own) !== undefined
      ? undefined
      : "needs our own findings on two pages under one path";
  }
  return upheldBefore >= 2
    ? undefined
    : `a measure on the whole ${grain} must cite two earlier upheld decisions`;
}

/**
 * An isolated detail is what most of the web is made of (a shop's telephone, a contact address): it may be asked about, not
 * refused, unless it is one that the person targeted has registered.
 */
function tooMuch(clause: Clause, { verb }: RoleRung, pages: readonly CasePage[]): string | undefined {
  if (obeysOrders(clause)) return undefined;
  const isolated = pages.every(
    (page) =>
      page.capture?.severity === "low" && page.findings.every((finding) => finding.kind !== "sealed-detail"),
  );
  return verb !== "notify" && isolated ? "an isolated detail is no ground for more than a notice" : undefined;
}

/** Pages whose own text holds a finding, not only what others wrote below. */
const ownPages = (pages: readonly CasePage[]): readonly CasePage[] =>
  pages.filter((page) => page.findings.some((finding) => !finding.inComment));

function offerOf(clause: Clause, rung: RoleRung, pages: readonly CasePage[]): Offer {
  const { role, verb, grain, maxDays } = rung;
  const target =
    grain === "path"
      ? (commonPath(obeysOrders(clause) ? pages : ownPages(pages)) ?? null)
      : grain === "host"
        ? new URL(pages[0]!.url).hostname
        : null;
  return {
    ...{ clause: clause.id, role, verb, grain, target },
    maxDays: maxDays ?? null,
    approvals: neededApprovals(rung),
    pages: pages.map((page) => page.id),
  };
}

/** The longest path of whole segments that all pages are under; undefined if that is the whole site. */
export function commonPath(pages: readonly { path: string }[]): string | undefined {
  const [first, ...others] = pages.map(({ path }) => path.split("/").slice(1));
  if (first === undefined) return undefined;
  let length = first.length - 1;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same] === first[same]) same += 1;
    length = same;
  }
  return length === 0 ? undefined : `/${first.slice(0, length).join("/")}`;
}
