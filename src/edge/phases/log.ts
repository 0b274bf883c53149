import { isIPv6 } from "node:net";
import type { Phase } from "../transaction.ts";

/** Counts, and where the operator asked for it writes a line: never an address of a page, never a whole one of a person. */
export const log: Phase = (tx, edge) => {
  edge.counters.count(tx);
  if (edge.accessLog) {
    edge.log.info("edge.request", {
      site: (tx.site as typeof tx.site | undefined)?.id,
      method: tx.exchange.request.method,
      status: tx.status,
      outcome: tx.outcome,
      measure: tx.measure,
      bytes: tx.sent.bodyBytes,
      complete: tx.sent.complete,
      ms: edge.clock.now() - tx.startedAtMs,
      visitor: truncatedAddress(tx.exchange.request.remoteAddress),
    });
  }
  return "end";
};

/** The network of an address: /24 of IPv4, /48 of IPv6. */
export function truncatedAddress(address: string): string {
  if (!isIPv6(address)) return `${address.split(".").slice(0, 3).join(".")}.0/24`;
  const [head = ""] = address.split("%", 1)[0]!.split("::", 1);
  const groups = head.split(":").filter((group) => group !== "");
  // Fewer than three groups before "::" means that the next ones are zero.
  return `${[...groups, "0", "0", "0"].slice(0, 3).join(":")}::/48`;
}
