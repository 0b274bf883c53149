import { request as httpRequest } from "node:http";
import { asAddress } from "../../lib/env.ts";
import { notFound } from "../../lib/errors.ts";
import type { DeskContext } from "../context.ts";
import { siteById } from "../sites/store.ts";
import { decisionById, measuresOfDecision } from "./store.ts";
import type { Draft } from "./types.ts";

/** How far the edges are; the fleet provides it. */
export interface EdgeProgress {
  edges(): Promise<readonly { name: string; address: string | null; ack: { size: number } | null }[]>;
}

export interface Enforcement {
  /** Edges that have acked a ledger holding the entry. */
  readonly acked: number;
  readonly edges: number;
  /** What a visitor gets at each edge's public address; null where it could not be asked. */
  readonly seen: readonly { edge: string; status: number | null; ledger: string | null }[];
  /** Both: every edge acked, and every edge was seen to refuse. Without an edge nothing is enforced. */
  readonly enforced: boolean;
}

const PROBE_MS = 5_000;

/** "Enforced" means n of m edges acked and a visitor's request from outside saw it. */
export async function enforcement(
  context: DeskContext,
  progress: EdgeProgress,
  decisionId: string,
): Promise<Enforcement> {
  const { db } = context.database;
  const decision = await decisionById(db, decisionId);
  const [measure] = await measuresOfDecision(db, decisionId);
  if (decision === undefined || measure === undefined)
    throw notFound("measure.unknown", "this decision is not in the ledger");
  const site = (await siteById(db, decision.site))!;
  const { opening } = decision.drafts as Draft;
  const path = opening?.canonical.startsWith("/") ? opening.canonical : "/";
  const query = new URLSearchParams(
    (opening?.params ?? []).filter((pair): pair is [string, string] => pair[1] !== null),
  );
  const target = query.size === 0 ? path : `${path}?${query}`;
  const edges = await progress.edges();
  const seen = await Promise.all(
    edges.map(async ({ name, address }) => ({
      edge: name,
      ...(await probe(address, site.hostnames[0]!, target)),
    })),
  );
  const acked = edges.filter(({ ack }) => ack !== null && ack.size > measure.index).length;
  const enforced =
    edges.length > 0 &&
    acked === edges.length &&
    seen.every(({ ledger }) => ledger === String(measure.index));
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
