import { type Cost, perEdge } from "./cost.ts";

/** What others publish about the time between a change and its effect everywhere; sources: docs/performance.md. */
export const PUBLISHED = `Published by others: Fastly purge about 150 ms (mean, world); Cloudflare purge p50 under 150 ms; CrowdSec bouncers poll every 10 s;
  Apache Traffic Control caches poll every 60 s. Theirs cross oceans; of ours only the delayed run has a network.`;

const ms = (us: number): string => `${(us / 1000).toFixed(2)} ms`;

/** CPU of one decision (proposal, approval, entry, feed, acks) as measured, and where that leads with more edges. */
export function printCosts(costs: readonly Cost[]): void {
  console.log("CPU of one decision, proposal included, idle processes taken off:");
  for (const { edges, decisions, desk, vault, allEdges } of costs) {
    console.log(
      `  ${String(edges).padStart(5)} edges  desk ${ms(desk)}  vault ${ms(vault)}  each edge ${ms(allEdges / edges)}  (n ${decisions})`,
    );
  }
  const { fixed, each } = perEdge(costs);
  if (each > 0) printBeyond(fixed, each);
  else
    console.log(
      "  more edges cost the desk no more than these runs differ: nothing to compute for larger fleets",
    );
  console.log(
    "  over NATS JetStream: not measured here; the desk would send each batch once to the bus, and acks stay",
  );
}

/** The line through what was measured, at fleets that were not. */
function printBeyond(fixed: number, each: number): void {
  console.log(
    `  the desk's: ${ms(fixed)} and ${(each / 1000).toFixed(3)} ms for each edge (a line through these; two messages an edge: batch and ack)`,
  );
  for (const edges of [1_000, 10_000]) {
    const us = fixed + each * edges;
    console.log(
      `  ${edges.toLocaleString("en")} edges over SSE from one desk, computed: ${(us / 1e6).toFixed(2)} s of CPU and ${(2 * edges).toLocaleString("en")} messages a decision; one core is full at ${(1e6 / us).toFixed(2)} decisions/s`,
    );
  }
}
