import type { Phase } from "../transaction.ts";

/** Counts, and where the operator asked for it writes a line. */
export const log: Phase = (tx, edge) => {
  const ms = Math.max(0, edge.clock.now() - tx.startedAtMs); // a clock may be set back
  edge.counters.count(tx, ms);
  if (tx.site !== undefined) edge.traffic.add(tx.site.id, tx.startedAtMs);
  edge.accessLog?.write(tx, edge.name, ms);
  return "end";
};
