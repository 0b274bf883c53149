import { request as httpRequest } from "node:http";
import type { Entry, MeasureEntry } from "../../ledger/entry.ts";
import { asAddress } from "../../lib/env.ts";
import { notFound } from "../../lib/errors.ts";
import { isRefusing, type Verb } from "../../policy/index.ts";
import type { DeskContext } from "../context.ts";
import { siteById } from "../sites/store.ts";
import { type CarriedOutBy, carriedOutBy } from "./carried-out.ts";
import { sitesOf } from "./reach.ts";
import { decisionById, entryAt, measuresOfDecision, statementSentAt } from "./store.ts";
import type { Draft } from "./types.ts";

/** How far the edges are; the fleet provides it. */
export interface EdgeProgress {
  /** Those that serve one of the sites. */
  edges(
    sites: readonly { id: string; account: string }[],
  ): Promise<readonly { name: string; address: string | null; ack: { size: number } | null }[]>;
}

/** What is to be done by hand or by a program of somebody else; the orders room provides it. */
export interface WorkProgress {
  ofMeasure(index: number): Promise<readonly WorkState[]>;
}

export interface WorkState {
  readonly id: string;
  readonly act: "apply" | "undo";
  readonly dueAt: number;
  readonly closedAt: number | null;
  readonly outcome: "done" | "withdrawn" | null;
}

export interface Enforcement {
  readonly by: CarriedOutBy;
  /** Edges that have acked a ledger holding the entry. */
  readonly acked: number;
  readonly edges: number;
  /** What a visitor gets at each edge's public address; null where it could not be asked. */
  readonly seen: readonly { edge: string; status: number | null; ledger: string | null }[];
  /** Of a measure that no edge can carry out. */
  readonly work: readonly WorkState[];
  /**
   * At edges: every edge acked and, where there is something to see, every edge was seen to do it; without an edge nothing is
   * enforced. Elsewhere: the order was confirmed, or the statement was sent.
   */
  readonly enforced: boolean;
}

const PROBE_MS = 5_000;

/** A visitor at any of our vantages meets these; a territory may leave our own vantages out. */
const isVisible = ({ verb, territory }: { verb: Verb; territory?: readonly string[] | undefined }): boolean =>
  territory === undefined && (isRefusing(verb) || verb === "interstitial");

/** How far a committed measure has got. Throws `measure.unknown`. */
export async function enforcement(
  context: DeskContext,
  progress: EdgeProgress,
  work: WorkProgress,
  decisionId: string,
): Promise<Enforcement> {
  const { db } = context.database;
  const [measure] = await measuresOfDecision(db, decisionId);
  const row = measure === undefined ? undefined : await entryAt(db, measure.index);
  if (measure === undefined || row === undefined)
    throw notFound("measure.unknown", "this decision is not in the ledger");
  const entry = row.entry as Entry as MeasureEntry;
  const by = carriedOutBy(entry);
  const elsewhere = { by, acked: 0, edges: 0, seen: [], work: [] };
  switch (by) {
    case "statement":
      return { ...elsewhere, enforced: (await statementSentAt(db, decisionId)) !== null };
    case "work-order": {
      const orders = await work.ofMeasure(measure.index);
      return { ...elsewhere, work: orders, enforced: orders.at(-1)?.outcome === "done" };
    }
    case "edge":
      return { by, work: [], ...(await atEdges(context, progress, decisionId, measure.index, entry)) };
  }
}

/** "Enforced" means n of m edges acked and, where a visitor can see it, a request from outside saw it. */
async function atEdges(
  context: DeskContext,
  progress: EdgeProgress,
  decisionId: string,
  index: number,
  entry: MeasureEntry,
): Promise<Pick<Enforcement, "acked" | "edges" | "seen" | "enforced">> {
  const { db } = context.database;
  const decision = (await decisionById(db, decisionId))!;
  const site = (await siteById(db, decision.site))!;
  const { opening } = decision.drafts as Draft;
  const host = entry.grain === "host" ? (opening?.canonical ?? "") : site.hostnames[0]!;
  const path = opening?.canonical.startsWith("/") ? opening.canonical : "/";
  const query = new URLSearchParams(
    (opening?.params ?? []).filter((pair): pair is [string, string] => pair[1] !== null),
  );
  const target = query.size === 0 ? path : `${path}?${query}`;
  const edges = await progress.edges(opening === undefined ? [site] : await sitesOf(db, opening, site));
  const seen = await Promise.all(
    edges.map(async ({ name, address }) => ({ edge: name, ...(await probe(address, host, target)) })),
  );
  const acked = edges.filter(({ ack }) => ack !== null && ack.size > index).length;
  const met = seen.every(({ ledger }) => ledger === String(index));
  const enforced = edges.length > 0 && acked === edges.length && (met || !isVisible(entry));
  return { acked, edges: edges.length, seen, enforced };
}

function probe(
  address: string | null,
  host: string,
  path: string,
): Promise<{ status: number | null; ledger: string | null }> {
  if (address === null) return Promise.resolve({ status: null, ledger: null });
  return new Promise((resolve) => {
    const asked = httpRequest(
      { ...asAddress(address), path, headers: { host }, timeout: PROBE_MS, agent: false },
      (answer) => {
        answer.destroy();
        const ledger = answer.headers["rempart-ledger"];
        resolve({ status: answer.statusCode ?? null, ledger: typeof ledger === "string" ? ledger : null });
      },
    );
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve({ status: null, ledger: null }));
    asked.end();
  });
}
