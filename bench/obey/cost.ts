import { setTimeout as sleep } from "node:timers/promises";
import { cpuUs, family } from "../edge/cpu.ts";
import type { Docket } from "./docket.ts";
import { nowMs } from "./prober.ts";
import { atRate } from "./runs.ts";

export interface Parties {
  readonly desk: number;
  readonly vault: number;
  readonly edges: readonly number[];
}

/** CPU for one decision, µs, what the same processes use when nothing is decided taken off. */
export interface Cost {
  readonly edges: number;
  readonly decisions: number;
  readonly desk: number;
  readonly vault: number;
  /** Of all edges together. */
  readonly allEdges: number;
}

const IDLE_MS = 3_000;

/**
 * Decides about every page and lifts again, without anybody asking the edges meanwhile: what a visitor costs is not what a decision costs.
 * `followed` resolves when all edges have a ledger of that size in force. Proposals are part of what is counted: a decision is both.
 */
export async function costOf(
  docket: Docket,
  parties: Parties,
  followers: number,
  rounds: number,
  followed: (size: number) => Promise<unknown>,
): Promise<Cost> {
  const groups = [family(parties.desk), family(parties.vault), parties.edges.flatMap(family)];
  const used = () => groups.map(cpuUs);
  const before = used();
  await sleep(IDLE_MS);
  const idle = used().map((us, i) => (us - before[i]!) / IDLE_MS);
  const since = used();
  const sinceMs = nowMs();
  let size = 0;
  let decisions = 0;
  await atRate(docket, rounds, 50, async () => async (committed) => {
    size = Math.max(size, (await committed) + 1);
    decisions += 1;
    return [];
  });
  await followed(size);
  const tookMs = nowMs() - sinceMs;
  const [desk = 0, vault = 0, allEdges = 0] = used().map((us, i) =>
    Math.max(0, (us - since[i]! - idle[i]! * tookMs) / decisions),
  );
  return { edges: followers, decisions, desk, vault, allEdges };
}

/** What a decision costs the desk with no edge, and for each edge more: a line through what was measured (least squares). */
export function perEdge(costs: readonly Cost[]): { readonly fixed: number; readonly each: number } {
  const mean = (of: (cost: Cost) => number) => costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length;
  const x = mean(({ edges }) => edges);
  const y = mean(({ desk }) => desk);
  const spread = mean(({ edges }) => (edges - x) ** 2);
  const each = spread === 0 ? 0 : Math.max(0, mean(({ edges, desk }) => (edges - x) * (desk - y)) / spread);
  return { fixed: Math.max(0, y - each * x), each };
}
